/**
 * @file The architecture as a test: which room of `src` may import which. Read the tables as
 * "left may import right".
 */

import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const src = join(import.meta.dirname, "..", "src");

/** Rooms by room. A name with a slash is one file, not its room. */
const doors: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  methods: ["core"],
  "methods/index": ["core", "methods"],
  tasks: ["core", "tasks"],
  feedback: ["core", "feedback"],
  toy: ["core", "toy"],
  models: ["core", "models"],
  workers: ["core", "workers"],
  "workers/*.worker": ["core", "models", "workers"],
  menu: ["core", "methods", "tasks", "toy"],
  lab: ["core", "menu", "tasks", "feedback", "toy", "workers/connect", "lab"],
  trl: ["core", "trl"],
  cli: [
    "core",
    "methods",
    "tasks",
    "feedback",
    "toy",
    "models",
    "menu",
    "lab",
    "trl",
    "cli",
    "workers/wire",
  ],
  ui: ["core", "methods", "tasks", "menu", "lab", "trl", "ui"],
  App: ["core", "menu", "lab", "ui"],
  main: ["App", "ui"],
  offline: [],
};

/** Packages that only some rooms may use; any other package belongs to the page and the terminal. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/*": ["models"],
  "@xenova/transformers": ["models"],
  comlink: ["workers"],
  svelte: ["ui", "App", "main"],
  valibot: ["core", "models", "cli"],
  idb: ["ui", "models"],
  webgpu: ["models", "cli"],
  "workbox-*": ["offline"],
};
const otherPackages = ["ui", "cli"];

/** "core/run" of "core/run.ts"; a file directly in `src` is its own room. */
const nameOf = (file: string): string => file.replace(/(\.svelte)?\.[a-z]+$/, "");
const roomOf = (file: string): string => nameOf(file).split("/")[0]!;

/** Every module a source file names: imports, re-exports, dynamic imports, workers and assets. */
function importsOf(file: string, text: string): string[] {
  const scripts = file.endsWith(".svelte")
    ? [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1]!).join("\n")
    : text;
  const named = ts.preProcessFile(scripts, true, true).importedFiles.map((f) => f.fileName);
  const urls = [...text.matchAll(/new\s+(?:URL|Worker|SharedWorker)\(\s*(["'`])([^"'`]+)\1/g)]
    .map((m) => m[2]!)
    .filter((path) => path.startsWith("."));
  const styles = [...text.matchAll(/@import\s+(?:url\()?["']([^"']+)["']/g)].map((m) => m[1]!);
  return [...named, ...urls, ...styles];
}

/** What is wrong with a file's imports, a sentence each. `file` is relative to `src`. */
function complaints(file: string, text: string): string[] {
  const found = importsOf(file, text).flatMap((name) => {
    const why = name.startsWith(".") ? relativeFault(file, name) : packageFault(file, name);
    return why ? [`${file} imports ${name}: ${why}`] : [];
  });
  if (/import\.meta\.glob/.test(text)) found.push(`${file} uses import.meta.glob: name the files`);
  return found;
}

function relativeFault(file: string, name: string): string | null {
  const target = posix.normalize(posix.join(dirname(file), name.replace(/\?.*$/, "")));
  const room = roomOf(file);
  if (target.startsWith("..")) return room === "cli" ? null : "it lies outside src";
  // Another component, style or text of the same room is fine wherever its code would be.
  if (!/\.(ts|js|mjs|svelte)$/.test(target)) {
    return roomOf(target) === room || room === "main" ? null : "it belongs to another room";
  }
  const name_ = nameOf(file).replace(/^workers\/.*\.worker$/, "workers/*.worker");
  const open = doors[name_] ?? doors[room];
  if (!open) return `there is no room "${room}"`;
  const allowed = open.includes(roomOf(target)) || open.includes(nameOf(target));
  return allowed ? null : `${room} may import ${open.join(", ")}`;
}

function packageFault(file: string, name: string): string | null {
  const room = roomOf(file);
  if (name.startsWith("node:") || builtinModules.includes(name)) {
    return room === "cli" ? null : "only cli runs in Node alone";
  }
  const owner = Object.keys(packages).find(
    (p) => p === name || name.startsWith(p.replace("*", "")) || name.startsWith(`${p}/`),
  );
  const rooms = owner ? packages[owner]! : otherPackages;
  return rooms.includes(room) ? null : `only ${rooms.join(", ")} may`;
}

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|js|mjs|svelte|css)$/.test(entry.name))
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));

describe("the rooms of src", () => {
  it("are all there", () => {
    expect(files).toContain("core/types.ts");
    expect(new Set(files.map(roomOf)).size).toBeGreaterThan(5);
  });

  it("import only through the doors", () => {
    const found = files.flatMap((file) => complaints(file, readFileSync(join(src, file), "utf8")));
    expect(found).toEqual([]);
  });
});

describe("the doors", () => {
  const bad: readonly (readonly [string, string])[] = [
    ["core/run.ts", `import { bestOfN } from "../methods/best-of-n.ts";`],
    ["core/run.ts", `import * as tf from "@tensorflow/tfjs";`],
    ["core/run.ts", `import { readFileSync } from "fs";`],
    ["methods/rso.ts", `import { bestOfN } from "./best-of-n.ts";`],
    ["methods/rso.ts", `import type { LlamaPolicy } from "../models/policy.ts";`],
    ["methods/rso.ts", `const m = await import("../models/policy.ts");`],
    ["toy/bench.ts", `import { gold } from "../feedback/gold.ts";`],
    ["tasks/reviews.ts", `export * from "../feedback/gold.ts";`],
    ["models/policy.ts", `import { theme } from "../ui/theme.ts";`],
    ["models/policy.ts", `import * as Comlink from "comlink";`],
    ["workers/connect.ts", `import { LlamaPolicy } from "../models/policy.ts";`],
    ["lab.ts", `import { expose } from "./workers/policy.worker.ts";`],
    ["lab.ts", `import { load } from "./models/checkpoint.ts";`],
    ["ui/Stage.svelte", `<script lang="ts">import { wire } from "../workers/connect.ts";</script>`],
    ["ui/Stage.svelte", `<script lang="ts">import * as tf from "@tensorflow/tfjs";</script>`],
    ["ui/run.ts", `new Worker(new URL("../workers/policy.worker.ts", import.meta.url))`],
    ["ui/run.ts", `const all = import.meta.glob("./views/*.svelte");`],
    ["ui/run.ts", `import * as v from "valibot";`],
    ["App.svelte", `<script>import { Run } from "./models/policy.ts";</script>`],
    ["cli/main.ts", `import Stage from "../ui/Stage.svelte";`],
    ["feedback/judge.ts", `import { tick } from "svelte";`],
    ["attic/old.ts", `import { dice } from "../core/random.ts";`],
    ["methods/rso.ts", `import config from "../../package.json";`],
  ];
  it.each(bad)("keep %s from %s", (file, text) => {
    expect(complaints(file, text)).toHaveLength(1);
  });

  const good: readonly (readonly [string, string])[] = [
    ["core/runlog.ts", `import * as v from "valibot";`],
    ["methods/index.ts", `import { bestOfN } from "./best-of-n.ts";`],
    ["models/backend.ts", `import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";`],
    ["workers/policy.worker.ts", `import { LlamaPolicy } from "../models/policy.ts";`],
    ["lab.ts", `import { wire } from "./workers/connect.ts";`],
    ["ui/Stage.svelte", `<script>import { onMount } from "svelte"; import "./stage.css";</script>`],
    ["cli/main.ts", `import { readFile } from "node:fs/promises"; import "../models/policy.ts";`],
    ["core/run.ts", `// import { x } from "../ui/x.ts";\nconst s = "import a from '../ui/a.ts'";`],
  ];
  it.each(good)("let %s do %s", (file, text) => {
    expect(complaints(file, text)).toEqual([]);
  });
});
