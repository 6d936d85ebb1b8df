import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page, Route } from "playwright";
import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = resolve(root, process.env["TILT_DIST"] ?? "dist");

/** Scripts and styles that the document itself asks for, all of them before anything is drawn. */
const asked = [
  ...readFileSync(join(site, "index.html"), "utf8").matchAll(
    /<(?:script|link)\b[^>]*(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g,
  ),
].map((found) => found[1]!);
const gzipped = (name: string) => gzipSync(readFileSync(join(site, name)), { level: 9 }).length;

/** Each script and style on its way, by its name. */
const onTheWay = (see: (name: string, route: Route) => Promise<unknown>) => (page: Page) =>
  page.route(/\/assets\/.*\.(js|css)$/, (route) =>
    see(new URL(route.request().url()).pathname.replace(/^\//, ""), route),
  );

/** Scripts and styles that had come by the time the method stood on the page. */
async function firstFiles(search: string): Promise<string[]> {
  const tab = await Tab.open(search, {
    before: (page) =>
      page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector("aside.method h1")) return;
          observer.disconnect();
          const came = performance.getEntriesByType("resource").map(({ name }) => name);
          document.documentElement.dataset.came = came.join(" ");
        }).observe(document, { childList: true, subtree: true });
      }),
  });
  const page = tab.page.locator("html[data-came]");
  const came = (await page.getAttribute("data-came"))!.split(" ");
  const names = came.map((url) => new URL(url).pathname.replace(/^\//, ""));
  return names.filter((name) => /^assets\/.*\.(js|css)$/.test(name));
}

const languages = [
  { lang: "en", rate: "Learning rate", play: "Play", method: "Method: ", prose: "round" },
  { lang: "ko", rate: "학습률", play: "재생", method: "방법: ", prose: "라운드" },
];

describe.each(languages)("what is loaded before the page stands, in $lang", (said) => {
  it("is at most 150 kB of script and style, gzipped, and enough to read the page and to reach its controls", async () => {
    const search = `?task=toy&lang=${said.lang}`;
    const first = new Set([...asked, ...(await firstFiles(search))]);
    const total = [...first].reduce((sum, name) => sum + gzipped(name), 0);
    console.log(`${said.lang}: ${(total / 1000).toFixed(1)} kB in ${first.size} files`);
    expect(total).toBeLessThanOrEqual(150_000);

    const tab = await Tab.open(search, {
      before: onTheWay((name, route) => (first.has(name) ? route.continue() : route.abort())),
    });
    const { page } = tab;
    await page.getByRole("heading", { name: "Best-of-N fine-tuning", level: 1 }).waitFor();
    await expect.poll(() => page.locator("aside.method").innerText()).toContain(said.prose);
    await page.getByRole("textbox", { name: new RegExp(`^${said.rate}`) }).waitFor();
    await page.getByRole("button", { name: said.play, exact: true }).waitFor();
    await page.getByRole("button", { name: new RegExp(`^${said.method}`) }).click();
    await page.getByRole("menuitemradio", { name: /^Online DPO/ }).waitFor();
  });
});

describe("what the document asks for", () => {
  it("is a script and a style, and all that an English page needs to stand", async () => {
    expect(asked.some((name) => name.endsWith(".js"))).toBe(true);
    expect(asked.some((name) => name.endsWith(".css"))).toBe(true);
    expect(new Set(await firstFiles("?task=toy&lang=en"))).toEqual(new Set(asked));
  });
});

describe("Korean that comes later", () => {
  /** Files on the way whose names begin so are held until they are let go. */
  const holding = (start: string) => {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const before = onTheWay(async (name, route) => {
      if (name.startsWith(`assets/${start}`)) await gate;
      await route.continue();
    });
    return { before, letGo };
  };

  it("leaves no English in the place of a picture", async () => {
    const { before, letGo } = holding("ko-views");
    const { page } = await Tab.open("?task=toy&lang=ko", { before });
    const stage = page.locator("#stage");
    await expect.poll(() => stage.locator("h2").first().innerText()).toMatch(/답변/);
    await page.waitForTimeout(500);
    expect(await stage.locator(".view").count()).toBe(0);
    letGo();
    await expect.poll(() => stage.locator(".view").first().innerText()).toMatch(/프롬프트/);
  });

  it("leaves no English in the place of another method's prose", async () => {
    const { before, letGo } = holding("dpo-");
    const { page } = await Tab.open("?task=toy&lang=ko", { before });
    const column = page.locator("aside.method");
    await column.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("button", { name: /^방법: / }).click();
    await page.getByRole("menuitemradio", { name: /^Offline DPO/ }).click();
    await expect.poll(() => column.innerText()).toBe("");
    letGo();
    await expect.poll(() => column.innerText()).toContain("레이블이 틀릴 확률");
    expect(await column.innerText()).not.toContain("Odds of a wrong label");
  });
});
