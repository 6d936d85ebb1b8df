/** @file The keys of a talk: votes, the recorded run, a blank screen. */
import type { Step } from "../core/types.ts";
import { recordingLog, recordingOf } from "./recordings.ts";
import type { Session } from "./session.svelte.ts";
import { showing } from "./showing.svelte.ts";
import { votes } from "./votes.svelte.ts";

/**
 * Swaps the run on the screen for a recorded one of the same experiment at the same step, and back.
 * Where none was recorded, the talk says so.
 */
export async function swapRecorded(session: Session): Promise<void> {
  showing.unrecorded = false;
  if (session.deck.played) return session.deck.eject();
  const recording = await recordingOf(session.experiment);
  const log = recording && (await recordingLog(recording.id).catch(() => null));
  if (!log) {
    showing.unrecorded = true;
    return;
  }
  const { id } = recording;
  const shown = Math.min(log.steps.length, session.player.at + 1);
  session.player.pause();
  await session.deck.put(log, { origin: "recorded", id, name: id }, shown);
}

/** Whether two answers to one prompt stand side by side, so that a room can choose. */
export function askable(step: Step | null): boolean {
  return step?.kind === "label" || (step?.kind === "sample" && step.completions[0]?.length === 2);
}

/** Does what a key means in a talk; true when it means something there. */
export function presentKey(key: string, session: Session): boolean {
  const asked = askable(session.player.step);
  switch (key) {
    case "a":
      if (asked) votes.cast("a");
      return asked;
    case "b":
      if (asked && !showing.blank) votes.cast("b");
      else showing.blank = !showing.blank;
      return true;
    case "z":
      votes.undo();
      return true;
    case "r":
      void swapRecorded(session);
      return true;
  }
  return false;
}
