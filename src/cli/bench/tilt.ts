/** @file The model of the bench on this engine. */
import { counterKey } from "../../core/random.ts";
import type { LlamaConfig } from "../../models/checkpoint.ts";
import { generate } from "../../models/generate.ts";
import { AdamW } from "../../models/optimizer.ts";
import { Parameters } from "../../models/parameters.ts";
import { lossGradient } from "../../models/gradient.ts";
import { ALONE } from "../../models/partner.ts";
import { lastScores, tokenLogps } from "../../models/reading.ts";
import { read } from "../../models/score.ts";
import { ADAM, BETA, LEARNING_RATE, type Bencher, type Tensors, type TokenBatch } from "./work.ts";

const sequences = ({ rows, width, ids, targets }: TokenBatch) =>
  Array.from({ length: rows }, (_, row) => ({
    ids: [...ids.subarray(row * width, (row + 1) * width), targets[(row + 1) * width - 1]!],
    from: 1,
  }));

const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);

export function tilt(config: LlamaConfig, tensors: Tensors, partner = ALONE): Bencher {
  const parameters = Parameters.of(tensors);
  const model = { config, weights: parameters.weights, partner };
  const optimizer = new AdamW(ADAM);
  type Weigh = (numbers: readonly (readonly number[])[]) => { loss: number; weights: number[][] };
  async function step(batch: TokenBatch, weigh: Weigh): Promise<number> {
    const asked = sequences(batch);
    const budget = batch.rows * (batch.width + 1);
    const result = await lossGradient(tokenLogps(model), parameters, asked, weigh, budget);
    const options = { learningRate: LEARNING_RATE, clip: Infinity };
    await optimizer.step(parameters, result.gradient, options);
    return result.evaluated.loss;
  }
  return {
    train: (batch) =>
      step(batch, (numbers) => {
        const n = batch.rows * batch.width;
        const loss = -sum(numbers.flat()) / n;
        return { loss, weights: numbers.map((row) => row.map(() => -1 / n)) };
      }),
    dpo: (batch) =>
      step(batch, (numbers) => {
        const totals = numbers.map(sum);
        const pairs = batch.rows / 2;
        let loss = 0;
        const weights = numbers.map((row, i) => {
          const h = BETA * (totals[i & ~1]! - totals[i | 1]!);
          const slope = -BETA / (1 + Math.exp(h)) / pairs;
          if (i % 2 === 0) loss += Math.log1p(Math.exp(-h)) / pairs;
          return row.map(() => (i % 2 === 0 ? slope : -slope));
        });
        return { loss, weights };
      }),
    async decode(prompts, steps) {
      const wanted = prompts.map((prompt, i) => ({ prompt, key: counterKey(0, i, 0) }));
      const options = { seed: 0, temperature: 0, maxTokens: steps, stop: [] };
      return (await generate(model, wanted, options)).map((drawn) => drawn.tokens);
    },
    async score(batch) {
      const { rows, width, ids } = batch;
      const asked = Array.from({ length: rows }, (_, row) => ({
        ids: [...ids.subarray(row * width, (row + 1) * width)],
        from: width,
      }));
      return (await read(lastScores(model), asked)).map(([score]) => score!);
    },
    dispose() {
      optimizer.dispose();
      parameters.dispose();
    },
  };
}
