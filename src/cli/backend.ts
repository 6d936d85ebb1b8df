/** @file Backends in Node: what a browser brings along, put in place by hand. */
import { existsSync, readdirSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { TiltError } from "../core/types.ts";
import { chooseBackend, type Backend, type BackendName } from "../models/backend.ts";

const WISHES = ["auto", "webgpu", "wasm", "cpu"] as const;

/** Where Chromium keeps its software Vulkan driver, for machines without a GPU. */
const SOFTWARE_DRIVERS = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib/chromium-browser/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
];

/**
 * Makes the backend of `--backend` current. Throws TiltError cli.backend for an unknown name,
 * backend.unavailable where it cannot be had.
 */
export async function nodeBackend(wish = "auto"): Promise<Backend> {
  if (!(WISHES as readonly string[]).includes(wish)) {
    const known = WISHES.join(", ");
    throw new TiltError("cli.backend", `There is no backend ${wish}.`, `Choose one of ${known}.`);
  }
  return chooseBackend(wish as "auto" | BackendName, { prepareGpu });
}

/** Defines `navigator.gpu` by Dawn, on the machine's own driver or else Chromium's software one. */
async function prepareGpu(): Promise<string | null> {
  // Read once, when the first instance is made.
  const driver = SOFTWARE_DRIVERS.find((path) => existsSync(path));
  if (driver && !hasDriver()) {
    process.env.VK_DRIVER_FILES = driver;
    loadVulkan(join(dirname(driver), "libvulkan.so.1"));
  }
  const dawn = await import("webgpu").catch(() => null);
  if (!dawn) return "the webgpu package has no build for this machine";
  Object.assign(globalThis, dawn.globals, { self: globalThis });
  const value = { gpu: dawn.create([]), userAgent: "node" };
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  return null;
}

/**
 * Loads the loader that lies beside Chromium's driver, so that Dawn finds one by name where the
 * system has none. It is no Node module, which Node says, but kept open it serves.
 */
function loadVulkan(path: string): void {
  const KEEP_OPEN = 0x1000; // RTLD_NODELETE of glibc
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, path, RTLD_NOW | RTLD_GLOBAL | KEEP_OPEN);
  } catch {
    // Expected; whether it helped shows when an adapter is asked for.
  }
}

/** Whether a Vulkan driver is named or installed; llvmpipe's is too old for Dawn on some systems. */
function hasDriver(): boolean {
  if (process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES) return true;
  return ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .some((file) => !file.startsWith("lvp_"));
}
