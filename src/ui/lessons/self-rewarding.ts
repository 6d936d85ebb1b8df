/** @file Self-rewarding: a judge runs out of grades. */
import { stepsOf, type Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=self-rewarding&annotator=gold&knob.rounds=8&every=6",
  hide: ["setup", "knobs", "ask"],
  equation: "(y^+, y^−) = (argmax_i r_i, argmin_i r_i),  r_{max} ≠ r_{min}",
  verdict({ log }) {
    const ties = stepsOf(log, "pair").map((step) => step.ties);
    const [first, last] = [ties[0]!, ties.at(-1)!];
    return last > 1.5 * first + 3 ? 1 : last < first ? 2 : 0;
  },
  words: {
    en: {
      question:
        "The judge gives each of four answers a grade from 0 to 5; the best meets the worst, and where all grades are equal the prompt is dropped. From M_2 to M_8, what happens to the number of dropped prompts?",
      choices: ["It stays about the same.", "It grows.", "It shrinks."],
      press: "Choose, then let the run play to its end.",
      look: "The judge stages: how the grades crowd at the upper end. The pair stages: prompts without a pair.",
      reveal:
        "The better the answers, the more of them get the top grade, and a judge that cannot tell them apart has nothing to teach. In this world the judge is a table that never learns, so this is all that rounds do to it; in a language model the judge is the policy itself, and its accuracy may rise or fall with it.",
      where: "Yuan et al. 2024, §2.4",
    },
    ko: {
      question:
        "심판이 답변 네 개에 0~5점을 줍니다. 최고와 최저가 쌍이 되고, 점수가 모두 같으면 그 프롬프트는 버립니다. M_2에서 M_8까지, 버려지는 프롬프트의 수는 어떻게 될까요?",
      choices: ["거의 그대로다.", "늘어난다.", "줄어든다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "심판 단계에서 점수가 위쪽 끝으로 몰리는 것을, 쌍 단계에서 쌍이 나오지 않은 프롬프트를 보세요.",
      reveal:
        "답변이 좋아질수록 최고 점수가 많아지고, 가려내지 못하는 심판은 가르칠 것이 없습니다. 이 세계의 심판은 배우지 않는 표라서 라운드가 하는 일은 이것뿐입니다. 언어 모델에서는 심판이 정책 자신이므로, 정확도가 함께 오르거나 내릴 수 있습니다.",
      where: "Yuan et al. 2024, 2.4절",
    },
  },
} satisfies Lesson;
