import { describe, expect, it } from "vitest";
import {
  doublings,
  frame,
  labelRoom,
  nearest,
  roundTicks,
  span,
  tickDigits,
} from "../../src/ui/charts/frame.ts";
import { clearest, spread, stackDots } from "../../src/ui/charts/layout.ts";
import { areaPath, linePath } from "../../src/ui/charts/path.ts";
import { outline } from "../../src/ui/charts/shapes.ts";
import { dice } from "../../src/core/random.ts";

const margin = { top: 10, right: 20, bottom: 30, left: 40 };

describe("frame", () => {
  it("puts the ends of both domains on the edges of the plot and inverts x", () => {
    const f = frame(400, 200, margin, { domain: [-1, 3] }, { domain: [0, 2] });
    expect([f.x(-1), f.x(3)]).toEqual([40, 380]);
    expect([f.y(0), f.y(2)]).toEqual([170, 10]);
    for (const v of [-0.3, 0, 2.2]) expect(f.atX(f.x(v))).toBeCloseTo(v, 12);
  });

  it("gives every doubling the same room on a logarithmic axis", () => {
    const f = frame(400, 200, margin, { domain: [1, 16], log: true }, { domain: [0, 1] });
    expect(f.xTicks).toEqual([1, 2, 4, 8, 16]);
    const rooms = f.xTicks.slice(1).map((n, i) => f.x(n) - f.x(f.xTicks[i]!));
    for (const room of rooms) expect(room).toBeCloseTo(85, 9);
  });

  it("keeps a plot in a place narrower than its margins", () => {
    const f = frame(20, 10, margin, { domain: [0, 1] }, { domain: [0, 1] });
    expect(f.right).toBeGreaterThan(f.left);
    expect(f.bottom).toBeGreaterThan(f.top);
  });

  it("spans all finite values, the included ones, and nothing that is not finite", () => {
    const [low, high] = span([0.31, 1.87, NaN, Infinity], [0]);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(1.87);
    expect(Number.isFinite(high)).toBe(true);
    expect(span([])).toEqual([0, 1]);
    expect(span([2, 2])).toEqual([1.5, 2.5]);
    expect(span([-1e-17, 0.95])[0]).toBe(0);
  });

  it("writes ticks inside the span with the decimals that tell them apart", () => {
    const ticks = roundTicks([-0.13, 0.42], 4);
    for (const tick of ticks) expect(tick >= -0.13 && tick <= 0.42).toBe(true);
    const digits = tickDigits(ticks);
    expect(new Set(ticks.map((tick) => tick.toFixed(digits))).size).toBe(ticks.length);
    expect(tickDigits([0, 0.5, 1])).toBe(1);
    expect(tickDigits([0, 0.25, 0.5])).toBe(2);
    expect(tickDigits([0.5, 1.25])).toBe(2);
    expect(tickDigits([-1 / 3, 0.4])).toBe(2);
    expect(tickDigits([0, 10])).toBe(0);
    expect(doublings([3, 40])).toEqual([4, 8, 16, 32]);
  });

  it("makes more room for longer labels, less for points than for figures", () => {
    expect(labelRoom([])).toBeLessThan(labelRoom(["0"]));
    expect(labelRoom(["0.5", "0.0002"])).toBe(labelRoom(["0.0002"]));
    expect(labelRoom(["0.5"])).toBeLessThan(labelRoom(["015"]));
  });

  it("finds the nearest point and none of none", () => {
    expect(nearest([0, 4, 9], 5)).toBe(1);
    expect(nearest([], 5)).toBe(-1);
  });
});

describe("dot histogram", () => {
  const random = dice(1);
  const room = { width: 300, height: 120 };

  it.each([1, 16, 64, 400])("keeps %i dots apart, below the top, each near its value", (n) => {
    const at = Array.from({ length: n }, (_, i) => room.width * random.uniform("dot", n, i));
    const { dots, radius } = stackDots(at, room);
    expect(dots.map((dot) => dot.index)).toEqual([...at.keys()]);
    for (const [i, dot] of dots.entries()) {
      expect(dot.y + radius).toBeLessThanOrEqual(room.height + 1e-9);
      expect(dot.y - radius).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.abs(dot.x - at[i]!)).toBeLessThanOrEqual(radius + 1 + 1e-9);
      const gaps = dots.slice(0, i).map((other) => Math.hypot(dot.x - other.x, dot.y - other.y));
      expect(Math.min(Infinity, ...gaps)).toBeGreaterThanOrEqual(2 * radius);
    }
  });

  it("squeezes more dots than there is room for", () => {
    const { dots } = stackDots(new Array(500).fill(10), room);
    expect(Math.max(...dots.map((dot) => dot.y))).toBeLessThanOrEqual(room.height);
  });
});

describe("labels", () => {
  it("keep their order, their gap and the bounds", () => {
    const spots = spread([50, 52, 10, 51], 16, 0, 100);
    const order = [2, 0, 3, 1].map((i) => spots[i]!);
    for (let i = 1; i < order.length; i++) {
      expect(order[i]! - order[i - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
    }
    expect(Math.max(...spots)).toBeLessThanOrEqual(100);
  });

  it("stay where they are when nothing is close", () => {
    expect(spread([10, 90], 16)).toEqual([10, 90]);
  });

  it("words stand where they cover fewest marks, first come first", () => {
    const at = (x: number) => ({ x, y: 0, width: 40, height: 14 });
    const places = [at(0), at(100), at(200)] as const;
    const marks = [10, 20, 110].map((x): [number, number] => [x, 7]);
    expect(clearest([...places], marks)).toEqual(at(200));
    expect(clearest([...places], [...marks, [210, 7]])).toEqual(at(100));
    expect(clearest([...places], [])).toEqual(at(0));
    // A mark beside the words, nearer than its own radius, is covered too.
    expect(clearest([...places], [[-4, 7]])).toEqual(at(100));
    expect(clearest([...places], [[-6, 7]])).toEqual(at(0));
  });
});

describe("paths", () => {
  it("leave a gap where a number is missing", () => {
    expect(
      linePath([
        [0, 1],
        [2, 3],
        [NaN, 1],
        [4, 5.127],
        [6, 7],
      ]),
    ).toBe("M0 1L2 3M4 5.13L6 7");
    expect(linePath([[0, NaN]])).toBe("");
    expect(
      areaPath([
        [0, 4, 1],
        [2, 5, 2],
        [3, Infinity, 0],
        [5, 3, 1],
        [6, 3, 1],
      ]),
    ).toBe("M0 1L2 2L2 5L0 4ZM5 1L6 1L6 3L5 3Z");
  });

  it("go level, then up or down, in steps", () => {
    expect(
      linePath(
        [
          [0, 1],
          [2, 3],
          [4, 0],
        ],
        true,
      ),
    ).toBe("M0 1H2V3H4V0");
  });
});

describe("marks", () => {
  it("have a shape of their own for each role", () => {
    const shapes = (["dot", "square", "up", "down", "bar"] as const).map((s) => outline(s, 4));
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
