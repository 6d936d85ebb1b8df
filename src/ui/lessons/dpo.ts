/** @file Offline DPO: no resting place. */
import type { Lesson } from "./lesson.ts";
import { course } from "./lesson.ts";

export default {
  search: "task=toy&method=dpo&annotator=gold&knob.epochs=24&knob.prompts=96&every=24",
  hide: ["setup", "knobs", "ask"],
  equation: "ℓ = −log σ(β h)",
  verdict({ log }) {
    const { middle, last } = course(log, "rewards/margins");
    return last > 1.1 * middle ? 1 : last < 0.5 * middle ? 2 : 0;
  },
  words: {
    en: {
      question:
        "The same pairs, labelled once and for certain, are gone through 24 times. What does the margin between chosen and rejected do in the second half?",
      choices: ["It has come to rest.", "It keeps growing.", "It falls back."],
      press: "Choose, then let the run play to its end.",
      look: "The last update: the gap between chosen and rejected since the start.",
      reveal:
        "−log σ(βh) has no minimum: a larger h is always a little better. On pairs that never contradict one another, β slows the growth and does not stop it. That is the flaw that IPO was written against.",
      where: "Rafailov et al. 2023, Eq. 7",
    },
    ko: {
      question:
        "한 번 확실하게 레이블을 붙인 같은 쌍을 24번 돕니다. 후반부에 선호와 비선호의 마진은 어떻게 될까요?",
      choices: ["이미 멈춰 있다.", "계속 커진다.", "다시 줄어든다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "마지막 업데이트에서 선호와 비선호의 격차를 보세요.",
      reveal:
        "−log σ(βh)에는 최솟값이 없어 h가 클수록 늘 조금 더 낫습니다. 서로 어긋나지 않는 쌍에서 β는 성장을 늦출 뿐 멈추지 못합니다. IPO는 바로 이 허점을 겨냥해 나왔습니다.",
      where: "Rafailov et al. 2023, 식 7",
    },
  },
} satisfies Lesson;
