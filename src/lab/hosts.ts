/** @file Where the models live, what they are called, and opening those that an experiment wants. */

import type { Experiment } from "../core/experiment.ts";
import type { AnnotatorHost, Engine, OnProgress, PolicyHost, RewardHost } from "../core/hosts.ts";
import { sizeOf } from "../feedback/choose.ts";

/** Where the models live. */
export type Hosts = {
  readonly policy: PolicyHost;
  readonly reward: RewardHost;
  /** A model that is told what to prefer: started by the first call. */
  annotator(): AnnotatorHost;
  /** Whether a person is there to be asked. */
  readonly person: boolean;
  /** The address of a folder under `models/`. */
  model(folder: string): string;
  dispose(): void;
};

/** Folders under `models/`; an annotator's has its size behind it. */
export const MODELS = {
  policy: "tilt-1m",
  reward: "tilt-1m-reward",
  annotator: "tilt-annotator",
} as const;

/** What decides the answers in a sample bank, besides the draw and the prompt. */
export const worldOf = ({ backend }: Pick<Engine, "backend">) => `${MODELS.policy} on ${backend}`;

/** The address of the model that a reward model of this experiment starts as. */
export const rewardAddress = ({ rewardModel }: Experiment, hosts: Hosts): string =>
  hosts.model(rewardModel.kind === "trained" ? MODELS.policy : MODELS.reward);

/** Opens all models at once. The policy's engine, and the annotator where a model is one. */
export async function openModels(
  experiment: Experiment,
  hosts: Hosts,
  onProgress: OnProgress,
): Promise<{ readonly engine: Engine; readonly annotator: AnnotatorHost | null }> {
  const { backend, task } = experiment;
  const size = sizeOf(experiment.annotator);
  const annotator = size ? hosts.annotator() : null;
  const [engine] = await Promise.all([
    hosts.policy.open({ model: hosts.model(MODELS.policy), backend }, onProgress),
    hosts.reward.open({ model: rewardAddress(experiment, hosts), backend, task }, onProgress),
    annotator?.open({ model: hosts.model(`${MODELS.annotator}-${size}`), backend }, onProgress),
  ]);
  return { engine, annotator };
}
