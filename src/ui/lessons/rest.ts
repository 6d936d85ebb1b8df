/** @file ReST: the bar rises with the policy. */
import type { Lesson } from "./lesson.ts";
import { stepsOf } from "./lesson.ts";

export default {
  search: "task=toy&method=rest&annotator=gold&every=8",
  hide: ["setup", "knobs", "ask"],
  equation: "J(θ) = E_{(x,y)∼D_g} [ 1{R(x, y) > τ} L(x, y; θ) ]",
  verdict({ log }) {
    const bars = stepsOf(log, "filter")
      .filter(({ at }) => at === 0)
      .map(({ pool, kept }) => Math.min(...kept.map((place) => pool[place]!.reward)));
    const [first, last] = [bars[0]!, bars.at(-1)!];
    return last > first + 0.1 ? 1 : last < first - 0.1 ? 2 : 0;
  },
  words: {
    en: {
      question:
        "Both Grow steps begin with the same threshold: an answer must be better than half of the stored ones. Which reward does that ask for in the second Grow step, compared with the first?",
      choices: ["The same.", "A higher one.", "A lower one."],
      press:
        "Choose, then let the run play. Afterwards look at the first filter of each Grow step.",
      look: "The filter stages: where the line lies among the stored answers, and the reward of the worst that was kept.",
      reveal:
        "The pool of the second Grow step comes from a policy that has already imitated the better half, so its middle lies higher. A threshold on levels keeps asking for more without being turned, until all answers are equally good and there is nothing left to filter. Nothing in the loss pulls back.",
      where: "Gulcehre et al. 2023, Algorithm 1",
    },
    ko: {
      question:
        "두 번의 Grow는 같은 임계값으로 시작합니다. 저장된 답변의 절반보다 나아야 남습니다. 두 번째 Grow에서 이 임계값이 요구하는 보상은 첫 번째와 견주어 어떨까요?",
      choices: ["같다.", "더 높다.", "더 낮다."],
      press: "하나를 고른 뒤 재생하세요. 끝나면 각 Grow의 첫 거르기 단계를 보세요.",
      look: "거르기 단계에서 선이 저장된 답변들의 어디에 놓이는지, 남은 것 가운데 가장 못한 답변의 보상이 얼마인지 보세요.",
      reveal:
        "두 번째 Grow의 답변은 이미 나은 절반을 따라 배운 정책에서 나오므로 가운데가 더 높습니다. 수준에 건 임계값은 손대지 않아도 점점 더 많은 것을 요구하고, 모든 답변이 똑같이 좋아지면 거를 것이 없어집니다. 손실에는 되당기는 것이 없습니다.",
      where: "Gulcehre et al. 2023, 알고리즘 1",
    },
  },
} satisfies Lesson;
