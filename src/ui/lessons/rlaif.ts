/** @file RLAIF: a reward model of few labels. */
import type { Lesson } from "./lesson.ts";

export default {
  search:
    "task=toy&method=rlaif&annotator=gold&knob.labels=24&knob.beta=0.3&knob.iterations=80&every=16",
  hide: ["setup", "knobs", "ask"],
  equation: "max_θ E[ (1 − β) r_ψ(x, y) ] − β KL(π_θ ‖ π_{ref})",
  verdict({ evaluations }) {
    const [first, last] = [evaluations[0]!, evaluations.at(-1)!];
    const [gold, proxy] = [last.gold - first.gold, last.proxy - first.proxy];
    return gold < 0 ? 2 : proxy > 1.15 * gold ? 1 : 0;
  },
  words: {
    en: {
      question:
        "A reward model is fitted once, to 24 labels on answers of the start model. Then the policy climbs by its scores. In the end, how does the reward that it is given compare with gold?",
      choices: [
        "Both have risen alike.",
        "The reward model’s score has risen further.",
        "Gold has fallen below its start.",
      ],
      press: "Choose, then let the run play to its end.",
      look: "Evaluation: the proxy is the fitted reward model. The picture of all answers: the diamonds are the tilt by its scores, not by gold.",
      reveal:
        "24 labels leave many pairs uncompared, and where the model errs upwards the policy goes, since that is what it is paid for. The policy ends where its own reward model sends it; the gap to gold is the model’s, not the climber’s. With more labels it closes.",
      where: "Lee et al. 2023, the objective of the RL stage",
    },
    ko: {
      question:
        "보상 모델은 시작 모델의 답변에 붙인 레이블 24개로 한 번만 배웁니다. 그다음 정책이 그 점수를 따라 오릅니다. 끝에 가서 정책이 받는 보상은 참 보상과 견주어 어떨까요?",
      choices: [
        "둘이 똑같이 올랐다.",
        "보상 모델의 점수가 더 올랐다.",
        "참 보상은 시작보다 떨어졌다.",
      ],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "평가 열에서 대리 보상이 배운 보상 모델입니다. 모든 답변의 그림에서 마름모는 참 보상이 아니라 그 점수로 기울인 분포입니다.",
      reveal:
        "레이블 24개로는 견주지 못한 쌍이 많고, 모델이 위로 틀린 곳으로 정책이 갑니다. 그래야 보상을 받기 때문입니다. 정책은 자기 보상 모델이 보내는 곳에 이릅니다. 참 보상과의 차이는 오르는 쪽이 아니라 모델의 잘못이며, 레이블이 늘면 줄어듭니다.",
      where: "Lee et al. 2023, 강화학습 단계의 목적 함수",
    },
  },
} satisfies Lesson;
