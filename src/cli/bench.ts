/**
 * @file `tilt bench`: this engine against the same model in stock tfjs ops and in jax-js, in one
 * browser. Every measurement has a page of its own, so that none inherits another's memory or
 * compiled programs.
 */
import { writeFileSync } from "node:fs";
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
import { disagreements, ratios, table, whereItGoes, type Found } from "./bench/report.ts";
import { growth, plot } from "./bench/scaling-plot.ts";
import { STANDS, type Curve } from "./bench/scaling-sizes.ts";

const usage = `Usage: npm run bench -- [--quick] [--json] [--backend webgpu|wasm] [--runs N]
                        [--work train,decode,dpo,score] [--engine tilt,tfjs,jax-js]
                        [--shape small,medium,bundled] [--profile]
       npm run bench -- --scaling [--backend webgpu|wasm] [--runs N]

Times a training step, a DPO step, decoding of 64 answers of 32 tokens and scoring, on the same
weights and batches in every engine, in one headless Chromium: the GPU where there is one, else the
software adapter. Losses must agree before a time counts. A table, or with --json one object on
stdout; progress on stderr. --quick: the small shape only, 3 runs. --profile: after each, the time
of every kernel on the GPU. --scaling: what growing batch, length, width and number of answers
costs, into public/results/scaling.json and scaling.svg.
Exit code: 0 done, 1 two engines disagree, 3 it could not be run.`;

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
      scaling: { type: "boolean", default: false },
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
    if (values.scaling) {
      const backend = values.backend === "wasm" ? "wasm" : "webgpu";
      const runs = Number(values.runs ?? 5);
      const curves = await withPage(browser, url, (page) => page.grow({ backend, runs }));
      keep(backend, adapter, curves);
      return 0;
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
  grow(how: Pick<Request, "backend" | "runs">): Promise<Curve[]>;
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
      grow: (how) => call("grow", how) as Promise<Curve[]>,
    };
    return await Promise.race([work(offered), failed]);
  } finally {
    await page.close();
  }
}

/** Writes what growing costs, as numbers and as a picture. */
function keep(backend: string, adapter: string | null, curves: readonly Curve[]): void {
  const where = `${backend}${backend === "webgpu" ? `, ${adapter}` : ""}`;
  const folder = fileURLToPath(new URL("../../public/results", import.meta.url));
  const grown = curves.map((curve) => ({ ...curve, growth: growth(curve) }));
  const command = `npm run bench -- --scaling --backend ${backend}`;
  const found = { command, version, backend, adapter, stands: STANDS, curves: grown };
  writeFileSync(`${folder}/scaling.json`, `${JSON.stringify(found, null, 2)}\n`);
  writeFileSync(`${folder}/scaling.svg`, plot(`Cost against size on ${where}`, curves));
  for (const { axis, points, growth } of grown) {
    const costs = points.map(({ at, minMs }) => `${at}: ${minMs.toFixed(1)} ms`).join(", ");
    console.log(`${axis}  ${costs}  exponent at the end ${growth.toFixed(2)}`);
  }
}
