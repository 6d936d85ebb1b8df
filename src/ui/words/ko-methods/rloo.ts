/** @file RLOO, in Korean by its English. */
export default {
  "Several passes over one draw are clipped as in TRL; the paper takes one step from each draw, which is the default here.":
    "뽑은 답변을 여러 번 돌 때는 TRL처럼 클리핑합니다. 논문은 한 번 뽑아 한 스텝만 가며, 여기 기본값도 그렇습니다.",
  "Answers are drawn at temperature 1, so that ratio and KL belong to the policy that drew them.":
    "답변을 온도 1로 뽑습니다. 그래야 비율과 KL이 뽑은 정책의 것이 됩니다.",
  Iterations: "반복 수",
  "Draws of fresh answers from the policy of that moment.":
    "그 순간의 정책에서 새 답변을 뽑는 횟수.",
  "Prompts drawn each iteration.": "반복마다 뽑는 프롬프트 수.",
  "Price of no end": "끝맺지 못한 값",
  "Taken off the reward of an answer that ran into the length limit.":
    "길이 제한에 걸린 답변의 보상에서 뺍니다.",
  "Times one draw is learned from. From the second on the ratio leaves 1 and clipping begins.":
    "뽑은 답변에서 배우는 횟수. 두 번째부터 비율이 1을 떠나고 클리핑이 시작됩니다.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  Clip: "클리핑",
  "The reward model scores each whole answer.": "보상 모델이 답변을 통째로 채점합니다.",
  "Answers to a prompt": "프롬프트당 답변",
  "Each answer is measured against the mean of the k − 1 others. More make a quieter baseline.":
    "답변마다 나머지 k − 1개의 평균과 견줍니다. 많을수록 기준선이 덜 흔들립니다.",
  "Price of one nat of KL, in rewards. It is taken off the reward of the answer.":
    "KL 1 nat의 값(보상 단위). 답변의 보상에서 뺍니다.",
  "How far the ratio of a whole answer may leave 1 before it stops to count.":
    "답변 전체의 비율이 1에서 얼마나 벗어나면 더는 세지 않을지.",
  "One iteration: draw, compare answers to the same prompt with each other, step.":
    "반복 하나: 뽑고, 같은 프롬프트의 답변끼리 견주고, 한 스텝 갑니다.",
  "The policy as it is now answers each prompt k times.":
    "지금의 정책이 프롬프트마다 k번 답합니다.",
  "What an answer is worth: its score, less the price of having left the reference.":
    "답변의 값어치: 점수에서 기준 모델을 떠난 값을 뺀 것.",
  "The other answers to the same prompt are the baseline. No value model is needed.":
    "같은 프롬프트의 다른 답변들이 기준선입니다. 가치 모델이 필요 없습니다.",
  "Better than its siblings: every token of the answer becomes likelier. ρ is the ratio of its probability now and at the draw.":
    "형제보다 나으면 답변의 모든 토큰이 더 그럴듯해집니다. ρ는 뽑을 때와 지금의 확률 비입니다.",
} as Readonly<Record<string, string>>;
