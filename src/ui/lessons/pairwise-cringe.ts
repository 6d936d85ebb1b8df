/** @file Pairwise cringe: the gate. */
import type { Lesson } from "./lesson.ts";
import { course } from "./lesson.ts";

export default {
  search:
    "task=toy&method=pairwise-cringe&annotator=gold&knob.b=2&knob.tau=1&knob.rounds=8&every=8",
  hide: ["setup", "knobs", "ask"],
  equation: "g = σ((b − log π_θ(y^+|x) + log π_θ(y^−|x)) / τ)",
  verdict({ log }) {
    const { first, last } = course(log, "cringe/gate");
    return last < 0.9 * first ? 1 : last > 1.1 * first ? 2 : 0;
  },
  words: {
    en: {
      question:
        "A gate decides how much a pair counts. It is open while the chosen answer is not yet b nats likelier than the rejected one. How open is it at the end?",
      choices: ["As open as at the start.", "Less open.", "More open."],
      press: "Choose, then let the run play to its end.",
      look: "The update’s equation: the gate g multiplies the whole pair.",
      reveal:
        "Pairs that are already told apart by more than b nats fade out, so the step spends itself on those that are not. It does for cringe what σ(−βh) does for DPO.",
      where: "Xu et al. 2023, §3",
    },
    ko: {
      question:
        "게이트는 쌍을 얼마나 칠지 정합니다. 선호 답변이 비선호보다 b nat만큼 더 그럴듯해지기 전에는 열려 있습니다. 끝에는 얼마나 열려 있을까요?",
      choices: ["처음만큼 열려 있다.", "덜 열려 있다.", "더 열려 있다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "업데이트 단계의 식을 보세요. 게이트 g가 쌍 전체에 곱해집니다.",
      reveal:
        "이미 b nat 넘게 벌어진 쌍은 사라지고, 스텝은 아직 그렇지 못한 쌍에 힘을 씁니다. DPO의 σ(−βh)가 하는 일을 cringe에서는 게이트가 합니다.",
      where: "Xu et al. 2023, 3절",
    },
  },
} satisfies Lesson;
