import { describe, expect, it } from "vitest";
import type { Asked, Completion, Objective, Pair } from "../../src/core/types.ts";
import { TabularPolicy } from "../../src/toy/policy.ts";
import { promptsOf, tableScorer, world } from "../../src/toy/world.ts";

const prompts = promptsOf(world, 500);
const single = promptsOf(world, 1);

function completion(answer: number): Completion {
  const { text, tokens } = world.answers[answer]!;
  return { id: `#${answer}`, promptId: "", text, tokens, logps: [], logp: 0, finished: true };
}

async function pairOf(policy: TabularPolicy, q: number, w: number, l: number): Promise<Pair> {
  const [chosen, rejected] = [completion(w), completion(l)];
  const prompt = single[q]!;
  const [a, b] = await policy.reference.logprob([
    { prompt, completion: chosen },
    { prompt, completion: rejected },
  ]);
  return { prompt, chosen, rejected, ref: { chosen: a!.sum, rejected: b!.sum } };
}

/** A policy that has moved away from its reference. */
async function moved(): Promise<TabularPolicy> {
  const policy = new TabularPolicy(world, "sgd");
  const pairs = [await pairOf(policy, 0, 1, 7), await pairOf(policy, 2, 4, 2)];
  const objective: Objective = { kind: "pairs", loss: { kind: "dpo", beta: 1 }, pairs };
  for (let i = 0; i < 5; i++) await policy.update(objective, { learningRate: 1 });
  return policy;
}

describe("the world", () => {
  it("has laws that sum to 1 and rewards of mean 0 and standard deviation 1 under them", () => {
    for (const law of world.base) expect(law.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    for (const table of [world.gold, world.proxy, world.independent]) {
      const mean = (f: (r: number) => number): number =>
        table
          .flatMap((row, q) => row.map((r, a) => world.base[q]![a]! * f(r)))
          .reduce((a, b) => a + b) / 4;
      expect(mean((r) => r)).toBeCloseTo(0, 12);
      expect(mean((r) => r * r)).toBeCloseTo(1, 12);
    }
  });

  it("has no two answers alike, nor two equal gold rewards to one question", () => {
    expect(new Set(world.answers.map(({ text }) => text)).size).toBe(10);
    for (const row of world.gold) expect(new Set(row).size).toBe(10);
  });

  it("scores an answer cut short below every whole one, and refuses a strange question", async () => {
    const scorer = tableScorer(world, "gold", world.gold);
    const cut = { ...completion(1), finished: false };
    const [score] = await scorer.score(single[0]!, [cut]);
    expect(score).toBeLessThan(Math.min(...world.gold[0]!));
    await expect(scorer.score({ id: "x", text: "Why?" }, [cut])).rejects.toMatchObject({
      code: "toy.unknown-prompt",
    });
  });
});

describe("a tabular policy", () => {
  it("begins at the base law", () => {
    const policy = new TabularPolicy(world);
    world.base.forEach((law, q) =>
      policy.law(q).forEach((p, a) => expect(p).toBeCloseTo(law[a]!, 12)),
    );
  });

  it("samples by its law, and at temperature 2 by the law of halved logits", async () => {
    const policy = await moved();
    for (const temperature of [1, 2]) {
      const drawn = await policy.sample(prompts, { n: 4, seed: 3, temperature });
      for (const [q, question] of world.questions.entries()) {
        const texts = drawn.filter((_, i) => prompts[i]!.text === question).flat();
        const law = temperature === 1 ? policy.law(q) : await tempered(policy, q);
        world.answers.forEach(({ text }, a) => {
          const share = texts.filter((y) => y.text === text).length / texts.length;
          const se = Math.sqrt((law[a]! * (1 - law[a]!)) / texts.length);
          expect(Math.abs(share - law[a]!)).toBeLessThan(4.5 * se);
        });
      }
    }
  });

  /** The tempered law by brute force: square roots of each word's probability, renormalised. */
  async function tempered(policy: TabularPolicy, q: number): Promise<number[]> {
    const words = await Promise.all(
      world.answers.map(async (_, a) => {
        const [scored] = await policy.logprob([{ prompt: single[q]!, completion: completion(a) }]);
        return scored!.tokens;
      }),
    );
    const root = (a: number, t: number): number => Math.exp(words[a]![t]! / 2);
    return world.answers.map(({ tokens }, a) =>
      tokens.reduce((p, _, t) => {
        const here = new Map<number, number>();
        world.answers.forEach((other, b) => {
          const same = tokens.slice(0, t).every((token, i) => other.tokens[i] === token);
          if (same && other.tokens.length > t) here.set(other.tokens[t]!, root(b, t));
        });
        return (p * root(a, t)) / [...here.values()].reduce((x, y) => x + y);
      }, 1),
    );
  }

  it("gives the same answers however they are batched, and others to another seed", async () => {
    const policy = new TabularPolicy(world);
    const options = { n: 3, seed: 5, temperature: 0.9 };
    const together = await policy.sample(prompts.slice(0, 8), options);
    const apart = await Promise.all(prompts.slice(0, 8).map((p) => policy.sample([p], options)));
    expect(apart.flat()).toEqual(together);
    const fewer = await policy.sample(prompts.slice(0, 8), { ...options, n: 2 });
    expect(fewer).toEqual(together.map((row) => row.slice(0, 2)));
    expect(await policy.sample(prompts.slice(0, 8), { ...options, seed: 6 })).not.toEqual(together);
  });

  it("reports the log-probabilities of what it draws, at temperature 1", async () => {
    const policy = await moved();
    const drawn = (
      await policy.sample(prompts.slice(0, 40), { n: 2, seed: 1, temperature: 0.5 })
    ).flat();
    const asked = drawn.map((y) => ({
      prompt: prompts.find((p) => p.id === y.promptId)!,
      completion: y,
    }));
    const scored = await policy.logprob(asked);
    drawn.forEach((y, i) => {
      expect(y.logps).toEqual(scored[i]!.tokens);
      expect(y.logp).toBe(scored[i]!.sum);
      expect(y.finished).toBe(true);
    });
  });

  it("is greedy with top-k 1, keeps a nucleus with top-p, and stops at a length limit", async () => {
    const policy = new TabularPolicy(world);
    const greedy = await policy.sample(prompts.slice(0, 40), {
      n: 1,
      seed: 2,
      temperature: 1,
      topK: 1,
    });
    // "it" has most of the mass; after it "works" does, after that the end.
    expect(new Set(greedy.flat().map((y) => y.text))).toEqual(new Set(["it works"]));
    const nucleus = await policy.sample(prompts, { n: 1, seed: 2, temperature: 1, topP: 0.6 });
    expect(new Set(nucleus.flat().map((y) => y.text.split(" ")[0]))).toEqual(new Set(["it"]));
    const cut = await policy.sample(prompts, { n: 1, seed: 2, temperature: 1, maxTokens: 2 });
    for (const y of cut.flat()) {
      expect(y.tokens).toHaveLength(2);
      expect(y.finished).toBe(false);
    }
  });

  it("has an exact KL: the mean of the divergence along its answers is Σ π log π/π_ref", async () => {
    const policy = await moved();
    for (const [q, law] of world.base.entries()) {
      const items: Asked[] = world.answers.map((_, a) => ({
        prompt: single[q]!,
        completion: completion(a),
      }));
      const along = await policy.divergence(items);
      const now = policy.law(q);
      const mean = now.reduce((sum, p, a) => sum + p * along[a]!.kl, 0);
      const exact = now.reduce((sum, p, a) => sum + p * Math.log(p / law[a]!), 0);
      expect(mean).toBeCloseTo(exact, 12);
      if (q === 0) expect(exact).toBeGreaterThan(0.1);
    }
  });

  it.each<Objective["kind"]>(["pairs", "sft"])(
    "descends: a small step on %s lowers the loss by η‖g‖²",
    async (kind) => {
      const policy = await moved();
      const pairs = [await pairOf(policy, 0, 0, 5), await pairOf(policy, 1, 9, 8)];
      const examples = pairs.map(({ prompt, chosen }) => ({ prompt, completion: chosen }));
      const objective: Objective =
        kind === "sft"
          ? { kind, examples }
          : { kind: "pairs", loss: { kind: "dpo", beta: 0.5 }, pairs, sft: 0.1 };
      const η = 1e-6;
      const before = await policy.update(objective, { learningRate: η });
      const after = await policy.update(objective, { learningRate: 0 });
      expect(before.gradNorm).toBeLessThan(1);
      expect((before.loss - after.loss) / (η * before.gradNorm ** 2)).toBeCloseTo(1, 4);
    },
  );

  it("clips the gradient to norm 1", async () => {
    const policy = new TabularPolicy(world, "sgd");
    const pairs = [await pairOf(policy, 0, 0, 5)];
    const objective: Objective = { kind: "pairs", loss: { kind: "dpo", beta: 10 }, pairs };
    const saved = await policy.save();
    const law = policy.law(0);
    const { gradNorm, loss } = await policy.update(objective, { learningRate: 1e-6 });
    expect(gradNorm).toBeGreaterThan(1);
    const after = await policy.update(objective, { learningRate: 0 });
    expect((loss - after.loss) / (1e-6 * gradNorm)).toBeCloseTo(1, 3);
    await policy.load(saved);
    expect(policy.law(0)).toEqual(law);
  });

  it("comes back from a checkpoint, optimizer and all", async () => {
    const policy = new TabularPolicy(world, "adamw");
    const pairs = [await pairOf(policy, 3, 0, 5)];
    const objective: Objective = { kind: "pairs", loss: { kind: "dpo", beta: 0.5 }, pairs };
    const step = () => policy.update(objective, { learningRate: 0.1 });
    await step();
    const saved = await policy.save();
    const once = [await step(), await step()];
    await policy.load(saved);
    expect([await step(), await step()]).toEqual(once);
    await policy.load(saved);
    expect([await step(), await step()]).toEqual(once);
    await expect(policy.load("toy-9")).rejects.toMatchObject({ code: "toy.no-checkpoint" });
  });

  it("takes a first AdamW step of the learning rate's size in every logit with a gradient", async () => {
    const policy = new TabularPolicy(world, "adamw");
    const example = { prompt: single[0]!, completion: completion(9) };
    await policy.update({ kind: "sft", examples: [example] }, { learningRate: 0.01 });
    // "no comment" against "I" and "it" at the root: +η, −η, −η; nothing to choose after it.
    const root = [27, 69, 4].map((w, i) => Math.log(w) + (i === 2 ? 0.01 : -0.01));
    const z = root.reduce((sum, x) => sum + Math.exp(x), 0);
    expect(policy.law(0)[9]).toBeCloseTo(Math.exp(root[2]!) / z, 8);
  });

  it("credits tokens: the chosen answer's grow, the rejected one's shrink", async () => {
    const policy = new TabularPolicy(world, "sgd");
    const pairs = [await pairOf(policy, 0, 0, 8)];
    const objective: Objective = { kind: "pairs", loss: { kind: "dpo", beta: 1 }, pairs };
    const { credit } = await policy.update(objective, { learningRate: 0.5 });
    const [chosen, rejected] = credit!.answers;
    expect(chosen!.pieces).toEqual(["I", "love", "it", ""]);
    expect(chosen!.role).toBe("chosen");
    const total = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
    expect(total(chosen!.after)).toBeGreaterThan(total(chosen!.before));
    expect(total(rejected!.after)).toBeLessThan(total(rejected!.before));
    expect(chosen!.reference).toEqual(chosen!.before);
    // Tokens without a choice stay certain.
    expect(chosen!.after[3]).toBe(0);
  });

  it("refuses tokens that no answer is spelled with", async () => {
    const policy = new TabularPolicy(world);
    const strange = { ...completion(0), tokens: [999] };
    await expect(
      policy.logprob([{ prompt: single[0]!, completion: strange }]),
    ).rejects.toMatchObject({
      code: "toy.unknown-answer",
    });
  });
});
