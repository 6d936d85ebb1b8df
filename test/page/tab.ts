/** @file A visitor's tab: opens the site, finds controls by the names they go by, keeps complaints. */
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
  type Request,
} from "playwright";
import { afterAll, expect, inject, onTestFinished } from "vitest";

let shared: Promise<Browser> | null = null;

function browser(): Promise<Browser> {
  return (shared ??= chromium.connect(inject("browser")));
}
afterAll(async () => {
  await (await shared)?.close();
  shared = null;
});

export type Visit = {
  /** Another browser than the one with WebGPU. */
  readonly browser?: Browser;
  readonly context?: BrowserContextOptions;
  /** Before the page is fetched: routes, say. */
  readonly before?: (page: Page) => Promise<unknown>;
};

export class Tab {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors, requests that leave the site. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.context().on("request", (request) => {
      if (leavesSite(request)) this.complaints.push(`request to ${request.url()}`);
    });
  }

  /** Opens the site with a query, such as "?task=toy". Closed when the test ends. */
  static async open(search: string, visit: Visit = {}): Promise<Tab> {
    const context = await (visit.browser ?? (await browser())).newContext(visit.context);
    onTestFinished(() => context.close());
    context.setDefaultTimeout(60_000);
    const tab = new Tab(await context.newPage());
    await visit.before?.(tab.page);
    await tab.page.goto(new URL(search, inject("site")).href);
    // Its first drawing has a task of its own, after the page has loaded: no key is heard before.
    await tab.page.locator("a.skip").waitFor({ state: "attached" });
    return tab;
  }

  // ------------------------------------------------------------------ controls

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  /** The playback buttons: "Play", "One step" … */
  play(name: string): Locator {
    const playback = this.page.getByRole("group", { name: "Playback" });
    return playback.getByRole("button", { name, exact: true });
  }

  /** One of a few words side by side: by "Step by", "stage". */
  async pick(group: string, name: string): Promise<void> {
    const radios = this.page.getByRole("radiogroup", { name: group });
    await radios.getByRole("radio", { name, exact: true }).check();
  }

  /** A choice of the sentence at the top. */
  async choose(menu: string, option: string | RegExp): Promise<void> {
    await this.button(new RegExp(`^${menu}: `)).click();
    await this.page.getByRole("menuitemradio", { name: option }).click();
  }

  /** The box in which a knob's value can be typed. */
  knob(label: string): Locator {
    return this.page.getByRole("textbox", { name: new RegExp(`^${label}.*type a value`) });
  }

  async turn(label: string, value: string): Promise<void> {
    await this.knob(label).fill(value);
    await this.knob(label).blur();
  }

  // ------------------------------------------------------------------ readings

  /** What the log's strip says: "Step 3 of 3: sample". */
  async where(): Promise<string> {
    const strip = this.page.getByRole("slider", { name: "The log by rounds" });
    return (await strip.getAttribute("aria-valuetext")) ?? "";
  }

  /** Steps in the log. */
  async length(): Promise<number> {
    return Number(/ of ([\d,]+):/.exec(await this.where())?.[1]?.replace(/\D/g, ""));
  }

  async at(where: string | RegExp): Promise<void> {
    const told = expect.poll(() => this.where());
    await (typeof where === "string" ? told.toBe(where) : told.toMatch(where));
  }

  /** The lit line of the algorithm's box; empty when none is. */
  async lit(): Promise<string> {
    const method = this.page.getByRole("complementary", { name: "Method" });
    const lines = await method.getByRole("listitem").all();
    for (const line of lines) {
      if ((await line.getAttribute("aria-current")) === "step") return await line.innerText();
    }
    return "";
  }

  get stage(): Locator {
    return this.page.getByRole("region", { name: /^Stage: / });
  }

  /** The sentence above the view. */
  sentence(): Promise<string> {
    return this.stage.getByRole("heading", { level: 2 }).first().innerText();
  }

  /** The replies to the prompt on show, in the order they were drawn. */
  async replies(): Promise<string[]> {
    const table = this.page.getByRole("table", { name: /^Candidates of this prompt/ });
    await table.getByRole("button", { name: /^no\./ }).click();
    const rows = await table.getByRole("row").all();
    // Without the head; after the number comes the reply.
    return Promise.all(rows.slice(1).map((row) => row.getByRole("cell").nth(1).innerText()));
  }

  /** Every reply of a sample step, prompt by prompt. */
  async allReplies(prompts: number): Promise<string[][]> {
    const all: string[][] = [];
    for (let i = 0; i < prompts; i++) {
      all.push(await this.replies());
      await this.button("Next prompt").click();
    }
    return all;
  }

  /** The rows of a chart's table in the column "Evaluation", from which the head is left out. */
  async chart(title: string): Promise<string[][]> {
    const table = this.page
      .getByRole("complementary", { name: "Evaluation" })
      .getByRole("region", { name: title, exact: true })
      .getByRole("table");
    const rows = await table.getByRole("row").all();
    return Promise.all(rows.slice(1).map((row) => row.getByRole("cell").allInnerTexts()));
  }

  /** What stands on the screen instead of a result. */
  get alert(): Locator {
    return this.stage.getByRole("alert");
  }

  /** The files of weights that the browser keeps beside its runs: their run and round. */
  weights(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("tilt-weights").catch(() => null);
      const names: string[] = [];
      for await (const name of folder?.keys() ?? []) names.push(name);
      return names;
    });
  }

  /** How many steps of each run have been written down. */
  written(): Promise<number[]> {
    return this.page.evaluate(
      () =>
        new Promise<number[]>((resolve, reject) => {
          const opening = indexedDB.open("tilt");
          opening.onerror = () => reject(opening.error!);
          opening.onsuccess = () => {
            const runs = opening.result.transaction("runs").objectStore("runs").getAll();
            runs.onerror = () => reject(runs.error!);
            runs.onsuccess = () => {
              opening.result.close();
              resolve((runs.result as { length: number }[]).map(({ length }) => length));
            };
          };
        }),
    );
  }

  /** Waits until the run is over. */
  async untilDone(): Promise<void> {
    await this.play("Run again").waitFor({ timeout: 200_000 });
  }

  /** Waits for the first answers of a new run, and until it stands still. */
  async untilReady(): Promise<void> {
    await this.page.getByText("step 3 · live").waitFor({ timeout: 120_000 });
    await this.at("Step 3 of 3: sample");
  }

  query(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }
}

function leavesSite(request: Request): boolean {
  const { protocol, origin } = new URL(request.url());
  return protocol.startsWith("http") && origin !== new URL(inject("site")).origin;
}
