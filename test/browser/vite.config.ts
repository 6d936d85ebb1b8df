/// <reference types="vitest/config" />
import { playwright } from "@vitest/browser-playwright";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { ensureChromium, flags } from "../chromium.mjs";

/** The tests that need a real browser: WebGPU on the SwiftShader adapter. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  // All at once: a package found in the middle of a test would reload it.
  optimizeDeps: {
    include: [
      "@tensorflow/tfjs",
      "@tensorflow/tfjs-backend-wasm",
      "@tensorflow/tfjs-backend-webgpu",
      "@xenova/transformers",
      "valibot",
    ],
  },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: ensureChromium(),
          args: [...flags, "--disable-gpu-sandbox"],
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
});
