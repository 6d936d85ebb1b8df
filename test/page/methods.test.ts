/**
 * @file Every method of the table, stepped stage by stage with the button that a visitor has for
 * it, on the language model. Each run is as small as its method allows: nothing here is about how
 * good it gets.
 */
import { describe, expect, it } from "vitest";
import { menu } from "../../src/menu.ts";
import { en } from "../../src/ui/words/en.ts";
import { Tab } from "./tab.ts";

type Id = keyof typeof menu.methods;

/** Knobs of the smallest run of each method that still goes through all of its box. */
const SMALLEST: Readonly<Record<Id, string>> = {
  "best-of-n": "rounds=1 batch=2 n=2 epochs=1",
  rso: "rounds=1 batch=2 n=8 k=2 epochs=1",
  "iterative-dpo": "rounds=1 batch=2 n=2 epochs=1",
  "pairwise-cringe": "rounds=1 batch=2 n=2 epochs=1",
  "self-rewarding": "rounds=2 ift=2 eft=2 batch=4 n=4 gradings=1 epochs=1",
  "online-dpo": "iterations=1 batch=2",
  "rlhf-ppo": "iterations=1 batch=2 epochs=1 minibatch=2",
  rloo: "iterations=1 batch=2 k=2",
  grpo: "iterations=1 batch=2 group=2",
  rlaif: "labels=8 iterations=1 batch=2 minibatch=2",
  "direct-rlaif": "iterations=1 batch=2 minibatch=2",
  "llama2-chat": "rounds=1 iterations=1 batch=2 k=2",
  dpo: "prompts=2 epochs=1",
  ipo: "prompts=2 epochs=1",
  "slic-hf": "prompts=2 epochs=1 n=2",
  rrhf: "prompts=2 epochs=1 n=2",
  click: "rounds=1 batch=2 n=8",
  spin: "iterations=1 batch=2 epochs=1",
  rest: "rounds=1 batch=2 n=2 improves=1 epochs=1",
};

/** Presses "One stage" until the run is over. */
async function toTheEnd(tab: Tab): Promise<void> {
  const over = tab.play("Run again");
  const next = tab.play("One stage");
  await tab.pick("Step by", "stage");
  // The button is out of reach while a stage is under way: pressing it waits.
  while (!(await over.isVisible())) {
    await next.click();
    await expect
      .poll(async () => (await over.isVisible()) || (await next.isEnabled()), { timeout: 120_000 })
      .toBe(true);
  }
}

/** The log from its beginning, step by step: the kinds in it, each with its picture and line. */
async function lookAgain(tab: Tab): Promise<Set<string>> {
  const kinds = new Set<string>();
  const { keyboard } = tab.page;
  await tab.pick("Step by", "step");
  await tab.page.getByRole("slider", { name: "The log by rounds" }).focus();
  await keyboard.press("Home");
  const steps = await tab.length();
  for (let i = 1; i <= steps; i++) {
    await tab.at(new RegExp(`^Step ${i} of ${steps}: `));
    expect(await tab.sentence()).toMatch(/\w/);
    kinds.add((await tab.where()).split(": ")[1]!);
    await keyboard.press("ArrowRight");
  }
  return kinds;
}

/** The methods that learn from what the policy writes meanwhile, and PPO: the engine's whole range. */
const ON_GPU = new Set<string>([
  ...["best-of-n", "rso", "iterative-dpo", "pairwise-cringe", "self-rewarding", "online-dpo"],
  "rlhf-ppo",
]);

async function goesThrough(method: Id, backend: "webgpu" | "wasm"): Promise<void> {
  const asked = SMALLEST[method].split(" ").map((knob) => `knob.${knob}`);
  const query = [`method=${method}`, ...asked, "heldout=8", "every=100", `backend=${backend}`];
  const tab = await Tab.open(`?${query.join("&")}`);
  await tab.page.getByText(/^step \d+ · live$/).waitFor({ timeout: 120_000 });
  await toTheEnd(tab);
  const kinds = await lookAgain(tab);
  const stages = menu.methods[method].box.flatMap(({ kind }) => kind ?? []);
  const named = [...stages, "evaluate" as const].map((kind) => en.stage[kind]);
  expect([...kinds]).toEqual(expect.arrayContaining(named));
  expect(await tab.alert.count()).toBe(0);
  await tab.page.keyboard.press("t");
  const kl = await tab.chart("KL from the reference");
  for (const cell of kl.at(-1)!) expect(cell).toMatch(/^[−+]?\d+(\.\d+)?%?$/);
  expect(tab.complaints).toEqual([]);
}

const methods = Object.keys(SMALLEST) as Id[];

describe("stage by stage on WebGPU", () => {
  it.each(methods.filter((id) => ON_GPU.has(id)))("%s", (id) => goesThrough(id, "webgpu"));
});

describe("stage by stage on the processor", () => {
  it.each(methods.filter((id) => !ON_GPU.has(id)))("%s", (id) => goesThrough(id, "wasm"));
});
