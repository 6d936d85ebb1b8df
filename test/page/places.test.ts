import type { Locator } from "playwright";
import { describe, expect, it } from "vitest";
import { en, type Words } from "../../src/ui/words/en.ts";
import { ko } from "../../src/ui/words/ko.ts";
import { resultWords, type ResultWords } from "../../src/ui/words/results.ts";
import { cut, serious, small } from "./looks.ts";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";
const books: Readonly<Record<"en" | "ko", Words>> = { en, ko };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desk = { viewport: { width: 1440, height: 900 } };

/** Walks through the page with a finger or a mouse, and keeps what is wrong by place. */
class Walk {
  readonly found: Record<string, string[]> = {};
  readonly w: Words;
  readonly r: ResultWords;

  constructor(
    readonly tab: Tab,
    lang: keyof typeof books,
    readonly finger: boolean,
  ) {
    this.w = books[lang];
    this.r = resultWords[lang];
  }

  press(control: Locator): Promise<void> {
    return this.finger ? control.tap() : control.click();
  }
  button(name: string): Promise<void> {
    return this.press(this.tab.button(name).first());
  }
  /** On a phone, most of the page's own tools are in a drawer of the bench. */
  async drawer(): Promise<void> {
    const drawer = this.tab.button(this.w.tools.menu);
    if (this.finger && (await drawer.getAttribute("aria-expanded")) === "false")
      await this.press(drawer);
  }

  async look(place: string, within?: string): Promise<void> {
    const { page, complaints } = this.tab;
    const found = [
      ...(await cut(page)),
      ...(this.finger ? await small(page) : []),
      ...(await serious(page, within)),
      ...complaints.splice(0),
    ];
    if (found.length > 0) this.found[place] = found;
  }
}

async function bench(walk: Walk) {
  const { tab, w } = walk;
  await tab.page.locator(".invite").waitFor();
  await walk.look("sample");
  for (const stage of ["label", "pair", "update"] as const) {
    await walk.button(w.play.forward(w.play.unit.event));
    await tab.page
      .getByRole("region", { name: w.stageName(w.stage[stage]), exact: true })
      .waitFor();
    await walk.look(stage);
  }
  if (walk.finger) {
    await walk.button(w.evals.open);
    await tab.page.locator("#phone-charts figure").first().waitFor();
    await walk.look("charts");
    await walk.button(w.evals.close);
    await walk.drawer();
    await tab.page.locator("#method .knob").first().waitFor();
    await walk.look("method and knobs");
  }
  for (const sheet of [w.keys.title, w.view.open]) {
    await walk.button(sheet);
    await walk.look(sheet, ":popover-open");
    await tab.page.keyboard.press("Escape");
  }
}

async function beside(walk: Walk) {
  const { page } = walk.tab;
  const { tools } = walk.w;
  await walk.drawer();
  await walk.button(tools.more);
  const pages = page.getByRole("navigation", { name: tools.pages });
  for (const [name, called] of Object.entries(tools.places)) {
    const place = page.getByRole("region", { name: called, exact: true });
    if (name !== "library")
      await walk.press(pages.getByRole("button", { name: called, exact: true }));
    await place.locator("nav ~ *:not(.wait)").first().waitFor();
    if (name === "compare") {
      for (const i of [0, 1]) await walk.press(place.locator("label").nth(i));
    }
    if (name === "compare" || name === "reward") await place.locator("figure").first().waitFor();
    await walk.look(name);
  }
  await walk.button(tools.bench);
}

async function results(walk: Walk) {
  const { page } = walk.tab;
  await walk.drawer();
  await walk.button(walk.w.tools.results);
  for (const tab of Object.values(walk.r.tabs)) {
    await walk.press(page.getByRole("tab", { name: tab, exact: true }));
    const panel = page.getByRole("tabpanel", { name: tab, exact: true });
    await panel.locator("li, table, figure").first().waitFor();
    if (tab === walk.r.tabs.claims) await walk.press(panel.locator("summary").first());
    await walk.look(tab);
  }
  await walk.button(walk.r.close);
}

async function talk(walk: Walk) {
  await walk.drawer();
  await walk.button(walk.w.view.open);
  const { present, presentTouched } = walk.w.view;
  await walk.button(walk.finger ? presentTouched : present);
  await walk.tab.page.getByRole("region", { name: walk.w.present.label, exact: true }).waitFor();
  await walk.look("presenter");
}

describe("every place of the page", () => {
  it.each([
    ["a phone, in Korean, dark", phone, "ko", "dark"],
    ["a desk, in English, light", desk, "en", "light"],
  ] as const)(
    "on %s: fits, can be pressed, and can be read",
    async (_, size, lang, colorScheme) => {
      const context = { ...size, colorScheme, reducedMotion: "reduce" } as const;
      const walk = new Walk(
        await Tab.open(`${toy}&lang=${lang}`, { context }),
        lang,
        size === phone,
      );
      for (const part of [bench, beside, results, talk]) await part(walk);
      expect(walk.found).toEqual({});
    },
  );
});
