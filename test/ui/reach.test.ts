import { afterEach, describe, expect, it, vi } from "vitest";
import { readFileSync } from "node:fs";
import { defaults, type Experiment } from "../../src/core/experiment.ts";
import { menu } from "../../src/menu.ts";
import { drawnBefore } from "../../src/ui/reach.ts";

const file = readFileSync(new URL("../../public/results/reach.json", import.meta.url), "utf8");
const usual: Experiment = { ...defaults(menu), task: "reviews" };

describe("the start model's answers that come with the page", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("stand for runs that the bundled judge decides, and for no others", async () => {
    vi.stubGlobal("document", { baseURI: "http://localhost/" });
    vi.stubGlobal("fetch", async () => new Response(file));
    expect((await drawnBefore(usual))![0]).toHaveLength(64);
    expect(await drawnBefore({ ...usual, task: "toy" })).toBeNull();
    const fitted = { kind: "trained", labels: 64, noise: 0 } as const;
    const reward = { weights: { polite: 1 }, liked: [], disliked: [], perWord: 0.5 };
    for (const other of [{ rewardModel: fitted }, { own: "abc123" }, { ownReward: reward }]) {
      expect(await drawnBefore({ ...usual, ...other }), Object.keys(other)[0]).toBeNull();
    }
  });
});
