import { expect, it } from "vitest";
import { menu } from "../../src/menu.ts";
import { Tab } from "./tab.ts";

it("the league names every method, in two worlds, and opens a recorded run of each", async () => {
  const tab = await Tab.open("?task=toy");
  await tab.untilReady();
  await tab.button("Results").click();
  await tab.page.getByRole("tab", { name: "League" }).click();
  await tab.page.getByRole("heading", { name: "On the language model, task reviews" }).waitFor();
  await tab.page.getByRole("heading", { name: "In the exact world" }).waitFor();
  const links = tab.page.getByRole("tabpanel").getByRole("link");
  await expect.poll(() => links.count()).toBe(Object.keys(menu.methods).length);
  await links.filter({ hasText: /^rloo$/ }).click();
  await expect.poll(() => tab.query().get("method")).toBe("rloo");
  await tab.page.getByRole("heading", { name: "RLOO" }).first().waitFor();
  expect(tab.complaints).toEqual([]);
});

it("on a phone the figures of a claim are lines, not a table that scrolls sideways; a table to those who listen", async () => {
  const tab = await Tab.open("?task=toy", {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  const { page } = tab;
  await tab.play("One step").waitFor();
  await tab.button("Method, knobs and set-up").tap();
  await tab.button("Results").tap();
  const claims = page.getByRole("tabpanel").locator("details");
  await claims.first().waitFor();
  await claims.evaluateAll((all: HTMLDetailsElement[]) => all.forEach((one) => (one.open = true)));
  const tooWide = () =>
    page
      .getByRole("tabpanel")
      .locator("xpath=descendant-or-self::*")
      .evaluateAll((all) => all.filter(({ scrollWidth }) => scrollWidth > innerWidth).length);
  expect(await tooWide()).toBe(0);
  const table = page.getByRole("tabpanel").getByRole("table").first();
  const heads = await table.getByRole("columnheader").allInnerTexts();
  expect(heads.slice(1)).toEqual(["Value", "95 % interval", "By seed"]);
  const row = table.getByRole("row").nth(1);
  expect(await row.getByRole("rowheader").count()).toBe(1);
  const cells = row.getByRole("cell");
  expect(await cells.count()).toBe(3);
  const lines = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().y));
  expect(new Set(lines).size).toBe(3);
  await page.getByRole("tab", { name: "Table" }).tap();
  await page.getByRole("rowheader", { name: /^Best-of-N/ }).waitFor();
  expect(await tooWide()).toBe(0);
  expect(tab.complaints).toEqual([]);
});

it("tells the claims and the table in Korean where the page is in Korean, by words that come with them", async () => {
  const came: string[] = [];
  const tab = await Tab.open("?task=toy&lang=ko", {
    before: async (page) => page.on("request", (request) => came.push(request.url())),
  });
  const words = () => came.filter((url) => url.includes("/assets/ko-results")).length;
  const panel = tab.page.getByRole("tabpanel");
  await tab.button("결과").waitFor();
  expect(words()).toBe(0);
  await tab.button("결과").click();
  await panel.locator("li").first().waitFor();
  expect(words()).toBe(1);
  // What is left in English are papers' names and names that are formulas.
  const left = await panel
    .locator('[lang="en"]')
    .evaluateAll((all) =>
      all.filter((one) => !one.querySelector("a")).map((one) => one.textContent ?? ""),
    );
  expect(left.filter((text) => !text.includes("−"))).toEqual([]);
  expect(await panel.locator(".statement").first().innerText()).toMatch(/최고 보상/);

  await tab.page.getByRole("tab", { name: "표" }).click();
  await panel.getByRole("rowheader", { name: /^Best-of-N/ }).waitFor();
  expect(await panel.locator('[lang="en"]').count()).toBe(0);
  expect(await panel.locator(".why").first().innerText()).toMatch(/샘플링 단계/);
  expect(words()).toBe(1);
  expect(tab.complaints).toEqual([]);
});

it("follows a language that comes into force while the results lie open", async () => {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const tab = await Tab.open("?task=toy&lang=en", {
    before: (page) =>
      page.route(/assets\/ko-book/, async (route) => {
        await gate;
        await route.continue();
      }),
  });
  await tab.button("한국어").click();
  await tab.button("Results").click();
  const statement = tab.page.locator("#results-page .statement").first();
  expect(await statement.innerText()).toMatch(/^Among/);
  letGo();
  await expect.poll(() => statement.innerText()).toMatch(/최고 보상/);
  expect(await statement.getAttribute("lang")).toBe("ko");
  expect(tab.complaints).toEqual([]);
});
