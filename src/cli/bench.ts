/**
 * @file `tilt bench`: this engine against the same model in stock tfjs ops and in jax-js, in one
 * browser. Every measurement has a page of its own, so that none inherits another's memory or
 * compiled programs.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Browser } from "playwright";
import { createServer, type ViteDevServer } from "vite";
import { version } from "../../package.json";
import { ensureChromium, flags } from "../../test/chromium.mjs";
import { TiltError } from "../core/types.ts";
import type { Request, Row } from "./bench/page.ts";
import { processorMs } from "./bench/processor.ts";
import type { Share } from "./bench/profile.ts";

const usage = `Usage: npm run bench -- [--quick] [--json] [--backend webgpu|wasm] [--runs N]
                        [--work train,decode,dpo,score] [--engine tilt,tfjs,jax-js]
                        [--shape small,medium,bundled] [--profile]

Times a training step, a DPO step, decoding of 64 answers of 32 tokens and scoring, on the same
weights and batches in every engine, in one headless Chromium: the GPU where there is one, else the
software adapter. Losses must agree before a time counts. A table, or with --json one object on
stdout; progress on stderr. --quick: the small shape only, 3 runs. --profile: after each, the time
of every kernel on the GPU.
Exit code: 0 done, 1 two engines disagree, 3 it could not be run.`;

type Found = Row & { readonly ratio: number | null; readonly processorRatio: number | null };

/** Engines may differ by this much in a loss or a score, relative to 1 or the number itself. */
const TOLERANCE = 2e-3;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      backend: { type: "string" },
      work: { type: "string", default: "train,decode,dpo,score" },
      engine: { type: "string", default: "tilt,tfjs,jax-js" },
      runs: { type: "string" },
      quick: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      shape: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const requests = plan(values);
  const server = await serve();
  let browser = await launch([]);
  try {
    const url = `${server.resolvedUrls!.local[0]}src/cli/bench/index.html`;
    let adapter = await withPage(browser, url, (page) => page.adapter());
    if (adapter === null) {
      await browser.close();
      browser = await launch(flags);
      adapter = await withPage(browser, url, (page) => page.adapter());
    }
    const rows: Row[] = [];
    for (const request of requests) {
      const { backend, work, shape, engine } = request;
      process.stderr.write(`${backend} ${work} ${shape} ${engine} …`);
      const row = await withPage(browser, url, (page) => page.run(request));
      process.stderr.write(row ? ` ${row.medianMs.toFixed(1)} ms\n` : " no such work\n");
      if (row) rows.push(row);
      if (row?.shares) process.stderr.write(`${whereItGoes(row.shares)}\n`);
    }
    const found = rows.map((row): Found => ({ ...row, ...ratios(row, rows) }));
    if (values.json) console.log(JSON.stringify({ adapter, version, rows: found }));
    else console.log(table(adapter, found));
    const off = disagreements(rows);
    for (const line of off) console.error(line);
    return off.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
    await server.close();
  }
}

type Flags = {
  backend?: string;
  work: string;
  engine: string;
  shape?: string;
  runs?: string;
  quick: boolean;
  profile: boolean;
};

function plan({ backend, work, engine, runs, quick, profile, ...asked }: Flags): Request[] {
  const among = <T extends string>(flag: string, text: string, known: readonly T[]): T[] =>
    text.split(",").map((name) => {
      const found = known.find((one) => one === name);
      if (found !== undefined) return found;
      throw new TiltError("bench.flag", `--${flag} knows no ${name}.`, usage);
    });
  const backends = among("backend", backend ?? "webgpu,wasm", ["webgpu", "wasm"] as const);
  const works = among("work", work, ["train", "decode", "dpo", "score"] as const);
  const engines = among("engine", engine, ["tilt", "tfjs", "jax-js"] as const);
  const all = quick ? ["small"] : ["small", "medium", "bundled"];
  const shapes = among("shape", asked.shape ?? all.join(), ["small", "medium", "bundled"] as const);
  const count = runs === undefined ? (quick ? 3 : 7) : Number(runs);
  if (!Number.isInteger(count) || count < 1) {
    throw new TiltError("bench.flag", `--runs ${runs} is not a number of runs.`, usage);
  }
  return backends.flatMap((backend) =>
    works.flatMap((work) =>
      // Training is measured on every shape, the rest on the largest.
      (work === "train" ? shapes : shapes.slice(-1)).flatMap((shape) =>
        engines.map((engine): Request => ({ backend, work, shape, engine, runs: count, profile })),
      ),
    ),
  );
}

/** TILT_JAX names another folder of @jax-js/jax than the installed one. */
async function serve(): Promise<ViteDevServer> {
  const jax = process.env["TILT_JAX"];
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const server = await createServer({
    configFile: false,
    root,
    logLevel: "error",
    appType: "mpa",
    ...(jax ? { resolve: { alias: { "@jax-js/jax": `${jax}/dist/index.js` } } } : {}),
    optimizeDeps: {
      entries: ["src/cli/bench/index.html"],
      include: [
        "@tensorflow/tfjs",
        "@tensorflow/tfjs-backend-wasm",
        "@tensorflow/tfjs-backend-webgpu",
        "valibot",
      ],
      exclude: ["@jax-js/jax"],
    },
    server: {
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
      fs: { strict: jax === undefined, allow: [root, ...(jax ? [dirname(jax)] : [])] },
      watch: null,
      hmr: false,
    },
  });
  await server.listen();
  return server;
}

const launch = (extra: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu-sandbox", "--enable-unsafe-webgpu", ...extra],
  });

/** The functions that the page offers, as they are called from here. */
type Page = {
  adapter(): Promise<string | null>;
  run(request: Request): Promise<Row | null>;
};

async function withPage<T>(
  browser: Browser,
  url: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage();
  const failed = new Promise<never>((_, reject) => {
    page.on("pageerror", (error) => reject(error));
    page.on("crash", () => reject(new Error("The page crashed.")));
  });
  failed.catch(() => undefined);
  try {
    page.setDefaultTimeout(0);
    await page.exposeFunction("processorMs", processorMs);
    await page.goto(url);
    await page.waitForFunction("globalThis.bench !== undefined", undefined, { timeout: 0 });
    const call = (name: string, argument?: unknown) =>
      page.evaluate(
        ([f, x]) =>
          (globalThis as unknown as { bench: Record<string, (x: unknown) => unknown> }).bench[
            f as string
          ]!(x),
        [name, argument] as const,
      );
    const offered: Page = {
      adapter: () => call("adapter") as Promise<string | null>,
      run: (request) => call("run", request) as Promise<Row | null>,
    };
    return await Promise.race([work(offered), failed]);
  } finally {
    await page.close();
  }
}

const sameWork = (a: Row, b: Row) =>
  a.backend === b.backend && a.work === b.work && a.shape === b.shape;

/** How many times longer an engine takes than this one, by the clock and in processor time. */
function ratios(row: Row, rows: readonly Row[]) {
  const ours = rows.find((other) => other.engine === "tilt" && sameWork(row, other));
  const of = (a: number | null, b: number | null | undefined) => (a && b ? a / b : null);
  return {
    ratio: of(row.medianMs, ours?.medianMs),
    processorRatio: of(row.processorMs, ours?.processorMs),
  };
}

function disagreements(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const ours = rows.find((other) => other.engine === "tilt" && sameWork(row, other));
    if (!ours || ours === row) return [];
    const i = row.check.findIndex((x, n) => {
      const y = ours.check[n] ?? NaN;
      return !(Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(y)));
    });
    if (i < 0) return [];
    const what = `${row.backend} ${row.work} ${row.shape}`;
    return [`${what}: run ${i + 1} gives ${row.check[i]} in ${row.engine}, ${ours.check[i]} here.`];
  });
}

function whereItGoes(shares: readonly Share[]): string {
  const all = shares.reduce((sum, { ms }) => sum + ms, 0);
  return shares
    .map(({ kernel, dispatches, ms }) => {
      const part = `${((100 * ms) / all).toFixed(1)} %`;
      return `${ms.toFixed(2).padStart(10)} ms ${part.padStart(7)} ${`${dispatches} ×`.padStart(7)} ${kernel}`;
    })
    .join("\n");
}

function table(adapter: string | null, rows: readonly Found[]): string {
  const head =
    "backend work shape engine runs median min max first ×tilt processor ×tilt encoding GFLOP/s GB/s dispatches submits reads sent peak";
  const body = rows.map((r) =>
    [
      r.backend,
      r.work,
      r.shape.replaceAll(" ", "·"),
      r.engine,
      r.runs,
      ...[r.medianMs, r.minMs, r.maxMs, r.firstMs].map((ms) => ms.toFixed(1)),
      r.ratio?.toFixed(2) ?? "–",
      r.processorMs?.toFixed(0) ?? "–",
      r.processorRatio?.toFixed(2) ?? "–",
      r.encodingMs?.toFixed(2) ?? "–",
      r.gflops.toFixed(2),
      r.gbytes?.toFixed(2) ?? "–",
      r.dispatches,
      r.submits,
      r.readBacks,
      `${(r.sentBytes / 1024).toFixed(0)}K`,
      `${(r.peakBytes / 2 ** 20).toFixed(0)}M`,
    ].map(String),
  );
  const cells = [head.split(" "), ...body];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  const lines = cells.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join("  "));
  return [`adapter: ${adapter ?? "none"} · milliseconds`, ...lines].join("\n");
}
