/** @file The visitor's own data by name, as the bench needs them; the store comes only with them. */

const store = () => import("./library/own-store.ts");

export const ownData = async (name: string) => (await store()).stored(name);

/** The name of the same data without the reward; undefined where nothing else is left. */
export const withoutReward = async (name: string) =>
  (await store()).altered(name, { reward: null });
