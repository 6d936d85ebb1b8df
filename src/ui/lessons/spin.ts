/** @file SPIN: the data are the ceiling. */
import { distance } from "../exact.ts";
import type { Lesson } from "./lesson.ts";

export default {
  search:
    "task=toy&method=spin&annotator=gold&knob.iterations=20&knob.lambda=1&knob.batch=256&knob.minibatch=64&knob.learningRate=0.02&every=36",
  hide: ["setup", "knobs", "ask"],
  equation: "p_{t+1} ∝ p_t (p_{data} / p_t)^{1/λ}",
  verdict({ world }) {
    const best = world.rewards.map((row) => row.map((r) => Number(r === Math.max(...row))));
    const apart = [best, world.data, world.reference].map((law) => distance(world.policy(), law));
    return apart.indexOf(Math.min(...apart));
  },
  words: {
    en: {
      question:
        "Nobody judges: an answer written by people always wins against the policy’s own. People answer well, but not always with the best answer. After 20 iterations, what is the policy like?",
      choices: [
        "It gives the best answer to each question.",
        "It answers as people do.",
        "It is back where it began.",
      ],
      press: "Choose, then let the run play and watch the bars of all ten answers.",
      look: "The picture of all answers: the diamonds are what people answer. The distance to them falls and stays low.",
      reveal:
        "While the policy differs from people there is something to tell apart, and the step moves it towards them. Once it answers as they do, its own answers look like theirs: the chosen and the rejected have the same law, and the pushes cancel. No number of iterations goes past the data.",
      where: "Chen et al. 2024, Theorem 5.2",
    },
    ko: {
      question:
        "판정하는 이가 없습니다. 사람이 쓴 답변이 정책의 답변을 언제나 이깁니다. 사람은 잘 답하지만 늘 최고의 답변을 쓰지는 않습니다. 20번 반복한 뒤 정책은 어떻게 될까요?",
      choices: ["질문마다 최고 답변만 내놓는다.", "사람처럼 답한다.", "처음으로 돌아가 있다."],
      press: "하나를 고른 뒤 재생하면서 열 개 답변의 막대를 지켜보세요.",
      look: "모든 답변의 그림에서 마름모는 사람이 쓰는 답변의 분포입니다. 거기까지의 거리가 줄어 낮게 머뭅니다.",
      reveal:
        "정책이 사람과 다른 동안에는 가려낼 것이 있어, 스텝이 정책을 사람 쪽으로 옮깁니다. 사람처럼 답하게 되면 선호와 비선호의 분포가 같아져 미는 힘이 서로 지워집니다. 아무리 반복해도 데이터를 넘지 못합니다.",
      where: "Chen et al. 2024, 정리 5.2",
    },
  },
} satisfies Lesson;
