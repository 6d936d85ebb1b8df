/** @file RSO: what β does. */
import { mean } from "../../core/statistics.ts";
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=rso&annotator=gold&knob.beta=5&knob.rounds=2&every=8",
  hide: ["setup", "knobs", "ask"],
  equation: "u < exp((r(x, y) − m) / β)",
  verdict({ log }) {
    const gains = log.flatMap((step) =>
      step.kind === "accept"
        ? [(step.metrics["rso/reward"] ?? 0) - (step.metrics["rso/reward_all"] ?? 0)]
        : [],
    );
    const kept = log.find((step) => step.kind === "accept");
    const full = kept?.kind === "accept" && kept.kept.every((k) => k.accepted.length === kept.k);
    return !full ? 2 : mean(gains) > 0.5 ? 0 : 1;
  },
  words: {
    en: {
      question:
        "RSO keeps 8 of 64 answers: those whose die lands under exp((r − m)/β). Here β is 5, ten times the usual. What are the kept answers like?",
      choices: [
        "Much better than an ordinary draw.",
        "Hardly better than an ordinary draw.",
        "Fewer than 8 are kept.",
      ],
      press: "Choose, then let the run play. Afterwards go back to an accept stage and drag β.",
      look: "The accept stage: with a large β the curve lies almost flat near 1, so nearly every die lands under it.",
      reveal:
        "β decides how much the data are tilted: the kept answers follow π_ref exp(r/β). A large β accepts almost anything; β → 0 keeps the best 8 and nothing else. It is a knob of the data, apart from the strength of the loss.",
      where: "Liu et al. 2023, Algorithm 1",
    },
    ko: {
      question:
        "RSO는 답변 64개에서 8개를 채택합니다. 난수가 exp((r − m)/β) 아래에 떨어진 것들입니다. 여기서 β는 평소의 열 배인 5입니다. 채택된 답변은 어떨까요?",
      choices: [
        "아무렇게나 뽑은 것보다 훨씬 좋다.",
        "아무렇게나 뽑은 것과 별 차이가 없다.",
        "8개도 채택되지 않는다.",
      ],
      press: "하나를 고른 뒤 실행을 재생하세요. 끝나면 채택 단계로 돌아가 β를 끌어 보세요.",
      look: "채택 단계를 보세요. β가 크면 곡선이 1 근처에 거의 평평하게 누워, 난수가 대부분 그 아래에 떨어집니다.",
      reveal:
        "β는 데이터를 얼마나 기울일지 정합니다. 채택된 답변은 π_ref exp(r/β)를 따릅니다. β가 크면 아무것이나 채택하고, β → 0이면 상위 8개만 채택합니다. 손실의 세기와는 별개로, 데이터를 정하는 노브입니다.",
      where: "Liu et al. 2023, 알고리즘 1",
    },
  },
} satisfies Lesson;
