/**
 * @file What a visit costs, measured in the built site: first paint, first answer, first update, and
 * the longest tasks of the page's own thread during a recorded run and during a live one. Run by
 * `npx tsx test/page/measure.ts`; not a test, since a busy machine decides it.
 */
import { fileURLToPath } from "node:url";
import { chromium, type BrowserContextOptions, type CDPSession, type Page } from "playwright";
import { preview } from "vite";
import { ensureChromium } from "../chromium.mjs";

/** What blocks a visitor's hand, in milliseconds. */
const LONG = 50;
/** How long each run is watched. */
const WATCH_MS = 20_000;

type Traced = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** Tasks of the page's own thread while `during` runs, in ms: on the clock, and on the processor. */
async function tasks(page: Page, session: CDPSession, during: () => Promise<void>) {
  const events: Traced[] = [];
  const collect = ({ value }: { value: object[] }) => void events.push(...(value as Traced[]));
  session.on("Tracing.dataCollected", collect);
  const traceConfig = { includedCategories: ["disabled-by-default-devtools.timeline"] };
  const busiest = (list: readonly Traced[]) => list.filter(({ name }) => name === "RunTask");
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  await during();
  const over = new Promise<void>((done) => session.once("Tracing.tracingComplete", () => done()));
  await session.send("Tracing.end");
  await over;
  session.off("Tracing.dataCollected", collect);
  const mains = events.filter((e) => e.name === "thread_name" && e.args?.name === "CrRendererMain");
  // Other tabs' threads stand still: the page's own is the one with most to do.
  const own = mains
    .map(({ pid, tid }) => busiest(events.filter((e) => e.pid === pid && e.tid === tid)))
    .sort((a, b) => b.length - a.length)[0];
  if (!own?.length) throw new Error(`Nothing was traced of ${page.url()}.`);
  const ms = (read: (e: Traced) => number | undefined) => own.map((e) => (read(e) ?? 0) / 1000);
  const tell = (all: readonly number[]) => {
    const longest = Math.max(...all);
    return `longest ${longest.toFixed(0)} ms, ${all.filter((t) => t > LONG).length} over ${LONG} ms`;
  };
  return { clock: tell(ms((e) => e.dur)), processor: tell(ms((e) => e.tdur)) };
}

const site = await preview({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  preview: { port: 0, host: "localhost", open: false },
});
const url = site.resolvedUrls!.local[0]!;
const browser = await chromium.launch({ executablePath: ensureChromium() });

const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A visitor who was never here. */
async function visit(search: string, ready: (page: Page) => Promise<unknown>, screen = desk) {
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(url + search, { waitUntil: "commit" });
  await ready(page);
  const session = await context.newCDPSession(page);
  return { page, session, seconds: () => (performance.now() - began) / 1000, context };
}
const play = (page: Page, name: string) =>
  page.getByRole("group", { name: "Playback" }).getByRole("button", { name, exact: true });
const live = (page: Page) => page.getByText(/^step \d+ · live$/).waitFor({ timeout: 240_000 });

try {
  const cold = await visit("", live);
  const paint = await cold.page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  );
  console.log(`first contentful paint  ${(paint / 1000).toFixed(2)} s`);
  console.log(`first live answers      ${cold.seconds().toFixed(1)} s (best-of-n, as a cold link)`);
  await cold.context.close();

  const small = await visit("", (page) => page.locator("figure").first().waitFor(), phone);
  console.log(`first recorded picture  ${small.seconds().toFixed(1)} s (a phone, as a cold link)`);
  const before = small.seconds();
  await small.page.getByRole("heading", { level: 2 }).tap();
  await small.page.getByRole("region", { name: "Played back" }).waitFor({ state: "detached" });
  const after = (small.seconds() - before).toFixed(1);
  console.log(`first live answers      ${after} s after the phone was touched`);
  await small.context.close();

  const online = await visit("?method=online-dpo&backend=wasm", live);
  console.log(`first live answers      ${online.seconds().toFixed(1)} s (online DPO, WASM)`);
  await online.page.getByRole("radio", { name: "live", exact: true }).check();
  await play(online.page, "Play").click();
  const { page } = online;
  await page.getByRole("region", { name: "Stage: update" }).waitFor({ timeout: 240_000 });
  console.log(`first update            ${online.seconds().toFixed(1)} s`);
  const during = await tasks(page, online.session, () => page.waitForTimeout(WATCH_MS));
  console.log(`live run, by the clock      ${during.clock}`);
  console.log(`live run, by the processor  ${during.processor}`);
  await online.context.close();

  const recorded = await visit("?recorded=online-dpo-reviews", (tab) =>
    tab.getByRole("region", { name: "Played back" }).waitFor(),
  );
  await recorded.page.getByRole("radio", { name: "live", exact: true }).check();
  const back = await tasks(recorded.page, recorded.session, () =>
    recorded.page.waitForTimeout(WATCH_MS),
  );
  console.log(`recorded run, by the clock      ${back.clock}`);
  console.log(`recorded run, by the processor  ${back.processor}`);
} finally {
  await browser.close();
  await site.close();
}
