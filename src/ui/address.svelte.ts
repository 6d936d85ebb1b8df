/** @file The experiment in the address bar: a link is a run, and Back returns to the one before. */
import { on } from "svelte/events";
import { fromSearch, toSearch, type Experiment, type Ignored } from "../core/experiment.ts";
import { menu } from "../lab.ts";
import type { Session } from "./session.svelte.ts";
import { readShown, showing, writeShown } from "./showing.svelte.ts";

/** What the address asks for, and what of it was not understood; how it is shown is seen to. */
export function linked(): { experiment: Experiment; ignored: Ignored[] } {
  const { shown, rest, ignored } = readShown(location.search, Object.keys(menu.methods));
  showing.take(shown);
  const run = fromSearch(rest, menu);
  return { experiment: run.experiment, ignored: [...run.ignored, ...ignored] };
}

/** Keeps address and session together. Call while a component is being set up. */
export function keepAddress(session: Session): void {
  let before: string | null = null;
  $effect(() => {
    const run = toSearch(session.experiment, menu);
    const search = `?${run}${writeShown(showing)}`;
    if (location.search !== search) {
      // Another run is a place to come back from; another way to look at it is not.
      if (before === null || before === run) history.replaceState(null, "", search);
      else history.pushState(null, "", search);
    }
    before = run;
  });
  $effect(() =>
    on(window, "popstate", () => {
      const { experiment, ignored } = linked();
      session.ignored = ignored;
      void session.begin(experiment);
    }),
  );
}
