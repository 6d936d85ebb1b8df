/**
 * @file Makes sure that the packages named by the lock file are installed. Runs before every
 * command, on Node alone: `npm start` on a fresh clone needs nothing else. Install scripts are
 * not run: every package that we use ships what it needs.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = `${root}node_modules/.tilt-lock`;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tilt needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const lock = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");
const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";

if (installed !== lock) {
  console.error("Installing packages (once, about half a minute) …");
  // npm is a .cmd on Windows, hence the shell; the arguments are constants.
  const { status } = spawnSync("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error", {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: true,
  });
  if (status !== 0) {
    console.error("npm ci failed. Check the network, then run the command again.");
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}
