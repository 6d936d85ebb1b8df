/** @file RLHF with PPO: when clipping begins. */
import { mean } from "../../core/statistics.ts";
import type { Finished, Lesson } from "./lesson.ts";

/** Share of clipped tokens in the first step of each rollout, and in its last one. */
function clipping(log: Finished["log"]): { first: number; last: number } {
  const rollouts: number[][] = [];
  for (const step of log) {
    if (step.kind === "round") rollouts.push([]);
    if (step.kind !== "update") continue;
    rollouts.at(-1)?.push(step.report.metrics["policy/clipfrac_avg"] ?? NaN);
  }
  return {
    first: mean(rollouts.map((one) => one[0]!)),
    last: mean(rollouts.map((one) => one.at(-1)!)),
  };
}

export default {
  search: "task=toy&method=rlhf-ppo&annotator=gold&knob.epochs=4&knob.iterations=12&every=16",
  hide: ["setup", "knobs", "ask"],
  equation: "L = mean_t max(−A_t ρ_t, −A_t clip(ρ_t, 1 ± ε))",
  url: "https://arxiv.org/abs/1707.06347",
  verdict({ log }) {
    const { first, last } = clipping(log);
    return first > 0 ? 0 : last > 0 ? 1 : 2;
  },
  words: {
    en: {
      question:
        "Each rollout is learned from in four epochs of two steps. A token’s push is clipped when its probability has moved by more than a fifth since the rollout. When does that happen?",
      choices: [
        "From the first step of a rollout on.",
        "Only in later steps of the same rollout.",
        "Never.",
      ],
      press: "Choose, then let the run play to its end.",
      look: "The update stages: the ratio and the share of clipped tokens, in the first step of a rollout and in its last.",
      reveal:
        "In the first step the policy still is the one that drew the answers: every ratio is 1 and clipping can do nothing. It is there for the steps after, when the old draws tell less and less about the new policy. With one epoch and one minibatch PPO never clips.",
      where: "Schulman et al. 2017, Eq. 7",
    },
    ko: {
      question:
        "롤아웃마다 두 스텝씩 네 에폭을 배웁니다. 롤아웃 때보다 확률이 5분의 1 넘게 움직인 토큰은 미는 힘이 잘립니다. 언제 그렇게 될까요?",
      choices: ["롤아웃의 첫 스텝부터.", "같은 롤아웃의 나중 스텝에서만.", "한 번도 없다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "업데이트 단계에서, 롤아웃의 첫 스텝과 마지막 스텝의 비율과 잘린 토큰의 몫을 견주어 보세요.",
      reveal:
        "첫 스텝에서 정책은 아직 답변을 뽑은 그 정책입니다. 비율이 모두 1이라 자를 것이 없습니다. 자르기는 그다음 스텝, 곧 옛 답변이 새 정책에 대해 점점 덜 말해 줄 때를 위한 것입니다. 에폭도 미니배치도 하나라면 PPO는 전혀 자르지 않습니다.",
      where: "Schulman et al. 2017, 식 7",
    },
  },
} satisfies Lesson;
