/** @file RRHF: only the order counts. */
import type { Lesson } from "./lesson.ts";
import { course } from "./lesson.ts";

export default {
  search: "task=toy&method=rrhf&annotator=gold&knob.epochs=8&every=12",
  hide: ["setup", "knobs", "ask"],
  equation: "L_{rank} = Σ_{r_i<r_j} max(0, p_i − p_j)",
  verdict({ log }) {
    const { first, last } = course(log, "rrhf/violated");
    return last < 0.02 * first ? 0 : last < 0.9 * first ? 1 : 2;
  },
  words: {
    en: {
      question:
        "RRHF pushes only where a worse answer is likelier, a token, than a better one. After eight epochs, how many of the pairs are still in the wrong order?",
      choices: ["None.", "Fewer than at the start, but some.", "As many as at the start."],
      press: "Choose, then let the run play to its end.",
      look: "The update’s equation: the rank part of the loss against the part that imitates the best answer.",
      reveal:
        "A table of ten answers can hold any order, and the push lasts until the order is right. It has no margin: from then on only the imitation of the best answer moves the policy, and nothing says how far apart two answers should be.",
      where: "Yuan et al. 2023, Eq. 2",
    },
    ko: {
      question:
        "RRHF는 못한 답변이 나은 답변보다 토큰당 더 그럴듯할 때에만 밉니다. 여덟 에폭 뒤에 순서가 틀린 쌍은 얼마나 남을까요?",
      choices: ["하나도 없다.", "처음보다 줄었지만 남아 있다.", "처음만큼 남아 있다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "업데이트 단계의 식에서, 손실의 순위 항과 최고 답변을 따라 배우는 항을 견주어 보세요.",
      reveal:
        "답변이 열 개인 표는 어떤 순서든 담을 수 있고, 미는 힘은 순서가 맞을 때까지 이어집니다. 마진은 없어서, 그 뒤로는 최고 답변의 모방만이 정책을 움직이고, 두 답변이 얼마나 벌어져야 하는지는 아무도 말하지 않습니다.",
      where: "Yuan et al. 2023, 식 2",
    },
  },
} satisfies Lesson;
