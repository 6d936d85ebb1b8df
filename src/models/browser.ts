/** @file What a worker in the browser gives a model host: fetched files, and an engine. */
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import { openDB } from "idb";
import { chooseBackend, type Host } from "./backend.ts";
import { fetchSource } from "./checkpoint.ts";
import type { Surroundings } from "./host.ts";
import { browserShelf } from "./shelf.ts";

const absolute = (url: string) => new URL(url, import.meta.url).href;

/** Kernel forms by adapter, kept between visits. */
const kept: Host["kept"] = {
  async get(adapter) {
    return (await forms()).get("forms", adapter);
  },
  async set(adapter, form) {
    await (await forms()).put("forms", form, adapter);
  },
};

const forms = () =>
  openDB("tilt-engine", 1, { upgrade: (db) => void db.createObjectStore("forms") });

export const browser: Surroundings = {
  shelf: browserShelf,
  source: (model) => fetchSource(model),
  async engine(wish) {
    const { name, ...rest } = await chooseBackend(wish, {
      kept,
      wasm: {
        "tfjs-backend-wasm.wasm": absolute(plain),
        "tfjs-backend-wasm-simd.wasm": absolute(simd),
        // tfjs wants a name for it and never fetches it: see backend.ts.
        "tfjs-backend-wasm-threaded-simd.wasm": absolute(simd),
      },
    });
    return { backend: name, ...rest };
  },
};
