import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import {
  TiltError,
  type Completion,
  type Divergence,
  type Objective,
  type Pair,
} from "../../src/core/types.ts";
import type { Checkpoint } from "../../src/models/checkpoint.ts";
import { allLogits } from "../../src/models/llama.ts";
import { Parameters } from "../../src/models/parameters.ts";
import { LlamaPolicy } from "../../src/models/policy.ts";
import { answer, oracle, prompt } from "./fixture.ts";

let checkpoint: Checkpoint;
let policy: LlamaPolicy;

beforeAll(async () => {
  await nodeBackend("wasm");
  ({ checkpoint } = await oracle("B"));
});

beforeEach(async () => {
  policy = await LlamaPolicy.create(checkpoint);
  return () => policy.dispose();
});

const xs = [prompt("a", "The cat"), prompt("b", "What is the sum?")];
const draw = { n: 2, temperature: 1, seed: 11, maxTokens: 10 };

async function pairsOf(answers: Completion[][]): Promise<Pair[]> {
  return Promise.all(
    xs.map(async (x, i) => {
      const [chosen, rejected] = answers[i] as [Completion, Completion];
      const ref = await policy.reference.logprob([
        { prompt: x, completion: chosen },
        { prompt: x, completion: rejected },
      ]);
      return { prompt: x, chosen, rejected, ref: { chosen: ref[0]!.sum, rejected: ref[1]!.sum } };
    }),
  );
}

const dpo = (pairs: readonly Pair[]): Objective => ({
  kind: "pairs",
  loss: { kind: "dpo", beta: 0.1 },
  pairs,
});

describe("sampling", () => {
  it("gives answers with ids, texts and the log-probabilities of scoring", async () => {
    const answers = await policy.sample(xs, draw);
    for (const [i, list] of answers.entries()) {
      const scored = await policy.logprob(
        list.map((completion) => ({ prompt: xs[i]!, completion })),
      );
      list.forEach((y, j) => {
        expect(y.id).toBe(`${xs[i]!.id}#${j}`);
        expect(y.text).toBe(policy.tokenizer.decode(y.tokens, { skipSpecial: true }));
        expect(y.pieces).toHaveLength(y.tokens.length);
        expect(y.logp).toBeCloseTo(scored[j]!.sum, 3);
        expect(y.finished).toBe(y.tokens.at(-1) === 129);
      });
    }
  });

  it("does not depend on what else is drawn", async () => {
    const [, b] = await policy.sample(xs, draw);
    const [alone] = await policy.sample([xs[1]!], { ...draw, n: 1 });
    expect(alone![0]!.tokens).toEqual(b![0]!.tokens);
  });

  it("reads a prompt as BOS and its tokens", async () => {
    const [[y]] = (await policy.sample([xs[0]!], {
      ...draw,
      temperature: 0,
      n: 1,
      maxTokens: 1,
    })) as [[Completion]];
    const body = policy.tokenizer.encode("The cat", { addSpecial: false });
    const parameters = Parameters.of(checkpoint.tensors);
    const model = { config: checkpoint.config, weights: parameters.weights };
    const logits = (await allLogits(model, [127, ...body])).at(-1)!;
    expect(y.tokens[0]).toBe(logits.indexOf(Math.max(...logits)));
    parameters.dispose();
  });
});

describe("an update", () => {
  it("starts DPO at ln 2 and lowers the loss of the same pairs", async () => {
    const pairs = await pairsOf(await policy.sample(xs, draw));
    const first = await policy.update(dpo(pairs), { learningRate: 1e-3 });
    const second = await policy.update(dpo(pairs), { learningRate: 1e-3 });
    expect(first.loss).toBeCloseTo(Math.LN2, 6);
    expect(second.loss).toBeLessThan(first.loss);
    expect(first.gradNorm).toBeGreaterThan(0);
    expect(second.pairs[0]!.h).toBeGreaterThan(0);
  });

  it("shows the first pair's tokens before and after, beside the reference", async () => {
    const pairs = await pairsOf(await policy.sample(xs, draw));
    await policy.update(dpo(pairs), { learningRate: 1e-3 });
    const asked = [{ prompt: xs[0]!, completion: pairs[0]!.chosen }];
    const [before] = await policy.logprob(asked);
    const { credit } = await policy.update(dpo(pairs), { learningRate: 1e-3 });
    const [after] = await policy.logprob(asked);
    const [reference] = await policy.reference.logprob(asked);
    const [chosen, rejected] = credit!.answers;
    expect([chosen!.role, rejected!.role]).toEqual(["chosen", "rejected"]);
    expect(chosen!.pieces.join("")).toBe(
      policy.tokenizer.decode(pairs[0]!.chosen.tokens, { skipSpecial: false }),
    );
    for (const [name, want] of Object.entries({ before, after, reference })) {
      const got = chosen![name as "before" | "after" | "reference"];
      got.forEach((x, t) => expect(x, name).toBeCloseTo(want!.tokens[t]!, 4));
    }
    expect(chosen!.before).not.toEqual(chosen!.after);
  });

  it("makes an imitated answer likelier, and the reference no different", async () => {
    const completion = answer("a", 0, [60, 5, 17, 129]);
    const asked = [{ prompt: xs[0]!, completion }];
    const [before] = await policy.logprob(asked);
    const report = await policy.update({ kind: "sft", examples: asked }, { learningRate: 1e-3 });
    const [after] = await policy.logprob(asked);
    const [reference] = await policy.reference.logprob(asked);
    expect(report.loss).toBeCloseTo(-before!.sum / 4, 5);
    expect(after!.sum).toBeGreaterThan(before!.sum);
    expect(reference!.sum).toBeCloseTo(before!.sum, 5);
  });

  it("leaves no tensor behind, nor does any other call", async () => {
    const pairs = await pairsOf(await policy.sample(xs, draw));
    await policy.update(dpo(pairs), { learningRate: 1e-4 });
    const before = tf.memory().numTensors;
    await policy.sample(xs, { ...draw, topP: 0.9 });
    await policy.update(dpo(pairs), { learningRate: 1e-4 });
    await policy.divergence([{ prompt: xs[0]!, completion: pairs[0]!.chosen }]);
    await policy.logprob([{ prompt: xs[0]!, completion: pairs[0]!.chosen }]);
    await policy.export();
    await expect(policy.update(dpo([]), { learningRate: 1 })).rejects.toThrow(TiltError);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("divergence", () => {
  const y = answer("a", 0, [60, 5, 17, 129]);
  const asked = [{ prompt: xs[0]!, completion: y }];

  it("is zero from itself, and the entropy that of the logits", async () => {
    const [{ kl, entropy }] = (await policy.divergence(asked)) as [Divergence];
    expect(kl).toBe(0);
    const body = policy.tokenizer.encode("The cat", { addSpecial: false });
    const parameters = Parameters.of(checkpoint.tensors);
    const model = { config: checkpoint.config, weights: parameters.weights };
    const logits = (await allLogits(model, [127, ...body, ...y.tokens])).slice(body.length, -1);
    const entropies = logits.map((row) => {
      const z = row.reduce((sum, x) => sum + Math.exp(x), 0);
      return row.reduce((sum, x) => sum - (Math.exp(x) / z) * (x - Math.log(z)), 0);
    });
    expect(entropies).toHaveLength(4);
    expect(entropy).toBeCloseTo(entropies.reduce((a, b) => a + b) / 4, 4);
    parameters.dispose();
  });

  it("grows as the policy moves, by what the two models' logits say", async () => {
    await policy.update({ kind: "sft", examples: asked }, { learningRate: 1e-2 });
    const [{ kl }] = (await policy.divergence(asked)) as [Divergence];
    const now = Parameters.of((await policy.export()).tensors);
    const then = Parameters.of(checkpoint.tensors);
    const body = policy.tokenizer.encode("The cat", { addSpecial: false });
    const rows = async (parameters: Parameters) => {
      const model = { config: checkpoint.config, weights: parameters.weights };
      const logits = await allLogits(model, [127, ...body, ...y.tokens]);
      return logits.slice(body.length, -1).map((row) => {
        const lse = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
        return Array.from(row, (x) => x - lse);
      });
    };
    const [p, q] = [await rows(now), await rows(then)];
    let want = 0;
    p.forEach((row, t) => row.forEach((lp, v) => (want += Math.exp(lp) * (lp - q[t]![v]!))));
    expect(want).toBeGreaterThan(0.1);
    expect(kl).toBeCloseTo(want, 3);
    now.dispose();
    then.dispose();
  });
});

describe("copies of the weights", () => {
  const imitate: Objective = {
    kind: "sft",
    examples: [{ prompt: xs[0]!, completion: answer("a", 0, [60, 5, 129]) }],
  };

  it("bring back weights and optimizer exactly, the far ones too", async () => {
    const name = await policy.save();
    const losses: number[] = [];
    for (let i = 0; i < 3; i++) {
      losses.push((await policy.update(imitate, { learningRate: 1e-3 })).loss);
      // More than are kept near.
      await policy.save();
      await policy.save();
    }
    for (const from of [name, "weights-1"]) {
      await policy.load(from);
      const again: number[] = [];
      const skip = from === name ? 0 : 1;
      for (let i = skip; i < 3; i++) {
        again.push((await policy.update(imitate, { learningRate: 1e-3 })).loss);
      }
      expect(again).toEqual(losses.slice(skip));
    }
  });

  it("that do not exist are refused by name", async () => {
    await expect(policy.load("weights-9")).rejects.toMatchObject({ code: "snapshot.unknown" });
  });

  it("leave as a checkpoint that gives the same policy", async () => {
    await policy.update(imitate, { learningRate: 1e-3 });
    const other = await LlamaPolicy.create(await policy.export());
    const asked = [{ prompt: xs[1]!, completion: answer("b", 0, [3, 9, 129]) }];
    expect(await other.logprob(asked)).toEqual(await policy.logprob(asked));
    other.dispose();
  });
});

describe("a prompt that cannot be used", () => {
  const sample = (text: string) => policy.sample([prompt("p", text)], draw);

  it("is refused with its length", async () => {
    await expect(sample("the cat ".repeat(400))).rejects.toMatchObject({
      code: "prompt.too-long",
      message: expect.stringMatching(/[\d,]+ tokens long; this model reads at most 496 tokens/),
    });
    await expect(sample("x".repeat(100_000))).rejects.toMatchObject({
      code: "prompt.too-long",
      message: expect.stringContaining("100,000 characters"),
    });
  });

  it("is refused when it is empty", async () => {
    await expect(sample("  \n")).rejects.toMatchObject({ code: "prompt.empty" });
  });

  it("leaves the policy usable", async () => {
    await expect(sample("")).rejects.toThrow(TiltError);
    expect(await policy.sample(xs, draw)).toHaveLength(2);
  });
});

describe("what else might have been said", () => {
  it("is drawn from the likeliest others, and is scored where it would have stood", async () => {
    const answers = await policy.sample(xs, draw);
    const items = xs.map((x, i) => ({ prompt: x, completion: answers[i]![0]! }));
    const [greedy, drawn] = [
      await policy.instead(items, { k: 1, seed: 1 }),
      await policy.instead(items, { k: 6, seed: 1 }),
    ];
    for (const [i, item] of items.entries()) {
      const { tokens } = item.completion;
      expect(drawn[i]!.map(({ at }) => at)).toEqual([...tokens.keys()]);
      for (const { at, token } of [...greedy[i]!, ...drawn[i]!]) expect(token).not.toBe(tokens[at]);
      const also = [...greedy[i]!, ...drawn[i]!];
      const [scored] = await policy.logprob([{ ...item, also }]);
      const logps = scored!.tokens;
      const n = tokens.length;
      expect(logps).toHaveLength(3 * n);
      for (let at = 0; at < n; at++) {
        // The same token scored as the end of an answer that begins alike.
        const token = drawn[i]![at]!.token;
        const spelled = { ...item.completion, tokens: [...tokens.slice(0, at), token] };
        const [alone] = await policy.logprob([{ prompt: item.prompt, completion: spelled }]);
        expect(logps[2 * n + at]!).toBeCloseTo(alone!.tokens[at]!, 3);
        expect(logps[n + at]!).toBeGreaterThanOrEqual(logps[2 * n + at]! - 1e-4);
      }
    }
  });

  it("moves a pair apart by the cringe loss", async () => {
    const pairs = await pairsOf(await policy.sample(xs, draw));
    const rejected = pairs.map(({ prompt, rejected: completion }) => ({ prompt, completion }));
    const instead = await policy.instead(rejected, { k: 3, seed: 1 });
    const objective: Objective = {
      ...{ kind: "cringe", alpha: 1, b: 1000, tau: 1 },
      pairs: pairs.map((pair, i) => ({ ...pair, instead: instead[i]! })),
    };
    const first = await policy.update(objective, { learningRate: 1e-3 });
    const second = await policy.update(objective, { learningRate: 1e-3 });
    expect(second.loss).toBeLessThan(first.loss);
    expect(first.metrics["cringe/gate"]).toBeCloseTo(1, 6);
    expect(first.credit!.answers.map(({ role }) => role)).toEqual(["chosen", "rejected"]);
    for (const { before, after, completion } of first.credit!.answers) {
      expect(before).toHaveLength(completion.tokens.length);
      expect(after).toHaveLength(completion.tokens.length);
    }
  });
});
