/** @file Ways on after a failure: from what is held of a run, with something changed that may have caused it. */
import type { Experiment, KnobValues } from "../core/experiment.ts";
import type { Past } from "../core/run.ts";
import type { Opened } from "../lab/opened.ts";
import type { Session } from "./session.svelte.ts";

/** How a run's past comes back on a new bench; undefined: the run begins from nothing. */
export type Held = ((opened: Opened) => Promise<Past | null>) | undefined;

/** Goes on from the latest kept round, with other knobs where given. */
export async function resume(session: Session, knobs: KnobValues = session.knobs): Promise<void> {
  const round = session.live.checkpoints.at(-1)?.round;
  if (round === undefined) return session.begin();
  session.fork(round, knobs);
  await session.firstAnswers();
}

/** The same at half the learning rate: the usual cure when numbers break. */
export function halve(session: Session): void {
  const rate = session.knobs.learningRate;
  if (typeof rate !== "number") return void resume(session);
  void resume(session, { ...session.knobs, learningRate: Number((rate / 2).toPrecision(2)) });
}

/** On at half the batch, which needs about half the memory. */
export async function lighten(session: Session, held?: Held): Promise<void> {
  const { experiment } = session;
  const { batch } = session.knobs;
  const knobs: Record<string, number | string> = { ...experiment.knobs };
  if (typeof batch === "number") knobs.batch = Math.max(1, Math.floor(batch / 2));
  await beginFrom(session, { ...experiment, knobs }, held);
}

/** On with the processor. */
export async function toCpu(session: Session, held?: Held): Promise<void> {
  await beginFrom(session, { ...session.experiment, backend: "wasm" }, held);
}

async function beginFrom(session: Session, experiment: Experiment, held: Held): Promise<void> {
  await session.begin(experiment, false, held);
  // Where it goes on, the next batch is shown as soon as it is drawn.
  const kind = session.live.step?.kind;
  if (kind && kind !== "sample" && kind !== "update") await session.firstAnswers();
}
