/** @file A run of the past computed anew by the page's own models. */
import { changed } from "../../core/experiment.ts";
import type { Past } from "../../core/run.ts";
import type { RunLog } from "../../core/runlog.ts";
import type { Opened } from "../../lab/opened.ts";
import { methodOf } from "../../menu.ts";
import type { Session } from "../session.svelte.ts";

/**
 * Computes a log anew, behind it: from its seed and by its forks, or from weights of one of its
 * rounds. A person is not asked again for what was answered: there it stands at the round that
 * was kept, or at its first answers. False when something came in between.
 */
export async function repeat(
  session: Session,
  log: RunLog,
  from?: (opened: Opened) => Promise<Past | null>,
): Promise<boolean> {
  const { experiment, legs = [] } = log.header;
  const method = methodOf(experiment);
  const job = (session.repeating = { total: log.steps.length });
  const reach = async (length: number) => {
    if (session.live.length < length) {
      await session.live.until(() => (session.live.run?.log.length ?? 0) >= length);
    }
    return session.repeating === job && session.live.length >= length;
  };
  const first = legs[0] ? changed(method.knobs, legs[0].knobs) : experiment.knobs;
  let recalled = false;
  await session.begin(from ? experiment : { ...experiment, knobs: first }, true, async (opened) => {
    const past = (await from?.(opened)) ?? null;
    recalled = past !== null;
    return past;
  });
  const asks = experiment.annotator === "human";
  if (from && !recalled && legs.length > 1 && !asks) return repeat(session, log);
  for (const leg of recalled || asks ? [] : legs.slice(1)) {
    if (!(await reach(leg.from + 1))) return false;
    session.fork(leg.round, leg.knobs);
  }
  const there = await reach(asks ? 1 : job.total);
  if (session.repeating === job) session.repeating = null;
  return there;
}
