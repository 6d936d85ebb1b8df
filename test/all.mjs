/**
 * @file `npm test`: types, lint, unit tests, the built page, and browser tests with WebGPU, in
 * order, on a fresh clone or an old one. Ends with one line of counts over all suites.
 */
import "../src/cli/setup.mjs";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// After setup: the packages that this needs are there only now.
const { ensureChromium } = await import("./chromium.mjs");

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "tilt-test-"));
const vitest = (name, config) => ({
  name,
  command: `npx vitest run ${config} --reporter=default --reporter=json --outputFile.json="${join(reports, `${name}.json`)}"`,
  report: join(reports, `${name}.json`),
});

/**
 * In order, those of one line side by side: they keep one processor busy each. A suite without a
 * report counts as one check.
 */
const suites = [
  [
    { name: "types", command: "npm run --silent types" },
    { name: "lint", command: "npm run --silent lint" },
  ],
  [vitest("unit", "")],
  [{ name: "build", command: "npm run --silent build" }],
  [vitest("browser", "--config test/browser/vite.config.ts")],
  [vitest("page", "--config test/page/vite.config.ts")],
];

const only = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
process.env["CHROME_PATH"] = ensureChromium();

for (const row of suites) {
  const asked = row.filter(({ name }) => only.length === 0 || only.includes(name));
  const alone = asked.length === 1;
  for (const ended of asked.map((suite) => run(suite, alone))) {
    const { suite, status, output, seconds } = await ended;
    if (!alone) console.log(`\n── ${suite.name}\n${output}`);
    const counts = count(suite, status);
    total.passed += counts.passed;
    total.failed += counts.failed;
    console.log(`── ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
  }
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** Starts a suite; what it says is shown as it comes if it is alone, or held until it has ended. */
function run(suite, alone) {
  if (alone) console.log(`\n── ${suite.name}`);
  const started = Date.now();
  const stdio = alone ? "inherit" : ["ignore", "pipe", "pipe"];
  const child = spawn(suite.command, { cwd: root, shell: true, stdio });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => said.push(part));
  return new Promise((resolve) =>
    child.on("close", (status) => {
      const seconds = Math.round((Date.now() - started) / 1000);
      resolve({ suite, status, output: Buffer.concat(said).toString(), seconds });
    }),
  );
}

/** A suite that ended badly without naming a failed test (it never started, say) counts as one failure. */
function count(suite, status) {
  if (!suite.report) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!existsSync(suite.report)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(suite.report, "utf8"));
  const failed = report.numFailedTests + report.numFailedTestSuites * (report.numFailedTests === 0);
  const silent = status !== 0 && failed === 0 ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + silent };
}
