import { expect, it } from "vitest";
import { nodeHosts } from "../../src/cli/hosts.ts";
import { defaults } from "../../src/core/experiment.ts";
import { assemble } from "../../src/lab/assemble.ts";
import { menu } from "../../src/menu.ts";

it("looks into a run's judge without the run noticing", { timeout: 300_000 }, async () => {
  const experiment = { ...defaults(menu), task: "replies", backend: "wasm", heldOut: 8 } as const;
  const { bench, inspector, usage } = await assemble(experiment, nodeHosts());
  const { prompts, inspect, judge } = inspector!;
  const before = structuredClone((await usage()).seen);

  const { start, now } = await inspect();
  // The policy has not moved yet: the same dice give the same answers.
  expect(now).toEqual(start);
  expect(start.accuracy.n).toBeGreaterThan(40);
  expect(start.accuracy.low).toBeGreaterThan(0.5);

  const texts = ["Yes, I am at home at three. I will wait for the box.", "No."];
  const judged = await judge(prompts[0]!, texts);
  expect((await usage()).seen).toEqual(before);

  const answers = await bench.lab.writer.write([bench.lab.prompts[0]!], { seed: 1 });
  const own = await judge(bench.lab.prompts[0]!, [answers[0]!.text]);
  const { lab } = bench;
  const [asScored] = await lab.scorer.score(lab.prompts[0]!, answers);
  expect(own[0]!.proxy).toBeCloseTo(asScored!, 4);
  expect(judged[0]!.gold).not.toBe(judged[1]!.gold);
});
