/** @file Before and after all page tests: the built site on a free port, and one browser. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { preview } from "vite";
import type { TestProject } from "vitest/node";
import { ensureChromium, flags } from "../chromium.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the built site, with a slash at its end. */
    readonly site: string;
    /** Where the browser with WebGPU listens. */
    readonly browser: string;
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const outDir = process.env["TILT_DIST"] ?? "dist";

export default async function serve({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(`${root}/${outDir}/index.html`) && !existsSync(`${outDir}/index.html`)) build();
  const site = await preview({
    root,
    build: { outDir },
    preview: { port: 0, host: "localhost", open: false },
  });
  const browser = await chromium.launchServer({
    executablePath: ensureChromium(),
    args: [...flags],
  });
  provide("site", site.resolvedUrls!.local[0]!);
  provide("browser", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await site.close();
  };
}

/** In a process of its own: a build under a test runner would be one for development. */
function build(): void {
  const env = { ...process.env, NODE_ENV: "production" };
  const { status } = spawnSync("npm run build", { cwd: root, shell: true, stdio: "inherit", env });
  if (status !== 0) throw new Error("The site could not be built.");
}
