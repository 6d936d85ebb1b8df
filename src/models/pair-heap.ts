/** @file A heap of pairs by count whose counts may change behind its back. */

/** Largest count first; among equals the smallest pair. */
export class PairHeap {
  private readonly items: { pair: number; count: number }[] = [];

  push(pair: number, count: number): void {
    const { items } = this;
    let at = items.push({ pair, count }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.before(at, above)) break;
      this.swap(at, above);
      at = above;
    }
  }

  /**
   * The best pair whose entry is still true by `countOf`, or null; entries that are not are
   * dropped, so whoever changes a pair's count pushes it anew.
   */
  pop(countOf: (pair: number) => number): number | null {
    for (;;) {
      const top = this.items[0];
      if (!top) return null;
      this.removeTop();
      if (countOf(top.pair) === top.count) return top.pair;
    }
  }

  private removeTop(): void {
    const { items } = this;
    const last = items.pop()!;
    if (items.length === 0) return;
    items[0] = last;
    for (let at = 0; ;) {
      let best = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < items.length && this.before(below, best)) best = below;
      }
      if (best === at) return;
      this.swap(at, best);
      at = best;
    }
  }

  private before(i: number, j: number): boolean {
    const [a, b] = [this.items[i]!, this.items[j]!];
    return a.count > b.count || (a.count === b.count && a.pair < b.pair);
  }

  private swap(i: number, j: number): void {
    [this.items[i], this.items[j]] = [this.items[j]!, this.items[i]!];
  }
}
