/** @file The numbers that a correct implementation must produce for a checkpoint: expected.json. */
import * as v from "valibot";
import { TiltError } from "../core/types.ts";

const numbers = v.array(v.number());
const ids = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));
const grads = v.record(v.string(), v.object({ norm: v.number(), sum: v.number() }));
const bound = v.object({ abs: v.number(), rel: v.number() });

const pair = v.looseObject({
  prompt: ids,
  chosen: ids,
  rejected: ids,
  refChosenLogp: v.number(),
  refRejectedLogp: v.number(),
  policyChosenLogp: v.number(),
  policyRejectedLogp: v.number(),
  margin: v.number(),
});

const schema = v.looseObject({
  inputs: v.optional(v.array(ids), []),
  logitPositions: v.optional(v.array(ids), []),
  logits: v.optional(v.array(v.array(numbers)), []),
  tokenLogps: v.optional(v.array(numbers), []),
  greedy: v.optional(v.array(ids), []),
  dpo: v.optional(
    v.looseObject({
      ...pair.entries,
      beta: v.number(),
      loss: v.number(),
      grads,
      gradEntries: v.record(v.string(), numbers),
    }),
  ),
  dpoBatch: v.optional(
    v.looseObject({
      beta: v.number(),
      pairs: v.array(pair),
      pairLosses: numbers,
      loss: v.number(),
      grads,
    }),
  ),
  adamw: v.optional(
    v.looseObject({
      lr: v.number(),
      beta1: v.number(),
      beta2: v.number(),
      eps: v.number(),
      weightDecay: v.number(),
      steps: v.number(),
      parameter: v.string(),
      before: numbers,
      first8: numbers,
      losses: numbers,
      lossAfter: v.number(),
      deltaNorms: v.record(v.string(), v.number()),
    }),
  ),
  tokenizer: v.optional(
    v.array(
      v.object({
        text: v.string(),
        ids,
        idsWithSpecial: ids,
        decoded: v.string(),
        decodedWithSpecial: v.string(),
      }),
    ),
    [],
  ),
  tolerances: v.object({
    logits: bound,
    tokenLogps: bound,
    dpoLogps: bound,
    dpoLoss: bound,
    gradNorms: bound,
    gradSums: v.object({ timesNormSqrtCount: v.number() }),
    gradEntries: v.object({ timesRms: v.number() }),
    adamwFirst8: bound,
    adamwLosses: bound,
    adamwDeltaNorms: bound,
  }),
});

export type Expected = v.InferOutput<typeof schema>;
export type ExpectedPair = v.InferOutput<typeof pair>;
export type Bound = v.InferOutput<typeof bound>;

/** Fields that say what the numbers belong to, and how they were chosen. */
const DESCRIBING = ["checkpoint", "model", "storage", "greedySmallestGap"];

/** Throws TiltError verify-model.expected where the contents have another form. */
export function parseExpected(contents: unknown): Expected {
  const parsed = v.safeParse(schema, contents);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new TiltError(
    "verify-model.expected",
    `expected.json is not of the known form: ${v.getDotPath(issue) ?? ""} ${issue.message}`,
    "Give a folder with a checkpoint and its expected.json.",
  );
}

/** Fields of expected.json that nothing here checks. */
export function unknownFields(expected: Expected): string[] {
  const known = [...Object.keys(schema.entries), ...DESCRIBING];
  return Object.keys(expected).filter((key) => !known.includes(key));
}
