/** @file Iterative DPO, in Korean by its English. */
export default {
  Reference: "기준 모델",
  "M_t is the policy at the start of each round: every round is a fresh pull from there. SFT never moves.":
    "M_t는 라운드 시작 때의 정책이라, 라운드마다 거기서 새로 당깁니다. SFT는 움직이지 않습니다.",
} as Readonly<Record<string, string>>;
