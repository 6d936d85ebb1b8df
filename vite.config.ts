/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Cross-origin isolation: what threads in WASM need. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * What the built page may load: its own scripts, workers, styles and files, and nothing else. The
 * development server writes styles into the page, so it goes without.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self' data: blob:",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const contentSecurity: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
};

/**
 * A thread of WASM runs the text of tfjs's module function, so that function must stand alone. It
 * asks by `typeof` for `_scriptDir`, declared outside of it; a minifier that sees the declaration
 * drops the question and renames the variable, and no thread starts. So the declaration goes.
 */
const wasmThreads: Plugin = {
  name: "wasm-threads",
  transform: {
    filter: { id: /tfjs-backend-wasm-threaded-simd\.js/ },
    handler: (code) => ({
      code: code.replace(/^ *(var _scriptDir =|if \(typeof __filename\b).*$/gm, ""),
      map: null,
    }),
  },
};

export default defineConfig({
  // Works from any path: every address in the build is relative.
  base: "./",
  plugins: [svelte(), contentSecurity],
  resolve: {
    alias: [
      {
        find: /^onnxruntime-(web\/webgpu|web|common)$/,
        replacement: fileURLToPath(new URL("src/models/no-onnx.ts", import.meta.url)),
      },
    ],
  },
  server: { port: 5173, strictPort: true, headers: isolation },
  preview: { port: 5173, headers: isolation },
  worker: { format: "es", plugins: () => [wasmThreads] },
  build: { target: "es2022" },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/page/**"],
    testTimeout: 60_000,
  },
});
