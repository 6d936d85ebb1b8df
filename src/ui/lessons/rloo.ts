/** @file RLOO: a price of KL has a resting place. */
import type { Lesson } from "./lesson.ts";

export default {
  search: "task=toy&method=rloo&annotator=gold&knob.beta=0.5&knob.iterations=80&every=10",
  hide: ["setup", "knobs", "ask"],
  equation: "R_i = s_i − β log( π_θ(y_i|x) / π_{ref}(y_i|x) ),  A_i = R_i − mean_{j≠i} R_j",
  verdict({ stands }) {
    return stands === "on" ? 0 : stands === "past" ? 1 : 2;
  },
  words: {
    en: {
      question:
        "Each answer is paid its reward less β times its log-ratio to the reference, and is measured against its siblings. β = 0.5, and the run is long. Where is the policy at the end?",
      choices: [
        "On π* ∝ π_ref exp(r/β), and it stays there.",
        "Past π*, and still going.",
        "Short of π*.",
      ],
      press: "Choose, then let the run play and watch the bars of all ten answers.",
      look: "The picture of all answers: bars against diamonds. The frontier: the path stops moving to the right.",
      reveal:
        "On π* every answer is worth the same, r − β log(π*/π_ref) = β log Z, so no answer is better than its siblings and the push is only noise. Compare online DPO, whose certain labels never say that it is enough.",
      where: "Ahmadian et al. 2024, the RLOO estimator",
    },
    ko: {
      question:
        "답변마다 보상에서 기준 모델과의 로그 비율에 β를 곱해 뺀 값을 받고, 같은 프롬프트의 다른 답변과 견줍니다. β = 0.5이고 실행은 깁니다. 끝에 정책은 어디에 있을까요?",
      choices: [
        "π* ∝ π_ref exp(r/β) 위에 가서 머문다.",
        "π*를 지나쳐 계속 간다.",
        "π*에 못 미친다.",
      ],
      press: "하나를 고른 뒤 재생하면서 열 개 답변의 막대를 지켜보세요.",
      look: "모든 답변의 그림에서 막대와 마름모를 견주세요. 보상 대 KL 그림에서는 경로가 오른쪽으로 더 가지 않습니다.",
      reveal:
        "π* 위에서는 모든 답변의 값이 r − β log(π*/π_ref) = β log Z로 같습니다. 어느 답변도 다른 것보다 낫지 않으니, 남는 힘은 잡음뿐입니다. 온라인 DPO와 견주어 보세요. 확실한 레이블은 이제 됐다고 말하는 법이 없습니다.",
      where: "Ahmadian et al. 2024, RLOO 추정량",
    },
  },
} satisfies Lesson;
