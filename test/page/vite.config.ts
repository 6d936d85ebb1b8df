/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The built site in a real browser, one test after the other, through what a visitor sees. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/page/**/*.test.ts"],
    globalSetup: ["test/page/serve.ts"],
    fileParallelism: false,
    // An emulated GPU on a shared processor takes its time; nothing here is about speed.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000, interval: 100 } },
  },
});
