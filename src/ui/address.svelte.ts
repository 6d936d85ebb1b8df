/** @file The experiment in the address bar: a link is a run, and Back returns to the one before. */
import { on } from "svelte/events";
import { fromSearch, toSearch, type Experiment, type Ignored } from "../core/experiment.ts";
import { menu } from "../menu.ts";
import { place } from "./place.svelte.ts";
import { start, type Link } from "./start.ts";
import type { Session } from "./session.svelte.ts";
import { readShown, showing, writeShown } from "./showing.svelte.ts";

/** What the address asks for, and what of it was not understood; how it is shown is seen to. */
export function linked(): { experiment: Experiment; ignored: Ignored[] } & Link {
  const { shown, rest, ignored } = readShown(location.search, Object.keys(menu.methods));
  showing.take(shown);
  const query = new URLSearchParams(rest);
  const [recorded, receipt] = ["recorded", "receipt"].map((name) => {
    const value = query.get(name);
    query.delete(name);
    return value;
  }) as [string | null, string | null];
  const cold = recorded === null && query.size === 0;
  const run = fromSearch(query.toString(), menu);
  return {
    experiment: run.experiment,
    ignored: [...run.ignored, ...ignored],
    recorded,
    receipt,
    cold,
  };
}

/** The method that the address asks for: its prose may be sent for before anything is set up. */
export const methodAsked = (): string => fromSearch(location.search, menu).experiment.method;

/** A recorded run without a live one behind it has an address of its own. */
function addressOf({ experiment, deck, live, opened }: Session): string {
  const { played } = deck;
  const alone = live.length === 0 && opened === null && !deck.givesWay;
  if (played?.origin === "recorded" && played.id && alone) return `recorded=${played.id}`;
  return toSearch(experiment, menu);
}

/** Keeps address and session together. Call while a component is being set up. */
export function keepAddress(session: Session): void {
  let before: string | null = null;
  let seen = location.search;
  place.read(location.hash);
  $effect(() => {
    const run = addressOf(session);
    const search = `?${run}${writeShown(showing)}`;
    if (location.search !== search) {
      // Another run is a place to come back from; another way to look at it is not.
      if (before === null || before === run) history.replaceState(null, "", search + location.hash);
      else history.pushState(null, "", search + location.hash);
    }
    seen = search;
    before = run;
  });
  $effect(() =>
    on(window, "popstate", () => {
      place.read(location.hash);
      // A page beside the bench is another place, not another run.
      if (location.search === seen) return;
      seen = location.search;
      const { experiment, ignored, ...link } = linked();
      session.ignored = ignored;
      session.experiment = experiment;
      void start(session, { ...link, cold: false });
    }),
  );
}
