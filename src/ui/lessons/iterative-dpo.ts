/** @file Iterative DPO: diminishing rounds. */
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=iterative-dpo&annotator=gold&every=4",
  hide: ["setup", "knobs", "ask"],
  equation: "ℓ = −log σ(β h),  M_{t+1} ← M_t",
  verdict({ evaluations }) {
    const gains = evaluations.slice(1).map((e, i) => e.gold - evaluations[i]!.gold);
    const [first, last] = [gains[0]!, gains.at(-1)!];
    return first > 1.1 * last ? 0 : last > 1.1 * first ? 1 : 2;
  },
  words: {
    en: {
      question:
        "Four rounds: the newest policy writes its own pairs, a fixed reward judges them, and the reference moves along. Compare the first round with the last: which gains more gold?",
      choices: ["The first.", "The last: its pairs are better.", "They gain the same."],
      press: "Choose, then let the run play to its end.",
      look: "Reward in the evaluation: the step from one round to the next.",
      reveal:
        "Each round’s pairs come from a policy that already prefers good answers, so the best and the worst of N lie closer together and there is less to tell apart.",
      where: "Xu et al. 2023, §3",
    },
    ko: {
      question:
        "네 라운드 동안 새 정책이 스스로 쌍을 쓰고, 고정된 보상이 판정하며, 기준 모델도 따라 움직입니다. 첫 라운드와 마지막 라운드 중 어느 쪽에서 참 보상이 더 오를까요?",
      choices: ["첫 라운드.", "마지막 라운드. 쌍의 질이 더 좋으니까.", "똑같이 오른다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "평가 열의 보상에서, 라운드마다 얼마나 오르는지 보세요.",
      reveal:
        "라운드가 갈수록 쌍은 이미 좋은 답변을 선호하는 정책에서 나옵니다. N개 중 최고와 최저가 서로 가까워져, 가려낼 것이 줄어듭니다.",
      where: "Xu et al. 2023, 3절",
    },
  },
} satisfies Lesson;
