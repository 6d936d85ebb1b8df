/** What holds one set of weights: whose turn it is, what is under way, and how it all began. */
export type Hold = {
  /** The run that may step; whoever came last. */
  owner: object | null;
  /** Settles when the step under way has ended. Never rejects. */
  tail: Promise<unknown>;
  /** The policy and the reward model of the very beginning, once they are kept. */
  origin: { readonly name: string; readonly reward: string } | null;
};

const holds = new WeakMap<object, Hold>();

/** The hold of a bench, the same for every run made on it. */
export function holdOf(bench: object): Hold {
  const hold = holds.get(bench) ?? { owner: null, tail: Promise.resolve(), origin: null };
  holds.set(bench, hold);
  return hold;
}
