/** @file Direct RLAIF: the tilt by grades. */
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=direct-rlaif&annotator=gold&knob.beta=0.2&knob.iterations=60&every=10",
  hide: ["setup", "knobs", "ask"],
  equation: "s(x, y) = Σ_{i=1}^{10} i P(i | x, y), moved to lie in [−1, 1]",
  verdict({ stands }) {
    return stands === "on" ? 1 : stands === "past" ? 0 : 2;
  },
  words: {
    en: {
      question:
        "No reward model: the grade from 1 to 10 of a grader, simulated in this world, is squeezed into −1 to 1 and is the reward; a nat of KL costs a quarter of it. Where does the policy come to rest?",
      choices: [
        "On the best answer of each question.",
        "On the reference tilted by grades, and stays there.",
        "Somewhere before that.",
      ],
      press: "Choose, then let the run play and watch the bars of all ten answers.",
      look: "The picture of all answers: the diamonds are π_ref exp((1 − β) s/β), with s the grade.",
      reveal:
        "Reward less KL has one best law, the tilt, whatever the reward is. A grade spans two units from the worst to the best, less than the rewards behind it, so the same β holds the policy far closer. What counts is the reward’s scale against β, never one of them alone.",
      where: "Lee et al. 2023, direct RLAIF",
    },
    ko: {
      question:
        "보상 모델이 없습니다. 채점자(이 세계에서는 모의)의 1~10점을 −1~1로 옮긴 것이 보상이고, KL 1 nat의 값은 그 4분의 1입니다. 정책은 어디에 멈출까요?",
      choices: [
        "질문마다 최고 답변에.",
        "점수로 기울인 기준 모델 위에 가서 머문다.",
        "거기에 못 미친 곳에.",
      ],
      press: "하나를 고른 뒤 재생하면서 열 개 답변의 막대를 지켜보세요.",
      look: "모든 답변의 그림에서 마름모는 점수 s로 기울인 π_ref exp((1 − β) s/β)입니다.",
      reveal:
        "보상에서 KL을 뺀 값은, 보상이 무엇이든 기울임 하나에서 가장 큽니다. 점수는 최저에서 최고까지 두 단위라 그 뒤의 보상보다 폭이 좁고, 같은 β라도 정책을 훨씬 가까이 붙잡습니다. 중요한 것은 보상의 크기와 β의 비율이지, 어느 하나가 아닙니다.",
      where: "Lee et al. 2023, 직접 RLAIF",
    },
  },
} satisfies Lesson;
