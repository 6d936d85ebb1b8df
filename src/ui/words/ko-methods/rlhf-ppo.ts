/** @file RLHF with PPO, in Korean by its English. */
export default {
  "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning. The papers train a second model, begun from the reward model.":
    "정책과 가치가 몸통을 함께 씁니다. 가치는 마지막 은닉 상태 위의 선형 헤드이며 0에서 시작합니다. 논문은 보상 모델에서 시작하는 둘째 모델을 학습합니다.",
  "No pretraining gradients are mixed in.": "사전 학습 그래디언트는 섞지 않습니다.",
  "Tens of answers a round instead of hundreds, and AdamW at a constant learning rate.":
    "라운드당 답변 수백 개 대신 수십 개를 쓰고, AdamW의 학습률은 고정합니다.",
  "Answers are drawn at temperature 1, so that ratio and KL belong to the policy that drew them.":
    "답변을 온도 1로 뽑습니다. 그래야 비율과 KL이 뽑은 정책의 것이 됩니다.",
  Iterations: "반복 수",
  "Rollouts of fresh answers from the policy of that moment.":
    "그 순간의 정책에서 새 답변을 뽑는 롤아웃 횟수.",
  "Answers a rollout": "롤아웃당 답변",
  "Prompts drawn each iteration; each gets one answer.":
    "반복마다 뽑는 프롬프트. 하나에 답변 하나입니다.",
  "Times one rollout is learned from. Clipping keeps the later ones honest.":
    "롤아웃 하나에서 배우는 횟수. 뒤의 것은 클리핑이 붙듭니다.",
  "Answers in one gradient step.": "그래디언트 스텝 하나에 쓰는 답변 수.",
  Pull: "당김",
  "fixed keeps β as it is; adaptive turns it after every rollout so that the KL comes to its target.":
    "fixed는 β를 그대로 두고, adaptive는 KL이 목표에 오도록 롤아웃마다 β를 돌립니다.",
  "Price of one nat of KL at every token, in rewards. Where the pull is adaptive it is only the first value.":
    "토큰마다 KL 1 nat의 값(보상 단위). adaptive에서는 처음 값일 뿐입니다.",
  "KL target": "KL 목표",
  "Nats an answer that an adaptive pull aims at.": "adaptive가 겨누는 답변당 nat.",
  "KL horizon": "KL 지평",
  "Answers after which an adaptive pull has grown by a fifth, where the KL is too high. Short runs want short horizons.":
    "KL이 너무 높을 때 adaptive의 당김이 5분의 1 커지는 데 드는 답변 수. 짧은 실행에는 짧은 지평이 맞습니다.",
  Discount: "할인",
  "What a reward is worth one token earlier. The answer's reward comes with its last token.":
    "보상이 한 토큰 앞에서 갖는 값. 답변의 보상은 마지막 토큰에 옵니다.",
  Credit: "공로",
  "1 waits for the answer's reward; 0 trusts the value head from token to token.":
    "1은 답변의 보상을 기다리고, 0은 토큰마다 가치 헤드를 믿습니다.",
  Clip: "클리핑",
  "How far a token's ratio may leave 1 before it stops to count; the values may leave theirs as far.":
    "토큰의 비율이 1에서 얼마나 벗어나면 더는 세지 않을지. 가치도 제 값에서 그만큼 벗어날 수 있습니다.",
  "Value loss": "가치 손실",
  "Weight of the value loss. Trunk and head learn from both losses at once.":
    "가치 손실의 가중치. 몸통과 헤드가 두 손실에서 함께 배웁니다.",
  "Price of no end": "끝맺지 못한 값",
  "Taken off the score of an answer that ran into the length limit.":
    "길이 제한에 걸린 답변의 점수에서 뺍니다.",
  "One iteration: a rollout, and a few clipped epochs over it.":
    "반복 하나: 롤아웃 한 번과 그 위의 클리핑된 에폭 몇 번.",
  "The policy as it is now answers each prompt once. It becomes π_old.":
    "지금의 정책이 프롬프트마다 한 번 답합니다. 이것이 π_old가 됩니다.",
  "The reward model scores the whole answer, once, at its end.":
    "보상 모델이 답변 전체를 끝에서 한 번 채점합니다.",
  "Every token pays for leaving the reference; the last one brings in the score.":
    "모든 토큰이 기준 모델을 떠난 값을 치르고, 마지막 토큰이 점수를 가져옵니다.",
  "Better or worse than the value head expected, and how much of what follows is this token's doing.":
    "가치 헤드의 기대보다 나았는지, 뒤에 온 것 가운데 얼마가 이 토큰 덕인지.",
  "Advantages get mean 0 and deviation 1 over the rollout. An adaptive pull moves β for the next one.":
    "어드밴티지는 롤아웃에서 평균 0, 편차 1이 됩니다. adaptive는 다음을 위해 β를 옮깁니다.",
  "The rollout is shuffled anew in every epoch.": "롤아웃은 에폭마다 새로 섞습니다.",
  "ρ_t is the ratio of the token's probability now and in the rollout: 1 in the first step, so that nothing is clipped there.":
    "ρ_t는 롤아웃 때와 지금의 토큰 확률 비입니다. 첫 스텝에서는 1이라 아무것도 클리핑되지 않습니다.",
} as Readonly<Record<string, string>>;
