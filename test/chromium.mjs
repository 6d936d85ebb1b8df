/**
 * @file Finds a Chromium for the browser tests: CHROME_PATH, one that the system has, one that
 * Playwright brought; failing that, gets one: Debian's package as root, else Playwright's.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const places = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    `${process.env["PROGRAMFILES"]}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env["PROGRAMFILES(X86)"]}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env["LOCALAPPDATA"]}\\Google\\Chrome\\Application\\chrome.exe`,
  ],
};

/** WebGPU without a GPU: the SwiftShader adapter. Harmless where there is a real one. */
export const flags = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** @returns {string | null} the path of a browser, or null */
export function findChromium() {
  const system = places[process.platform] ?? [];
  const candidates = [process.env["CHROME_PATH"], ...system, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}

/** @returns {string} the path of a browser; installs one when there is none */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const root =
    process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const command = root
    ? "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium"
    : "npx playwright install chromium";
  console.error(`No Chromium found. Running: ${command}`);
  spawnSync(command, { shell: true, stdio: ["ignore", 2, 2] });
  const now = findChromium();
  if (!now) throw new Error("No Chromium. Install one and name it in CHROME_PATH, then run again.");
  return now;
}
