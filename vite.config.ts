/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** Cross-origin isolation: what threads in WASM need. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  // Works from any path: every address in the build is relative.
  base: "./",
  plugins: [svelte()],
  server: { port: 5173, strictPort: true, headers: isolation },
  preview: { port: 5173, headers: isolation },
  worker: { format: "es" },
  build: { target: "es2022" },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/page/**"],
    testTimeout: 60_000,
  },
});
