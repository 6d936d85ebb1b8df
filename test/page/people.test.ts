import { describe, expect, it } from "vitest";
import { serious } from "./looks.ts";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";
const HANGUL = /[\uac00-\ud7a3]/;

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

  /** What is written and told on the page; digits, of which some are times of day, all the same. */
  const told = async (tab: Tab): Promise<string[]> => {
    await tab.page.waitForFunction(() => document.getAnimations().length === 0);
    const found = await tab.page.evaluate(() => {
      const of = (name: string) =>
        [...document.querySelectorAll(`.page [${name}]`)].map((node) => node.getAttribute(name)!);
      const written = document.querySelector<HTMLElement>(".page")!.innerText.split("\n");
      return [...written, ...of("aria-label"), ...of("title"), ...of("placeholder")];
    });
    return found.map((line) => line.trim().replace(/\d[\d,.]*/g, "0")).filter(Boolean);
  };
  const alike = (a: Tab, b: Tab) => {
    const differ = async () => {
      const [of, to] = [await told(a), await told(b)] as const;
      return (of.length > to.length ? of : to)
        .map((_, i) => [of[i], to[i]])
        .filter(([x, y]) => x !== y);
    };
    return expect.poll(differ, { timeout: 5000 }).toEqual([]);
  };
  const inTwo = async (search: string) =>
    [await Tab.open(`${search}&lang=en`), await Tab.open(`${search}&lang=ko`)] as const;
  const turned = async (tab: Tab, to: string) => {
    await tab.page.keyboard.press("l");
    await expect.poll(() => tab.page.evaluate(() => document.documentElement.lang)).toBe(to);
  };

  it("leave nothing behind in the one before: a page turned to Korean is as one opened in it", async () => {
    const both = await inTwo(toy);
    const [english, korean] = both;
    await english.untilReady();
    await korean.page.getByText(/^3스텝 · 실시간$/).waitFor();
    // Label, pair, update, evaluation, and the next round.
    for (let stage = 4; stage <= 8; stage++) {
      for (const { page } of both) await page.keyboard.press("ArrowRight");
      await english.at(new RegExp(`^Step ${stage} of ${stage}:`));
      await korean.page.getByText(`${stage}스텝 · 실시간`).waitFor();
      await turned(english, "ko");
      await alike(english, korean);
      await turned(english, "en");
    }
    expect(both.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it.each(["library", "compare", "reward", "data", "proof"])(
    "leave nothing behind beside the bench, either: %s",
    async (place) => {
      const both = await inTwo(toy);
      const [english, korean] = both;
      await english.untilReady();
      await korean.page.getByText(/^3스텝 · 실시간$/).waitFor();
      for (const { page } of both) {
        await page.evaluate((name) => (location.hash = name), place);
        await page.locator(".place h2").first().waitFor();
        await page.waitForLoadState("networkidle");
      }
      await turned(english, "ko");
      await alike(english, korean);
      expect(both.flatMap(({ complaints }) => complaints)).toEqual([]);
    },
  );

  it("keep what was measured, asked and typed when they change", async () => {
    const tab = await Tab.open(toy);
    const { page } = tab;
    await tab.untilReady();
    await page.getByRole("textbox", { name: "Your prompt" }).fill("How is the kettle?");
    await tab.button("Ask").click();
    const answers = page.getByRole("region", { name: /Ask it yourself|직접 물어보기/ });
    await expect.poll(() => answers.innerText()).toContain("gold");
    await turned(tab, "ko");
    await expect.poll(() => answers.innerText()).toContain("참 보상");
    await turned(tab, "en");

    await page.evaluate(() => (location.hash = "proof"));
    await tab.button("Check").click();
    await page.getByText(/cases agree$/).waitFor();
    await turned(tab, "ko");
    await page.locator(".proof .result").waitFor({ timeout: 2000 });
    await turned(tab, "en");

    await page.evaluate(() => (location.hash = "reward"));
    const dial = page.locator(".place input[type=range]").first();
    await dial.fill("64");
    await turned(tab, "ko");
    expect(await dial.inputValue()).toBe("64");
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

  it("swaps to the recorded run with R, and says so where none was recorded", async () => {
    const tab = await Tab.open(toy);
    const { keyboard } = tab.page;
    await tab.untilReady();
    await keyboard.press("p");
    const talk = tab.page.getByRole("region", { name: "Presenter mode" });
    await keyboard.press("r");
    await talk.getByText("No run of this method and task was recorded.").waitFor();
    await keyboard.press("Escape");
    await talk.waitFor({ state: "hidden" });
    const recorded = await Tab.open("?method=best-of-n&task=reviews&backend=wasm&heldout=8");
    await recorded.page.keyboard.press("p");
    await recorded.page.getByRole("region", { name: "Presenter mode" }).waitFor();
    const tape = recorded.page.getByText("A recorded run.");
    // A cold link plays the recording until the live run is ready; R puts it on, or takes it off.
    const there = await tape.isVisible();
    await recorded.page.keyboard.press("r");
    await tape.waitFor({ state: there ? "hidden" : "visible" });
    await recorded.page.keyboard.press("r");
    await tape.waitFor({ state: there ? "visible" : "hidden" });
    expect([...tab.complaints, ...recorded.complaints]).toEqual([]);
  });

  it("blanks with B, and B brings the picture back", async () => {
    const tab = await Tab.open("?task=toy&method=best-of-n&knob.rounds=2");
    await tab.untilReady();
    await tab.page.keyboard.press("p");
    const blank = tab.page.getByText("Blank. Press B to go on.");
    await tab.page.keyboard.press("b");
    await blank.waitFor();
    await tab.page.keyboard.press("b");
    await blank.waitFor({ state: "hidden" });
    await tab.page.keyboard.press("b");
    await tab.page.keyboard.press("Escape");
    await blank.waitFor({ state: "hidden" });
    await tab.page.getByRole("region", { name: "Presenter mode" }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("is led by a finger on a tablet: no key is named, and all that a talk needs can be pressed", async () => {
    const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true };
    const tab = await Tab.open(`${toy}&annotator=human`, { context: tablet });
    const { page } = tab;
    await tab.untilReady();
    await tab.button("View").tap();
    await tab.button("Presenter mode").tap();
    const talk = page.getByRole("region", { name: "Presenter mode" });
    await talk.getByText("✕ leave").waitFor();
    await talk.getByText("✕ leave").waitFor({ state: "hidden" });
    await tab.play("One step").tap();
    const desk = page.getByRole("region", { name: "You are the annotator" });
    await desk.getByText(/^0 of \d labelled/).waitFor();
    expect(await page.locator("kbd:visible").count()).toBe(0);
    expect(await desk.innerText()).not.toMatch(/arrow|Space|Esc/);
    for (const side of ["A", "A", "B", "B"]) {
      await talk.getByRole("button", { name: `One more vote for ${side.toLowerCase()}` }).tap();
    }
    await talk.getByRole("button", { name: "Take the last vote back" }).tap();
    await talk.getByText("a 2 : 1 b").waitFor();
    const sizes = await page.locator(".talk button:visible, .desk button:visible").all();
    for (const button of sizes) {
      const { x, y, width, height } = (await button.boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
      expect(x >= 0 && x + width <= 820 && y >= 0).toBe(true);
    }
    await talk.getByRole("button", { name: "Enter it" }).tap();
    await desk.getByText(/^1 of \d labelled/).waitFor();
    await desk.getByRole("button", { name: "B is better" }).tap();
    await desk.getByText(/^2 of \d labelled/).waitFor();
    const gold = talk.locator("dd.gold");
    await talk.getByRole("button", { name: "Cover gold" }).tap();
    await gold.waitFor({ state: "hidden" });
    await talk.getByRole("button", { name: "Cover gold" }).tap();
    await gold.waitFor();
    await talk.getByRole("button", { name: "Blank" }).tap();
    await tab.button("Blank. Tap to go on.").tap();
    await talk.getByRole("button", { name: "Recorded run" }).tap();
    await talk.getByText("No run of this method and task was recorded.").waitFor();
    await talk.getByRole("button", { name: "Leave presenter mode" }).tap();
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

describe("every key of the list", () => {
  it("does what it says", async () => {
    const tab = await Tab.open(toy);
    const { page } = tab;
    const { keyboard } = page;
    await tab.untilReady();
    const at = async () => Number(/^Step ([\d,]+)/.exec(await tab.where())?.[1]);
    await keyboard.press("ArrowRight");
    await tab.at("Step 4 of 4: label");
    await keyboard.press("ArrowLeft");
    await tab.at("Step 3 of 4: sample");
    await keyboard.press("End");
    await tab.at("Step 4 of 4: label");
    await keyboard.press("Shift+ArrowRight");
    await tab.at("Step 5 of 5: pair");
    await keyboard.press("Alt+ArrowRight");
    await tab.at(/: round$/);
    await keyboard.press("Shift+ArrowLeft");
    await expect.poll(at).toBeLessThan(await tab.length());
    await keyboard.press("Alt+ArrowLeft");
    await keyboard.press("Home");
    await expect.poll(at).toBe(1);
    await keyboard.press("1");
    await expect.poll(at).toBeGreaterThan(1);
    await keyboard.press("End");
    await keyboard.press("t");
    await expect.poll(() => page.locator("figure table").count()).toBeGreaterThan(0);
    await keyboard.press("t");
    await keyboard.press("g");
    expect(await page.locator(".page.covered").count()).toBe(1);
    await keyboard.press("g");
    await keyboard.press("c");
    await expect.poll(() => new URL(page.url()).hash).toBe("#compare");
    await keyboard.press("c");
    await expect.poll(() => new URL(page.url()).hash).toBe("");
    const beta = page.getByRole("slider", { name: /Pull to the reference/ });
    const before = await beta.inputValue();
    await beta.focus();
    await keyboard.press("]");
    await expect.poll(() => beta.inputValue()).not.toBe(before);
    await keyboard.press("[");
    await expect.poll(() => beta.inputValue()).toBe(before);
    await page.locator("body").focus();
    await keyboard.press("f");
    await page.getByRole("button", { name: /^Fork at round \d/ }).waitFor();
    await page.getByRole("button", { name: "Put back" }).click();
    await page.locator("body").focus();
    await keyboard.press("?");
    await page.getByText("these keys").waitFor();
    await keyboard.press("Escape");
    await keyboard.press("l");
    await page.getByRole("button", { name: "English" }).waitFor();
    await keyboard.press("l");
    await keyboard.press("p");
    await page.getByRole("region", { name: "Presenter mode" }).waitFor();
    await keyboard.press("Escape");
    const long = await tab.length();
    await keyboard.press("Space");
    await expect.poll(() => tab.length()).toBeGreaterThan(long);
    await keyboard.press("Space");
    expect(tab.complaints).toEqual([]);
  });
});

/** The other two of size, language and theme are walked through in places.test.ts. */
describe("axe", () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const desk = { viewport: { width: 1440, height: 900 } };
  it.each([
    ["ko", "light", desk],
    ["en", "dark", phone],
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
