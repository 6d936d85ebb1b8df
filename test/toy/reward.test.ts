import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/core/logistic.ts";
import type { Completion, FitReport, LabelledPair } from "../../src/core/types.ts";
import { TabularReward } from "../../src/toy/reward.ts";
import { promptsOf, world } from "../../src/toy/world.ts";

const prompts = promptsOf(world, 1);
const answers = world.answers.map(({ text, tokens }, a): Completion => {
  return { id: `#${a}`, promptId: "", text, tokens, logps: [], logp: 0, finished: true };
});
/** Every pair of answers, labelled by what a rater with these rewards would say on average. */
const everyPair = (table: readonly (readonly number[])[]): LabelledPair[] =>
  prompts.flatMap((prompt, q) =>
    answers.flatMap((chosen, w) =>
      answers.slice(0, w).map((rejected, l) => {
        return { prompt, chosen, rejected, p: sigmoid(table[q]![w]! - table[q]![l]!) };
      }),
    ),
  );
const fresh = () => new TabularReward(world, "proxy reward", world.proxy);
async function fit(model: TabularReward, ...args: Parameters<TabularReward["fit"]>) {
  const reports: FitReport[] = [];
  for await (const report of model.fit(...args)) reports.push(report);
  return reports;
}
/** Shifted to mean 0 at each question: what comparisons can tell. */
const centred = (table: readonly (readonly number[])[]) =>
  table.map((row, q) => {
    const middle = row.reduce((sum, r, a) => sum + world.base[q]![a]! * r, 0);
    return row.map((r) => r - middle);
  });

describe("the exact world's reward model", () => {
  it("finds the rewards behind soft labels, up to a shift of each question and one scale", async () => {
    const model = fresh();
    const reports = await fit(model, everyPair(world.gold), { seed: 1 });
    const truth = centred(world.gold);
    const ratio = model.table[0]![0]! / truth[0]![0]!;
    model.table.forEach((row, q) =>
      row.forEach((r, a) => expect(r).toBeCloseTo(ratio * truth[q]![a]!, 2)),
    );
    expect(ratio).toBeGreaterThan(0.9);
    const entropy = everyPair(world.gold).map(
      ({ p = 1 }) => -p * Math.log(p) - (1 - p) * Math.log(1 - p),
    );
    const least = entropy.reduce((a, b) => a + b) / entropy.length;
    expect(reports[0]!.loss).toBeLessThan(Math.LN2);
    expect(reports.at(-1)!.loss - least).toBeGreaterThan(0);
    expect(reports.at(-1)!.loss - least).toBeLessThan(1e-3);
  });

  it("is as right on held-out pairs as the labels were, and measures it", async () => {
    const pairs = everyPair(world.gold);
    const reports = await fit(fresh(), pairs, { seed: 1, heldOut: pairs });
    expect(reports.at(-1)!.accuracy!.rate).toBeGreaterThan(0.97);
    const wrong = pairs.map((pair) => ({ ...pair, p: 1 - pair.p! }));
    const against = await fit(fresh(), pairs, { seed: 1, heldOut: wrong });
    expect(against.at(-1)!.accuracy!.rate).toBeLessThan(0.03);
  });

  it("goes back to any model it has been, and starts from the trunk or from itself", async () => {
    const model = fresh();
    const start = await model.save();
    expect(await model.scoreAll(prompts, [answers.slice(0, 2)])).toEqual([
      world.proxy[0]!.slice(0, 2),
      ...prompts.slice(1).map(() => []),
    ]);
    await fit(model, everyPair(world.gold), { seed: 1 });
    const [first, name] = [model.table, await model.save()];
    const few = everyPair(world.proxy).slice(0, 1);
    await fit(model, few, { seed: 1, from: "now" });
    expect(model.table[3]!.some((r) => Math.abs(r) > 0.1)).toBe(true);
    await fit(model, few, { seed: 1 });
    expect(model.table[3]!.every((r) => Math.abs(r) < 1e-12)).toBe(true);
    await model.load(name);
    expect(model.table).toEqual(first);
    await model.load(start);
    expect(model.table).toEqual(world.proxy);
    await expect(model.load("toy-reward-99")).rejects.toMatchObject({
      code: "toy.no-reward-model",
    });
  });
});
