/** @file Offline DPO, in Korean by its English. */
export default {
  "cdpo and robust allow for labels that are wrong with odds ε: cdpo aims lower, robust corrects the mean.":
    "cdpo와 robust는 확률 ε로 틀린 레이블을 감안합니다. cdpo는 목표를 낮추고 robust는 평균을 바로잡습니다.",
  "Odds of a wrong label": "레이블이 틀릴 확률",
  "What cdpo and robust take the share of wrong labels to be; dpo takes it to be 0.":
    "cdpo와 robust가 가정하는 틀린 레이블의 비율. dpo는 0으로 봅니다.",
  "One step on a minibatch makes the chosen answers likelier relative to the rejected ones.":
    "미니배치 한 스텝으로 선호 답변이 비선호 답변에 견주어 더 그럴듯해집니다.",
} as Readonly<Record<string, string>>;
