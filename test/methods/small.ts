/** @file Each method at knobs for a short run on the exact world. */

/** Small enough to be quick, several rounds so that a fork has a middle. */
export const small: Readonly<Record<string, Record<string, number | string>>> = {
  "best-of-n": { rounds: 3, batch: 6, n: 4, epochs: 2, minibatch: 4, learningRate: 0.05 },
  rso: { rounds: 3, batch: 6, n: 8, k: 4, epochs: 2, minibatch: 6, learningRate: 0.05 },
  "iterative-dpo": { rounds: 3, batch: 6, n: 4, epochs: 2, minibatch: 4, learningRate: 0.05 },
  "pairwise-cringe": { rounds: 3, batch: 6, n: 4, epochs: 2, minibatch: 4, learningRate: 0.05 },
  "self-rewarding": {
    ...{ rounds: 3, ift: 8, batch: 6, n: 4, epochs: 2, minibatch: 4, learningRate: 0.05 },
    judge: "sampled grades",
  },
  dpo: { epochs: 3, prompts: 16, minibatch: 4, learningRate: 0.05 },
  ipo: { epochs: 3, prompts: 16, minibatch: 4, learningRate: 0.05 },
  "slic-hf": { epochs: 3, prompts: 8, n: 4, minibatch: 4, learningRate: 0.05 },
  rrhf: { epochs: 3, prompts: 12, n: 4, minibatch: 2, learningRate: 0.05 },
  click: { rounds: 3, batch: 6, n: 8, minibatch: 4, learningRate: 0.05 },
  spin: { iterations: 3, batch: 8, epochs: 2, minibatch: 4, learningRate: 0.05 },
  rest: { rounds: 3, batch: 6, n: 4, improves: 2, minibatch: 8, learningRate: 0.05 },
  rloo: { iterations: 4, batch: 6, k: 4, epochs: 2, minibatch: 12, learningRate: 0.05 },
  grpo: { iterations: 4, batch: 6, group: 4, epochs: 2, minibatch: 12, learningRate: 0.05 },
  "rlhf-ppo": {
    iterations: 4,
    batch: 8,
    epochs: 2,
    minibatch: 4,
    kl: "adaptive",
    learningRate: 0.05,
  },
  "direct-rlaif": { iterations: 5, batch: 8, minibatch: 8, learningRate: 0.05 },
  "llama2-chat": {
    rounds: 2,
    iterations: 2,
    batch: 6,
    k: 4,
    minibatch: 6,
    sftLearningRate: 0.05,
    learningRate: 0.05,
  },
  rlaif: { iterations: 4, labels: 12, batch: 8, minibatch: 8, learningRate: 0.05 },
  "online-dpo": { iterations: 6, batch: 6, learningRate: 0.05 },
};
