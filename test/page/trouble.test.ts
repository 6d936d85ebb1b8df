import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page, type Route, type Worker } from "playwright";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { fromJsonLines } from "../../src/core/runlog.ts";
import { ensureChromium } from "../chromium.mjs";
import { Tab } from "./tab.ts";

const toy = "?task=toy&method=online-dpo&knob.batch=4";
const small = "?method=online-dpo&heldout=8&knob.batch=2&backend=wasm";

describe("a link with nonsense", () => {
  it("lists what was not understood and goes by the usual values", async () => {
    const nonsense = new URLSearchParams({
      task: "toy",
      method: "world-peace",
      seed: "-3",
      backend: "abacus",
      annotator: "<b>me</b>",
      heldout: "1e9",
      every: "0.5",
      "knob.batch": "NaN",
      "knob.wings": "2",
      color: "red",
    });
    const tab = await Tab.open(`?${nonsense}`);
    await tab.untilReady();
    const note = tab.page.getByRole("status").filter({ hasText: "were not understood" });
    const items = await note.getByRole("listitem").allInnerTexts();
    const named = items.map((item) => item.split(" = ")[0]).sort();
    const wrong = [...nonsense.keys()].filter((name) => name !== "task").sort();
    expect(named).toEqual(wrong);
    expect(items.join()).toContain("annotator = “<b>me</b>” is none of: reward-model, gold");
    await expect
      .poll(() => Object.fromEntries(tab.query()))
      .toEqual({ v: "1", task: "toy", seed: "7" });
    await note.getByRole("button", { name: "Close" }).click();
    expect(await note.count()).toBe(0);
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: score");
    expect(tab.complaints).toEqual([]);
  });
});

describe("a visitor's own prompt", () => {
  const ask = async (tab: Tab, text: string): Promise<void> => {
    await tab.page.getByRole("textbox", { name: "Your prompt" }).fill(text);
    await tab.button("Ask").click();
  };

  it("may be empty, endless, or in any script", async () => {
    const tab = await Tab.open(`${small}&task=replies`);
    await tab.untilReady();
    const refused = tab.page.getByRole("alert");
    await ask(tab, "");
    await refused.filter({ hasText: "prompt.empty" }).waitFor();
    expect(await refused.innerText()).toMatch(/has no words in it.*Write something like: /s);
    await ask(tab, "word ".repeat(20_000));
    await refused.filter({ hasText: "prompt.long" }).waitFor();
    expect(await refused.innerText()).toMatch(/has 100,000 characters.*Shorten it/s);
    for (const text of ["조용히 일할 만한 곳이 있을까요? 🙂", "🙂🙂 ไปไหนดี ?"]) {
      await ask(tab, text);
      const answers = tab.page.getByRole("definition").filter({ hasText: /gold [−\d]/ });
      await expect.poll(() => answers.count()).toBe(2);
      expect(await refused.count()).toBe(0);
    }
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: label");
    expect(tab.complaints).toEqual([]);
  });

  it("must be one of four in the exact world, which says so", async () => {
    const tab = await Tab.open(toy);
    await tab.untilReady();
    await ask(tab, "What is love?");
    await tab.page.getByRole("alert").filter({ hasText: "knows four questions" }).waitFor();
    await ask(tab, "How is the kettle?");
    const answers = tab.page.getByRole("definition").filter({ hasText: /gold [−\d]/ });
    await expect.poll(() => answers.count()).toBe(2);
  });
});

describe("a browser without WebGPU", () => {
  it("runs on the processor and says why; asked for, WebGPU names the way out", async () => {
    const browser = await chromium.launch({
      executablePath: ensureChromium(),
      args: ["--no-sandbox", "--disable-features=WebGPU", "--disable-gpu"],
    });
    onTestFinished(() => browser.close());
    const tab = await Tab.open("?method=online-dpo&heldout=8&knob.batch=2", { browser });
    await tab.untilReady();
    await tab.page.getByText("The page runs on your processor here.").waitFor();
    await tab.page.getByText(/WebGPU was passed over: /).waitFor();
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: label");

    await tab.choose("Engine", /^GPU/);
    await tab.page.getByText("backend.unavailable").waitFor();
    await tab.button("Use whichever engine works").click();
    await tab.untilReady();
  });
});

const named = async (page: Page, name: string): Promise<Worker> => {
  for (const worker of page.workers()) {
    if (!worker.url().startsWith("http")) continue;
    if ((await worker.evaluate(() => self.name)) === name) return worker;
  }
  throw new Error(`There is no worker ${name}.`);
};
const deaths = {
  "by an error": () => void setTimeout(() => JSON.parse("{")),
  "without a word": () => self.close(),
};

describe("a worker that dies in the middle of a run", () => {
  it.each([
    ["policy", "by an error"],
    ["reward model", "without a word"],
  ] as const)("%s, %s: the page says so and computes the run again", async (name, how) => {
    const tab = await Tab.open(`${small}&knob.iterations=4`);
    await tab.untilReady();
    const drawn = await tab.replies();
    await (await named(tab.page, name)).evaluate(deaths[how]);
    await tab.play("Play").click();
    await tab.alert.filter({ hasText: "worker.died" }).waitFor();
    expect(await tab.alert.innerText()).toContain(`The ${name} worker stopped`);
    await tab.alert.getByRole("button", { name: "Start anew and compute the run again" }).click();
    await tab.page.getByText(/^Reproduced on this machine: the same answers/).waitFor();
    for (const key of ["Home", "ArrowRight", "ArrowRight"]) await tab.page.keyboard.press(key);
    expect(await tab.replies()).toEqual(drawn);
  });

  it("goes on from the weights of its latest round to the numbers of an undisturbed run", async () => {
    const link = `${small}&knob.iterations=2&every=2`;
    const [calm, tab] = [await Tab.open(link), await Tab.open(link)];
    await calm.untilReady();
    await calm.pick("Speed", "live");
    await calm.play("Play").click();
    await tab.untilReady();
    await tab.pick("Step by", "round");
    await tab.play("One round").click();
    await tab.at("Step 7 of 7: round");
    await expect.poll(() => tab.weights()).toEqual([expect.stringMatching(/-1$/)]);
    await (await named(tab.page, "policy")).evaluate(deaths["without a word"]);
    await tab.play("One round").click();
    await tab.alert.getByRole("button", { name: "Go on from round 2 at half the batch" }).waitFor();
    await tab.alert.getByRole("button", { name: "Take the run up again from round 2" }).click();
    await tab.page.getByText(/^Reproduced on this machine: the same answers/).waitFor();
    await tab.at(/^Step [78] of [78]: /);
    await tab.pick("Speed", "live");
    await tab.play("Play").click();
    await Promise.all([calm.untilDone(), tab.untilDone()]);
    for (const { page } of [calm, tab]) await page.keyboard.press("t");
    for (const title of ["Reward", "KL from the reference"]) {
      const rows = await calm.chart(title);
      expect(rows.length).toBeGreaterThan(1);
      expect(await tab.chart(title)).toEqual(rows);
    }
    expect(tab.complaints).toEqual([]);
  });
});

describe("a graphics card that is lost", () => {
  /** A run of two rounds on a card that is in our hands: no page can take one away. */
  const onCard = (): Promise<Tab> =>
    Tab.open(`${small}&knob.iterations=2`.replace("wasm", "webgpu"), {
      before: (page) =>
        page.route("**/assets/model.worker-*", async (route) => {
          const response = await route.fetch();
          const hold = `const lost = new Promise((lose) => (self.lose = lose));
            Object.defineProperty(GPUDevice.prototype, "lost", { get: () => lost });
            const { addEventListener: add } = GPUDevice.prototype;
            GPUDevice.prototype.addEventListener = function (type, ...rest) {
              if (type === "uncapturederror") self.refuse = (error) =>
                this.dispatchEvent(Object.assign(new Event(type), { error }));
              return add.call(this, type, ...rest);
            };`;
          await route.fulfill({ response, body: hold + (await response.text()) });
        }),
    });
  type Held = { lose(why: object): void; refuse(error: object): void };
  const lose = async ({ page }: Tab): Promise<void> => {
    const worker = await named(page, "policy");
    await worker.evaluate(() => (self as unknown as Held).lose({ reason: "unknown", message: "" }));
  };
  const firstRound = async (tab: Tab): Promise<void> => {
    await tab.untilReady();
    await tab.pick("Step by", "round");
    await tab.play("One round").click();
    await tab.at("Step 7 of 7: round");
    await expect.poll(() => tab.weights()).toEqual([expect.stringMatching(/-1$/)]);
  };

  it("is called so, and the run is taken up again or goes on without it", async () => {
    const tab = await onCard();
    await tab.untilReady();
    await lose(tab);
    await tab.play("Play").click();
    await tab.alert.filter({ hasText: "gpu.lost" }).waitFor();
    const text = await tab.alert.innerText();
    expect(text).toMatch(/The graphics card.*The GPU was lost: unknown/s);
    expect(text).not.toContain("worker");
    await tab.alert.getByRole("button", { name: "Start anew and compute" }).waitFor();
    await tab.alert.getByRole("button", { name: "Go on with the CPU" }).click();
    await tab.untilReady();
    expect(tab.query().get("backend")).toBe("wasm");
  });

  it("leaves its rounds to the processor, which says from where on its numbers are its own", async () => {
    const tab = await onCard();
    await firstRound(tab);
    const { page } = tab;
    await lose(tab);
    await tab.play("One round").click();
    await tab.alert.getByRole("button", { name: "Take the run up again from round 2" }).waitFor();
    await tab.alert.getByRole("button", { name: "Go on with the CPU from round 2" }).click();
    const told = page.getByText(/^From round 2 on, this run is computed on a CPU; before, it was/);
    await told.waitFor();
    expect(tab.query().get("backend")).toBe("wasm");
    await tab.pick("Speed", "live");
    await tab.play("Play").click();
    await tab.untilDone();

    // The file names both, which a link could not; and so says the run once it is played back.
    await page.evaluate(() => (location.hash = "library"));
    const download = page.waitForEvent("download");
    await tab.button("Run as a file (JSONL)").click();
    const file = join(await mkdtemp(join(tmpdir(), "tilt-")), "run.jsonl");
    await (await download).saveAs(file);
    const { header, steps } = fromJsonLines(await readFile(file, "utf8"));
    expect(header).toMatchObject({
      backend: "wasm",
      legs: [{ backend: "webgpu" }, { round: 1, backend: "wasm" }],
    });
    const rounds = steps.filter(({ kind }) => kind === "round");
    expect(rounds).toHaveLength(2);
    expect(steps[header.legs![1]!.from]).toBe(rounds[1]);
    await page.getByText(/^This run went from one engine to another/).waitFor();
    await page.evaluate(() => (location.hash = ""));
    await page.reload();
    await page.getByText(/on a GPU, from round 2 on a CPU\./).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("refuses a program: the processor is what is offered first", async () => {
    const tab = await onCard();
    await firstRound(tab);
    const worker = await named(tab.page, "policy");
    await worker.evaluate(() => (self as unknown as Held).refuse({ message: "too long" }));
    await tab.play("One round").click();
    await tab.alert.getByText("The GPU refused a program: too long").waitFor();
    const ways = tab.alert.locator(".acts").getByRole("button");
    await expect
      .poll(() => ways.allInnerTexts())
      .toEqual(["Go on with the CPU from round 2", "Take the run up again from round 2"]);
    await ways.first().click();
    await tab.page.getByText(/^From round 2 on, this run is computed on a CPU/).waitFor();
  });
});

describe("a measurement that fails", () => {
  const refused = (tab: Tab) => tab.page.locator(".place").getByRole("alert");
  const goTo = async (tab: Tab, place: string) => {
    await tab.untilReady();
    await tab.page.evaluate((name) => (location.hash = name), place);
  };

  it("because its files do not come, says so, and works once they do", async () => {
    const gone = (route: Route) => route.abort("connectionreset");
    const tab = await Tab.open("?task=toy", {
      before: async (page) => {
        await page.route("**/golden.json", gone);
        await page.route("**/assets/reward-lab-*.js", gone);
      },
    });
    await goTo(tab, "proof");
    await tab.button("Check").click();
    expect(await refused(tab).innerText()).toMatch(
      /The reference cases did not arrive\. Look at the connection.*fetch\.cases/s,
    );
    await tab.page.unroute("**/golden.json");
    await tab.button("Check").click();
    await tab.page.getByText(/cases agree$/).waitFor();
    expect(await refused(tab).count()).toBe(0);

    await goTo(tab, "reward");
    await refused(tab).getByRole("button", { name: "Try again" }).waitFor();
    expect(await refused(tab).innerText()).toContain("This could not be computed.");
  });

  it("because its model is lost, leads back to the bench, where the model is brought back", async () => {
    const tab = await Tab.open(small);
    await goTo(tab, "reward");
    await (await named(tab.page, "policy")).evaluate(deaths["without a word"]);
    await tab.button(/^Measure/).click();
    await refused(tab).filter({ hasText: "worker.died" }).waitFor();
    await refused(tab).getByRole("button", { name: "Back to the run" }).click();
    await tab.alert.getByRole("button", { name: "Start anew and compute the run again" }).click();
    await tab.page.getByText(/^Reproduced on this machine: the same answers/).waitFor();
  });
});

describe("weights that do not come as they should", () => {
  const weights = "**/models/tilt-1m/model.safetensors";
  const file = async (): Promise<Buffer> => {
    const response = await fetch(new URL("models/tilt-1m/model.safetensors", inject("site")));
    return Buffer.from(await response.arrayBuffer());
  };
  const withNaN = (bytes: Buffer): Buffer => {
    const spoilt = Buffer.from(bytes);
    // All ones is not a number in F16, BF16 and F32.
    spoilt.fill(0xff, spoilt.length - 64);
    return spoilt;
  };
  const damaged = "A damaged file of the language model";
  type Fault = readonly [string, string, string, (route: Route) => Promise<void>];
  const faults: readonly Fault[] = [
    [
      "the file is gone",
      "checkpoint.missing",
      "A missing file of the language model",
      (route) => route.fulfill({ status: 404 }),
    ],
    [
      "the server is ill",
      "fetch.failed",
      "The weights did not arrive",
      (route) => route.fulfill({ status: 500 }),
    ],
    [
      "the file is cut short",
      "checkpoint.truncated",
      "A cut-off file of the language model",
      async (route) => route.fulfill({ body: (await file()).subarray(0, 100_001) }),
    ],
    [
      "the file is something else",
      "checkpoint.header",
      damaged,
      (route) => route.fulfill({ body: "Sign in to the airport's network" }),
    ],
    [
      "a weight is not a number",
      "checkpoint.not-finite",
      damaged,
      async (route) => route.fulfill({ body: withNaN(await file()) }),
    ],
  ];

  it.each(faults)("%s: what it is, its code, the file's name", async (_, code, what, fault) => {
    const tab = await Tab.open(small, { before: (page) => page.route(weights, fault) });
    await tab.alert.waitFor();
    const text = await tab.alert.innerText();
    expect(text).toContain(code);
    expect(text).toContain(what);
    expect(text).toContain("model.safetensors");
    await tab.alert.getByRole("button", { name: "Try again" }).waitFor();
  });

  it("of the reward model on a first visit: named so, and the recorded run offers nothing twice", async () => {
    const tab = await Tab.open("", {
      before: (page) =>
        page.route("**/models/tilt-1m-reward/model.safetensors", async (route) => {
          const tape = page.getByRole("region", { name: "Played back" });
          await tape.waitFor();
          await route.fulfill({ body: "Sign in to the airport's network" });
        }),
    });
    await tab.alert.getByText("A damaged file of the reward model", { exact: true }).waitFor();
    await tab.page.getByText("A recorded run.").waitFor();
    expect(await tab.alert.innerText()).toContain("Try again; if it stays so");
    expect(await tab.alert.getByRole("button", { name: "Try again" }).count()).toBe(1);
    expect(await tab.button("Run it live").count()).toBe(0);
  });

  it("the connection breaks: trying again works once it is back", async () => {
    const tab = await Tab.open(small, {
      before: (page) => page.route(weights, (route) => route.abort("connectionreset")),
    });
    const again = tab.alert.getByRole("button", { name: "Try again" });
    await tab.alert.filter({ hasText: "fetch.failed" }).waitFor();
    await again.click();
    await again.waitFor({ state: "hidden" });
    await tab.alert.filter({ hasText: "fetch.failed" }).waitFor();
    await tab.page.unroute(weights);
    await again.click();
    await tab.untilReady();
  });

  it("there is a world that needs none", async () => {
    const tab = await Tab.open(small, { before: (page) => page.route(weights, (r) => r.abort()) });
    await tab.alert.getByRole("button", { name: "Use the exact world" }).click();
    await tab.untilReady();
    expect(tab.query().get("task")).toBe("toy");
  });
});
