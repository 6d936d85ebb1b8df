import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/core/exports.ts";
import { defaults, fromSearch, toSearch } from "../../src/core/experiment.ts";
import { assertComponents } from "../../src/core/own.ts";
import { fitsLink, OWN_REWARD_LIMITS, type OwnReward } from "../../src/core/own-reward.ts";
import { fromJsonLines, headerOf, toJsonLines } from "../../src/core/runlog.ts";
import { ownRewardOf, type RewardFlags } from "../../src/cli/own-reward.ts";
import { menu } from "../../src/menu.ts";
import { replies } from "../../src/tasks/replies.ts";

const reward: OwnReward = {
  weights: { ...replies.weights, ending: 0, polite: -1.25 },
  liked: ["thanks", "don’t", "고마워요", "a+b&c=d%", "1*x"],
  disliked: ["no"],
  perWord: 0.1,
};
const usual = { ...defaults(menu), task: "replies" };
const through = (ownReward: OwnReward) => fromSearch(toSearch({ ...usual, ownReward }, menu), menu);

describe("a reward in a link", () => {
  it("comes back as it was, whole, and can be read by a person", () => {
    expect(through(reward)).toEqual({ experiment: { ...usual, ownReward: reward }, ignored: [] });
    const nothing = { weights: {}, liked: [], disliked: [], perWord: 0 };
    expect(through(nothing).experiment.ownReward).toEqual(nothing);
    const few = { weights: { polite: 1, short: -0.5 }, liked: ["so", "on"], disliked: [] };
    const link = toSearch({ ...usual, ownReward: { ...few, perWord: 1 } }, menu);
    expect(link).toContain("reward.weights=1*polite+-0.5*short&reward.liked=so+on&reward.word=1");
    expect(fromSearch("reward.liked=yes", menu).experiment.ownReward).toEqual({
      ...{ weights: {}, liked: ["yes"], disliked: [], perWord: 0.5 },
    });
  });

  it("is as large as a link of some 2,000 characters allows, and never larger", () => {
    const { inLink } = OWN_REWARD_LIMITS;
    const words = (n: number) => Array.from({ length: n }, (_, i) => `word${100 + i}`);
    const largest = { weights: { polite: 1 }, liked: words(56), disliked: words(56), perWord: 1 };
    expect(fitsLink(largest)).toBe(true);
    expect(through(largest).experiment.ownReward).toEqual(largest);
    const bare = toSearch(usual, menu).length;
    const most = inLink.weights + inLink.words + 80;
    expect(toSearch({ ...usual, ownReward: largest }, menu).length - bare).toBeLessThan(most);
    expect(fitsLink({ ...largest, disliked: words(58) })).toBe(false);
    // What counts is what a link has to write: a letter of Korean is nine characters there.
    expect(fitsLink({ ...largest, liked: ["가".repeat(40)], disliked: ["나".repeat(40)] })).toBe(
      true,
    );
    expect(fitsLink({ ...largest, liked: Array(3).fill("가".repeat(40)), disliked: [] })).toBe(
      false,
    );
  });

  it.each([
    ["reward.weights", "9*polite"],
    ["reward.weights", "polite"],
    ["reward.weights", "1*polite 2*polite"],
    ["reward.weights", "1*__proto__"],
    ["reward.weights", "1*<img src=x>"],
    ["reward.weights", "--1*polite"],
    ["reward.weights", "Infinity*polite"],
    ["reward.liked", "x".repeat(41)],
    ["reward.liked", "a\u202eb"],
    ["reward.liked", "a,b"],
    ["reward.liked", "x ".repeat(100_000)],
    ["reward.disliked", "a\u0000"],
    ["reward.word", "six"],
    ["reward.word", "-1"],
    ["reward.word", ""],
  ])("is refused whole where %s makes no sense: %s", (name, text) => {
    const query = new URLSearchParams({ task: "replies", "reward.weights": "1*polite" });
    query.set("reward.liked", "yes");
    query.set(name, text);
    const { experiment, ignored } = fromSearch(query.toString(), menu);
    expect(experiment).toEqual(usual);
    expect(ignored.map((part) => part.name)).toEqual([name]);
    expect(ignored[0]?.why).toMatch(/so the reward is left out$/);
    expect(ignored[0]?.value.length).toBeLessThanOrEqual(80);
  });

  it("holds marks of HTML as words, has no other parts, and no place in the exact world", () => {
    const script = "<script>alert(1)</script>";
    expect(through({ ...reward, liked: [script] }).experiment.ownReward?.liked).toEqual([script]);
    expect(fromSearch("reward.bonus=1", menu).ignored[0]?.name).toBe("reward.bonus");
    const exact = fromSearch("task=toy&reward.liked=yes", menu);
    expect(exact.experiment.ownReward).toBeUndefined();
    expect(exact.ignored[0]?.why).toBe("plays no part in toy");
  });

  it("is refused by the task that has no such component", () => {
    expect(() => assertComponents(replies, { ...reward, weights: { aspect: 1 } })).toThrow(
      /no component aspect/,
    );
    expect(() => assertComponents(replies, { ...reward, weights: { toString: 1 } })).toThrow();
    expect(() => assertComponents(replies, { ...reward, weights: replies.weights })).not.toThrow();
  });

  it("leaves a link from before as it was: data by their name", () => {
    const old = fromSearch("v=1&task=replies&seed=7&own=1abc2def", menu);
    expect(old).toEqual({ experiment: { ...usual, own: "1abc2def" }, ignored: [] });
  });
});

describe("a reward in a file and a command", () => {
  const experiment = { ...usual, ownReward: reward };
  const file = (ownReward: OwnReward) =>
    toJsonLines({
      header: headerOf({ ...usual, ownReward }, "wasm", null),
      steps: [],
      summary: null,
    });

  it("is the same in the file's header, and no larger there", () => {
    expect(fromJsonLines(file(reward)).header.experiment).toEqual(experiment);
    const many = Array(200).fill("wordword");
    for (const wrong of [{ liked: many }, { weights: { polite: 6 } }, { perWord: -1 }]) {
      expect(() => fromJsonLines(file({ ...reward, ...wrong }))).toThrow(/ownReward/);
    }
  });

  it("is told in flags that say it again, whatever a shell would make of them", () => {
    const negative = { ...reward, weights: { polite: -1 }, liked: ["it's", "$(x)"] };
    const command = commandLine({ ...usual, ownReward: negative }, menu);
    expect(command).toContain(" --reward-weights='-1*polite' --reward-liked='it'\\''s $(x)'");
    const flags: RewardFlags = {
      "reward-weights": "-1*polite",
      "reward-liked": "it's $(x)",
      "reward-disliked": "no",
      "reward-word": "0.1",
    };
    expect(ownRewardOf(flags)).toEqual({ ownReward: negative });
    expect(ownRewardOf({})).toEqual({});
    expect(() => ownRewardOf({ "reward-word": "9" })).toThrow(/^--reward-word “9” is no number/);
  });
});
