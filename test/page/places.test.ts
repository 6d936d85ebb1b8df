import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";

/** Every place of the page, and how a visitor who has just arrived gets there. */
const PLACES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  run: async (page) => {
    await expect
      .poll(async () => {
        await page.keyboard.press("ArrowRight");
        return page.locator(".equation").count();
      })
      .toBeGreaterThan(0);
  },
  method: async (page) => {
    if ((await page.locator("#method").count()) === 0) await drawer(page).click();
    await page.locator("#method .knob").first().waitFor();
  },
  library: beside("library"),
  compare: beside("compare"),
  data: beside("data"),
  proof: beside("proof"),
  claims: results(0),
  table: results(1),
  league: results(2),
};
const drawer = (page: Page) =>
  page.locator(".top > button, .strip button, .lit-line button").last();

function beside(name: string) {
  return async (page: Page) => {
    await page.evaluate((hash) => (location.hash = hash), name);
    await page.reload();
    await page.locator(".place nav ~ *:not(.wait)").first().waitFor();
  };
}
function results(tab: number) {
  return async (page: Page) => {
    if (!(await page.locator(".tools .results").isVisible())) await drawer(page).click();
    await page.locator(".tools .results").click();
    await page.getByRole("tab").nth(tab).click();
    await page.locator("#results-page :is(li, table, figure)").first().waitFor();
  };
}

/** What axe finds serious or worse, by rule and place. */
async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** What reaches beyond the right edge of the screen and cannot be scrolled to within its own place. */
const wide = (page: Page) =>
  page.evaluate((width) => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) ||
        scrolls(element.parentElement));
    return [...document.querySelectorAll("body *")]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 1)
      .filter((e) => !e.closest("svg, [popover]:not(:popover-open)") && !scrolls(e.parentElement))
      .map((e) => `${e.tagName} ${e.className} ${e.getBoundingClientRect().right}`);
  }, page.viewportSize()!.width);

/** Controls under 44 px that have no air around them, either, which a finger 21 px aside still hits. */
const small = (page: Page) =>
  page.evaluate(() => {
    const REACH = 21;
    const controls = document.querySelectorAll<HTMLElement>(
      "button, a[href], select, textarea, summary, input:not([type=file]), [role=slider]",
    );
    const missed: string[] = [];
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(":disabled"))
        continue;
      if (control.closest("[inert], [popover]:not(:popover-open)")) continue;
      // A label around a box is pressed as the box is; the skip link is for keys.
      const target = control.closest("label") ?? control;
      if (control.matches(".skip")) continue;
      target.scrollIntoView({ block: "center", inline: "center" });
      const { x, y, width, height } = target.getBoundingClientRect();
      if (Math.min(width, height) > 43.5) continue;
      const [cx, cy] = [x + width / 2, y + height / 2];
      const hits = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(cx + dx, cy + dy);
        return hit !== null && (target.contains(hit) || hit.closest("label") === target);
      };
      const sides = [hits(-REACH, 0), hits(REACH, 0), hits(0, -REACH), hits(0, REACH)];
      if (sides.every(Boolean)) continue;
      const name = control.getAttribute("aria-label") ?? control.textContent.trim();
      const size = `${Math.round(width)}×${Math.round(height)}`;
      missed.push(`${control.tagName}.${control.className} “${name.slice(0, 30)}” ${size}`);
    }
    return missed;
  });

const sizes = {
  phone: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true },
  tablet: { viewport: { width: 768, height: 1024 }, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
} as const;

describe.each([
  ["phone", "en", "dark"],
  ["tablet", "ko", "light"],
  ["desk", "ko", "dark"],
] as const)("on a %s, %s, %s", (size, lang, colorScheme) => {
  const places = Object.keys(PLACES).filter((name) => size !== "tablet" || name !== "method");
  it.each(places)("%s fits, can be pressed, and axe finds nothing serious", async (name) => {
    const context = { ...sizes[size], colorScheme, reducedMotion: "reduce" } as const;
    const tab = await Tab.open(`${toy}&lang=${lang}`, { context });
    const { page } = tab;
    await page.locator(".invite").waitFor();
    await PLACES[name]!(page);
    expect(await wide(page)).toEqual([]);
    if (size !== "desk") expect(await small(page)).toEqual([]);
    expect(await serious(page)).toEqual([]);
  });
});

it.each([1024, 1920, 3840])(
  "a screen %d px wide holds the bench and uses its width",
  async (width) => {
    const viewport = { width, height: Math.round((width * 9) / 16) };
    const tab = await Tab.open(toy, { context: { viewport } });
    await tab.untilReady();
    expect(await wide(tab.page)).toEqual([]);
    const { left, right } = await tab.page.locator("main").evaluate((main) => {
      const parts = [...main.children].map((part) => part.getBoundingClientRect());
      return {
        left: Math.min(...parts.map((part) => part.left)),
        right: Math.max(...parts.map((part) => part.right)),
      };
    });
    expect(right - left).toBeGreaterThan(0.95 * width);
  },
);
