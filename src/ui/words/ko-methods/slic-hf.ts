/** @file SLiC-HF, in Korean by its English. */
export default {
  "The reward model scores each answer by itself; the paper's ranker compares two at a time.":
    "보상 모델이 답변을 하나씩 채점합니다. 논문의 순위 모델은 둘씩 비교합니다.",
  "The regulariser is the mean negative log-likelihood of a token of the chosen answers; the paper's is summed, on the best answer or the SFT target.":
    "정칙화 항은 선호 답변의 토큰당 평균 음의 로그 가능도입니다. 논문에서는 최고 답변이나 SFT 목표에 대한 합입니다.",
  "Only the likeliest tokens are drawn.": "확률이 높은 토큰만 뽑습니다.",
  "In a tournament winners meet again, m − 1 pairs; in a first round neighbours meet, m/2 pairs.":
    "토너먼트에서는 승자가 다시 만나 m − 1쌍, 1회전만 하면 이웃끼리 m/2쌍입니다.",
  "Nats by which the chosen answer must be likelier; no reference is involved.":
    "선호 답변이 이만큼(nat) 더 그럴듯해야 합니다. 기준 모델은 쓰지 않습니다.",
  Regulariser: "정칙화",
  "Weight of the likelihood of the chosen answers.": "선호 답변의 가능도에 주는 가중치.",
  "Winners meet again until one is left: m − 1 pairs.":
    "하나가 남을 때까지 승자끼리 다시 만나 m − 1쌍이 됩니다.",
  "Summed log-probabilities themselves are calibrated. No reference model.":
    "로그 확률의 합 자체를 보정합니다. 기준 모델은 없습니다.",
  "Answers drawn to each prompt.": "프롬프트마다 뽑는 답변 수.",
  "Fixed data: the frozen start model answers each prompt m times, before any training. Fresh data: the policy as it is.":
    "고정: 얼려 둔 시작 모델이 학습 전에 프롬프트마다 m번 답합니다. 매번 새로: 지금의 정책이 답합니다.",
} as Readonly<Record<string, string>>;
