/// <reference types="vitest/config" />
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from "vite";

/**
 * Cross-origin isolation: no other site shares this one's process, and its clocks are exact. Set
 * before anything answers, as Vite's own `headers` are left off a 304, and WebKit then refuses the
 * worker whose script has not changed.
 */
const isolate = ({ middlewares }: ViteDevServer | PreviewServer) => {
  middlewares.use((_, response, next) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    next();
  });
};
const isolation: Plugin = {
  name: "cross-origin-isolation",
  configureServer: isolate,
  configurePreviewServer: isolate,
};

/** Fonts of the page's first words, and on which screens `fonts.css` asks for them; null: on all. */
const FIRST_FONTS = [
  { name: /source-sans-3-latin-wght-normal.*woff2$/, media: null },
  { name: /source-serif-4-latin-opsz-normal.*woff2$/, media: "(min-width: 641px)" },
  { name: /source-serif-4-latin-wght-normal.*woff2$/, media: "(max-width: 640px)" },
];

/**
 * What the built page may load: its own scripts, workers, styles and files, and nothing else. The
 * development server writes styles into the page, so it goes without.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self' data: blob:",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
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

/** The faces that every first line is set in: fetched with the page, so that no line moves for them. */
const firstFaces: Plugin = {
  name: "first-faces",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }) =>
      Object.keys(bundle).flatMap((href) => {
        const font = FIRST_FONTS.find(({ name }) => name.test(href));
        if (!font) return [];
        const { media } = font;
        const attrs = { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href };
        return { tag: "link", attrs: media ? { ...attrs, media } : attrs, injectTo: "head" };
      }),
  },
};

/** The reference cases of the tests, so that a visitor's own device can be held against them. */
const cases = fileURLToPath(new URL("test/fixtures/golden.json", import.meta.url));
const references: Plugin = {
  name: "reference-cases",
  generateBundle() {
    const source = readFileSync(cases, "utf8");
    this.emitFile({ type: "asset", fileName: "golden.json", source });
  },
  configureServer({ middlewares }) {
    middlewares.use("/golden.json", (_, response) => response.end(readFileSync(cases)));
  },
};

/** Every file of a build for the service worker; a name with a hash in it is revision enough. */
function filesOf(folder: string): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "sw.js")
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = relative(folder, path).replaceAll("\\", "/");
      if (url.startsWith("assets/")) return { url, revision: null };
      return {
        url,
        revision: createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16),
      };
    });
}

/** Builds the service worker beside the site, with the list of the site's files in it. */
const offline: Plugin = {
  name: "offline",
  apply: "build",
  async writeBundle({ dir }) {
    if (!dir) return;
    await build({
      configFile: false,
      logLevel: "warn",
      define: {
        __TILT_FILES__: JSON.stringify(filesOf(dir)),
        "process.env.NODE_ENV": '"production"',
      },
      build: {
        outDir: dir,
        emptyOutDir: false,
        copyPublicDir: false,
        target: "es2022",
        rollupOptions: {
          input: fileURLToPath(new URL("src/offline.ts", import.meta.url)),
          output: { format: "iife", entryFileNames: "sw.js" },
        },
      },
    });
  },
};

type Modules = {
  getModuleInfo(
    id: string,
  ): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
};

/** Whether a module stands before the page does: some chain of plain imports leads to it. */
function comesFirst(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = modules.getModuleInfo(id);
  return (
    info !== null && (info.isEntry || info.importers.some((by) => comesFirst(by, modules, seen)))
  );
}

/** Whether a module comes first without being what everything starts from. */
const comesAlong = (id: string, modules: Modules): boolean =>
  modules.getModuleInfo(id)?.isEntry === false && comesFirst(id, modules);

export default defineConfig({
  // Works from any path: every address in the build is relative.
  base: "./",
  plugins: [svelte(), isolation, contentSecurity, firstFaces, references, offline],
  resolve: {
    alias: [
      {
        find: /^onnxruntime-(web\/webgpu|web|common)$/,
        replacement: fileURLToPath(new URL("src/models/no-onnx.ts", import.meta.url)),
      },
    ],
  },
  server: { port: 5173, strictPort: true },
  preview: { port: 5173 },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The worker's own file is imported by none of its parts: WebKit would run it twice.
          groups: [{ name: (id, modules) => (comesAlong(id, modules) ? "engine" : null) }],
        },
      },
    },
  },
  build: {
    target: "es2022",
    rolldownOptions: {
      output: {
        // What the page needs to stand comes as one file, not as sixty that wait for one another.
        codeSplitting: {
          groups: [
            { name: (id, modules) => (comesFirst(id, modules) ? "page" : null), priority: 1 },
            // What pictures have in common is needed by the first of them: one file, too.
            { name: "pictures", test: /src.ui.(charts|views)|node_modules.d3-/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/page/**"],
    testTimeout: 60_000,
  },
});
