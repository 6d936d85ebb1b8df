/** @file IPO: a target. */
import type { Lesson } from "./lesson.ts";
import { course } from "./lesson.ts";

export default {
  search: "task=toy&method=ipo&annotator=gold&knob.epochs=24&knob.prompts=96&knob.tau=0.5&every=24",
  hide: ["setup", "knobs", "ask"],
  equation: "ℓ = (h − 1/(2τ))^2",
  verdict({ log }) {
    const { middle, last } = course(log, "rewards/margins");
    return last > 1.1 * middle ? 1 : last < 0.5 * middle ? 2 : 0;
  },
  words: {
    en: {
      question:
        "The same experiment with IPO: pairs labelled once and for certain, gone through 24 times. What does the margin do in the second half?",
      choices: ["It has come to rest.", "It keeps growing.", "It falls back."],
      press: "Choose, then let the run play to its end.",
      look: "The loss curve of an update: a parabola, and the batch on either side of its target 1/2τ.",
      reveal:
        "The square pulls back whoever overshoots, so the margin has somewhere to stop: 1/2τ for a label that is certain. Pairs that share an answer cannot all have it, and meet in the middle.",
      where: "Azar et al. 2023, Eq. 17",
    },
    ko: {
      question:
        "같은 실험을 IPO로 합니다. 한 번 확실하게 레이블을 붙인 쌍을 24번 돕니다. 후반부에 마진은 어떻게 될까요?",
      choices: ["이미 멈춰 있다.", "계속 커진다.", "다시 줄어든다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "업데이트 단계의 손실 곡선은 포물선이고, 배치가 목표 1/2τ의 양쪽에 놓입니다.",
      reveal:
        "제곱은 지나친 쌍을 되당기므로 마진에 멈출 곳이 있습니다. 확실한 레이블이라면 1/2τ입니다. 답변을 나눠 가진 쌍들은 모두 그 값을 가질 수 없어 중간에서 만납니다.",
      where: "Azar et al. 2023, 식 17",
    },
  },
} satisfies Lesson;
