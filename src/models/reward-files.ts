/** @file A reward model on disk: a checkpoint whose config.json also holds its scale for each task. */
import * as v from "valibot";
import { TiltError } from "../core/types.ts";
import {
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type FileSource,
  type ReadOptions,
  type WriteOptions,
} from "./checkpoint.ts";
import type { Normalisation } from "./reward.ts";

const FIELD = "reward_normalisation";
const finite = v.pipe(v.number(), v.finite());
const schema = v.looseObject({
  [FIELD]: v.record(v.string(), v.object({ mean: finite, std: v.pipe(finite, v.gtValue(0)) })),
});

/** Scales by task: rewards are comparable within one task only. */
export type Scales = Readonly<Record<string, Normalisation>>;

/** The files of a reward model. */
export function writeReward(
  checkpoint: Checkpoint,
  scales: Scales,
  options: WriteOptions,
): Map<string, Uint8Array<ArrayBuffer>> {
  const files = writeCheckpoint(checkpoint, options);
  const config = JSON.parse(new TextDecoder().decode(files.get("config.json"))) as object;
  const text = `${JSON.stringify({ ...config, [FIELD]: scales }, null, 2)}\n`;
  return files.set("config.json", new TextEncoder().encode(text));
}

type RewardFiles = { readonly checkpoint: Checkpoint; readonly scales: Scales };

/** Reads one back. Throws as `readCheckpoint` does, or TiltError checkpoint.normalisation. */
export async function readReward(source: FileSource): Promise<RewardFiles> {
  const files = await readRewardOrTrunk(source);
  if (files.checkpoint.config.head !== "score") throw notScaled(source);
  return files;
}

/** The same, or a language model, without scales, whose trunk will become a reward model. */
export async function readRewardOrTrunk(
  source: FileSource,
  options?: ReadOptions,
): Promise<RewardFiles> {
  const checkpoint = await readCheckpoint(source, options);
  const scales = checkpoint.config.head === "score" ? await readScales(source) : {};
  return { checkpoint, scales };
}

async function readScales(source: FileSource): Promise<Scales> {
  const bytes = await source.read("config.json");
  const parsed = v.safeParse(schema, JSON.parse(new TextDecoder().decode(bytes ?? undefined)));
  if (!parsed.success) throw notScaled(source);
  return parsed.output[FIELD];
}

const notScaled = (source: FileSource): TiltError =>
  new TiltError(
    "checkpoint.normalisation",
    `${source.name} is not a reward model with its scale: config.json has no ${FIELD}.`,
    "Choose a folder that this program wrote, or train the reward model anew.",
  );
