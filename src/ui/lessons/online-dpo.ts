/** @file Online DPO: where it comes to rest. */
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=online-dpo&annotator=gold&knob.beta=1&knob.iterations=120&every=20",
  hide: ["setup", "knobs", "ask"],
  equation: "π^*(y|x) ∝ π_{ref}(y|x) exp(r(x, y)/β)",
  verdict({ stands }) {
    return stands === "past" ? 1 : stands === "short" ? 2 : 0;
  },
  words: {
    en: {
      question:
        "If labels are drawn with probability σ(r_1 − r_2), DPO’s optimum is π* ∝ π_ref exp(r/β). Here the better answer always wins, however small the difference. With β = 1, where does online DPO go?",
      choices: ["To π*, and stays there.", "Past π*.", "It stops before π*."],
      press: "Choose, then let the run play and watch the bars of all ten answers.",
      look: "The picture of all answers: bars are the policy, diamonds are π*. The frontier: how far to the right the path goes.",
      reveal:
        "A certain label claims an endless difference in reward, so fresh pairs keep pushing past the tilt that β asks for. The direction is right: the policy stays near the tilt of the KL it has paid. Only labels that are as unsure as the rewards make β the price that it is in the theorem.",
      where: "Rafailov et al. 2023, Eq. 4; Guo et al. 2024, Alg. 1",
    },
    ko: {
      question:
        "레이블을 확률 σ(r_1 − r_2)로 뽑으면 DPO의 최적점은 π* ∝ π_ref exp(r/β)입니다. 여기서는 차이가 아무리 작아도 나은 답변이 언제나 이깁니다. β = 1일 때 온라인 DPO는 어디로 갈까요?",
      choices: ["π*로 가서 머문다.", "π*를 지나친다.", "π*에 못 미쳐 멈춘다."],
      press: "하나를 고른 뒤 재생하면서 열 개 답변의 막대를 지켜보세요.",
      look: "모든 답변의 그림에서 막대는 정책, 마름모는 π*입니다. 보상 대 KL 그림에서는 경로가 오른쪽으로 얼마나 가는지 보세요.",
      reveal:
        "확실한 레이블은 보상 차이가 끝없이 크다고 말하는 셈이라, 새 쌍이 β가 바라는 기울임 너머로 계속 밀어냅니다. 방향은 맞습니다. 정책은 치른 KL만큼의 기울임 가까이에 머뭅니다. 레이블이 보상만큼 불확실할 때에만 β가 정리에서 말하는 값이 됩니다.",
      where: "Rafailov et al. 2023, 식 4; Guo et al. 2024, 알고리즘 1",
    },
  },
} satisfies Lesson;
