import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const dpo = "?task=toy&method=online-dpo&knob.batch=4";
const best = "?task=toy&method=best-of-n&knob.batch=4&knob.n=4";

/** The stage that the lit line of the box names. */
const litStage = async (tab: Tab) => (await tab.lit()).split("\n")[0];

describe("online DPO in the exact world", () => {
  it("goes by steps, stages and rounds, and the lit line follows", async () => {
    const tab = await Tab.open(`${dpo}&knob.iterations=20`);
    await tab.untilReady();
    expect(await litStage(tab)).toBe("sample");
    for (const [i, kind] of ["label", "pair", "update"].entries()) {
      await tab.play("One step").click();
      await tab.at(`Step ${i + 4} of ${i + 4}: ${kind}`);
      expect(await litStage(tab)).toBe(kind);
    }
    await tab.play("One step").click();
    await tab.at("Step 7 of 7: round");
    expect(await tab.lit()).toContain("for t = 1 … T");

    await tab.pick("Step by", "stage");
    await tab.play("One stage").click();
    await tab.at("Step 8 of 8: sample");
    await tab.pick("Step by", "round");
    await tab.play("One round").click();
    await tab.at("Step 12 of 12: round");
    await expect.poll(() => tab.sentence()).toBe("Round 3 of 20 begins.");
    await tab.play("Back one round").click();
    await tab.at("Step 7 of 12: round");
    expect(tab.complaints).toEqual([]);
  });

  it("runs, pauses, resets, and runs to its end", async () => {
    // Long enough to be caught in the middle: with four pairs a step it is over in half a second.
    const tab = await Tab.open(`${dpo}&knob.iterations=2000`.replace("batch=4", "batch=64"));
    await tab.untilReady();
    await tab.pick("Speed", "live");
    await tab.play("Play").click();
    await expect.poll(() => tab.length()).toBeGreaterThan(20);
    await tab.play("Pause").click();
    await tab.page.getByText(/^step \d+ · live$/).waitFor();
    const paused = await tab.length();
    expect(paused).toBeLessThan(2000 * 4);
    await tab.play("One step").click();
    await expect.poll(() => tab.length()).toBe(paused + 1);
    await tab.button("Reset").click();
    await tab.untilReady();

    await tab.turn("Iterations", "12");
    await tab.button("New run").click();
    await tab.untilReady();
    await tab.play("Play").click();
    await tab.untilDone();
    // Twelve rounds of five steps, and evaluations at the start, after ten and at the end.
    await tab.at("Step 63 of 63: evaluate");
    await tab.page.keyboard.press("t");
    const reward = await tab.chart("Reward");
    expect(reward.map((cells) => cells[0])).toEqual(["0", "10", "12"]);
    for (const cell of reward.flat()) expect(cell).toMatch(/^[−+]?\d+(\.\d+)?$/);
    expect(tab.complaints).toEqual([]);
  });
});

describe("best-of-n in the exact world", () => {
  it("goes by stages and rounds to its end", async () => {
    const tab = await Tab.open(`${best}&knob.rounds=2&knob.minibatch=1`);
    await tab.untilReady();
    for (const [i, kind] of ["score", "select", "update"].entries()) {
      await tab.play("One step").click();
      await tab.at(`Step ${i + 4} of ${i + 4}: ${kind}`);
      expect(await litStage(tab)).toBe(kind);
    }
    // Two epochs over four kept answers, one at a time: a stage of eight updates.
    await tab.pick("Step by", "stage");
    await tab.play("One stage").click();
    await tab.at("Step 14 of 14: round");
    // The second round's pool is twice as large, and evaluations come in between.
    await tab.pick("Speed", "live");
    await tab.play("Play").click();
    await tab.untilDone();
    await tab.at(/: evaluate$/);
    await tab.page.keyboard.press("t");
    const updates = (await tab.chart("KL from the reference")).map((cells) => cells[0]);
    expect(updates).toEqual(["0", "10", "20", "24"]);
    expect(tab.complaints).toEqual([]);
  });

  it("starts again once it is over", async () => {
    const tab = await Tab.open(`${best}&knob.rounds=1`);
    await tab.untilReady();
    const first = await tab.replies();
    await tab.button(/^Play the whole run/).click();
    await tab.untilDone();
    await tab.play("Run again").click();
    await tab.untilReady();
    expect(await tab.replies()).toEqual(first);
  });
});

describe("knobs turned in the middle of a run", () => {
  it("leave history as it was and offer a fork or a new run", async () => {
    const tab = await Tab.open(`${dpo}&knob.iterations=20`);
    await tab.untilReady();
    await tab.pick("Step by", "round");
    await tab.play("One round").click();
    await tab.at("Step 7 of 7: round");
    await tab.play("One round").click();
    await tab.at("Step 12 of 12: round");
    const address = tab.page.url();

    await tab.turn("Pull to the reference", "0.5");
    const draft = tab.page.getByRole("region", { name: "One knob moved" });
    await draft.waitFor();
    expect(await tab.where()).toBe("Step 12 of 12: round");
    expect(tab.page.url()).toBe(address);
    await draft.getByRole("button", { name: "Put back" }).click();
    expect(await draft.count()).toBe(0);
    expect(await tab.knob("Pull to the reference").inputValue()).toMatch(/^0\.10*$/);

    await tab.turn("Pull to the reference", "0.5");
    await draft.getByRole("button", { name: "Fork at round 3" }).click();
    await tab.at("Step 13 of 13: sample");
    await expect.poll(() => tab.query().get("knob.beta")).toBe("0.5");

    await tab.turn("Pull to the reference", "2");
    await draft.getByRole("button", { name: "New run" }).click();
    await tab.untilReady();
    await expect.poll(() => tab.query().get("knob.beta")).toBe("2");
  });

  it("refuse what is out of their range and say why", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.turn("Pull to the reference", "many");
    await tab.page.getByText("Pull to the reference is not a number").waitFor();
    expect(await tab.knob("Pull to the reference").inputValue()).toMatch(/^0\.10*$/);
    await tab.turn("Pull to the reference", "9");
    await tab.page.getByText("Pull to the reference is not between 0.002 and 5").waitFor();
  });
});

describe("the time machine", () => {
  it("looks back and comes forward; a fork at a round repeats the run", async () => {
    const tab = await Tab.open(`${dpo}&knob.iterations=20`);
    const { keyboard } = tab.page;
    await tab.untilReady();
    await tab.pick("Step by", "round");
    for (const at of [7, 12, 17]) {
      await tab.play("One round").click();
      await tab.at(`Step ${at} of ${at}: round`);
    }
    await tab.pick("Step by", "step");
    await tab.page.getByRole("slider", { name: "The log by rounds" }).focus();

    await keyboard.press("Home");
    await tab.at("Step 1 of 17: evaluate");
    expect(await tab.lit()).toBe("");
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    await tab.at("Step 3 of 17: sample");
    expect(await litStage(tab)).toBe("sample");
    await keyboard.press("Alt+ArrowRight");
    await tab.at("Step 7 of 17: round");
    await keyboard.press("Shift+ArrowRight");
    await tab.at("Step 8 of 17: sample");
    const drawn = await tab.replies();
    await keyboard.press("ArrowLeft");
    await tab.at("Step 7 of 17: round");
    await keyboard.press("End");
    await tab.at("Step 17 of 17: round");
    await keyboard.press("ArrowLeft");
    await tab.page.getByTitle("Back to live").click();
    await tab.at("Step 17 of 17: round");

    await keyboard.press("Alt+ArrowLeft");
    await keyboard.press("Alt+ArrowLeft");
    await tab.at("Step 7 of 17: round");
    await tab.button("Fork here").click();
    await tab.button("Fork at round 2").click();
    await tab.at("Step 8 of 8: sample");
    expect(await tab.replies()).toEqual(drawn);
    expect(tab.complaints).toEqual([]);
  });
});

describe("the address", () => {
  it("carries the experiment; a reload and a link restore it, Back returns", async () => {
    const tab = await Tab.open("?task=toy");
    await tab.untilReady();
    expect(tab.query().get("seed")).toBe("7");
    await tab.choose("Method", /^Online DPO/);
    await tab.untilReady();
    await tab.choose("Who labels", /^the gold reward/);
    await tab.button(/^Seed: /).click();
    await tab.page.getByRole("spinbutton", { name: "Seed" }).fill("1234");
    await tab.button("Use it").click();
    await tab.untilReady();
    await tab.turn("Pairs a step", "5");
    await tab.button("New run").click();
    await tab.untilReady();
    const wanted = {
      method: "online-dpo",
      task: "toy",
      seed: "1234",
      annotator: "gold",
      "knob.batch": "5",
    };
    await expect.poll(() => Object.fromEntries(tab.query())).toMatchObject(wanted);
    const drawn = await tab.replies();

    await tab.page.reload();
    await tab.untilReady();
    expect(await tab.replies()).toEqual(drawn);
    expect(await tab.knob("Pairs a step").inputValue()).toBe("5");
    await tab.button("Seed: 1234").waitFor();
    await tab.button("Who labels: the gold reward").waitFor();
    await tab.page.goBack();
    await expect.poll(() => tab.query().get("knob.batch")).toBe(null);
    await expect.poll(() => tab.knob("Pairs a step").inputValue()).toBe("24");
    expect(tab.complaints).toEqual([]);
  });
});

describe("keys", () => {
  it("play and pause, fork, turn to tables, and list themselves", async () => {
    const tab = await Tab.open(`${dpo}&knob.iterations=2000`.replace("batch=4", "batch=64"));
    const { keyboard } = tab.page;
    await tab.untilReady();
    await keyboard.press("ArrowRight");
    await tab.at("Step 4 of 4: label");
    await tab.pick("Speed", "live");
    // A focused choice keeps Space for itself.
    await tab.page.getByRole("slider", { name: "The log by rounds" }).focus();
    await keyboard.press("Space");
    await tab.play("Pause").waitFor();
    await expect.poll(() => tab.length()).toBeGreaterThan(20);
    await keyboard.press("Space");
    await tab.play("Play").waitFor();

    const tables = tab.button(/the table behind the picture/).first();
    expect(await tables.getAttribute("aria-pressed")).toBe("false");
    await keyboard.press("t");
    await expect.poll(() => tables.getAttribute("aria-pressed")).toBe("true");
    await keyboard.press("t");
    await expect.poll(() => tables.getAttribute("aria-pressed")).toBe("false");

    await keyboard.press("?");
    const keys = tab.page.getByText("play or pause");
    await keys.waitFor({ state: "visible" });
    await keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });

    await keyboard.press("f");
    await tab.button(/^Fork at round/).waitFor();
    await tab.button("Put back").click();
  });
});
