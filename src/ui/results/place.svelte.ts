/** @file Whether the results lie over the bench, and which page of them. The run beneath goes on. */
export const PAGES = ["claims", "table", "league"] as const;
export type Page = (typeof PAGES)[number];

class Place {
  open = $state(false);
  page: Page = $state("claims");

  show(): void {
    this.open = true;
  }
  leave(): void {
    this.open = false;
    document.querySelector<HTMLElement>(".tools .results")?.focus();
  }
}

export const place = new Place();
