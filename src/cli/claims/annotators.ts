/** @file What is said of who labels online: the order of showing, size, instruction, near ties. */

import { ANNOTATION, type Annotation, type Size } from "../../core/annotation.ts";
import { mean } from "../../core/statistics.ts";
import { menu } from "../../menu.ts";
import type { RunResult, RunSpec } from "../measure/spec.ts";
import { run, type Claim, type Scale } from "./claim.ts";
import { above, difference, figure, gain, last, level, pooled } from "./compare.ts";
import { spread } from "./online.ts";
import { OAIF } from "./papers.ts";

/**
 * What stands for a size in the exact world, where no annotator reads: how it errs. The same place is
 * preferred about as often as RLAIF reports of its three labelers (56, 21 and 18 % of pairs).
 */
const ERRS: Readonly<Record<Size, Partial<Annotation>>> = {
  xs: { noise: 2.5, positionBias: 3.5 },
  s: { noise: 1.2, positionBias: 0.7 },
  l: { noise: 0.5, positionBias: 0.35 },
};

/** Who labels, by size: an instructed language model, or in the exact world a simulated annotator. */
export const sized = (task: string, size: Size, told: Partial<Annotation> = {}) =>
  task === menu.tasks.toy.id
    ? { annotator: "simulated" as const, annotation: { ...ANNOTATION, ...ERRS[size], ...told } }
    : { annotator: `instructed-${size}` as const, annotation: { ...ANNOTATION, ...told } };

type Labels = Pick<NonNullable<RunSpec["setup"]>, "annotator" | "annotation">;

function labelled(scale: Scale, by: Labels, margin = 0): RunSpec {
  const { steps: iterations, batch } = scale;
  const knobs = { iterations, batch, temperature: 1, margin };
  return run(scale, "online-dpo", knobs, by);
}

/** A number that every labelling of a run noted. */
const noted = ({ notes }: RunResult, name: string): number[] =>
  notes.flatMap(({ kind, metrics }) => (kind === "label" ? (metrics[name] ?? []) : []));

/** Share of pairs of which the same place was preferred in both orders. */
export const samePlace = (runs: readonly RunResult[]): number[] =>
  runs.map((r) => mean(noted(r, "same")));

const bySize = (scale: Scale, size: Size) => labelled(scale, sized(scale.task, size));

export const oaif1: Claim = {
  id: "C-OAIF-1",
  statement: "Asking in both orders takes an annotator's liking for one place out of its labels.",
  source: OAIF,
  rule: "For the smallest annotator: P(shown first) with one order, mean over both, lies off ½ by a 95 % interval and to the same side in every seed; labels of both orders agree with gold at least as often as labels of one, in the mean and in every seed. n counts labellings of a step.",
  specs: (scale) => ({ xs: bySize(scale, "xs") }),
  judge(found) {
    const runs = found.runs("xs");
    const bias = pooled(runs.map((r) => noted(r, "bias")));
    const turned = pooled(runs.map((r) => noted(r, "bias").map((x) => -x)));
    const more = pooled(
      runs.map((r) => noted(r, "right").map((x, i) => x - noted(r, "rightOnce")[i]!)),
    );
    return {
      held: (above(bias) || above(turned)) && more.value >= 0 && more.seeds.every((x) => x >= 0),
      n: bias.n,
      measured: {
        "P(shown first) − ½, one order": figure(bias),
        "same place in both orders": spread(samePlace(runs)),
        "agreement with gold, both orders": spread(runs.map((r) => mean(noted(r, "right")))),
        "both orders − one": figure(more),
      },
    };
  },
};

export const oaif2: Claim = {
  id: "C-OAIF-2",
  statement: "A smaller annotator leaves less gold at the end, and even the smallest helps.",
  source: OAIF,
  rule: "gold(L) − gold(S), gold(S) − gold(XS), and gold(XS) − gold(start) each lie above 0: 95 % interval over prompts, and every seed.",
  specs: (scale) => ({
    ...{ xs: bySize(scale, "xs"), s: bySize(scale, "s"), l: bySize(scale, "l") },
  }),
  judge(found) {
    const [xs, s, l] = [found.runs("xs"), found.runs("s"), found.runs("l")];
    const [large, small, least] = [difference(l, s), difference(s, xs), gain(xs)];
    return {
      held: above(large) && above(small) && above(least),
      n: least.n,
      measured: {
        "gold, XS": level(xs),
        "gold, S": level(s),
        "gold, L": level(l),
        "L − S": figure(large),
        "S − XS": figure(small),
        "XS − start": figure(least),
      },
    };
  },
};

export const oaif3: Claim = {
  id: "C-OAIF-3",
  // The exact world's annotator reads no words.
  modelsOnly: true,
  statement:
    "Told in mid-run that shorter is better, the annotator makes answers shorter with nothing retrained; gold falls, and stays above the start.",
  source: OAIF,
  rule: "Against the run that is not told: length at the end at most 75 %, gold lower; gold above the start. Each by a 95 % interval over prompts, and in every seed.",
  specs: (scale) => {
    const edits = [{ round: Math.floor(scale.steps / 2), instruction: "Shorter is better." }];
    return { plain: bySize(scale, "l"), told: labelled(scale, sized(scale.task, "l", { edits })) };
  },
  judge(found) {
    const [plain, told] = [found.runs("plain"), found.runs("told")];
    const lengths = (r: RunResult) => last(r).each!.length;
    const shorter = pooled(
      told.map((r, s) => lengths(plain[s]!).map((x, i) => 0.75 * x - lengths(r)[i]!)),
    );
    const [lost, kept] = [difference(plain, told), gain(told)];
    return {
      held: above(shorter) && above(lost) && above(kept),
      n: lost.n,
      measured: {
        "tokens, not told": level(plain, "length"),
        "tokens, told": level(told, "length"),
        "gold, not told − told": figure(lost),
        "gold, told − start": figure(kept),
      },
    };
  },
};

/** Temperatures of two simulated annotators, and |p − ½| of what counts as a near tie. */
const NOISE = { low: 0, high: 2 } as const;
const NEAR = 0.25;

export const oaif6: Claim = {
  id: "C-OAIF-6",
  statement: "Dropping near ties helps only where the annotator errs much (our own addition).",
  source: OAIF,
  rule: "With a simulated annotator of noise 2, gold(near ties dropped) − gold(all pairs) lies above 0: 95 % interval over prompts, and every seed; with one of noise 0 it does not.",
  specs: (scale) =>
    Object.fromEntries(
      (["low", "high"] as const).flatMap((level) => {
        const annotation = { ...ANNOTATION, noise: NOISE[level] };
        const by = { annotator: "simulated" as const, annotation };
        return [
          [`${level}, all`, labelled(scale, by)],
          [`${level}, dropped`, labelled(scale, by, NEAR)],
        ];
      }),
    ),
  judge(found) {
    const [low, high] = (["low", "high"] as const).map((level) =>
      difference(found.runs(`${level}, dropped`), found.runs(`${level}, all`)),
    );
    return {
      held: above(high!) && !above(low!),
      n: high!.n,
      measured: {
        "gold, dropped − all, noise 2": figure(high!),
        "gold, dropped − all, noise 0": figure(low!),
        "gold, all, noise 2": level(found.runs("high, all")),
        "gold, all, noise 0": level(found.runs("low, all")),
      },
    };
  },
};
