/** @file The model of the bench in stock tfjs ops. */
import type { LlamaConfig } from "../../models/checkpoint.ts";
import { StockLlama } from "../../models/stock.ts";
import { ADAM, BETA, LEARNING_RATE, type Bencher, type Tensors } from "./work.ts";

export function stock(config: LlamaConfig, tensors: Tensors): Bencher {
  const model = new StockLlama(config, tensors, { ...ADAM, learningRate: LEARNING_RATE });
  return {
    train: (batch) => model.step(batch, "nll"),
    dpo: (batch) => model.step(batch, { beta: BETA }),
    decode: (prompts, steps) => model.decode(prompts, steps),
    score: ({ ids, rows, width }) => model.score(ids, rows, width),
    dispose: () => model.dispose(),
  };
}
