/** @file The experiment in the address bar: a link is a run, and Back returns to the one before. */
import { on } from "svelte/events";
import { fromSearch, toSearch } from "../core/experiment.ts";
import { menu } from "../lab.ts";
import type { Session } from "./session.svelte.ts";

/** What the address asks for, and what of it was not understood. */
export function linked() {
  return fromSearch(location.search, menu);
}

/** Keeps address and session together. Call while a component is being set up. */
export function keepAddress(session: Session): void {
  let first = true;
  $effect(() => {
    const search = `?${toSearch(session.experiment, menu)}`;
    if (location.search !== search) {
      if (first) history.replaceState(null, "", search);
      else history.pushState(null, "", search);
    }
    first = false;
  });
  $effect(() =>
    on(window, "popstate", () => {
      const { experiment, ignored } = linked();
      session.ignored = ignored;
      void session.begin(experiment);
    }),
  );
}
