import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";
const HANGUL = /[\uac00-\ud7a3]/;

/** What axe finds serious or worse, by rule and place. */
async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

describe("two languages", () => {
  it("come from the browser or the link, and change in mid-run without disturbing it", async () => {
    const tab = await Tab.open(toy, { context: { locale: "ko-KR" } });
    const { page } = tab;
    await page.getByRole("button", { name: "재생", exact: true }).waitFor();
    const lang = () => page.evaluate(() => document.documentElement.lang);
    expect(await lang()).toBe("ko");
    await page.getByText(/^3스텝 · 실시간$/).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^4스텝 · 실시간$/).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await tab.at("Step 4 of 4: label");
    expect(await lang()).toBe("en");
    expect(tab.query().get("lang")).toBe("en");
    expect(
      await page
        .getByRole("button", { name: "한국어" })
        .evaluate((b) => b === document.activeElement),
    ).toBe(true);
    await page.keyboard.press("l");
    await page.getByRole("button", { name: "English" }).waitFor();
    expect(await page.getByRole("heading", { level: 2 }).first().innerText()).toMatch(HANGUL);
    expect(tab.complaints).toEqual([]);
  });
});

describe("a lesson", () => {
  it("asks first, runs, and tells what came of it; its link opens it with controls put away", async () => {
    const tab = await Tab.open("?lesson=iterative-dpo");
    const { page } = tab;
    const lesson = page.getByRole("region", { name: "Lesson: Iterative DPO" });
    await lesson.getByRole("radio", { name: "The first." }).check();
    await lesson.getByRole("button", { name: "Run it" }).click();
    await lesson.getByText("That is what happened.").waitFor();
    await lesson.getByRole("link", { name: /Xu et al/ }).waitFor();
    expect(tab.query().get("hide")).toBe("setup,knobs,ask");
    expect(await tab.button(/^Seed: /).count()).toBe(0);
    await lesson.getByRole("button", { name: "Leave the lesson" }).click();
    await tab.button(/^Seed: /).waitFor();
    expect(tab.query().get("hide")).toBe(null);
    expect(tab.complaints).toEqual([]);
  });
});

describe("a talk", () => {
  it("is one picture with keys: a room votes, gold is covered, Escape leaves", async () => {
    const tab = await Tab.open(toy);
    const { keyboard } = tab.page;
    await tab.untilReady();
    await keyboard.press("p");
    const talk = tab.page.getByRole("region", { name: "Presenter mode" });
    await talk.waitFor();
    expect(await tab.button("Share").count()).toBe(0);
    await keyboard.type("aaabz");
    await talk.getByText("a 3 : 0 b").waitFor();
    await keyboard.press("ArrowRight");
    await talk.getByText(/^the annotator: /).waitFor();
    await keyboard.press("g");
    expect(await talk.locator(".gold").isVisible()).toBe(false);
    await keyboard.press("g");
    await keyboard.press("Escape");
    await talk.waitFor({ state: "hidden" });
    expect(tab.complaints).toEqual([]);
  });

  it("plays on Space after a choice was clicked", async () => {
    const tab = await Tab.open(toy);
    await tab.untilReady();
    await tab.pick("Speed", "live");
    await tab.page.keyboard.press("Space");
    await expect.poll(() => tab.length()).toBeGreaterThan(8);
  });
});

describe("axe", () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const desk = { viewport: { width: 1440, height: 900 } };
  it.each([
    ["en", "light", desk],
    ["ko", "dark", desk],
    ["en", "dark", phone],
    ["ko", "light", phone],
  ] as const)("finds nothing serious: %s, %s", async (lang, colorScheme, size) => {
    const context = { ...size, colorScheme, reducedMotion: "reduce" } as const;
    const tab = await Tab.open(`${toy}&lang=${lang}`, { context });
    await tab.page.locator(".invite").waitFor();
    const found = await serious(tab.page);
    await expect
      .poll(async () => {
        await tab.page.keyboard.press("ArrowRight");
        return tab.page.locator(".equation").count();
      })
      .toBeGreaterThan(0);
    found.push(...(await serious(tab.page)));
    expect([...new Set(found)]).toEqual([]);
  });
});
