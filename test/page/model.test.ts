import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Step } from "../../src/core/types.ts";
import { Tab } from "./tab.ts";

const PROMPTS = 4;
const small = `heldout=8&knob.batch=${PROMPTS}`;
const dpo = `?method=online-dpo&${small}`;

/** The evaluation column holds a finite number in every cell, for each of these updates. */
async function measured(tab: Tab, updates: readonly string[]): Promise<void> {
  await tab.page.keyboard.press("t");
  for (const title of ["Reward", "KL from the reference", "Length"]) {
    const rows = await tab.chart(title);
    expect(rows.map((cells) => cells[0])).toEqual(updates);
    for (const cell of rows.flat()) expect(cell).toMatch(/^[−+]?\d+(\.\d+)?%?$/);
  }
  const [start] = await tab.chart("KL from the reference");
  expect(Number(start![1]!.replace("−", "-"))).toBe(0);
}

/** Texts of the first sample step, prompt by prompt, as the command line prints it. */
async function fromTerminal(args: readonly string[]): Promise<string[][]> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn("npx", ["tsx", "src/cli/main.ts", "run", ...args], {
    cwd: root,
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  expect(await ended).toBe(0);
  const steps = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Step);
  const sample = steps.find((step) => step.kind === "sample")!;
  return sample.completions.map((answers) => answers.map((y) => y.text.trim()));
}

describe("the language model on the processor", () => {
  it("opens by itself to answers, and online DPO runs to its end", async () => {
    const tab = await Tab.open(`${dpo}&backend=wasm&knob.iterations=2`);
    await tab.untilReady();
    expect(await tab.sentence()).toMatch(/^The policy wrote eight answers to four prompts/);
    for (const reply of (await tab.allReplies(PROMPTS)).flat()) expect(reply).toMatch(/\w/);
    await tab.page.getByText(/this CPU, \d+ threads?/).waitFor();
    await tab.button(/^Play the whole run/).click();
    await tab.untilDone();
    await tab.at("Step 12 of 12: evaluate");
    await measured(tab, ["0", "2"]);
    expect(tab.complaints).toEqual([]);
  });

  it("answers a visitor's own words, before and now", async () => {
    const tab = await Tab.open(`${dpo}&backend=wasm&task=replies`);
    await tab.untilReady();
    const own = tab.page.getByRole("textbox", { name: "Your prompt" });
    const ask = tab.button("Ask");
    await own.fill("Could you recommend a quiet place to work?");
    await ask.click();
    const before = tab.page.getByRole("definition").filter({ hasText: /gold [−\d]/ });
    await expect.poll(() => before.count()).toBe(2);
    // Nothing has been learned yet, and both are drawn with the same dice.
    const [then, now] = await before.allInnerTexts();
    expect(then).toBe(now);
  });
});

describe("one seed on three engines", () => {
  it("gives the same first answers in the tab on WebGPU and on WASM and in the terminal", async () => {
    const onGpu = await Tab.open(`${dpo}&backend=webgpu&knob.iterations=1`);
    await onGpu.untilReady();
    const gpu = await onGpu.allReplies(PROMPTS);
    await onGpu.page.getByText(/this GPU/).waitFor();

    const onCpu = await Tab.open(`${dpo}&backend=wasm&knob.iterations=1`);
    await onCpu.untilReady();
    const cpu = await onCpu.allReplies(PROMPTS);

    const terminal = await fromTerminal([
      ...["--method", "online-dpo", "--task", "reviews", "--seed", "7", "--backend", "wasm"],
      ...["--rounds", "1", "--held-out", "8", "--knob", `batch=${PROMPTS}`],
    ]);
    expect(cpu).toEqual(terminal);
    expect(gpu).toEqual(terminal);

    await onGpu.button(/^Play the whole run/).click();
    await onGpu.untilDone();
    await onGpu.at("Step 7 of 7: evaluate");
    await measured(onGpu, ["0", "1"]);
    expect(onGpu.complaints).toEqual([]);
  });
});
