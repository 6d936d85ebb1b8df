/** @file A new run with other data of the visitor's own: what is not replaced stays in use. */
import type { Experiment } from "../../core/experiment.ts";
import type { Own } from "../../core/own.ts";
import { place } from "../place.svelte.ts";
import type { Session } from "../session.svelte.ts";
import { altered } from "./own-store.ts";

/** Back at the bench, with whatever else is to differ. Throws `data.unkept`. */
export async function useOwn(
  session: Session,
  change: Partial<Own>,
  next: Partial<Experiment> = {},
): Promise<void> {
  const { own: before, ...rest } = session.shown;
  const own = await altered(before, change);
  place.go(null);
  await session.begin({ ...rest, ...next, ...(own === undefined ? {} : { own }) });
}
