import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

describe("you are the annotator", () => {
  it("answers by key and by button, stops, and the step goes on with the labels so far", async () => {
    const tab = await Tab.open(
      "?task=toy&method=online-dpo&annotator=human&knob.batch=8&knob.iterations=2",
    );
    await tab.untilReady();
    await tab.play("One step").click();
    const desk = tab.page.getByRole("region", { name: "You are the annotator" });
    await desk.getByText(/^0 of \d labelled/).waitFor();
    await desk.getByRole("button", { name: /A is better/ }).click();
    await tab.page.keyboard.press("b");
    await desk.getByText(/^2 of \d labelled/).waitFor();
    await tab.page.keyboard.press("z");
    await desk.getByText(/^1 of \d labelled/).waitFor();
    // Looking back shows the log; the question waits.
    await tab.play("Back one step").click();
    await expect.poll(() => desk.count()).toBe(0);
    await tab.page.keyboard.press("End");
    await desk.getByRole("button", { name: /Go on with 1 label/ }).click();
    await tab.at("Step 4 of 4: label");
    expect(await tab.sentence()).toContain("person at the screen");
    await tab.play("One step").click();
    await expect.poll(() => tab.sentence()).toContain("One pair");
    // Nobody answers any more: another set-up starts all the same.
    await tab.play("Play").click();
    await desk.waitFor();
    await tab.choose("Who labels", "the gold reward");
    await tab.untilReady();
    expect(tab.query().get("annotator")).toBe("gold");
    expect(tab.complaints).toEqual([]);
  });
});

describe("labelling by keys", () => {
  const human = "?task=toy&method=online-dpo&annotator=human&knob.batch=8&knob.iterations=2";
  it("takes A, B, the arrows, Space and Z, and can stop at any time", async () => {
    const tab = await Tab.open(human);
    await tab.untilReady();
    await tab.play("One step").click();
    const desk = tab.page.getByRole("region", { name: "You are the annotator" });
    const done = (n: number) => desk.getByText(new RegExp(`^${n} of \\d labelled`)).waitFor();
    await done(0);
    // The key that began it has been let go of.
    await tab.page.locator("body").focus();
    for (const [key, n] of [
      ["a", 1],
      ["ArrowRight", 2],
      ["Space", 3],
      ["z", 2],
      ["ArrowLeft", 3],
      ["b", 4],
    ] as const) {
      await tab.page.keyboard.press(key);
      await done(n);
    }
    await tab.page.keyboard.press("Escape");
    await tab.at("Step 4 of 4: label");
    expect(tab.complaints).toEqual([]);
  });

  it("counts a room's hands: 23 against 9 enters as p = 0.72", async () => {
    const tab = await Tab.open(human);
    await tab.untilReady();
    await tab.page.keyboard.press("p");
    const talk = tab.page.getByRole("region", { name: "Presenter mode" });
    await talk.waitFor();
    await tab.page.keyboard.press("ArrowRight");
    const desk = tab.page.getByRole("region", { name: "You are the annotator" });
    await desk.getByText(/^0 of \d labelled/).waitFor();
    await tab.page.keyboard.type("23");
    await talk.getByText("23 hands for …").waitFor();
    await tab.page.keyboard.press("ArrowLeft");
    await talk.getByText("a 23 : 0 b").waitFor();
    await tab.page.keyboard.type("9");
    await tab.page.keyboard.press("ArrowRight");
    await desk.getByText(/^1 of \d labelled/).waitFor();
    // Hand by hand, taken back, and entered.
    await tab.page.keyboard.type("aabz");
    await talk.getByText("a 2 : 0 b").waitFor();
    await tab.page.keyboard.type("b");
    await tab.page.keyboard.press("Enter");
    await desk.getByText(/^2 of \d labelled/).waitFor();
    await talk.getByText("no votes yet").waitFor();
    await tab.page.keyboard.press("Escape");
    await talk.waitFor({ state: "hidden" });
    await tab.page.keyboard.press("Escape");
    await tab.at("Step 4 of 4: label");
    await tab.page.keyboard.press("t");
    // 23 of 32 hands, and two of three.
    await expect.poll(() => tab.stage.innerText()).toMatch(/\b0\.72\b/);
    expect(await tab.stage.innerText()).toMatch(/\b0\.67\b/);
    expect(tab.complaints).toEqual([]);
  });
});

/** Its weights are trained apart from the code. */
const size = "s";

describe.runIf(size)("an instructed annotator", () => {
  it("labels in both orders by what it is told, and is told something else on the way", async () => {
    const tab = await Tab.open(
      "?method=online-dpo&backend=wasm&heldout=8&knob.batch=4&knob.iterations=2" +
        `&instruction=Shorter+is+better.&annotator=instructed-${size}`,
    );
    await tab.untilReady();
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: label");
    expect(await tab.sentence()).toContain(`instructed annotator ${size!.toUpperCase()}`);
    await tab.stage.getByText("Shorter is better.", { exact: true }).first().waitFor();
    await tab.stage.getByText("same place twice").waitFor();
    await tab.page.keyboard.press("t");
    const orders = tab.stage.getByRole("table").filter({ hasText: "b first, turned round" });
    const rows = await orders.getByRole("row").all();
    expect(rows).toHaveLength(5);
    for (const row of rows.slice(1)) {
      const [, ab, ba, p] = (await row.getByRole("cell").allInnerTexts()).map(Number);
      // Shown with two digits each.
      expect(Math.abs((ab! + ba!) / 2 - p!)).toBeLessThanOrEqual(0.011);
    }
    const next = tab.page.getByRole("textbox", { name: "From the next label on" });
    await next.fill("x".repeat(10_000));
    await tab.page.getByText(/It reads at most 200 characters/).waitFor();
    await next.fill("더 긴 쪽이 좋다");
    await tab.button("Tell it").click();
    expect(tab.query().get("instruction.1")).toBe("더 긴 쪽이 좋다");
    await tab.pick("Step by", "stage");
    while (!(await tab.where()).endsWith("label") || (await tab.length()) < 8) {
      await tab.play("One stage").click();
      await tab.page.getByText(/^step \d+ · live$/).waitFor();
    }
    await tab.stage.getByText("더 긴 쪽이 좋다", { exact: true }).first().waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("is fetched only when it is chosen", async () => {
    const fetched: string[] = [];
    const tab = await Tab.open("?method=online-dpo&backend=wasm&heldout=8&annotator=gold", {
      before: async (page) =>
        page.context().on("request", (request) => fetched.push(new URL(request.url()).pathname)),
    });
    await tab.untilReady();
    const ofAnnotators = () => fetched.filter((path) => path.includes("tilt-annotator"));
    expect(fetched.some((path) => path.includes("tilt-1m"))).toBe(true);
    expect(ofAnnotators()).toEqual([]);
    await tab.choose("Who labels", `an instructed annotator, ${size!.toUpperCase()}`);
    await tab.untilReady();
    expect(ofAnnotators().some((path) => path.endsWith(`-${size}/model.safetensors`))).toBe(true);
    expect(tab.complaints).toEqual([]);
  });
});
