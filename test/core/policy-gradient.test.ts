import { describe, expect, it } from "vitest";
import { logSoftmax } from "../../src/core/logprobs.ts";
import { evaluateObjective, readsValues, sequences } from "../../src/core/objectives.ts";
import type { Completion, GrpoNormalization, Objective } from "../../src/core/types.ts";

const answer = (id: string, logps: number[]): Completion => ({
  id: `${id}#0`,
  promptId: id,
  text: id,
  tokens: logps.map((_, t) => t),
  logps,
  logp: logps.reduce((a, b) => a + b, 0),
  finished: true,
});
const example = (id: string, logps: number[]) => ({
  prompt: { id, text: id },
  completion: answer(id, logps),
});

const old = { a: [-0.5, -1.25, -1], b: [-2, -1.5] };
/** Inside the clip, beyond it on the side that is held, beyond it on the side that is not. */
const now = [
  [-0.4, -0.7, -1.6],
  [-1.5, -2.1],
];
const values = [
  [0.3, -0.1, 0.6],
  [1.1, 0.2],
];
const both = now.map((row, i) => [...row, ...values[i]!]);
const returns = [
  [0.5, 0.4, 0.2],
  [-0.3, 0.9],
];

const ppo: Objective = {
  kind: "ppo",
  ...{ clip: 0.2, valueClip: 0.2, valueCoefficient: 0.3 },
  items: [
    {
      ...example("a", old.a),
      advantages: [1.2, 0.8, 0.7],
      oldValues: [0.25, 0.4, 0.55],
      returns: returns[0]!,
    },
    {
      ...example("b", old.b),
      advantages: [-0.4, -1.1],
      oldValues: [0.4, 0.1],
      returns: returns[1]!,
    },
  ],
};
const reinforce: Objective = {
  kind: "reinforce",
  valueCoefficient: 0.7,
  items: [
    { ...example("a", old.a), returns: returns[0]! },
    { ...example("b", old.b), returns: returns[1]! },
  ],
};
const rloo = (clip: number): Objective => ({
  ...{ kind: "rloo", clip },
  items: [
    { ...example("a", old.a), advantage: 1.3 },
    { ...example("b", old.b), advantage: -0.6 },
  ],
});
const grpo = (normalization: GrpoNormalization, beta = 0.3): Objective => ({
  ...{ kind: "grpo", clip: 0.2, beta, normalization, longest: 7 },
  items: [
    { ...example("a", old.a), advantage: 1.3, refLogps: [-0.6, -1, -1.4] },
    { ...example("b", old.b), advantage: -0.6, refLogps: [-2.2, -1.1] },
  ],
});

/** Derivatives by central differences, number by number. */
function numeric(objective: Objective, at: number[][], pick: (i: number, t: number) => boolean) {
  const step = 1e-6;
  const lossAt = (rows: number[][]) => evaluateObjective(objective, rows).loss;
  return at.map((row, i) =>
    row.map((x, t) => {
      if (!pick(i, t)) return NaN;
      const moved = (y: number) => at.with(i, row.with(t, y));
      return (lossAt(moved(x + step)) - lossAt(moved(x - step))) / (2 * step);
    }),
  );
}

const all = () => true;

describe("a policy gradient's objective", () => {
  it.each([
    ["ppo", ppo, both],
    ["rloo within its clip", rloo(1), now],
    ["rloo beyond its clip", rloo(0.05), now],
    ["grpo", grpo("grpo"), now],
    ["dapo", grpo("dapo"), now],
    ["dr_grpo", grpo("dr_grpo"), now],
  ] as const)("gives the derivative by each of its numbers: %s", (name, objective, rows) => {
    const at = rows.map((row) => [...row]);
    const { weights } = evaluateObjective(objective, at);
    const want = numeric(objective, at, all);
    expect(weights.map((row) => row.length)).toEqual(at.map((row) => row.length));
    weights.flat().forEach((w, i) => expect(w).toBeCloseTo(want.flat()[i]!, 6));
    expect(weights.flat().some((w) => w !== 0)).toBe(name !== "rloo beyond its clip");
  });

  it("of REINFORCE: the baseline is a constant to the policy, and learns by its square alone", () => {
    const { weights, metrics, loss } = evaluateObjective(reinforce, both);
    const n = now.flat().length;
    now.forEach((row, i) => {
      row.forEach((_, t) => {
        const error = returns[i]![t]! - values[i]![t]!;
        expect(weights[i]![t]).toBeCloseTo(-error / n, 12);
        expect(weights[i]![row.length + t]).toBeCloseTo((-2 * 0.7 * error) / n, 12);
      });
    });
    const want = numeric(reinforce, both, (i, t) => t < now[i]!.length);
    now.forEach((row, i) =>
      row.forEach((_, t) => expect(weights[i]![t]).toBeCloseTo(want[i]![t]!, 6)),
    );
    expect(loss).toBeCloseTo(metrics["loss/policy_avg"]! + 0.7 * metrics["loss/value_avg"]!, 12);
  });

  it("of PPO at ratio 1 clips nothing and is REINFORCE's gradient with these advantages", () => {
    if (ppo.kind !== "ppo") throw new Error("not PPO");
    const start = ppo.items.map(({ completion, oldValues }) => [...completion.logps, ...oldValues]);
    const { weights, metrics } = evaluateObjective(ppo, start);
    expect(metrics["policy/clipfrac_avg"]).toBe(0);
    expect(metrics["policy/approxkl_avg"]).toBe(0);
    expect(metrics["val/ratio"]).toBe(1);
    ppo.items.forEach(({ advantages }, i) =>
      advantages.forEach((a, t) => expect(weights[i]![t]).toBeCloseTo(-a / 5, 12)),
    );
  });

  it("lets a clipped token go only when it has gone too far in its own direction", () => {
    const { weights, metrics } = evaluateObjective(ppo, both);
    // a: ratios 1.11, 1.73 (A > 0: held), 0.55 (A > 0: free); b: 1.65 (A < 0: free), 0.55 (held).
    expect(weights[0]![1]).toBe(0);
    expect(weights[1]![1]).toBe(0);
    for (const w of [weights[0]![0]!, weights[0]![2]!, weights[1]![0]!]) expect(w).not.toBe(0);
    expect(metrics["policy/clipfrac_avg"]).toBe(0.4);
  });

  it("of GRPO weighs tokens in three ways: they agree where answers are equally long", () => {
    const twin = (normalization: GrpoNormalization): Objective => ({
      ...{ kind: "grpo", clip: 0.2, beta: 0.1, normalization, longest: 2 },
      items: [
        { ...example("a", [-1, -2]), advantage: 1, refLogps: [-1.5, -2] },
        { ...example("b", [-2, -1.5]), advantage: -1, refLogps: [-2, -1] },
      ],
    });
    const at = [
      [-0.9, -2.1],
      [-1.8, -1.6],
    ];
    const [a, b, c] = (["grpo", "dapo", "dr_grpo"] as const).map((n) =>
      evaluateObjective(twin(n), at),
    );
    expect(b!.loss).toBeCloseTo(a!.loss, 12);
    expect(c!.loss).toBeCloseTo(a!.loss, 12);
    // Of unequal answers: grpo gives each the same say, dapo each token.
    const say = (normalization: GrpoNormalization) => {
      const start = [[...old.a], [...old.b]];
      return evaluateObjective(grpo(normalization, 0), start).weights.map((row) => row[0]!);
    };
    expect(say("grpo")[0]! / say("grpo")[1]!).toBeCloseTo((1.3 / 3 / 0.6) * 2 * -1, 12);
    expect(say("dapo")[0]! / say("dapo")[1]!).toBeCloseTo(-1.3 / 0.6, 12);
    expect(say("dr_grpo")[0]!).toBeCloseTo(-1.3 / 14, 12);
  });

  it("of GRPO pulls, at the draw, along the gradient of KL(π_ref ‖ π)", () => {
    const z = [0.3, -1, 0.8, 2];
    const ref = logSoftmax([1, 0.2, -0.5, 0.4]);
    const policy = logSoftmax(z);
    const p = policy.map(Math.exp);
    // One answer at a time, each weighed by its probability: the expectation over draws.
    const slope = (arm: number) => {
      const item = { ...example("x", [policy[arm]!]), advantage: 0, refLogps: [ref[arm]!] };
      const objective = { kind: "grpo", clip: 0.2, beta: 1, normalization: "dapo", longest: 1 };
      const { weights } = evaluateObjective({ ...objective, items: [item] } as Objective, [
        [policy[arm]!],
      ]);
      return p[arm]! * weights[0]![0]!;
    };
    const slopes = z.map((_, arm) => slope(arm));
    const total = slopes.reduce((a, b) => a + b);
    z.forEach((_, v) => {
      // Σ_a slope_a ∂log π_a/∂z_v, and ∂KL(π_ref ‖ π)/∂z_v = π_v − π_ref,v.
      expect(slopes[v]! - p[v]! * total).toBeCloseTo(p[v]! - Math.exp(ref[v]!), 12);
    });
  });

  it("reads values where there is a value head, and refuses rows without them", () => {
    expect([ppo, reinforce, rloo(0.2), grpo("grpo")].map(readsValues)).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
    expect(sequences(ppo).map(({ completion }) => completion.id)).toEqual(["a#0", "b#0"]);
    expect(() => evaluateObjective(ppo, now)).toThrow(RangeError);
    expect(() => evaluateObjective(rloo(0.2), both)).toThrow(RangeError);
  });
});
