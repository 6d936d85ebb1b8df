/** @file Where the visitor is: at the bench, or at one of the pages beside it. A run never stops for it. */

export const PLACES = ["library", "compare", "reward", "data", "proof"] as const;
export type PlaceName = (typeof PLACES)[number];

class Place {
  /** Null: at the bench. */
  name: PlaceName | null = $state(null);

  /** As the address says after "#". */
  read(hash: string): void {
    this.name = PLACES.find((name) => `#${name}` === hash) ?? null;
  }

  /** Goes there, so that Back returns. */
  go(name: PlaceName | null): void {
    if (name === this.name) return;
    const { pathname, search } = location;
    history.pushState(null, "", name ? `#${name}` : pathname + search);
    this.name = name;
  }
}

export const place = new Place();
