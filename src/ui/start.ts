/** @file How a visit begins: with the run that the link asks for, or with one to look at until it is ready. */
import { phone } from "./phone.ts";
import { recordingLog, recordingOf, recordings } from "./recordings.ts";
import { rest } from "./rest.ts";
import type { Session } from "./session.svelte.ts";

export type Link = {
  /** The recorded run that the link names. */
  readonly recorded: string | null;
  /** What is said to have happened in this run. */
  readonly receipt: string | null;
  /** The link asks for nothing in particular. */
  readonly cold: boolean;
};

/** How long a recorded run plays on a phone before the live one is fetched unasked, about a round of it. */
const A_ROUND_MS = 8000;

/** A connection on which nobody should have to pay for megabytes unasked. */
function sparing(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

export async function start(session: Session, link: Link): Promise<void> {
  const { recorded, receipt, cold } = link;
  if (recorded !== null) return watch(session, recorded);
  if (await takenUp(session)) return;
  if (cold && sparing()) return preview(session, true);
  // A phone draws a page slowly enough: the model's megabytes and its work come after that.
  if (cold && phone.current) return presently(session);
  const running = session.begin(session.experiment);
  session.receipt = receipt;
  if (receipt !== null) void tellIfBroken(session, receipt);
  if (cold) await preview(session, false);
  await running;
}

/** A receipt that cannot be read is told of like any other part of a link; few links have one. */
async function tellIfBroken(session: Session, receipt: string): Promise<void> {
  const { fromReceiptText } = await import("../core/receipt.ts");
  if (fromReceiptText(receipt) !== null) return;
  const broken = { name: "receipt", value: receipt.slice(0, 80), why: "is not a whole receipt" };
  session.ignored = [...session.ignored, broken];
}

/** The live run once the page is touched or the recorded one has played for a while. */
async function presently(session: Session): Promise<void> {
  const { deck } = session;
  const touched = firstTouch();
  deck.waits = true;
  await preview(session, false);
  const { played } = deck;
  if (played) await Promise.race([touched, rest(A_ROUND_MS)]);
  deck.waits = false;
  // What was touched may have begun another run, or put one on.
  if (deck.played === played && session.opening.length === 0 && !session.opened) {
    await session.begin(session.experiment, true);
  }
}

/** The first tap, key or scroll. What was tapped has done its work by then. */
function firstTouch(): Promise<void> {
  return new Promise((resolve) => {
    for (const gesture of ["click", "keyup", "scroll"]) {
      addEventListener(gesture, () => resolve(), { once: true, passive: true });
    }
  });
}

/** The run that this tab was at before it was reloaded, if it had gone anywhere. */
async function takenUp(session: Session): Promise<boolean> {
  let id: string | null = null;
  try {
    id = sessionStorage.getItem("tilt.run");
    sessionStorage.removeItem("tilt.run");
  } catch {
    return false;
  }
  if (id === null) return false;
  const library = await session.library();
  return library.takeUp(id, session.experiment);
}

/** Plays a recorded run instead of a live one. Where it cannot be had, the live one begins. */
export async function watch(session: Session, id: string): Promise<void> {
  try {
    const log = await recordingLog(id);
    session.experiment = log.header.experiment;
    await session.deck.put(log, { origin: "recorded", id, name: id }, 0);
    void session.deck.player.play();
  } catch (error) {
    await session.begin();
    session.fail(error);
  }
}

/** A recorded run of the same experiment until the live one is ready; none is no matter. */
async function preview(session: Session, stays: boolean): Promise<void> {
  const recording = await recordingOf(session.experiment);
  const log = recording && (await recordingLog(recording.id).catch(() => null));
  // The live run may have been quicker.
  if (!log || session.live.length > 0) return stays ? session.begin() : undefined;
  const { id } = recording;
  await session.deck.put(log, { origin: "recorded", id, name: id }, 0);
  session.deck.givesWay = !stays;
  void session.deck.player.play();
}

/** A recorded run to watch where no engine works: of the same method, or any. */
export async function insteadOf(session: Session): Promise<void> {
  const like = (await recordingOf(session.experiment)) ?? (await recordings())[0];
  if (!like) return;
  await watch(session, like.id);
  session.trouble = null;
}
