/** @file Whether the results lie over the bench, and which page of them. The run beneath goes on. */
import { tick } from "svelte";
import type { ResultsName } from "../../core/results.ts";

export const PAGES = ["claims", "table", "league"] as const;
export type Page = (typeof PAGES)[number];

/** What lies on a page, from its top. */
export const FILES = {
  claims: ["claims"],
  table: ["table"],
  league: ["league", "league-exact"],
} as const satisfies Readonly<Record<Page, readonly ResultsName[]>>;

class Place {
  open = $state(false);
  page: Page = $state("claims");

  show(): void {
    this.open = true;
  }
  async leave(): Promise<void> {
    this.open = false;
    // What lay beneath cannot take the focus before it is drawn as usable again.
    await tick();
    document.querySelector<HTMLElement>(".tools .results")?.focus();
  }
}

export const place = new Place();
