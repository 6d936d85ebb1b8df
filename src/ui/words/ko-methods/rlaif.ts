/** @file RLAIF, in Korean by its English. */
export default {
  "The labels come from this lab's annotator, whoever that is; the paper's is a large language model.":
    "레이블은 이 실험의 평가자가 누구든 그에게서 나옵니다. 논문에서는 큰 언어 모델입니다.",
  "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.":
    "정책과 가치는 몸통 하나를 나눠 씁니다. 가치는 마지막 은닉 상태에 얹은 선형 헤드이며 처음에는 0입니다.",
  "Answers are drawn at temperature 1 instead of 0.9, so that the KL belongs to the policy that drew them.":
    "답변은 온도 0.9 대신 1에서 뽑아, KL이 답변을 뽑은 정책의 것이 되게 합니다.",
  "Hundreds of labels instead of tens of thousands, and AdamW at a constant learning rate.":
    "레이블 수만 개 대신 수백 개를 쓰고, AdamW의 학습률은 고정합니다.",
  Labels: "레이블 수",
  "Pairs of answers that the annotator compares, once; one in eight is kept for measuring.":
    "평가자가 한 번 비교하는 답변 쌍의 수. 여덟 중 하나는 재는 데 남겨 둡니다.",
  "Labels are": "레이블의 꼴",
  soft: "부드럽게",
  hard: "딱 잘라",
  "soft: the annotator's probability. hard: 1 for the answer it prefers, as a person would say it.":
    "부드럽게는 평가자의 확률 그대로, 딱 잘라는 사람이 말하듯 선호한 답변에 1을 줍니다.",
  Iterations: "반복 수",
  "Draws of fresh answers, each scored and learned from once.":
    "새 답변을 뽑는 횟수. 저마다 한 번 채점하고 한 번 배웁니다.",
  "Answers a round": "라운드당 답변",
  "Prompts drawn each iteration; each gets one answer.":
    "반복마다 뽑는 프롬프트 수. 하나에 답변 하나를 씁니다.",
  "Share of the KL in the reward; the reward model's score gets the rest, 1 − β.":
    "보상에서 KL이 차지하는 몫. 나머지 1 − β는 보상 모델의 점수가 가집니다.",
  "Value loss": "가치 손실",
  "Weight of the value loss beside the policy's.": "정책 손실에 견준 가치 손실의 가중치.",
  "Price of no end": "끝맺지 못한 값",
  "Taken off the reward of an answer that ran into the length limit.":
    "길이 제한에 걸린 답변의 보상에서 뺍니다.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  "The annotator compares two answers of the start model to each prompt; one who looks at the order is asked in both.":
    "평가자가 프롬프트마다 시작 모델의 두 답변을 비교합니다. 순서를 타는 평가자에게는 두 순서로 모두 묻습니다.",
  "A reward model learns the labels with all their doubt, starting from the trunk.":
    "보상 모델이 몸통에서 시작해 레이블을 그 불확실함까지 배웁니다.",
  "One iteration: draw, score, step.": "한 반복: 뽑고, 채점하고, 한 스텝.",
  "The policy as it is now answers each prompt once; before the first iteration, the start model twice, for the labels.":
    "지금의 정책이 프롬프트마다 한 번 답합니다. 첫 반복 전에는 레이블을 위해 시작 모델이 두 번 답합니다.",
  "The reward model that was fitted to the labels scores each answer.":
    "레이블로 맞춘 보상 모델이 답변을 하나씩 채점합니다.",
  "What is still to come at each token, against what the value head expected.":
    "토큰마다 앞으로 올 것을 가치 헤드의 예상과 견줍니다.",
  "REINFORCE with a baseline: nothing is clipped, and each draw is used once.":
    "기준선이 있는 REINFORCE: 자르는 것이 없고, 뽑은 것은 한 번씩만 씁니다.",
} as Readonly<Record<string, string>>;
