/** @file CLICK: contrasts that use themselves up. */
import type { Lesson } from "./lesson.ts";
import { stepsOf } from "./lesson.ts";

export default {
  search: "task=toy&method=click&annotator=gold&knob.rounds=24&every=12",
  hide: ["setup", "knobs", "ask"],
  equation: "ŷ^+ = argmax_{c=1, π(ŷ) < π(ŷ^−)} log π_θ(ŷ|x)",
  verdict({ log }) {
    const found = stepsOf(log, "pair").map(({ pairs }) => pairs.length);
    const [first, last] = [found[0]!, found.at(-1)!];
    return last < 0.1 * first ? 2 : last < 0.9 * first ? 1 : 0;
  },
  words: {
    en: {
      question:
        "Each bad answer meets the likeliest good answer that is still less likely than it. Where there is none, it is left out. After 24 rounds, how many contrasts does a round still find?",
      choices: ["As many as the first.", "Fewer, but some.", "Next to none."],
      press: "Choose, then let the run play to its end.",
      look: "The pair stages of the first rounds and of the last: how many pairs, and how many answers left out.",
      reveal:
        "A contrast is a mistake in the order of likelihoods. Once every good answer that was drawn is likelier than every bad one, nothing is left to contrast, and only the likelihood of people’s text still moves the policy. That text is its law in the end, not the best answer.",
      where: "Zheng et al. 2023, §2",
    },
    ko: {
      question:
        "나쁜 답변마다, 그보다 덜 그럴듯한 좋은 답변 가운데 가장 그럴듯한 것과 짝을 짓습니다. 그런 것이 없으면 뺍니다. 24라운드 뒤에는 한 라운드에서 대비가 얼마나 나올까요?",
      choices: ["첫 라운드만큼.", "줄었지만 나온다.", "거의 나오지 않는다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "처음과 마지막 라운드의 쌍 단계에서, 쌍이 몇 개이고 빠진 답변이 몇 개인지 보세요.",
      reveal:
        "대비란 가능도의 순서가 틀린 곳입니다. 뽑힌 좋은 답변이 모두 나쁜 답변보다 그럴듯해지면 대비할 것이 없고, 사람이 쓴 글의 가능도만이 정책을 움직입니다. 그래서 끝에는 최고 답변이 아니라 그 글의 분포로 갑니다.",
      where: "Zheng et al. 2023, 2절",
    },
  },
} satisfies Lesson;
