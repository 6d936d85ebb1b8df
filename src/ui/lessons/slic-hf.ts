/** @file SLiC-HF: a hinge lets go. */
import { mean } from "../../core/statistics.ts";
import type { Lesson } from "./lesson.ts";

/** The method’s own margin, nats. */
const DELTA = 1;

export default {
  search: "task=toy&method=slic-hf&annotator=gold&every=16",
  hide: ["setup", "knobs", "ask"],
  equation: "ℓ = max(0, δ − log π_θ(y^+|x) + log π_θ(y^−|x))",
  verdict({ log }) {
    const pulling = log.flatMap((step) =>
      step.kind === "update" && step.report.pairs.length > 0
        ? [mean(step.report.pairs.map((p) => Number(p.policyChosen - p.policyRejected < DELTA)))]
        : [],
    );
    const n = Math.max(1, Math.floor(pulling.length / 8));
    const [first, last] = [mean(pulling.slice(0, n)), mean(pulling.slice(-n))];
    return last < 0.02 ? 2 : last < 0.9 * first ? 1 : 0;
  },
  words: {
    en: {
      question:
        "The hinge asks that the chosen answer be δ nats likelier than the rejected one, and nothing more. How many pairs of a batch still pull at the end?",
      choices: ["As many as at the start.", "Fewer, but some.", "None."],
      press: "Choose, then let the run play to its end.",
      look: "The loss curve of the last update: pairs to the right of the corner lie on the flat and pull no more.",
      reveal:
        "A pair past its margin has slope 0. No reference holds the policy; what does is that satisfied pairs let go, and the likelihood term on the chosen answers.",
      where: "Zhao et al. 2023, Eq. 1",
    },
    ko: {
      question:
        "힌지는 선호 답변이 비선호보다 δ nat만큼 더 그럴듯하기를 바랄 뿐입니다. 끝에 가서 배치의 쌍 가운데 몇이나 아직 당기고 있을까요?",
      choices: ["처음만큼.", "줄었지만 남아 있다.", "하나도 없다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "마지막 업데이트의 손실 곡선에서, 꺾이는 점 오른쪽의 쌍은 평평한 곳에 있어 더 당기지 않습니다.",
      reveal:
        "마진을 넘은 쌍의 기울기는 0입니다. 기준 모델이 붙잡아 주지 않지만, 만족한 쌍이 놓아주고 선호 답변의 가능도 항이 받쳐 줍니다.",
      where: "Zhao et al. 2023, 식 1",
    },
  },
} satisfies Lesson;
