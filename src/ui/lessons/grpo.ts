/** @file GRPO: groups with nothing to tell. */
import { group } from "d3-array";
import { mean } from "../../core/statistics.ts";
import type { RolledOut } from "../../core/types.ts";
import { stepsOf, type Lesson } from "./lesson.ts";

/** Share of prompts whose answers all have advantage 0. */
function silent(answers: readonly RolledOut[]): number {
  const flat = (one: RolledOut) => one.advantages.every((a) => Math.abs(a) < 1e-9);
  const groups = [...group(answers, ({ promptId }) => promptId).values()];
  return mean(groups.map((siblings) => Number(siblings.every(flat))));
}

export default {
  search: "task=toy&method=grpo&annotator=gold&knob.iterations=120&every=20",
  hide: ["setup", "knobs", "ask"],
  equation: "A_i = (r_i − mean(r_1 … r_G)) / std(r_1 … r_G)",
  verdict({ log }) {
    const shares = stepsOf(log, "rollout").map(({ answers }) => silent(answers));
    const n = Math.max(1, Math.floor(shares.length / 8));
    const [first, last] = [mean(shares.slice(0, n)), mean(shares.slice(-n))];
    return last > first + 0.1 ? 1 : last < first - 0.1 ? 2 : 0;
  },
  words: {
    en: {
      question:
        "An answer’s advantage is where it stands in its group of eight. A group whose answers all get the same reward teaches nothing. As the policy improves, what happens to the share of such groups?",
      choices: ["It stays the same.", "It grows.", "It shrinks."],
      press: "Choose, then let the run play to its end.",
      look: "The rollout stages of the last rounds: prompts whose answers all have advantage 0.",
      reveal:
        "A policy that has found the good answer draws it eight times, and eight equal rewards have no deviation. Those samples were paid for and teach nothing but the pull. Where a little spread is left, dividing by it makes a small difference as loud as a large one.",
      where: "Shao et al. 2024, Eq. 3",
    },
    ko: {
      question:
        "답변의 어드밴티지는 여덟 개로 된 자기 그룹 안에서의 위치입니다. 모든 답변의 보상이 같은 그룹은 아무것도 가르치지 않습니다. 정책이 나아지면 그런 그룹의 몫은 어떻게 될까요?",
      choices: ["그대로다.", "늘어난다.", "줄어든다."],
      press: "하나를 고른 뒤 실행을 끝까지 재생하세요.",
      look: "마지막 라운드의 롤아웃 단계에서, 모든 답변의 어드밴티지가 0인 프롬프트를 보세요.",
      reveal:
        "좋은 답변을 찾은 정책은 그것을 여덟 번 뽑고, 같은 보상 여덟 개에는 편차가 없습니다. 값을 치르고 뽑았지만 되당김 말고는 가르치는 것이 없습니다. 편차가 조금 남은 곳에서는 그것으로 나누므로, 작은 차이도 큰 차이만큼 크게 들립니다.",
      where: "Shao et al. 2024, 식 3",
    },
  },
} satisfies Lesson;
