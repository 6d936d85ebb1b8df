/**
 * @file Does this engine, on the backend that is set, compute what it should? Every quantity of
 * expected.json, measured and compared.
 */
import * as tf from "@tensorflow/tfjs";
import { evaluateObjective } from "../core/objectives.ts";
import type { Completion, Objective, Pair } from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { unknownFields, type Bound, type Expected, type ExpectedPair } from "./expected.ts";
import { generate } from "./generate.ts";
import { allLogits, type Llama } from "./llama.ts";
import { AdamW } from "./optimizer.ts";
import { Parameters } from "./parameters.ts";
import { lossGradient } from "./gradient.ts";
import { tokenLogps } from "./reading.ts";
import { sequenceLogps } from "./score.ts";
import { loadTokenizer } from "./tokenizer.ts";
import { inTurn } from "./turn.ts";

/** One quantity. `off`: what was found and what was wanted, null when it holds. */
export type Check = { readonly name: string; readonly off: string | null };

export type Agreement = { readonly checks: readonly Check[]; readonly unknown: readonly string[] };

/** `slack`: factor on all tolerances, 10 on a GPU. */
export function checkModel(
  checkpoint: Checkpoint,
  expected: Expected,
  slack = 1,
): Promise<Agreement> {
  return inTurn(async () => {
    const checks: Check[] = [];
    const bench = new Bench(checkpoint, expected, slack, checks);
    try {
      await bench.forward();
      await bench.preferences();
      await bench.optimizer();
    } finally {
      bench.dispose();
    }
    await checkTokenizer(checkpoint, expected, checks);
    return { checks, unknown: unknownFields(expected) };
  });
}

class Bench {
  readonly #expected: Expected;
  readonly #slack: number;
  readonly #checks: Check[];
  readonly #parameters: Parameters;
  readonly #checkpoint: Checkpoint;

  constructor(checkpoint: Checkpoint, expected: Expected, slack: number, checks: Check[]) {
    this.#checkpoint = checkpoint;
    this.#expected = expected;
    this.#slack = slack;
    this.#checks = checks;
    this.#parameters = Parameters.of(checkpoint.tensors);
  }

  get #model(): Llama {
    return { config: this.#checkpoint.config, weights: this.#parameters.weights };
  }

  dispose(): void {
    this.#parameters.dispose();
  }

  /** Logits, token log-probabilities and greedy continuations. */
  async forward(): Promise<void> {
    const { inputs, logits, logitPositions, tokenLogps, greedy, tolerances } = this.#expected;
    for (const [i, want] of logits.entries()) {
      const got = await allLogits(this.#model, inputs[i]!);
      for (const [j, row] of want.entries()) {
        const name = `logits[${i}][${logitPositions[i]![j]}]`;
        this.#near(name, got[logitPositions[i]![j]!] ?? [], row, tolerances.logits);
      }
    }
    // All at once, so that padding is part of what is checked.
    const logps = await sequenceLogps(
      this.#model,
      inputs.map((ids) => ({ ids, from: 1 })),
    );
    for (const [i, want] of tokenLogps.entries()) {
      this.#near(`tokenLogps[${i}]`, logps[i]!, want, tolerances.tokenLogps);
    }
    const maxTokens = greedy[0]?.length ?? 0;
    if (maxTokens === 0) return;
    const drawn = await generate(
      this.#model,
      inputs.map((prompt) => ({ prompt, key: 0 })),
      { seed: 0, temperature: 0, maxTokens, stop: [] },
    );
    for (const [i, want] of greedy.entries()) this.#same(`greedy[${i}]`, drawn[i]?.tokens, want);
  }

  /** The loss of one pair and of two, and the gradients of both. */
  async preferences(): Promise<void> {
    const { dpo, dpoBatch, tolerances } = this.#expected;
    if (dpo) {
      const got = await this.#gradient([dpo], dpo.beta);
      this.#pair("dpo", got.evaluated.pairs[0]!, dpo, dpo.beta);
      this.#near("dpo.loss", [got.evaluated.loss], [dpo.loss], tolerances.dpoLoss);
      const entries = this.#gradients("dpo", got.gradient, dpo.grads);
      for (const [name, want] of Object.entries(dpo.gradEntries)) {
        const values = entries.get(name) ?? new Float32Array();
        const rms = Math.hypot(...values) / Math.sqrt(values.length);
        const abs = tolerances.gradEntries.timesRms * rms;
        const first = values.subarray(0, want.length);
        this.#near(`dpo.gradEntries ${name}`, first, want, { abs, rel: 0 });
      }
    }
    if (dpoBatch) {
      const { beta, pairs } = dpoBatch;
      const got = await this.#gradient(pairs, beta);
      pairs.forEach((want, i) =>
        this.#pair(`dpoBatch.pairs[${i}]`, got.evaluated.pairs[i]!, want, beta),
      );
      const losses = got.evaluated.pairs.map(({ loss }) => loss);
      this.#near("dpoBatch.pairLosses", losses, dpoBatch.pairLosses, tolerances.dpoLoss);
      this.#near("dpoBatch.loss", [got.evaluated.loss], [dpoBatch.loss], tolerances.dpoLoss);
      this.#gradients("dpoBatch", got.gradient, dpoBatch.grads);
    }
  }

  /** Three steps of AdamW on the pair of `dpo`. */
  async optimizer(): Promise<void> {
    const { dpo, adamw, tolerances } = this.#expected;
    if (!dpo || !adamw) return;
    const { beta1, beta2, eps: epsilon, weightDecay, lr: learningRate } = adamw;
    const optimizer = new AdamW({ beta1, beta2, epsilon, weightDecay });
    const before = await this.#parameters.read();
    const losses: number[] = [];
    try {
      for (let step = 0; step < adamw.steps; step++) {
        const { evaluated, tensor } = await this.#lossOf([dpo], dpo.beta);
        losses.push(evaluated.loss);
        await optimizer.step(this.#parameters, tensor, { learningRate, clip: Infinity });
      }
    } finally {
      optimizer.dispose();
    }
    const { evaluated, tensor } = await this.#lossOf([dpo], dpo.beta);
    tensor.dispose();
    const after = await this.#parameters.read();
    this.#near("adamw.losses", losses, adamw.losses, tolerances.adamwLosses);
    this.#near("adamw.lossAfter", [evaluated.loss], [adamw.lossAfter], tolerances.adamwLosses);
    const data = after.get(adamw.parameter)?.data ?? new Float32Array();
    const first = data.subarray(0, adamw.first8.length);
    this.#near("adamw.first8", first, adamw.first8, tolerances.adamwFirst8);
    for (const [name, want] of Object.entries(adamw.deltaNorms)) {
      const old = before.get(name)?.data ?? new Float32Array();
      let square = 0;
      after.get(name)?.data.forEach((x, i) => (square += (x - old[i]!) ** 2));
      const bound = tolerances.adamwDeltaNorms;
      this.#near(`adamw.deltaNorms ${name}`, [Math.sqrt(square)], [want], bound);
    }
  }

  async #lossOf(pairs: readonly ExpectedPair[], beta: number) {
    const objective: Objective = {
      kind: "pairs",
      loss: { kind: "dpo", beta },
      pairs: pairs.map(asPair),
    };
    const sequences = pairs.flatMap(({ prompt, chosen, rejected }): Sequence[] => [
      { ids: [...prompt, ...chosen], from: prompt.length },
      { ids: [...prompt, ...rejected], from: prompt.length },
    ]);
    const { evaluated, gradient } = await lossGradient(
      tokenLogps(this.#model),
      this.#parameters,
      sequences,
      (logps) => evaluateObjective(objective, logps),
    );
    return { evaluated, tensor: gradient };
  }

  async #gradient(pairs: readonly ExpectedPair[], beta: number) {
    const { evaluated, tensor } = await this.#lossOf(pairs, beta);
    const gradient = (await tensor.data()) as Float32Array;
    tf.dispose(tensor);
    return { evaluated, gradient };
  }

  #pair(
    name: string,
    got: { policyChosen: number; policyRejected: number; h: number },
    want: ExpectedPair,
    beta: number,
  ): void {
    const { dpoLogps } = this.#expected.tolerances;
    this.#near(`${name}.policyChosenLogp`, [got.policyChosen], [want.policyChosenLogp], dpoLogps);
    const { policyRejectedLogp } = want;
    this.#near(`${name}.policyRejectedLogp`, [got.policyRejected], [policyRejectedLogp], dpoLogps);
    this.#near(`${name}.margin`, [beta * got.h], [want.margin], dpoLogps);
  }

  /** Norm and sum of each parameter's gradient; returns the gradients by name. */
  #gradients(
    at: string,
    flat: Float32Array,
    wanted: Readonly<Record<string, { norm: number; sum: number }>>,
  ): Map<string, Float32Array> {
    const { gradNorms, gradSums } = this.#expected.tolerances;
    const slots = new Map(this.#parameters.slots.map((slot) => [slot.name, slot]));
    const found = new Map<string, Float32Array>();
    for (const [name, want] of Object.entries(wanted)) {
      const slot = slots.get(name);
      const values = slot ? flat.subarray(slot.from, slot.from + slot.size) : new Float32Array();
      found.set(name, values);
      let [square, sum] = [0, 0];
      for (const x of values) {
        square += x * x;
        sum += x;
      }
      const scale = want.norm * Math.sqrt(values.length);
      this.#near(`${at}.grads.norm ${name}`, [Math.sqrt(square)], [want.norm], gradNorms);
      const abs = gradSums.timesNormSqrtCount * scale;
      this.#near(`${at}.grads.sum ${name}`, [sum], [want.sum], { abs, rel: 0 });
    }
    return found;
  }

  #near(name: string, got: ArrayLike<number>, want: readonly number[], bound: Bound): void {
    let off = got.length === want.length ? null : `${got.length} numbers, want ${want.length}`;
    for (let i = 0; i < want.length && off === null; i++) {
      const [x, y] = [got[i]!, want[i]!];
      const limit = this.#slack * (bound.abs + bound.rel * Math.abs(y));
      if (!(Math.abs(x - y) <= limit)) off = `[${i}] got ${x} want ${y} ± ${limit}`;
    }
    this.#checks.push({ name, off });
  }

  #same(name: string, got: unknown, want: unknown): void {
    this.#checks.push(exact(name, got, want));
  }
}

function exact(name: string, got: unknown, want: unknown): Check {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  return { name, off: a === b ? null : `got ${a} want ${b}` };
}

async function checkTokenizer(
  { tokenizerJson, tokenizerConfig }: Checkpoint,
  expected: Expected,
  checks: Check[],
): Promise<void> {
  const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
  expected.tokenizer.forEach(({ text, ids, ...want }, i) => {
    const at = `tokenizer[${i}]`;
    const special = tokenizer.encode(text, { addSpecial: true });
    const whole = tokenizer.decode(ids, { skipSpecial: false });
    checks.push(
      exact(`${at}.ids`, tokenizer.encode(text, { addSpecial: false }), ids),
      exact(`${at}.idsWithSpecial`, special, want.idsWithSpecial),
      exact(`${at}.decoded`, tokenizer.decode(ids, { skipSpecial: true }), want.decoded),
      exact(`${at}.decodedWithSpecial`, whole, want.decodedWithSpecial),
    );
  });
}

/** A pair of bare token ids; what is not asked for stays empty. */
function asPair(pair: ExpectedPair, index: number): Pair {
  const completion = (role: string, tokens: readonly number[]): Completion => ({
    id: `${index}#${role}`,
    promptId: String(index),
    text: "",
    tokens,
    logps: [],
    logp: 0,
    finished: true,
  });
  return {
    prompt: { id: String(index), text: "" },
    chosen: completion("chosen", pair.chosen),
    rejected: completion("rejected", pair.rejected),
    ref: { chosen: pair.refChosenLogp, rejected: pair.refRejectedLogp },
  };
}
