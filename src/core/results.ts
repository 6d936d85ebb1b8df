/** @file Results that were measured elsewhere and kept as files: claims, the table, the league. */

import * as v from "valibot";

const figure = v.union([
  v.number(),
  v.object({
    value: v.number(),
    low: v.number(),
    high: v.number(),
    seeds: v.optional(v.array(v.number())),
  }),
]);

/** What every file of results says of itself. */
const origin = {
  version: v.string(),
  models: v.string(),
  backend: v.string(),
  command: v.string(),
  date: v.string(),
};

export const claimsSchema = v.object({
  ...origin,
  claims: v.array(
    v.object({
      id: v.string(),
      verdict: v.picklist(["reproduced", "not reproduced"]),
      statement: v.string(),
      source: v.object({ cite: v.string(), url: v.pipe(v.string(), v.startsWith("https://")) }),
      rule: v.string(),
      measured: v.record(v.string(), figure),
      n: v.number(),
      seeds: v.array(v.number()),
      task: v.string(),
      scale: v.string(),
      remark: v.optional(v.string()),
    }),
  ),
});

const said = v.nullable(v.boolean());

export const tableSchema = v.object({
  ...origin,
  task: v.string(),
  rows: v.array(
    v.object({
      method: v.string(),
      name: v.string(),
      needsHumanLabels: v.boolean(),
      onPolicyData: v.boolean(),
      onlineFeedback: v.boolean(),
      externalModel: v.boolean(),
      models: v.object({
        train: v.number(),
        sample: v.number(),
        together: v.number(),
        trainable: v.number(),
        frozen: v.number(),
        bytes: v.number(),
        gradient: v.array(v.string()),
        sampling: v.array(v.string()),
      }),
      post: v.nullable(
        v.object({
          name: v.string(),
          needsHumanLabels: v.union([v.boolean(), v.literal("optional")]),
          onPolicyData: v.boolean(),
          onlineFeedback: said,
          externalModel: said,
          models: v.string(),
        }),
      ),
      why: v.nullable(v.string()),
    }),
  ),
});

const point = { kl: v.number(), gold: v.number() };
const bound = v.array(v.object(point));

export const leagueSchema = v.object({
  ...origin,
  task: v.string(),
  budget: v.object({ samples: v.number(), steps: v.number() }),
  seeds: v.array(v.number()),
  heldOut: v.number(),
  bounds: v.object({ tilt: bound, bestOfN: bound, byProxy: bound }),
  members: v.array(
    v.object({
      method: v.string(),
      name: v.string(),
      points: v.array(
        v.object({ ...point, update: v.number(), proxy: v.number(), se: v.number() }),
      ),
      samples: v.number(),
      updates: v.number(),
      seeds: v.array(v.number()),
    }),
  ),
});

/** What the start model's own answers are worth to a judge: how far a nat can reach. */
export const reachSchema = v.object({
  ...origin,
  judge: v.string(),
  /** The draw: answers a prompt, and by which seed and temperature. */
  n: v.number(),
  seed: v.number(),
  temperature: v.number(),
  /** By task, a row of `n` rewards for each held-out prompt. */
  tasks: v.record(v.string(), v.array(v.array(v.number()))),
});

export type ClaimsFile = v.InferOutput<typeof claimsSchema>;
export type TableFile = v.InferOutput<typeof tableSchema>;
export type LeagueFile = v.InferOutput<typeof leagueSchema>;
export type Figure = v.InferOutput<typeof figure>;

const schemas = {
  claims: claimsSchema,
  table: tableSchema,
  league: leagueSchema,
  "league-exact": leagueSchema,
  reach: reachSchema,
} as const;
export type ResultsName = keyof typeof schemas;
export type ResultsOf<N extends ResultsName> = v.InferOutput<(typeof schemas)[N]>;

/** Parses a file of results; throws where it is not one. */
export function parseResults<N extends ResultsName>(name: N, data: unknown): ResultsOf<N> {
  return v.parse(schemas[name], data) as ResultsOf<N>;
}
