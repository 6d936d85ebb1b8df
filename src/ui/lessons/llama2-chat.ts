/** @file Llama-2-chat: what PPO adds behind rejection sampling. */
import { stepsOf, type Lesson } from "./lesson.ts";

export default {
  search:
    "task=toy&method=llama2-chat&annotator=gold&knob.sftLearningRate=0.05&knob.iterations=40&every=5",
  hide: ["setup", "knobs", "ask"],
  equation: "R = whiten(r_ψ(x, y)) − β KL(π_θ ‖ π_0)",
  verdict({ log, evaluations }) {
    const imitations = stepsOf(log, "update").filter(({ objective }) => objective.kind === "sft");
    const turn = stepsOf(log, "evaluate").findLast(({ update }) => update <= imitations.length)!;
    const gained = evaluations.at(-1)!.gold - turn.evaluation.gold;
    return gained > 0.1 ? 0 : gained < -0.1 ? 2 : 1;
  },
  words: {
    en: {
      question:
        "Four rounds of imitating the best of eight, each with a reward model that has seen the newest answers. Then PPO goes on from there with hardly any pull to the start. What does PPO add to gold?",
      choices: ["It adds more.", "Next to nothing.", "It takes away."],
      press: "Choose, then let the run play to its end.",
      look: "Evaluation: the marks of the four rounds of imitation and what comes after them.",
      reveal:
        "Imitation sees the one best answer of each prompt and nothing of the others. PPO also learns from what was worse than expected, and draws anew before every step. In the paper the two follow each other as well: rejection sampling alone until the fourth version, then PPO on top.",
      where: "Llama 2, §3.2.3",
    },
    ko: {
      question:
        "네 라운드 동안 여덟 개 중 최고를 따라 배우고, 보상 모델은 라운드마다 가장 새 답변을 봅니다. 그다음 PPO가 시작점으로 당기는 힘 없이 이어 갑니다. PPO는 참 보상에 무엇을 더할까요?",
      choices: ["더 올린다.", "거의 더하지 않는다.", "깎아내린다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "평가 열에서, 모방 네 라운드의 점들과 그 뒤에 오는 점들을 견주세요.",
      reveal:
        "모방은 프롬프트마다 가장 좋은 답변 하나만 보고 나머지는 보지 않습니다. PPO는 기대보다 못한 것에서도 배우고, 스텝마다 새로 뽑습니다. 논문에서도 둘은 차례로 옵니다. 네 번째 판까지는 거부 샘플링만, 그다음에 PPO를 얹습니다.",
      where: "Llama 2, 3.2.3절",
    },
  },
} satisfies Lesson;
