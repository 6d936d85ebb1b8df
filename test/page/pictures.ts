/**
 * @file The pictures of the README, taken in the built site from recorded runs and the exact world:
 * `npm run build && npx tsx test/page/pictures.ts`. Not a test.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium, type BrowserContextOptions, type Page } from "playwright";
import { preview } from "vite";
import { ensureChromium } from "../chromium.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = fileURLToPath(new URL("../../docs/", import.meta.url));

const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const phone: BrowserContextOptions = {
  ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  colorScheme: "dark",
};

/** Plays until the stage of a name is on the screen. */
async function until(page: Page, stage: string): Promise<void> {
  const there = page.getByRole("region", { name: `Stage: ${stage}`, exact: true });
  for (let i = 0; i < 60 && !(await there.isVisible()); i++) {
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(200);
  }
  await there.waitFor();
}

type Picture = {
  readonly search: string;
  readonly context?: BrowserContextOptions;
  readonly take: (page: Page) => Promise<unknown>;
};

/** A recorded run plays by itself: it is stopped, to be stepped through. */
async function back(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Played back" }).waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
}

const pictures: Readonly<Record<string, Picture>> = {
  update: {
    search: "?recorded=online-dpo-reviews",
    async take(page) {
      await back(page);
      for (let i = 0; i < 8; i++) {
        await page.keyboard.press("Alt+ArrowRight");
        await page.waitForTimeout(500);
      }
      await until(page, "update");
    },
  },
  accept: {
    search: "?recorded=rso-reviews",
    async take(page) {
      await back(page);
      await until(page, "accept");
    },
  },
  exact: {
    search: "?task=toy&method=online-dpo",
    async take(page) {
      await page.getByRole("button", { name: /^Play the whole run/ }).click();
      await page.getByRole("button", { name: "Run again", exact: true }).waitFor();
    },
  },
  compare: {
    search: "?task=toy#compare",
    async take(page) {
      for (const name of [/^Online DPO.*Reviews/, /^Best-of-N.*Reviews/, /^Statistical.*Reviews/])
        await page.getByRole("checkbox", { name }).first().check();
      await page.getByRole("slider", { name: /KL/ }).first().waitFor();
    },
  },
  phone: {
    search: "?recorded=online-dpo-reviews",
    context: phone,
    async take(page) {
      await back(page);
      await until(page, "pair");
    },
  },
};

const wanted = process.argv.slice(2);
const site = await preview({ root, preview: { port: 0, host: "localhost", open: false } });
const browser = await chromium.launch({ executablePath: ensureChromium() });
await mkdir(out, { recursive: true });
try {
  for (const [name, { search, context = desk, take }] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await (await browser.newContext(context)).newPage();
    await page.goto(site.resolvedUrls!.local[0]! + search);
    await take(page);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `${out}${name}.png` });
    await page.context().close();
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
  await site.close();
}
