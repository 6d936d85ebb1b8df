/** @file Best-of-N: imitation narrows. */
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=best-of-n&annotator=gold&every=6",
  hide: ["setup", "knobs", "ask"],
  equation: "L = −(1/|y|) Σ_t log π_θ(y_t | x, y_{<t})",
  verdict({ evaluations }) {
    const [before, now] = [evaluations[0]!.entropy, evaluations.at(-1)!.entropy];
    return now < 0.9 * before ? 1 : now > 1.1 * before ? 2 : 0;
  },
  words: {
    en: {
      question:
        "Each round keeps the best of N answers and imitates it. The loss knows no reward and no reference. What becomes of the policy’s variety?",
      choices: [
        "It stays: only the mean reward moves.",
        "It shrinks.",
        "It grows, since each prompt has another best answer.",
      ],
      press: "Choose, then let the run play to its end.",
      look: "Evaluation: reward and KL rise together; under the last stage, “entropy a token”. In the picture of all answers, the weight gathers on a few.",
      reveal:
        "Imitating the best of N is sampling from a sharper law, round after round. Nothing in the loss pulls back, so KL is paid without anyone having set a price. With N = 1 there is no selection, and what is left is drift.",
      where: "Llama 2, §3.2.3",
    },
    ko: {
      question:
        "라운드마다 답변 N개 중 가장 좋은 것을 남겨 따라 배웁니다. 손실에는 보상도 기준 모델도 없습니다. 정책의 다양성은 어떻게 될까요?",
      choices: [
        "그대로다. 평균 보상만 움직인다.",
        "줄어든다.",
        "늘어난다. 프롬프트마다 최고 답변이 다르니까.",
      ],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "평가 열에서 보상과 KL이 함께 오릅니다. 마지막 단계 아래의 ‘토큰당 엔트로피’를 보세요. 모든 답변의 그림에서는 무게가 몇 개로 몰립니다.",
      reveal:
        "N개 중 최고를 따라 배우는 것은 라운드마다 더 뾰족한 분포에서 뽑는 것과 같습니다. 손실에는 되당기는 것이 없으므로, 아무도 값을 정하지 않은 채 KL을 치릅니다. N = 1이면 선택이 없고, 남는 것은 표류뿐입니다.",
      where: "Llama 2, 3.2.3절",
    },
  },
} satisfies Lesson;
