import { createReadStream, existsSync, mkdtempSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { Tab } from "./tab.ts";

const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/jsonl", buffer });

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** The built site as a plain host serves it: without a header of its own. */
async function plainHost(): Promise<{ url: string; close: () => void }> {
  const folder = resolve(
    fileURLToPath(new URL("../..", import.meta.url)),
    process.env["TILT_DIST"] ?? "dist",
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, pathname.endsWith("/") ? "index.html" : pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${port}/`, close };
}

describe("a visit without a link", () => {
  it("plays a recorded run, says so, and makes way for the live one", async () => {
    const held: (() => void)[] = [];
    const tab = await Tab.open("", {
      before: (page) =>
        page.route("**/models/tilt-1m/model.safetensors", async (route) => {
          await new Promise<void>((resolve) => held.push(resolve));
          await route.continue();
        }),
    });
    const tape = tab.page.getByRole("region", { name: "Played back" });
    await tape.getByText(/^A recorded run\..*version 1, seed 7, on a CPU/).waitFor();
    await tape.getByText(/The live one is on its way/).waitFor();
    await tab.at(/^Step [3-9] of [3-9]/);
    // Nothing of it is taken for this device's own work.
    expect(await tab.page.getByText(/tokens\/s/).count()).toBe(0);
    for (const go of held) go();
    await tape.waitFor({ state: "detached", timeout: 150_000 });
    await tab.untilReady();
    expect(tab.complaints).toEqual([]);
  });
});

describe("a recorded run by its link", () => {
  it("plays without any engine, scrubs, and becomes live on request", async () => {
    const tab = await Tab.open("?recorded=online-dpo-reviews", {
      before: (page) => page.route("**/models/**", (route) => route.abort()),
    });
    await tab.page.getByRole("region", { name: "Played back" }).waitFor();
    await tab.pick("Speed", "live");
    await tab.untilDone();
    await tab.page.getByRole("slider", { name: "The log by rounds" }).focus();
    await tab.page.keyboard.press("Home");
    await tab.at(/^Step 1 of \d+: evaluate$/);
    expect(tab.query().get("recorded")).toBe("online-dpo-reviews");
    await tab.page.unroute("**/models/**");
    await tab.button("Run it live").click();
    await tab.untilReady();
    expect(tab.query().get("method")).toBe("online-dpo");
    expect(tab.query().get("recorded")).toBeNull();
  });
});

describe("a run of one's own", () => {
  const dpo = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20";

  it("survives a reload in the middle and goes on where it was, the same", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.pick("Step by", "round");
    for (const at of [7, 12]) {
      await tab.play("One round").click();
      await tab.at(`Step ${at} of ${at}: round`);
    }
    const place = tab.page.getByRole("region", { name: "Pages beside the bench" });
    await tab.button("Library").click();
    await tab.page.getByText("12 steps, 2 updates").waitFor();
    await tab.button("Back to the run").click();
    await place.waitFor({ state: "detached" });
    await tab.page.reload();
    await tab.page.getByText("This is where you were before the page was reloaded.").waitFor();
    await tab.at("Step 12 of 12: round");
    await tab.button("Go on from here").click();
    await tab.page.getByText(/^Reproduced on this machine: the same answers/).waitFor();
    await tab.at("Step 12 of 12: round");
    await tab.play("One step").click();
    await tab.at("Step 13 of 13: sample");
    expect(tab.complaints).toEqual([]);
  });

  it("is kept by name, deleted, and brought back", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.button("Library").click();
    await tab.button("Keep it").click();
    await tab.page.getByText("Kept on this device").waitFor();
    const name = tab.page.getByRole("textbox", { name: /^Name: / });
    await name.fill("first try");
    await name.blur();
    await tab.button("Delete first try").click();
    await tab.page.getByText("first try is deleted.").waitFor();
    await tab.button("Undo").click();
    await tab.button("Open first try").click();
    await tab.page.getByText("A run kept here.").waitFor();
    await tab.at("Step 3 of 3: sample");
    expect(tab.complaints).toEqual([]);
  });

  it("for which there is no room: a phone shows the refusal where it was asked for, and what to do", async () => {
    const tab = await Tab.open(dpo, {
      context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      before: (page) =>
        page.addInitScript(() => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }),
    });
    await tab.play("One step").waitFor();
    await tab.page.evaluate(() => (location.hash = "library"));
    await tab.button("Keep it").tap();
    const refused = tab.page.getByRole("alert").filter({ hasText: "keep.full" });
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/no room left for runs.*save this one as a file/s);
    const top = await tab.page.locator("header.top").boundingBox();
    const bottom = await tab.page.locator("footer.bottom").boundingBox();
    for (const shown of [refused, tab.button("Run as a file (JSONL)")]) {
      const { y, height } = (await shown.boundingBox())!;
      expect(y).toBeGreaterThanOrEqual(top!.y + top!.height);
      expect(y + height).toBeLessThanOrEqual(bottom!.y);
    }
    // The list below is read anew every now and then: that takes nothing away.
    await tab.page.evaluate(() => (location.hash = "compare"));
    await tab.page.evaluate(() => (location.hash = "library"));
    await tab.button("Keep it").tap();
    await refused.waitFor();
    expect(await tab.page.getByText("Kept on this device").count()).toBe(0);
  });

  it("of the language model goes on from the weights kept beside it", async () => {
    const tab = await Tab.open(
      "?method=online-dpo&heldout=8&knob.batch=2&knob.iterations=4&backend=wasm",
    );
    await tab.untilReady();
    await tab.pick("Step by", "round");
    for (const at of [7, 12]) {
      await tab.play("One round").click();
      await tab.at(`Step ${at} of ${at}: round`);
    }
    await expect.poll(() => tab.weights()).toEqual([expect.stringMatching(/-2$/)]);
    // The weights of a round may be there before its last step is.
    await expect.poll(() => tab.written()).toEqual([12]);
    await tab.page.reload();
    await tab.button("Go on from here").click();
    await tab.page.getByText(/^Reproduced on this machine: the same answers/).waitFor();
    await tab.at("Step 12 of 12: round");
    await tab.pick("Step by", "round");
    await tab.play("One round").click();
    await tab.at("Step 17 of 17: round");
    expect(tab.complaints).toEqual([]);
  });

  it("goes on where a browser keeps nothing, and the page says so", async () => {
    const tab = await Tab.open(dpo, {
      before: (page) =>
        page.addInitScript(() => {
          IDBFactory.prototype.open = () => {
            throw new DOMException("not here", "SecurityError");
          };
        }),
    });
    await tab.untilReady();
    await tab.play("One step").click();
    await tab.page.getByText(/keeps nothing for this page/).waitFor();
    await tab.play("One step").click();
    await tab.at("Step 5 of 5: pair");
  });

  it("is compared with a recorded one: overlays, and the settings that differ", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.button("Library").click();
    await tab.button("Compare").click();
    await tab.page.getByRole("checkbox", { name: "the run on the screen" }).check();
    await tab.page
      .getByRole("checkbox", { name: /^Best-of-N.* · 7$/ })
      .first()
      .check();
    await tab.page.getByRole("heading", { name: "Settings that differ" }).waitFor();
    const method = tab.page.getByRole("row", { name: /^method / });
    expect(await method.innerText()).toMatch(/online-dpo\s+best-of-n/);
    expect(await tab.page.getByRole("row", { name: /^seed / }).count()).toBe(0);
    await tab.page.getByRole("img", { name: "Gold reward of 2 runs" }).waitFor();
    expect(tab.complaints).toEqual([]);
  });
});

describe("taken elsewhere", () => {
  const dpo = "?task=toy&method=online-dpo&knob.batch=4&knob.iterations=3";

  it("the run comes back from its file; tables, pairs and pictures are files, too", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.button(/^Play the whole run/).click();
    await tab.untilDone();
    await tab.button("Library").click();
    const saved = async (button: string, end = ""): Promise<Buffer> => {
      const [download] = await Promise.all([
        tab.page.waitForEvent("download", (file) => file.suggestedFilename().endsWith(end)),
        tab.button(button).click(),
      ]);
      const file = join(mkdtempSync(join(tmpdir(), "tilt-saved-")), "file");
      await download.saveAs(file);
      return readFile(file);
    };
    const run = await saved("Run as a file (JSONL)");
    expect((await saved("Metrics as CSV")).toString()).toMatch(/^step,.*objective\/kl/);
    const [pair] = (await saved("Pairs as JSONL")).toString().split("\n");
    expect(Object.keys(JSON.parse(pair!) as object)).toEqual([
      ...["prompt", "chosen", "rejected", "score_chosen", "score_rejected"],
    ]);
    // Of several files the last: they come a moment apart.
    expect((await saved("SVG", "length.svg")).toString()).toMatch(/^<svg xmlns=/);
    expect((await saved("PNG", "length.png")).subarray(1, 4).toString()).toBe("PNG");

    const choose = tab.page.getByLabel("Choose a file");
    const broken = run.toString().split("\n");
    broken[3] = broken[3]!.replace('"kind":"sample"', '"kind":"dream"');
    await choose.setInputFiles(fileOf("broken.jsonl", Buffer.from(broken.join("\n"))));
    await tab.page.getByRole("alert").filter({ hasText: "Line 4, kind" }).waitFor();
    await choose.setInputFiles(fileOf("run.jsonl", run));
    await tab.page.getByText("A run from a file.").waitFor();
    await tab.at(/^Step (\d+) of \1: evaluate$/);
    expect(tab.complaints).toEqual([]);
  });

  it("a link with a receipt says whether this machine came to the same", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.button(/^Play the whole run/).click();
    await tab.untilDone();
    await tab.button("Library").click();
    const box = tab.page.getByRole("textbox", { name: /^Link with a receipt/ });
    const link = new URL(await box.inputValue());
    const again = await Tab.open(link.search);
    await again.page.getByText("Held against it so far: 1 of 2 evaluations.").waitFor();
    await again.button(/^Play the whole run/).click();
    await again.page.getByText(/^Reproduced on this machine.*at 2 evaluations/).waitFor();
    link.searchParams.set("seed", "8");
    const other = await Tab.open(link.search);
    await other.page.getByText(/^Not reproduced: the first answers are others/).waitFor();
    link.searchParams.set("receipt", "garbage");
    const broken = await Tab.open(link.search);
    await broken.page.getByText(/receipt.*is not a whole receipt/).waitFor();
  });

  it("the proof holds on this device", async () => {
    const tab = await Tab.open(dpo);
    await tab.untilReady();
    await tab.button("Library").click();
    await tab.button("Is it real?").click();
    await tab.button("Check").click();
    const result = await tab.page.getByText(/cases agree$/).innerText();
    const [held, all] = result.match(/\d+/g)!.map(Number);
    expect(held).toBe(all);
    expect(held).toBeGreaterThan(100);
    await tab.button("Back to the run").click();
    await tab.page.evaluate(() => (location.hash = "proof"));
    expect(await tab.page.getByText(/cases agree$/).innerText()).toBe(result);
    expect(tab.complaints).toEqual([]);
  });
});

describe("without a network, on a host that sends no headers", () => {
  it.each([
    ["the exact world", "task=toy"],
    ["the language model", "task=reviews&heldout=8&backend=wasm"],
  ])("%s opens and runs, isolated, once it has been visited", async (_, of) => {
    const host = await plainHost();
    onTestFinished(() => host.close());
    const tab = await Tab.open(`${host.url}?${of}&method=online-dpo&knob.batch=4`);
    await tab.untilReady();
    await tab.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      if (active?.state !== "activated") {
        await new Promise((resolve) => active?.addEventListener("statechange", resolve));
      }
    });
    host.close();
    await tab.page.context().setOffline(true);
    await tab.page.reload();
    await tab.untilReady();
    expect(await tab.page.evaluate(() => crossOriginIsolated)).toBe(true);
    // WebKit starts no two workers at once that share an address.
    const workers = tab.page.workers().map((worker) => worker.url());
    expect(new Set(workers).size).toBe(workers.length);
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: label");
  });
});

describe("own data", () => {
  it("are read with their faults by line, and asked of the policy", async () => {
    const tab = await Tab.open(
      "?method=online-dpo&heldout=8&knob.batch=2&backend=wasm&task=replies",
    );
    await tab.untilReady();
    await tab.button("Library").click();
    await tab.button("Own data").click();
    const rows = ["Could you water my plants?", "May I borrow your ladder?"];
    const lines = [{ prompt: rows[0] }, { text: "no prompt" }, { prompt: rows[1] }];
    const content = lines.map((line) => JSON.stringify(line)).join("\n");
    await tab.page.getByRole("textbox", { name: "Paste JSONL or CSV" }).fill(content);
    await tab.page.getByText("2 rows read").waitFor();
    await tab.page.getByText("Line 2: prompt is missing").waitFor();
    await tab.button("Use in a new run").click();
    await expect.poll(() => tab.query().get("own")).toMatch(/^[0-9a-z]{2,14}$/);
    await tab.untilReady();
    const shown = await tab.stage.innerText();
    expect(rows.some((row) => shown.includes(row))).toBe(true);
    expect(tab.complaints).toEqual([]);
  });

  it("a reward written by the visitor is called so wherever it judges, can be changed, and scores own prompts", async () => {
    const tab = await Tab.open(
      "?method=online-dpo&heldout=8&knob.batch=2&backend=wasm&task=replies",
    );
    const { page } = tab;
    await tab.untilReady();
    await page.evaluate(() => (location.hash = "data"));
    await page.getByRole("textbox", { name: "Words that count for an answer" }).fill("sure happy");
    await page
      .getByRole("spinbutton", { name: /^weight of / })
      .first()
      .fill("0");
    await tab.button("Use this reward").click();
    await tab.untilReady();
    const setup = async () => (await page.locator("p.setup").innerText()).replace(/\s+/g, " ");
    expect(await setup()).toMatch(/with your own reward ?, on the CPU/);
    await tab.play("One step").click();
    await tab.at("Step 4 of 4: label");
    expect(await tab.sentence()).toMatch(/^Your own reward compared two pairs/);
    expect(await page.locator(".crumb").innerText()).toContain("by your own reward");

    await page.evaluate(() => (location.hash = "reward"));
    await page.getByRole("heading", { name: "The judge of this run: your own reward" }).waitFor();
    await tab.button("Measure").click();
    const agreed = page.locator(".readings > div").first();
    expect(await agreed.innerText()).toMatch(/^accuracy on the start model’s answers\s+\d+%/);
    const measured = await agreed.innerText();

    await page.evaluate(() => (location.hash = "data"));
    await page.getByText("In use: your own reward").waitFor();
    await page.evaluate(() => (location.hash = "reward"));
    await expect.poll(() => agreed.innerText()).toBe(measured);
    await page.evaluate(() => (location.hash = "data"));
    const liked = page.getByRole("textbox", { name: "Words that count for an answer" });
    expect(await liked.inputValue()).toBe("sure happy");

    // The reward is in the link as it is; prompts are named there, and stay here.
    const rewardIn = () => [...tab.query()].filter(([name]) => name.startsWith("reward."));
    const [alone, rows] = [rewardIn(), ["May I borrow a tent?", "Is it far?"]];
    expect(tab.query().has("own")).toBe(false);
    expect(tab.query().get("reward.liked")).toBe("sure happy");
    await page.getByRole("textbox", { name: "Paste JSONL or CSV" }).fill(rows.join("\n"));
    await tab.button("Use in a new run").click();
    await expect.poll(() => tab.query().has("own")).toBe(true);
    expect(rewardIn()).toEqual(alone);
    await tab.untilReady();
    expect(await setup()).toContain("with your own reward");
    const shown = await tab.stage.innerText();
    expect(rows.some((row) => shown.includes(row))).toBe(true);

    await page.evaluate(() => (location.hash = "data"));
    await page.getByText("In use: your own reward").waitFor();
    await page.getByText("In use: 2 rows of Prompts").waitFor();
    await tab.button(/^Go back to the task.s prompts$/).click();
    await expect.poll(() => tab.query().has("own")).toBe(false);
    expect(rewardIn()).toEqual(alone);
    await tab.choose("Task", "Reviews");
    await expect.poll(rewardIn).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it("a reward goes along in the link: another device judges by it, shows it, and comes to the same", async () => {
    const run = "?method=online-dpo&heldout=8&knob.batch=2&knob.iterations=2&backend=wasm";
    const shown = "sure <b>happy</b>";
    const query = new URLSearchParams({ "reward.weights": "0*polite -1.5*length" });
    query.set("reward.liked", shown);
    const first = await Tab.open(`${run}&task=replies&${query.toString()}`);
    await first.untilReady();
    const setup = async (tab: Tab) =>
      (await tab.page.locator("p.setup").innerText()).replace(/\s+/g, " ");
    expect(await setup(first)).toMatch(/with your own reward ?, on the CPU/);
    await first.button(/^Play the whole run/).click();
    await first.untilDone();
    await first.button("Library").click();
    const box = first.page.getByRole("textbox", { name: /^Link with a receipt/ });
    const link = new URL(await box.inputValue());
    expect(link.searchParams.get("reward.liked")).toBe(shown);
    expect(link.searchParams.has("own")).toBe(false);
    expect(
      await first.page.getByRole("textbox", { name: "The same run in a terminal" }).inputValue(),
    ).toContain("--reward-weights='0*polite -1.5*length'");

    const again = await Tab.open(link.search);
    await again.untilReady();
    expect(await setup(again)).toMatch(/with your own reward ?, on the CPU/);
    await again.button(/^Play the whole run/).click();
    await again.page.getByText(/^Reproduced on this machine/).waitFor();
    await again.page.evaluate(() => (location.hash = "data"));
    await again.page.getByText("In use: your own reward").waitFor();
    const liked = again.page.getByRole("textbox", { name: "Words that count for an answer" });
    expect(await liked.inputValue()).toBe(shown);
    const weight = (name: string) => again.page.getByRole("spinbutton", { name });
    expect(await weight("weight of length").inputValue()).toBe("-1.5");
    expect(await weight("weight of ending").inputValue()).toBe("0");
    // What no link could hold stays here, and is told so beside the link.
    await liked.fill(Array.from({ length: 200 }, (_, i) => `word${i}`).join(" "));
    await again.button("Use this reward").click();
    await expect.poll(() => again.query().get("own")).toMatch(/^[0-9a-z]{2,14}$/);
    await again.untilReady();
    await again.button("Library").click();
    await again.page.getByText(/^Your reward has too many words for a link/).waitFor();
    expect([...first.complaints, ...again.complaints]).toEqual([]);
  });

  it("a reward of a link that makes no sense is told of by its part, or by what the task lacks", async () => {
    const run = "?method=online-dpo&heldout=8&knob.batch=2&backend=wasm&task=replies";
    const tab = await Tab.open(`${run}&reward.liked=sure&reward.weights=9*<img>`);
    await tab.untilReady();
    await tab.page.getByText(/^reward\.weights = “9\*<img>” is no sum like/).waitFor();
    expect(await tab.page.locator("p.setup").innerText()).not.toContain("your own reward");
    const other = await Tab.open(`${run}&reward.weights=1*sunny`);
    await other.page.getByText("The reward of Replies has no component sunny.").first().waitFor();
  });
});
