/** @file Direct RLAIF, in Korean by its English. */
export default {
  "The grader is the frozen start model, asked for a reason and a grade from 0 to 5 in the judges' form that about one document in twelve of its pre-training had; the paper prompts a large language model for a grade from 1 to 10.":
    "채점자는 고정된 시작 모델입니다. 사전 학습 문서 열둘 가운데 하나쯤이 갖춘 심판의 형식으로 이유와 0–5점을 묻습니다. 논문에서는 큰 언어 모델에 프롬프트를 주어 1–10점을 묻습니다.",
  "In the exact world nothing can read, and the grader is simulated: a reward r is worth 5.5 + 1.5 r of ten, give or take one grade.":
    "정확한 세계에는 글을 읽는 것이 없어 채점자가 모의입니다. 보상 r을 10점 가운데 5.5 + 1.5 r점으로, 1점 안팎의 폭을 두고 봅니다.",
  "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.":
    "정책과 가치가 몸통을 함께 씁니다. 가치는 마지막 은닉 상태 위의 선형 헤드이며 0에서 시작합니다.",
  "Answers are drawn at temperature 1 instead of 0.9, so that the KL belongs to the policy that drew them.":
    "답변을 0.9 대신 온도 1로 뽑습니다. 그래야 KL이 뽑은 정책의 것이 됩니다.",
  "48 answers a step instead of 128, and AdamW at a constant learning rate.":
    "스텝당 답변 128개 대신 48개를 쓰고, AdamW의 학습률은 고정합니다.",
  Iterations: "반복 수",
  "Draws of fresh answers, each graded and learned from once.":
    "새 답변을 뽑는 횟수. 저마다 한 번 채점하고 한 번 배웁니다.",
  "Answers a round": "라운드당 답변",
  "Prompts drawn each iteration; each gets one answer.":
    "반복마다 뽑는 프롬프트. 하나에 답변 하나입니다.",
  "Share of the KL in the reward; the grade gets the rest, 1 − β.":
    "보상에서 KL이 갖는 몫. 나머지 1 − β는 점수의 것입니다.",
  "Value loss": "가치 손실",
  "Weight of the value loss beside the policy's.": "정책 손실 곁에서 가치 손실의 가중치.",
  "Price of no end": "끝맺지 못한 값",
  "Taken off the grade, as it lies between −1 and 1, of an answer that ran into the length limit.":
    "길이 제한에 걸린 답변은 −1과 1 사이로 옮긴 점수에서 이만큼 뺍니다.",
  "Gradings of an answer": "답변당 채점 횟수",
  "Reasons that the grader gives for each answer; its grade follows from the reason, and P is the mean. The simulated grader gives none.":
    "채점자가 답변마다 대는 이유의 수. 점수는 이유에서 나오며 P는 그 평균입니다. 모의 채점자는 이유를 대지 않습니다.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  "One iteration: draw, have it graded, step. No reward model is trained.":
    "반복 하나: 뽑고, 점수를 받고, 한 스텝 갑니다. 보상 모델은 학습하지 않습니다.",
  "The policy as it is now answers each prompt once.": "지금의 정책이 프롬프트마다 한 번 답합니다.",
  "The start model, frozen, writes a reason and gives each grade a probability; the exact world's grader is simulated.":
    "고정된 시작 모델이 이유를 쓰고 점수마다 확률을 줍니다. 정확한 세계의 채점자는 모의입니다.",
  "The expected grade, moved to lie between −1 and 1.": "기대 점수를 −1과 1 사이로 옮긴 것.",
  "What is still to come at each token, against what the value head expected.":
    "토큰마다 앞으로 올 것을 가치 헤드의 기대와 견줍니다.",
  "REINFORCE with a baseline: nothing is clipped, and each draw is used once.":
    "기준선이 있는 REINFORCE입니다. 클리핑은 없고, 뽑은 것은 한 번만 씁니다.",
} as Readonly<Record<string, string>>;
