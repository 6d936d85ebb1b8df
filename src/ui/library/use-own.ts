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
  const { own: _own, ownReward: _reward, ...rest } = session.shown;
  const mine = await altered(session.shown, change);
  place.go(null);
  await session.begin({ ...rest, ...next, ...mine });
}
