/** @file What a step must look like when it comes from a file. One schema for each kind. */

import * as v from "valibot";
import type { Step } from "./types.ts";

/** Valibot's `number` already refuses NaN; a file cannot hold an infinity as a number. */
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const text = v.string();
const numbers = v.array(number);

export const prompt = v.object({ id: text, text });
export const sampler = v.object({
  temperature: number,
  topK: v.optional(count),
  topP: v.optional(number),
});
export const completion = v.object({
  id: text,
  promptId: text,
  text,
  tokens: v.array(count),
  pieces: v.optional(v.array(text)),
  logps: numbers,
  logp: number,
  finished: v.boolean(),
  author: v.optional(text),
});
const example = v.object({ prompt, completion });
const rate = v.object({ rate: number, low: number, high: number, n: count });
const bin = v.object({ predicted: number, correct: number, n: count });

const pairLoss = v.variant("kind", [
  v.object({ kind: v.literal("dpo"), beta: number, labelSmoothing: v.optional(number) }),
  v.object({ kind: v.literal("robust_dpo"), beta: number, labelSmoothing: number }),
  v.object({ kind: v.literal("ipo"), tau: number, average: v.picklist(["sum", "mean"]) }),
  v.object({ kind: v.literal("hinge_norm"), gamma: number }),
  v.object({ kind: v.literal("hinge"), gamma: number }),
  v.object({ kind: v.literal("slic"), delta: number }),
]);

const pair = v.object({
  prompt,
  chosen: completion,
  rejected: completion,
  ref: v.object({ chosen: number, rejected: number }),
});

const pairReport = v.object({
  promptId: text,
  chosenId: text,
  rejectedId: text,
  policyChosen: number,
  policyRejected: number,
  refChosen: number,
  refRejected: number,
  h: number,
  loss: number,
});

const credit = v.object({
  prompt,
  answers: v.array(
    v.object({
      role: v.picklist(["chosen", "rejected", "kept", "drawn"]),
      completion,
      pieces: v.array(text),
      before: numbers,
      after: numbers,
      reference: numbers,
    }),
  ),
});

const lossPart = v.picklist([
  "pairs",
  "nll",
  "rank",
  "contrast",
  "cringe",
  "policy",
  "value",
  "pull",
]);

const report = v.object({
  loss: number,
  gradNorm: number,
  learningRate: number,
  metrics: v.record(text, number),
  pairs: v.array(pairReport),
  nll: v.array(v.object({ promptId: text, completionId: text, nll: number })),
  credit: v.nullable(credit),
  parts: v.optional(
    v.object({
      n: number,
      parts: v.array(v.object({ name: lossPart, weight: number, value: number })),
      first: v.record(text, v.union([number, numbers])),
      ratios: v.optional(v.array(v.tuple([number, number]))),
    }),
  ),
});

const evaluation = v.object({
  gold: number,
  proxy: number,
  independent: number,
  se: v.object({ gold: number, proxy: number, independent: number, kl: number }),
  kl: number,
  winRate: rate,
  lengthControlled: v.optional(rate),
  each: v.optional(
    v.object({
      gold: numbers,
      proxy: numbers,
      independent: numbers,
      kl: numbers,
      length: numbers,
    }),
  ),
  entropy: number,
  length: number,
  eosRate: number,
  distinct2: number,
  examples: v.array(v.object({ prompt, completion, gold: number, proxy: number })),
});

const fit = v.object({
  seen: count,
  total: count,
  loss: number,
  accuracy: v.nullable(rate),
  margin: v.nullable(number),
  ece: v.nullable(number),
  bins: v.array(bin),
});

const selection = v.object({
  promptId: text,
  completionId: text,
  reward: number,
  median: number,
  mean: number,
});

const label = v.object({
  promptId: text,
  a: text,
  b: text,
  p: share,
  orders: v.nullable(v.object({ ab: share, ba: share })),
  rewards: v.nullable(v.object({ a: number, b: number })),
  instruction: v.optional(text),
});

const grade = v.pipe(count, v.maxValue(5));
const grading = v.object({
  text,
  grade: v.nullable(grade),
  law: v.nullable(v.array(share)),
});
const attempt = v.object({
  text,
  prompt: v.nullable(prompt),
  fault: v.nullable(v.picklist(["form", "known", "close"])),
  overlap: share,
});
const judgeReport = v.object({
  items: count,
  answers: count,
  accuracy: rate,
  fiveBest: v.nullable(share),
  exactMatch: share,
  spearman: v.nullable(number),
  kendall: v.nullable(number),
  counts: v.array(count),
  failures: count,
});

const kept = v.object({
  promptId: text,
  accepted: v.array(count),
  tops: numbers,
  trials: v.array(
    v.object({ index: count, pass: count, u: share, threshold: share, kept: v.boolean() }),
  ),
});

const stored = v.object({
  promptId: text,
  completionId: text,
  reward: number,
  level: share,
  written: v.boolean(),
});

const rolledOut = v.object({
  promptId: text,
  completionId: text,
  score: number,
  k1: numbers,
  rewards: numbers,
  values: v.nullable(numbers),
  returns: v.nullable(numbers),
  advantages: numbers,
  whitened: v.nullable(numbers),
});

export const stepSchema = v.variant("kind", [
  v.object({ kind: v.literal("fit"), report: fit }),
  v.object({ kind: v.literal("round"), t: count, rounds: count }),
  v.object({
    kind: v.literal("sample"),
    prompts: v.array(prompt),
    completions: v.array(v.array(completion)),
    sampler,
  }),
  v.object({ kind: v.literal("score"), scores: v.array(numbers), by: text }),
  v.object({ kind: v.literal("select"), kept: v.array(selection), pool: v.array(example) }),
  v.object({
    kind: v.literal("accept"),
    rule: v.picklist(["rejection", "gumbel"]),
    beta: v.nullable(v.pipe(number, v.minValue(0))),
    k: count,
    seed: count,
    rewards: v.array(numbers),
    kept: v.array(kept),
    metrics: v.record(text, number),
  }),
  v.object({ kind: v.literal("demonstrate"), examples: v.array(example), by: text }),
  v.object({
    kind: v.literal("filter"),
    at: count,
    thresholds: v.array(share),
    pool: v.array(stored),
    kept: v.array(count),
  }),
  v.object({
    kind: v.literal("prompts"),
    shown: text,
    attempts: v.array(attempt),
    prompts: v.array(prompt),
    accepted: count,
  }),
  v.object({
    kind: v.literal("judge"),
    mode: v.picklist(["sampled", "expected"]),
    gradings: v.array(v.array(v.array(grading))),
    scores: v.array(v.array(v.nullable(number))),
    metrics: v.record(text, number),
    judge: text,
  }),
  v.object({ kind: v.literal("exam"), t: count, report: judgeReport }),
  v.object({
    kind: v.literal("rollout"),
    answers: v.array(rolledOut),
    beta: number,
    target: v.nullable(number),
    trouble: v.array(v.picklist(["kl", "values", "spread"])),
    metrics: v.record(text, number),
  }),
  v.object({ kind: v.literal("label"), labels: v.array(label), by: text }),
  v.object({ kind: v.literal("pair"), pairs: v.array(pair), ties: count }),
  v.object({
    kind: v.literal("update"),
    objective: v.object({
      kind: v.picklist([
        ...(["sft", "pairs", "rrhf", "click", "cringe"] as const),
        ...(["ppo", "reinforce", "rloo", "grpo"] as const),
      ]),
      loss: v.nullable(pairLoss),
    }),
    report,
  }),
  v.object({ kind: v.literal("evaluate"), update: count, evaluation }),
]);

type Parsed = v.InferOutput<typeof stepSchema>;

// The schema and the type say the same: a kind or a field added to one only does not compile.
// Optional fields are made required first, since a missing one would still be assignable.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Full<T> = T extends object ? { -readonly [K in keyof T]-?: Full<T[K]> } : T;
true satisfies Same<Full<Step>, Full<Parsed>>;
