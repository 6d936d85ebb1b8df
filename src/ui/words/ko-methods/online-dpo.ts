/** @file Online DPO, in Korean by its English. */
export default {
  "The annotator here is a reward model or the gold reward; in the paper it is a prompted LLM that sees each pair in both orders.":
    "여기서 평가자는 보상 모델이나 참 보상입니다. 논문에서는 두 순서로 쌍을 보는, 프롬프트를 준 LLM입니다.",
  "AdamW at a constant learning rate suited to a small model; the paper uses Adafactor at 5·10⁻⁷ after 150 warm-up steps.":
    "작은 모델에 맞는 고정 학습률의 AdamW를 씁니다. 논문은 워밍업 150스텝 뒤 5·10⁻⁷의 Adafactor입니다.",
  "24 pairs a step instead of 128.": "스텝당 128쌍 대신 24쌍을 씁니다.",
  Iterations: "반복 수",
  "Optimizer steps. Every one trains on fresh pairs from the policy of that moment.":
    "옵티마이저 스텝 수. 스텝마다 그 순간의 정책이 새로 만든 쌍으로 학습합니다.",
  "Pairs a step": "스텝당 쌍",
  "Prompts drawn each iteration; each gives one pair.":
    "반복마다 뽑는 프롬프트. 하나가 쌍 하나를 냅니다.",
  "What is asked of h: dpo ln(1 + e^{−βh}), ipo (h − 1/2β)², hinge_norm max(0, 1 − βh).":
    "h에 거는 손실: dpo는 ln(1 + e^{−βh}), ipo는 (h − 1/2β)², hinge_norm은 max(0, 1 − βh).",
  "Near ties dropped": "근소한 쌍 버림",
  "Pairs with |p − ½| below this are dropped: the annotator was not sure. At 0 only ties are.":
    "|p − ½|가 이보다 작은 쌍은 버립니다. 평가자가 확신하지 못한 쌍입니다. 0이면 비긴 쌍만 버립니다.",
  "SFT term": "SFT 항",
  "Weight of an added negative log-likelihood of the chosen answers; holds their probability up.":
    "선호 답변의 음의 로그 가능도를 더하는 가중치. 그 확률이 떨어지지 않게 받칩니다.",
  "One iteration is one gradient step; nothing is reused.":
    "반복 하나가 그래디언트 스텝 하나입니다. 다시 쓰는 것은 없습니다.",
  "The policy as it is now answers each prompt twice.":
    "지금의 정책이 프롬프트마다 두 번 답합니다.",
  "The annotator says how likely the first answer is to be the better one.":
    "평가자는 첫째 답변이 더 나을 확률을 말합니다.",
  "One step makes the chosen answer likelier relative to the rejected one.":
    "한 스텝으로 선호 답변이 비선호 답변에 견주어 더 그럴듯해집니다.",
} as Readonly<Record<string, string>>;
