/** @file Iterative DPO, in Korean by its English. */
export default {
  Reference: "기준 모델",
  "M_t is the policy at the start of each round: every round is a fresh pull from there. SFT never moves.":
    "M_t는 라운드 시작 때의 정책이라, 라운드마다 거기서 새로 당깁니다. SFT는 움직이지 않습니다.",
  "random selection pairs two answers as they come; shuffled rewards deals the rewards at random among a prompt's answers; no KL leaves the reference out of h.":
    "무작위 선택은 나온 순서대로 두 답변을 짝짓고, 보상 섞기는 한 프롬프트의 보상을 답변들에 마구 나누어 줍니다. no KL은 h에서 기준 모델을 뺍니다.",
} as Readonly<Record<string, string>>;
