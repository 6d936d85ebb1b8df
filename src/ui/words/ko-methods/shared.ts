/** @file What several methods say in the same words, in Korean by its English. */
export default {
  "Tens of prompts a round instead of a whole data set, and AdamW at a constant learning rate.":
    "데이터셋 전체 대신 라운드마다 프롬프트 수십 개를 쓰고, AdamW의 학습률은 고정합니다.",
  Rounds: "라운드 수",
  "Prompts a round": "라운드당 프롬프트",
  Candidates: "후보 수",
  Temperature: "온도",
  Epochs: "에폭",
  Minibatch: "미니배치",
  "Learning rate": "학습률",
  Control: "대조군",
  Prompts: "프롬프트 수",
  Margin: "마진",
  Loss: "손실",
  Ranking: "순위 매기기",
  "Likeliest tokens": "상위 토큰",
  "Pull to the reference": "기준 모델로 당기는 힘",
  none: "없음",
  "random selection": "무작위 선택",
  "shuffled rewards": "보상 섞기",
  "no KL": "KL 없음",
  "all rounds": "모든 라운드",
  "last round only": "마지막 라운드만",
  first_round: "1회전",
  tournament: "토너먼트",
  sum: "합",
  mean: "평균",
  "AdamW's step size, constant. Small models want larger rates than the paper's.":
    "AdamW의 보폭이며 고정입니다. 작은 모델에는 논문보다 큰 학습률이 맞습니다.",
  "AdamW at a constant learning rate suited to a small model.":
    "작은 모델에 맞는 고정 학습률의 AdamW를 씁니다.",
  "Divides the logits when sampling. The loss always reads log-probabilities at 1.":
    "샘플링할 때 로짓을 나눕니다. 손실은 언제나 온도 1의 로그 확률을 읽습니다.",
  "The reward model scores each answer by itself.": "보상 모델이 답변을 하나씩 따로 채점합니다.",
  "Times each round goes through its pairs.": "라운드마다 쌍 전체를 도는 횟수.",
  "Pairs in one gradient step.": "그래디언트 스텝 하나에 쓰는 쌍의 수.",
  "One step on a minibatch of the pairs; E times through all of them.":
    "쌍의 미니배치로 한 스텝씩, 전체를 E번 돕니다.",
  "The first round already samples from the SFT policy; the paper's first round trains on pairs that were given.":
    "첫 라운드부터 SFT 정책에서 샘플링합니다. 논문의 첫 라운드는 주어진 쌍으로 학습합니다.",
  "The reward model is the bundled one, or one trained in this tab, and stays fixed as in the paper.":
    "보상 모델은 기본 제공 모델이거나 이 탭에서 학습한 모델이며, 논문처럼 고정합니다.",
  "Times that the newest policy writes its own pairs and learns from them.":
    "가장 새로운 정책이 스스로 쌍을 쓰고 거기서 배우는 횟수.",
  "Prompts drawn each round; each contributes one pair.":
    "라운드마다 뽑는 프롬프트. 하나가 쌍 하나를 냅니다.",
  "Answers to each prompt; the best one meets the worst.":
    "프롬프트마다 쓰는 답변 수. 가장 좋은 것과 가장 나쁜 것이 만납니다.",
  "Larger stays closer to the reference.": "클수록 기준 모델 가까이에 머뭅니다.",
  "One round: the newest policy writes, a fixed reward model judges, the policy learns.":
    "한 라운드: 새 정책이 쓰고, 고정된 보상 모델이 판정하고, 정책이 배웁니다.",
  "The policy at the start of the round answers every prompt N times.":
    "라운드 시작 때의 정책이 프롬프트마다 N번 답합니다.",
  "The same reward model in all rounds scores each answer by itself.":
    "모든 라운드에서 같은 보상 모델이 답변을 하나씩 채점합니다.",
  "The best answer meets the worst. Ties teach nothing and are dropped.":
    "가장 좋은 답변이 가장 나쁜 답변과 만납니다. 동점에서는 배울 것이 없어 뺍니다.",
  "How much further than the reference the policy leans to the chosen answer, in nats.":
    "정책이 기준 모델보다 선호 답변 쪽으로 얼마나 더 기울었는지, nat 단위.",
  "Pairs of identical answers and pairs the annotator cannot tell apart are dropped and counted.":
    "답변이 같은 쌍과 평가자가 우열을 가리지 못한 쌍은 빼고, 그 수를 셉니다.",
  "The preferred answer becomes the chosen one. Ties teach nothing and are dropped.":
    "더 나은 답변이 선호가 됩니다. 동점에서는 배울 것이 없어 뺍니다.",
  "The pairs come from the start model and the annotator; the paper's were given by people.":
    "쌍은 시작 모델과 평가자에게서 나옵니다. 논문에서는 사람이 준 것입니다.",
  "Times the fixed data are gone through; a round is one of them.":
    "고정된 데이터를 도는 횟수. 한 라운드가 한 바퀴입니다.",
  "Prompts whose answers are drawn, once, before training.":
    "학습 전에 한 번 답변을 뽑는 프롬프트의 수.",
  "One epoch over data that never change.": "바뀌지 않는 데이터를 한 바퀴 돕니다.",
  "Larger stays closer to the reference. It is τ in ipo and γ in hinge_norm.":
    "클수록 기준 모델 가까이에 머뭅니다. ipo에서는 τ, hinge_norm에서는 γ입니다.",
  Data: "데이터",
  fixed: "고정",
  fresh: "매번 새로",
  "fixed: answers of the start model, drawn once (off-policy). fresh: answers of the policy itself, drawn before every step (on-policy).":
    "고정은 시작 모델에서 한 번 뽑은 답변(오프폴리시), 매번 새로는 스텝마다 정책 자신에서 뽑은 답변(온폴리시)입니다.",
  "Times that all prompts are gone through; a round is one of them.":
    "모든 프롬프트를 도는 횟수. 한 라운드가 한 바퀴입니다.",
  "Prompts that an epoch goes through.": "한 에폭에 도는 프롬프트의 수.",
  "One epoch: once through all prompts.": "한 에폭: 모든 프롬프트를 한 바퀴 돕니다.",
  "Fixed data: the frozen start model answers each prompt twice, before any training. Fresh data: the policy as it is.":
    "고정: 얼려 둔 시작 모델이 학습 전에 프롬프트마다 두 번 답합니다. 매번 새로: 지금의 정책이 답합니다.",
  "The annotator compares the two answers.": "평가자가 두 답변을 비교합니다.",
} as Readonly<Record<string, string>>;
