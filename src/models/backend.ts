/**
 * @file Which engine multiplies: WebGPU, then WASM, then plain JavaScript; and why that one. The
 * tensor packages are loaded only when their turn comes. In Node the command line passes in what a
 * browser has by itself.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../core/types.ts";
import { choose, describe, known, variant, type Variant } from "./kernels/index.ts";
import { openDevice } from "./gpu/device.ts";
import { probe } from "./gpu/probe.ts";

export type BackendName = "webgpu" | "wasm" | "cpu";

export type Backend = {
  readonly name: BackendName;
  /** One sentence for the visitor: why this one and not a faster one. */
  readonly reason: string;
  /** The GPU and its driver in words; null off the GPU. */
  readonly adapter: string | null;
  /** Threads that multiply; 1 on the GPU. */
  readonly threads: number;
};

export type Host = {
  /** Where the WASM binaries lie: a folder, or one address for each of the three files. */
  readonly wasm?: string | Record<string, string>;
  /** Puts `navigator.gpu` in place where the host has none; returns why it cannot, or null. */
  readonly prepareGpu?: () => Promise<string | null>;
  /** What an earlier visit measured, by the name of the adapter. */
  readonly kept?: {
    get(adapter: string): Promise<unknown>;
    set(adapter: string, form: Variant): Promise<void>;
  };
  /** The GPU reported an error or was lost: nothing computed after this can be trusted. */
  readonly onFatal?: (error: TiltError) => void;
};

/** Why a backend cannot be had. */
class Unavailable extends Error {}

/**
 * Makes a backend current. "auto" takes the first of WebGPU, WASM and CPU that works, passing over
 * GPUs that are emulated. Throws TiltError backend.unavailable when the one wished for cannot be had.
 */
export async function chooseBackend(
  wish: "auto" | BackendName = "auto",
  host: Host = {},
): Promise<Backend> {
  const order: readonly BackendName[] = wish === "auto" ? ["webgpu", "wasm", "cpu"] : [wish];
  const passed: string[] = [];
  for (const name of order) {
    try {
      const found = await start[name](host, wish === "auto");
      await tf.ready();
      const why = wish === "auto" ? "the first that works here" : "asked for";
      const { note, ...engine } = found;
      const said = [`${LABEL[name]}: ${why}.`, ...(note ? [note] : []), ...passed];
      return { name, reason: said.join(" "), ...engine };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      passed.push(`${LABEL[name]} was passed over: ${error.message}.`);
    }
  }
  throw new TiltError(
    "backend.unavailable",
    passed.join(" "),
    "Choose another backend; auto finds one that works.",
  );
}

const LABEL: Readonly<Record<BackendName, string>> = {
  webgpu: "WebGPU",
  wasm: "WASM",
  cpu: "Plain JavaScript",
};

type Found = {
  readonly adapter: string | null;
  readonly threads: number;
  /** A sentence to add to the reason. */
  readonly note?: string;
};

const start: Readonly<Record<BackendName, (host: Host, auto: boolean) => Promise<Found>>> = {
  webgpu: startWebGpu,
  wasm: startWasm,
  async cpu() {
    await tf.setBackend("cpu");
    return { adapter: null, threads: 1 };
  },
};

async function startWebGpu(host: Host, auto: boolean): Promise<Found> {
  const missing = await host.prepareGpu?.();
  if (missing) throw new Unavailable(missing);
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) throw new Unavailable("this browser has no WebGPU");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Unavailable("there is no GPU adapter");
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const shown = [vendor, architecture, device, description].filter(Boolean).join(" ");
  const emulated = isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(shown);
  if (auto && emulated) {
    throw new Unavailable(`its only adapter is emulated on the processor (${shown})`);
  }
  if (!(await openDevice(adapter))) throw new Unavailable("the GPU device cannot be opened");
  watch((tf.backend() as unknown as { device: GPUDevice }).device, host.onFatal ?? raise);
  const name = shown || "unnamed adapter";
  // On an emulated one the kernels' first guess is known to be right.
  const note = emulated ? {} : { note: await measured(name, host) };
  return { adapter: name, threads: 1, ...note };
}

/** Takes the kernels' forms that were measured before on this adapter, or measures them now. */
async function measured(adapter: string, { kept }: Host): Promise<string> {
  const before = await kept?.get(adapter).catch(() => null);
  if (known(before)) choose(before);
  else {
    const form = await probe();
    // A visit that may not store anything measures anew.
    await kept?.set(adapter, form).catch(() => {});
  }
  return `Kernel forms, measured on this adapter: ${describe(variant())}.`;
}

/** WebGPU reports a wrong program by silence and zeros; here it ends the run. */
function watch(device: GPUDevice, onFatal: (error: TiltError) => void): void {
  const next = "Go on with the CPU, and report this message.";
  const again = "Take the run up again; where it happens again, go on with the CPU.";
  device.addEventListener("uncapturederror", ({ error }) =>
    onFatal(new TiltError("gpu.error", `The GPU refused a program: ${error.message}`, next)),
  );
  void device.lost.then(({ reason, message }) => {
    if (reason === "destroyed") return;
    onFatal(new TiltError("gpu.lost", `The GPU was lost: ${message || reason}`, again));
  });
}

/** As an uncaught error it ends a worker or a process. */
function raise(error: TiltError): void {
  setTimeout(() => {
    throw error;
  });
}

async function startWasm(host: Host): Promise<Found> {
  if (typeof WebAssembly === "undefined") throw new Unavailable("this browser has no WebAssembly");
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  // The threaded binary of 4.22 starts eight workers and multiplies on none of them.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (host.wasm !== undefined) wasm.setWasmPaths(host.wasm as string);
  if (!(await tf.setBackend("wasm"))) throw new Unavailable("its binary cannot be loaded");
  return { adapter: null, threads: 1 };
}
