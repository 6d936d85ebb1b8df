import type { Locator, Page } from "playwright";
import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** How far the page is wider than its window, in CSS pixels. */
const overflow = (page: Page) =>
  page.evaluate(
    (width) => document.documentElement.scrollWidth - width,
    page.viewportSize()!.width,
  );

describe("what the page asks of the network", () => {
  it("is its own site only, and the policy that holds it to that is in the page", async () => {
    const tab = await Tab.open(toy);
    await tab.untilReady();
    const policy = await tab.page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
    expect(await tab.page.evaluate(() => crossOriginIsolated)).toBe(true);
    const refused = await tab.page.evaluate(() =>
      fetch("https://example.org/").then(
        () => false,
        () => true,
      ),
    );
    expect(refused).toBe(true);
    expect(tab.complaints.every((text) => /example\.org/.test(text))).toBe(true);
  });
});

describe("a phone", () => {
  it("holds every stage of a round without sideways scrolling", async () => {
    const tab = await Tab.open(toy, { context: phone });
    await tab.play("One step").waitFor();
    for (let i = 0; i < 6; i++) {
      expect(await overflow(tab.page)).toBeLessThanOrEqual(0);
      await tab.play("One step").tap();
    }
    await tab.button("Method, knobs and set-up").tap();
    await tab.knob("Pairs a step").waitFor();
    expect(await overflow(tab.page)).toBeLessThanOrEqual(0);
    await tab.button("Method, knobs and set-up").tap();
    await tab.button("Show the charts").tap();
    await tab.page.getByRole("slider", { name: "The log by rounds" }).waitFor();
    expect(await overflow(tab.page)).toBeLessThanOrEqual(0);
    expect(tab.complaints).toEqual([]);
  });

  const waits = /Touch the page and a live one begins/;
  const coming = /The live one is on its way/;

  it("fetches no model before it is touched, and then does", async () => {
    const tab = await Tab.open("", { context: phone });
    await tab.page.getByText(waits).waitFor();
    expect(tab.page.workers()).toEqual([]);
    await tab.page.getByRole("heading", { level: 2 }).tap();
    await tab.page.getByText(coming).waitFor();
    await expect.poll(() => tab.page.workers().length).toBeGreaterThan(0);
    // Ready, it takes the recorded one's place.
    await tab.page.getByRole("region", { name: "Played back" }).waitFor({ state: "detached" });
    await tab.page.getByText(/^Round 1 of 6/).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("plays a round of the recorded run without anything jumping; left alone, it fetches the model then", async () => {
    const tab = await Tab.open("", {
      context: phone,
      before: (page) =>
        page.addInitScript(() => {
          const told = globalThis as unknown as { shifted: number };
          told.shifted = 0;
          new PerformanceObserver((list) => {
            for (const shift of list.getEntries()) {
              told.shifted += (shift as PerformanceEntry & { value: number }).value;
            }
          }).observe({ type: "layout-shift", buffered: true });
        }),
    });
    await tab.page.getByText(waits).waitFor();
    await tab.page.getByText(/^update 1$/).waitFor();
    await tab.page.getByText(coming).waitFor();
    // Google's bound for a page that stands still is 0.1.
    const shifted = await tab.page.evaluate(
      () => (globalThis as unknown as { shifted: number }).shifted,
    );
    expect(shifted).toBeLessThan(0.05);
    expect(tab.complaints).toEqual([]);
  });
});

describe("the Tab key", () => {
  /** What changes on the screen when a control loses the focus is how its focus shows. */
  async function focusShows(page: Page, control: Locator): Promise<boolean> {
    const box = (await control.boundingBox())!;
    const clip = {
      x: Math.max(0, box.x - 6),
      y: Math.max(0, box.y - 6),
      width: box.width + 12,
      height: box.height + 12,
    };
    const lit = await page.screenshot({ clip, animations: "disabled" });
    await control.evaluate((element: HTMLElement) => element.blur());
    const plain = await page.screenshot({ clip, animations: "disabled" });
    await control.evaluate((element: HTMLElement) => element.focus());
    return !lit.equals(plain);
  }

  it("reaches the main controls in the order of the page, each with a focus that shows", async () => {
    const tab = await Tab.open(toy, { context: { reducedMotion: "reduce" } });
    await tab.untilReady();
    const { page } = tab;
    const wanted: Record<string, Locator> = {
      "skip link": page.getByRole("link", { name: "Skip to the stage" }),
      method: tab.button(/^Method: /),
      seed: tab.button(/^Seed: /),
      share: tab.button("Share"),
      knob: page.getByRole("slider", { name: /^Pairs a step/ }),
      "own prompt": page.getByRole("textbox", { name: "Your prompt" }),
      play: tab.play("Play"),
      step: tab.play("One step"),
      pace: page.getByRole("radiogroup", { name: "Speed" }).getByRole("radio", { checked: true }),
      stage: tab.button(/^update/),
      reset: tab.button("Reset"),
      log: page.getByRole("slider", { name: "The log by rounds" }),
    };
    const reached: string[] = [];
    const unseen: string[] = [];
    const last = Object.keys(wanted).at(-1)!;
    for (let i = 0; i < 120 && !reached.includes(last); i++) {
      await page.keyboard.press("Tab");
      for (const [name, control] of Object.entries(wanted)) {
        if (reached.includes(name)) continue;
        if (!(await control.evaluate((element) => element === document.activeElement))) continue;
        reached.push(name);
        if (!(await focusShows(page, control))) unseen.push(name);
      }
    }
    expect(reached).toEqual(Object.keys(wanted));
    expect(unseen).toEqual([]);
  });
});
