import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = resolve(root, process.env["TILT_DIST"] ?? "dist");

/** Scripts and styles that the document itself asks for, all of them before anything is drawn. */
const asked = [
  ...readFileSync(join(site, "index.html"), "utf8").matchAll(
    /<(?:script|link)\b[^>]*(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g,
  ),
].map((found) => found[1]!);
const gzipped = (name: string) => gzipSync(readFileSync(join(site, name)), { level: 9 }).length;

describe("what is loaded before the page stands", () => {
  it("is at most 150 kB of script and style, gzipped", () => {
    expect(asked.some((name) => name.endsWith(".js"))).toBe(true);
    expect(asked.some((name) => name.endsWith(".css"))).toBe(true);
    const total = asked.reduce((sum, name) => sum + gzipped(name), 0);
    console.log(`${(total / 1000).toFixed(1)} kB in ${asked.length} files before the page stands`);
    expect(total).toBeLessThanOrEqual(150_000);
  });

  it("is enough to read the page and to reach its controls", async () => {
    const tab = await Tab.open("?task=toy", {
      // Whatever the document does not ask for itself does not come.
      before: (page) =>
        page.route(/\/assets\/.*\.(js|css)$/, (route) => {
          const name = new URL(route.request().url()).pathname.replace(/^\//, "");
          return asked.includes(name) ? route.continue() : route.abort();
        }),
    });
    await tab.page.getByRole("heading", { name: "Best-of-N fine-tuning", level: 1 }).waitFor();
    await tab.knob("Learning rate").waitFor();
    await tab.play("Play").waitFor();
    await tab.button(/^Method: /).click();
    await tab.page.getByRole("menuitemradio", { name: /^Online DPO/ }).waitFor();
  });
});
