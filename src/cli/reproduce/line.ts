/** @file A claim held against what was measured, as a line of the results and in words. */

import type { Claim, Figure, Found, Scale } from "../claims/claim.ts";
import { remarks } from "../claims/remarks.ts";
import { known } from "../measure/crew.ts";
import type { BankSpec, RunSpec } from "../measure/spec.ts";
import type { Store } from "../measure/store.ts";
import { missingModels } from "../measure/weights.ts";

/** One line of the results. */
export type Line = {
  readonly id: string;
  readonly verdict: "reproduced" | "not reproduced";
  readonly statement: string;
  readonly source: { readonly cite: string; readonly url: string };
  readonly rule: string;
  readonly measured: Readonly<Record<string, Figure>>;
  readonly n: number;
  readonly seeds: readonly number[];
  readonly task: string;
  readonly scale: Scale["name"];
  /** What we think explains it, where there is something to explain. */
  readonly remark?: string;
};

/** A claim that cannot be held against anything yet. */
export type Unmeasured = { readonly id: string; readonly why: string };

/** Why a claim cannot be judged: weights that are not there, or measurements; null where it can be. */
export function unmeasured(
  claim: Claim,
  scale: Scale,
  seeds: readonly number[],
  kept: Store,
): Unmeasured | null {
  const specs = Object.values(claim.specs(scale));
  const models = [...new Set(specs.flatMap((spec) => missingModels(spec)))];
  if (models.length > 0) return { id: claim.id, why: `needs ${models.join(", ")}` };
  const all = specs.length * seeds.length;
  const there = specs.flatMap((spec) => seeds.filter((seed) => kept.read(spec, seed))).length;
  return there === all ? null : { id: claim.id, why: `${there} of ${all} measurements` };
}

/** A claim held against what was measured. */
export function judged(claim: Claim, scale: Scale, seeds: readonly number[], kept: Store): Line {
  const specs = claim.specs(scale);
  const all = <S extends RunSpec | BankSpec>(name: string, kind: S["kind"]) => {
    const spec = specs[name];
    if (spec?.kind !== kind) throw new Error(`${claim.id} has no ${kind} called ${name}.`);
    return seeds.map((seed) => known(kept, spec as S, seed));
  };
  const found: Found = {
    runs: (name) => all<RunSpec>(name, "run"),
    banks: (name) => all<BankSpec>(name, "bank"),
  };
  const { held, measured, n } = claim.judge(found, scale);
  const { id, statement, source, rule } = claim;
  const remark = held ? undefined : remarks[`${id} ${scale.task}`];
  return {
    id,
    verdict: held ? "reproduced" : "not reproduced",
    ...{ statement, source, rule, measured, n, seeds, task: scale.task, scale: scale.name },
    ...(remark ? { remark } : {}),
  };
}

/** A line for a terminal. */
export function told({ id, verdict, statement, rule, measured, n, seeds, task }: Line): string {
  const width = Math.max(...Object.keys(measured).map((name) => name.length));
  const rows = Object.entries(measured).map(
    ([name, value]) => `    ${name.padEnd(width)}  ${spoken(value)}`,
  );
  const head = [`${id}  ${verdict}`, `  ${statement}`, `  Rule: ${rule}`];
  return [...head, `  n = ${n}, seeds ${seeds.join(", ")}, ${task}`, ...rows].join("\n");
}

/** "0.42 [0.31, 0.53]", with the seeds' own values where there are several. */
function spoken(figure: Figure): string {
  const short = (x: number) => String(Number(x.toPrecision(3)));
  if (typeof figure === "number") return short(figure);
  const { value, low, high, seeds } = figure;
  const each = seeds && seeds.length > 1 ? `  (${seeds.map(short).join(", ")})` : "";
  return `${short(value)} [${short(low)}, ${short(high)}]${each}`;
}
