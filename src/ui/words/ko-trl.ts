/** @file Why TRL has nothing near to a method, in Korean, by the English. */
export const reasons: Readonly<Record<string, string>> = {
  "The exact world has no language model that TRL could train.":
    "정확한 세계에는 TRL로 학습할 언어 모델이 없습니다.",
  "TRL has no cringe loss.": "TRL에는 cringe 손실이 없습니다.",
  "TRL has no trainer whose policy grades its own answers between rounds.":
    "TRL에는 정책이 라운드 사이에 자기 답변을 채점하는 트레이너가 없습니다.",
  "TRL has no trainer for REINFORCE with a value head on a reward model of AI labels.":
    "TRL에는 AI 레이블로 만든 보상 모델에 가치 헤드를 둔 REINFORCE를 돌리는 트레이너가 없습니다.",
  "TRL has no trainer for REINFORCE with a value head on a grader's own grades.":
    "TRL에는 채점자가 매긴 점수에 가치 헤드를 둔 REINFORCE를 돌리는 트레이너가 없습니다.",
  "TRL has no trainer that goes from rejection sampling to PPO with a reward model that learns on.":
    "TRL에는 보상 모델을 계속 학습하며 거부 샘플링에서 PPO로 넘어가는 트레이너가 없습니다.",
  "TRL has no loss that ranks several answers by their likelihood per token.":
    "TRL에는 여러 답변을 토큰당 확률로 순위 매기는 손실이 없습니다.",
  "TRL has no contrastive loss on the likelihood of whole answers beside the language model's own.":
    "TRL에는 언어 모델 손실 곁에서 답변 전체의 확률을 대조하는 손실이 없습니다.",
  "TRL has no trainer that draws the rejected answers anew from the policy of the last iteration.":
    "TRL에는 지난 반복의 정책에서 비선호 답변을 새로 뽑는 트레이너가 없습니다.",
  "TRL has no trainer that grows a data set and improves on it by rising thresholds.":
    "TRL에는 데이터를 늘리고 문턱을 높여 가며 개선하는 트레이너가 없습니다.",
};
