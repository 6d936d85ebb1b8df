import { describe, expect, it } from "vitest";
import { counter, dice, draw, gumbel, mix, rowKey, shuffle, unit } from "../../src/core/random.ts";

/** The bits of the generators; the counter's were computed independently in another language. */
const PINNED = {
  counter: [309139787, 2528375980, 1006783190, 1310529695, 4027852475, 1048979477, 3813638050],
  dice: [873099609, 2307174668, 412013245, 3152071361],
};

/** χ² of counts against equal expectations, as a z-score by the Wilson–Hilferty cube root. */
function chiSquareZ(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const chi = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  const df = counts.length - 1;
  const spread = 2 / (9 * df);
  return (Math.cbrt(chi / df) - (1 - spread)) / Math.sqrt(spread);
}

const tally = (values: Iterable<number>, bins: number): number[] => {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[value]!++;
  return counts;
};

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("mix", () => {
  it("is a bijection: no two of 2¹⁸ inputs meet, and 0 stays 0", () => {
    expect(mix(0)).toBe(0);
    expect(new Set(range(2 ** 18).map(mix)).size).toBe(2 ** 18);
  });

  it("flips each output bit with probability ½ when one input bit flips", () => {
    const flips = range(32).map(() => 0);
    const n = 2000;
    for (const i of range(n)) {
      const x = Math.imul(i + 1, 2654435761);
      const difference = mix(x) ^ mix(x ^ (1 << (i % 32)));
      for (const bit of range(32)) flips[bit]! += (difference >>> bit) & 1;
    }
    const sd = Math.sqrt(n / 4);
    for (const count of flips) expect(Math.abs(count - n / 2)).toBeLessThan(4.5 * sd);
  });
});

describe("counter", () => {
  it("gives the bits that are pinned here, so that a kernel can be checked against them", () => {
    const bits = [
      counter(0, 0, 0, 0),
      counter(7, 0, 0, 0),
      counter(7, 1, 0, 0),
      counter(7, 0, 1, 0),
      counter(7, 0, 0, 1),
      counter(0xffffffff, 0xffffffff, 511, 1999),
      rowKey("reviews-0", 3),
    ];
    expect(bits).toEqual(PINNED.counter);
  });

  it("is uniform over the vocabulary, over rows, positions and seeds", () => {
    const n = 64_000;
    const walks = [
      range(n).map((i) => counter(7, 11, 13, i)),
      range(n).map((i) => counter(7, i, 13, 17)),
      range(n).map((i) => counter(7, 11, i, 17)),
      range(n).map((i) => counter(i, 11, 13, 17)),
    ];
    for (const walk of walks) {
      for (const shift of [24, 12, 0]) {
        const z = chiSquareZ(
          tally(
            walk.map((h) => (h >>> shift) & 255),
            256,
          ),
        );
        expect(Math.abs(z)).toBeLessThan(4);
      }
    }
  });

  it("makes neighbours independent: pairs fill a 16 × 16 grid evenly", () => {
    const n = 64_000;
    const cell = (a: number, b: number): number => (a >>> 28) * 16 + (b >>> 28);
    const pairs = [
      range(n).map((i) => cell(counter(1, 2, 3, i), counter(1, 2, 3, i + 1))),
      range(n).map((i) => cell(counter(1, 2, i, 5), counter(1, 2, i + 1, 5))),
      range(n).map((i) => cell(counter(1, i, 3, 5), counter(1, i + 1, 3, 5))),
      range(n).map((i) => cell(counter(i, 2, 3, 5), counter(i + 1, 2, 3, 5))),
    ];
    for (const cells of pairs) expect(Math.abs(chiSquareZ(tally(cells, 256)))).toBeLessThan(4);
  });

  it("never runs in step: no row repeats another's noise at a shifted position", () => {
    const row = (r: number): number[] => range(64).map((i) => counter(3, r, 0, i));
    const first = new Set(row(0));
    const shared = range(200)
      .slice(1)
      .flatMap(row)
      .filter((h) => first.has(h));
    expect(shared).toEqual([]);
  });
});

describe("unit and gumbel", () => {
  it("stay inside (0, 1), exactly representable in f32", () => {
    for (const h of [0, 1, 511, 512, 0x80000000, 0xffffffff]) {
      const u = unit(h);
      expect(u).toBeGreaterThan(0);
      expect(u).toBeLessThan(1);
      expect(Math.fround(u)).toBe(u);
      expect(Number.isFinite(gumbel(h))).toBe(true);
    }
    expect(unit(0)).toBe(2 ** -24);
    expect(unit(0xffffffff)).toBe(1 - 2 ** -24);
  });

  it("have the moments of U(0,1) and of the Gumbel law", () => {
    const n = 100_000;
    const hs = range(n).map((i) => counter(5, 0, 0, i));
    const mean = (xs: number[]): number => xs.reduce((a, b) => a + b, 0) / n;
    expect(Math.abs(mean(hs.map(unit)) - 0.5)).toBeLessThan(4 / Math.sqrt(12) / Math.sqrt(n));
    const sd = Math.PI / Math.sqrt(6);
    expect(Math.abs(mean(hs.map(gumbel)) - 0.5772156649)).toBeLessThan((4 * sd) / Math.sqrt(n));
  });

  it("draw from the softmax by their maximum", () => {
    const law = [0.5, 0.25, 0.15, 0.1];
    const n = 40_000;
    const picks = range(n).map((row) => {
      const keys = law.map((p, i) => Math.log(p) + gumbel(counter(9, row, 0, i)));
      return keys.indexOf(Math.max(...keys));
    });
    tally(picks, 4).forEach((count, i) => {
      const p = law[i]!;
      expect(Math.abs(count - n * p)).toBeLessThan(4 * Math.sqrt(n * p * (1 - p)));
    });
  });
});

describe("dice", () => {
  it("give the numbers that are pinned here", () => {
    const random = dice(7);
    expect([random(), random("sample", 0), random("sample", 1), dice(8)("sample", 0)]).toEqual(
      PINNED.dice,
    );
  });

  it("depend on the keys and nothing else", () => {
    const random = dice(7);
    const once = random("label", 3);
    random("label", 4);
    expect(random("label", 3)).toBe(once);
    expect(dice(7)("label", 3)).toBe(once);
  });

  it("tell apart keys that look alike", () => {
    const random = dice(1);
    const keys: (string | number)[][] = [
      ["1"],
      [1],
      ["a", "b"],
      ["ab"],
      ["a", "", "b"],
      ["b", "a"],
      [1, 2],
      [12],
      [2, 1],
      [1.5],
      [-1],
      [2 ** 40],
      [2 ** 40 + 1],
      [""],
      [],
      ["é"],
      ["e\u0301"],
    ];
    expect(new Set(keys.map((k) => random(...k))).size).toBe(keys.length);
    expect(random(-0)).toBe(random(0));
  });

  it("roll u32 and uniform numbers evenly", () => {
    const random = dice(2);
    const rolls = range(64_000).map((t) => random("u", t));
    expect(rolls.every((h) => Number.isInteger(h) && h >= 0 && h < 2 ** 32)).toBe(true);
    expect(
      Math.abs(
        chiSquareZ(
          tally(
            rolls.map((h) => h >>> 24),
            256,
          ),
        ),
      ),
    ).toBeLessThan(4);
    const uniforms = range(64_000).map((t) => Math.floor(random.uniform("v", t) * 100));
    expect(Math.abs(chiSquareZ(tally(uniforms, 100)))).toBeLessThan(4);
  });
});

describe("shuffle and draw", () => {
  it("permute: every order of four comes equally often", () => {
    const random = dice(3);
    const orders = new Map<string, number>();
    for (const t of range(24_000)) {
      const order = shuffle([0, 1, 2, 3], random, t).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(Math.abs(chiSquareZ([...orders.values()]))).toBeLessThan(4);
  });

  const prompts = range(50).map((i) => ({ id: `p${i}`, text: `${i}` }));

  it("draw distinct prompts, every one equally often", () => {
    const counts = new Map(prompts.map(({ id }) => [id, 0]));
    for (const t of range(2000)) {
      const drawn = draw(prompts, 8, dice(4), t).map(({ id }) => id);
      expect(new Set(drawn).size).toBe(8);
      for (const id of drawn) counts.set(id, counts.get(id)! + 1);
    }
    // Without replacement counts vary a little less than χ² has it, hence the one-sided bound.
    expect(chiSquareZ([...counts.values()])).toBeLessThan(4);
  });

  it("draw all of them when there are no more, in an order of the round's own", () => {
    const all = draw(prompts, 1000, dice(4), 0);
    expect(all.map(({ id }) => id).sort()).toEqual(prompts.map(({ id }) => id).sort());
    expect(draw(prompts, 1000, dice(4), 1)).not.toEqual(all);
    expect(draw(prompts, 1000, dice(4), 0)).toEqual(all);
  });
});
