import type { BrowserContextOptions, Locator } from "playwright";
import { describe, expect, it } from "vitest";
import { cut, serious, small } from "./looks.ts";
import { Tab } from "./tab.ts";

const rso = "?task=toy&method=rso&knob.batch=4&knob.rounds=1";
const BETA = "β, the tilt’s temperature";

/** Stands at the accept step. Nothing glides there, so that a change is seen at once or not at all. */
async function atAccept(knobs: string, screen: BrowserContextOptions = {}): Promise<Tab> {
  const tab = await Tab.open(rso + knobs, { context: { ...screen, reducedMotion: "reduce" } });
  for (const stage of ["score", "accept"]) {
    await tab.play("One step").click();
    await tab.page.getByRole("region", { name: `Stage: ${stage}` }).waitFor();
  }
  return tab;
}

const track = (tab: Tab): Locator => tab.stage.getByRole("slider", { name: BETA });
const beta = async (tab: Tab) =>
  /^β = ([\d.∞]+)/.exec((await track(tab).getAttribute("aria-valuetext")) ?? "")?.[1];

/** The numbers of the candidates on the picture's shelf, in the order in which they were kept. */
async function shelf(tab: Tab): Promise<number[]> {
  const titles = await tab.stage.locator("svg title").allTextContents();
  return titles
    .flatMap((title) => {
      const [, number, place] = /^candidate (\d+), kept as number (\d+)$/.exec(title) ?? [];
      return number === undefined ? [] : [[Number(place), Number(number)] as const];
    })
    .sort(([a], [b]) => a - b)
    .map(([, number]) => number);
}

/** What stands in the cells of a table, row by row. */
const cellsOf = (table: Locator): Promise<string[][]> =>
  table
    .locator("tbody tr")
    .evaluateAll((rows: HTMLTableRowElement[]) =>
      rows.map(({ cells }) => [...cells].map((cell) => cell.innerText)),
    );

/** The table behind the picture: every die of every pass, as far as two decimals tell. */
async function dice(tab: Tab) {
  await tab.page.keyboard.press("t");
  const region = tab.stage.getByRole("region", { name: "Keep whoever lands under the curve" });
  const cells = await cellsOf(region);
  await tab.page.keyboard.press("t");
  await region.waitFor({ state: "hidden" });
  return cells.map((texts) => {
    const [pass, number, r, m, u, needs] = texts
      .slice(0, 6)
      .map((s) => Number(s.replace("−", "-")));
    return {
      pass: pass!,
      number: number!,
      r: r!,
      m: m!,
      u: u!,
      needs: needs!,
      kept: texts[6] === "kept",
    };
  });
}

/** Candidates by reward, the best first; among equals the earlier draw. */
async function ranked(tab: Tab): Promise<number[]> {
  const table = tab.page.getByRole("table", { name: /^Candidates of this prompt/ });
  const all = tab.button(/^show all/);
  if (await all.isVisible()) await all.click();
  return (await cellsOf(table)).map(([number]) => Number(number));
}

describe("the accept picture of RSO in the exact world", () => {
  it("judges the same dice at once wherever the mouse drags β, and comes back", async () => {
    const tab = await atAccept("&knob.n=16&knob.k=4");
    const { mouse } = tab.page;
    const own = await shelf(tab);
    expect(own).toHaveLength(4);
    expect(await beta(tab)).toBe("0.50");
    const best = (await ranked(tab)).slice(0, 4);

    await track(tab).scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await track(tab).boundingBox())!;
    const to = (share: number) => mouse.move(x + share * width, y + height / 2, { steps: 4 });
    await to(0.6);
    await mouse.down();
    const [there, seen] = [Number(await beta(tab)), await dice(tab)];
    expect(there).toBeGreaterThan(0.7);
    expect(there).toBeLessThan(0.9);
    expect(seen.filter(({ kept }) => kept).map(({ number }) => number)).toEqual(await shelf(tab));
    for (const { r, m, u, needs, kept } of seen) {
      expect(Math.abs(needs - Math.exp((r - m) / there))).toBeLessThan(0.04);
      if (u !== needs) expect(kept).toBe(u < needs);
    }
    // Past the edge of the track there is nothing left to turn.
    await to(-0.1);
    expect(await beta(tab)).toBe("0");
    expect(await shelf(tab)).toEqual(best);
    await to(1.1);
    expect(await beta(tab)).toBe("∞");
    expect(await shelf(tab)).toEqual([1, 2, 3, 4]);
    await mouse.up();

    await tab.button("β → 0: the top 4").click();
    expect(await shelf(tab)).toEqual(best);
    await tab.button("β → ∞: the first 4").click();
    expect(await shelf(tab)).toEqual([1, 2, 3, 4]);
    await tab.button("back to this run’s 0.50").click();
    expect(await shelf(tab)).toEqual(own);
    expect(await tab.where()).toBe("Step 5 of 5: accept");
    expect(tab.query().get("knob.beta")).toBe(null);
    expect(tab.complaints).toEqual([]);
  });

  it("judges them by keys, which the run then leaves alone", async () => {
    const tab = await atAccept("&knob.n=16&knob.k=4");
    const { keyboard } = tab.page;
    const best = (await ranked(tab)).slice(0, 4);
    await track(tab).focus();
    await keyboard.press("End");
    expect(await beta(tab)).toBe("∞");
    expect(await shelf(tab)).toEqual([1, 2, 3, 4]);
    await keyboard.press("ArrowLeft");
    expect(await beta(tab)).toBe("5.00");
    const kept = new Set<string>();
    for (let i = 0; i < 5; i++) {
      await keyboard.press("PageDown");
      const all = await dice(tab);
      expect(await shelf(tab)).toEqual(all.filter((d) => d.kept).map((d) => d.number));
      kept.add(String(await shelf(tab)));
    }
    expect(kept.size).toBeGreaterThan(1);
    await keyboard.press("Home");
    expect(await beta(tab)).toBe("0");
    expect(await shelf(tab)).toEqual(best);
    await keyboard.press("ArrowRight");
    expect(await beta(tab)).toBe("0.05");
    expect(await tab.where()).toBe("Step 5 of 5: accept");
    expect(tab.complaints).toEqual([]);
  });

  it("keeps all, and says so, where more are asked for than were drawn", async () => {
    const tab = await atAccept("&knob.n=4&knob.k=8");
    const told = tab.stage.getByText(/^8 were to be kept, and there are only 4 candidates/);
    await track(tab).focus();
    for (const [key, value] of [
      ["Home", "0"],
      ["ArrowRight", "0.05"],
      ["End", "∞"],
    ] as const) {
      await tab.page.keyboard.press(key);
      expect(await beta(tab)).toBe(value);
      expect((await shelf(tab)).toSorted()).toEqual([1, 2, 3, 4]);
      expect(await told.count()).toBe(1);
    }
    expect(await shelf(tab)).toEqual([1, 2, 3, 4]);
    expect(await tab.button("β → 0: the top 4").count()).toBe(1);
    await tab.pick("Speed", "live");
    await tab.play("Play").click();
    await tab.untilDone();
    expect(tab.complaints).toEqual([]);
  });

  it("judges them under a finger on a phone, where all of it fits", async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const tab = await atAccept("&knob.n=16&knob.k=4", phone);
    await tab.button("β → ∞: the first 4").tap();
    expect(await shelf(tab)).toEqual([1, 2, 3, 4]);
    const { x, y, width, height } = (await track(tab).boundingBox())!;
    await tab.page.touchscreen.tap(x + 0.3 * width, y + height / 2);
    expect(Number(await beta(tab))).toBeLessThan(0.3);
    expect(await cut(tab.page)).toEqual([]);
    expect(await small(tab.page)).toEqual([]);
    expect(await serious(tab.page)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
