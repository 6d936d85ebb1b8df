import { describe, expect, it } from "vitest";
import { atOnce, each, gently } from "../../src/core/gently.ts";
import { gradually } from "../../src/tasks/shape.ts";

const busy = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe("long work", () => {
  it("comes to the same in slices and in one go", async () => {
    const squares = () => each([1, 2, 3], (n, i) => n * n + i);
    expect(atOnce(squares())).toEqual([1, 5, 11]);
    expect(await gently(squares())).toEqual([1, 5, 11]);
  });

  it("lets others have their turn", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await gently(each(Array.from({ length: 30 }), () => busy(4)));
    clearInterval(timer);
    // 120 ms of work in stretches of some 8 ms, under a clock that ticks each time it may.
    expect(turns).toBeGreaterThan(5);
  });

  it("fails as its work does", async () => {
    const failing = each([1], () => {
      throw new Error("no");
    });
    await expect(gently(failing)).rejects.toThrow("no");
  });
});

describe("what is made gradually", () => {
  it("is made once, whoever asks and however far it is", () => {
    let made = 0;
    const thing = gradually(function* () {
      for (let i = 0; i < 4; i++) {
        made++;
        yield;
      }
      return { made };
    });
    const ahead = thing.ahead();
    ahead.next();
    ahead.next();
    expect(made).toBe(2);
    const whole = thing();
    expect(whole).toEqual({ made: 4 });
    expect([...ahead, ...thing.ahead()]).toEqual([]);
    expect(thing()).toBe(whole);
  });
});
