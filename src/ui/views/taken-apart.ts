/** @file A loss over the batch, and for one of its items, in letters and in numbers. Pure. */
import type { LossParts, UpdateReport } from "../../core/types.ts";
import { fixed } from "../numbers.ts";

/** "L = …" in letters, the same in numbers, and what it comes to. */
export type Line = { readonly letters: string; readonly numbers: string; readonly result: number };

export type TakenApart = {
  readonly batch: Line;
  /** Of the first item of the batch; none where the batch is all there is to say. */
  readonly item: readonly Line[];
};

/** Null for a log from before losses were taken apart. */
export function takenApart(kind: string, report: UpdateReport): TakenApart | null {
  const { parts: loss } = report;
  const letters = LETTERS[kind];
  if (!loss || letters === undefined) return null;
  const [one] = loss.parts;
  // A single mean says more as a sum over a count than as itself once more.
  const numbers =
    one && loss.parts.length === 1
      ? `${fixed(loss.n * one.value, 3)} / ${loss.n}`
      : loss.parts.map(term).join(" + ");
  const extra = kind === "pairs" && loss.parts.length > 1 ? " + λ NLL(y^+)" : "";
  return {
    batch: { letters: `L = ${letters}${extra}`, numbers, result: totalOf(loss) },
    item: ITEMS[kind]?.(loss.first) ?? [],
  };
}

/** Σ weight · value: the loss. */
export const totalOf = ({ parts }: LossParts): number =>
  parts.reduce((sum, { weight, value }) => sum + weight * value, 0);

const CLIPPED = "max(−A ρ, −A clip(ρ, 1 ± ε))";

/** By kind of objective, over the batch. */
const LETTERS: Readonly<Record<string, string>> = {
  sft: "−(1/Σ|y|) Σ_y log π_θ(y|x)",
  pairs: "mean ℓ(y^+, y^−)",
  rrhf: "mean_x L_{rank} + mean_x L_{ft}",
  click: "NLL(y) + γ mean max(0, α + log π_θ(ŷ^−) − log π_θ(ŷ^+))",
  cringe: "mean g (CE(y^+) + α Cr(y^−))",
  ppo: `mean_t ${CLIPPED} + c_v ½ mean_t (V − G)^2`,
  reinforce: "mean_t [−log π_θ(y_t) (Z − V)] + c_v mean_t (Z − V)^2",
  rloo: `mean_i ${CLIPPED}`,
  grpo: `mean_t ${CLIPPED} + β mean_t k_3`,
};

type Numbers = LossParts["first"];
const of = (first: Numbers, name: string): number => {
  const value = first[name];
  return typeof value === "number" ? value : NaN;
};

/** Nothing where the batch had no such item. */
const when = (first: Numbers, name: string, lines: () => Line[]): Line[] =>
  name in first ? lines() : [];

const clipped = (first: Numbers): Line[] =>
  when(first, "ratio", () => {
    const [a, ratio, clip] = [of(first, "A"), of(first, "ratio"), of(first, "clip")];
    const held = Math.min(1 + clip, Math.max(1 - clip, ratio));
    const side = (rho: number) => `−${inBrackets(a, 3)} × ${fixed(rho, 3)}`;
    return [
      {
        letters: CLIPPED,
        numbers: `max( ${side(ratio)}, ${side(held)} )`,
        result: Math.max(-a * ratio, -a * held),
      },
    ];
  });

const ITEMS: Readonly<Record<string, (first: Numbers) => Line[]>> = {
  rrhf: (first) =>
    when(first, "rank", () => [
      {
        letters: "L_{rank} + L_{ft}",
        numbers: `${fixed(of(first, "rank"), 3)} + ${fixed(of(first, "nll"), 3)}`,
        result: of(first, "rank") + of(first, "nll"),
      },
    ]),
  click: (first) =>
    when(first, "alpha", () => {
      const [alpha, high, low] = ["alpha", "positive", "negative"].map((name) => of(first, name));
      return [
        {
          letters: "max(0, α + log π_θ(ŷ^−) − log π_θ(ŷ^+))",
          numbers: `max( 0, ${short(alpha!)} + ${inBrackets(low!)} − ${inBrackets(high!)} )`,
          result: Math.max(0, alpha! + low! - high!),
        },
      ];
    }),
  cringe: (first) =>
    when(first, "gate", () => [
      {
        letters: "g = σ((b − log π_θ(y^+) + log π_θ(y^−)) / τ)",
        numbers: `σ( (${short(of(first, "b"))} − ${inBrackets(of(first, "logpChosen"))} + ${inBrackets(
          of(first, "logpRejected"),
        )}) / ${short(of(first, "tau"))} )`,
        result: of(first, "gate"),
      },
      {
        letters: "g (CE(y^+) + α Cr(y^−))",
        numbers: `${fixed(of(first, "gate"), 3)} × (${fixed(of(first, "ceChosen"), 3)} + ${short(
          of(first, "alpha"),
        )} × ${fixed(of(first, "cringeRejected"), 3)})`,
        result: of(first, "loss"),
      },
    ]),
  ppo: clipped,
  rloo: clipped,
  grpo: clipped,
  reinforce: (first) =>
    when(first, "Z", () => {
      const [logp, z, v] = ["logp", "Z", "V"].map((name) => of(first, name));
      return [
        {
          letters: "−log π_θ(y_t) (Z − V)",
          numbers: `−${inBrackets(logp!, 3)} × (${fixed(z!, 3)} − ${inBrackets(v!, 3)})`,
          result: -logp! * (z! - v!),
        },
      ];
    }),
};

function term({ weight, value }: LossParts["parts"][number]): string {
  const number = fixed(value, 4);
  return weight === 1 ? number : `${short(weight)} × ${value < 0 ? `(${number})` : number}`;
}

const inBrackets = (x: number, digits = 2): string =>
  x < 0 ? `(${fixed(x, digits)})` : fixed(x, digits);

/** A setting with no more decimals than it has. */
const short = (x: number): string => String(Number(x.toPrecision(3))).replace("-", "−");
