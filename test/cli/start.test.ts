import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tsx = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));
/** As in a terminal: nothing of the test runner's or the bundler's is there to resolve an import. */
const tilt = (...args: string[]) =>
  promisify(execFile)(process.execPath, [tsx, "src/cli/main.ts", ...args], { cwd: root });

describe("every command, in a process of its own", () => {
  it("starts and tells its usage", async () => {
    const { stdout } = await tilt("--help");
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name!);
    expect(commands).toContain("run");
    for (const name of commands) {
      const help = await tilt(name, "--help");
      expect(help.stdout, name).toMatch(new RegExp(`^Usage: npm run (tilt -- )?${name}\\b`));
    }
  });
});
