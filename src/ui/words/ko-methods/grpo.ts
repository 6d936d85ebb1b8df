/** @file GRPO, in Korean by its English. */
export default {
  "The reward judges the whole answer; the paper also has a variant with a reward for each step of a proof.":
    "보상은 답변 전체를 봅니다. 논문에는 풀이 단계마다 보상을 주는 변형도 있습니다.",
  "The reward model and the reference stay the same throughout; the paper may refresh both between rounds.":
    "보상 모델과 기준 모델은 그대로입니다. 논문은 라운드 사이에 둘 다 새로 할 수 있습니다.",
  "k3 stands in the loss as printed. Its gradient at the draw is that of KL(π_ref‖π), not of KL(π‖π_ref).":
    "k3는 적힌 대로 손실 안에 있습니다. 뽑은 자리에서 그 그래디언트는 KL(π‖π_ref)이 아니라 KL(π_ref‖π)의 것입니다.",
  "A group of 8 answers instead of 64, AdamW at a constant learning rate.":
    "64개 대신 답변 8개를 한 묶음으로 하고, AdamW의 학습률은 고정합니다.",
  "Answers are drawn at temperature 1, so that ratio and KL belong to the policy that drew them.":
    "답변을 온도 1로 뽑습니다. 그래야 비율과 KL이 뽑은 정책의 것이 됩니다.",
  Iterations: "반복 수",
  "Draws of fresh answers from the policy of that moment.":
    "그 순간의 정책에서 새 답변을 뽑는 횟수.",
  "Times one draw is learned from. From the second on the ratio leaves 1 and clipping begins.":
    "뽑은 답변에서 배우는 횟수. 두 번째부터 비율이 1을 떠나고 클리핑이 시작됩니다.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  Clip: "클리핑",
  "The reward model scores each whole answer.": "보상 모델이 답변을 통째로 채점합니다.",
  "Prompts drawn each iteration; each has a group of answers.":
    "반복마다 뽑는 프롬프트. 저마다 답변 한 묶음이 있습니다.",
  "Answers in a group": "묶음의 답변 수",
  "Answers to one prompt that are compared with each other.": "서로 견주는, 한 프롬프트의 답변 수.",
  "A token counts": "토큰의 몫",
  "grpo: mean over answers of their token means, so that words of long answers count less. dapo: mean over all tokens. dr_grpo: a constant for all, and advantages that are not divided by the deviation.":
    "grpo: 답변별 토큰 평균의 평균이라 긴 답변의 단어는 덜 셉니다. dapo: 모든 토큰의 평균. dr_grpo: 모두 같은 상수로 나누고, 어드밴티지를 편차로 나누지 않습니다.",
  "Weight of k3, an estimate of the KL, which here stands in the loss and not in the reward.":
    "KL 추정값 k3의 가중치. 여기서는 보상이 아니라 손실 안에 있습니다.",
  "How far a token's ratio may leave 1 before it stops to count.":
    "토큰의 비율이 1에서 얼마나 벗어나면 더는 세지 않을지.",
  "One iteration: draw groups, compare within each group, step.":
    "반복 하나: 묶음을 뽑고, 묶음 안에서 견주고, 한 스텝 갑니다.",
  "The policy as it is now writes a group of answers to each prompt.":
    "지금의 정책이 프롬프트마다 답변 한 묶음을 씁니다.",
  "An answer's advantage is where it stands in its group. All its tokens share it.":
    "답변의 어드밴티지는 묶음 안에서의 자리입니다. 모든 토큰이 그것을 나눠 갖습니다.",
  "Each token's ratio to the draw, and its distance from the reference, never negative.":
    "토큰마다 뽑을 때와의 비율, 그리고 음수가 되지 않는 기준 모델과의 거리입니다.",
  "Tokens of the better answers of a group become likelier; the pull stands in the loss.":
    "묶음에서 더 나은 답변의 토큰이 더 그럴듯해집니다. 당기는 힘은 손실 안에 있습니다.",
} as Readonly<Record<string, string>>;
