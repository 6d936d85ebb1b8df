/** @file The visitor's own data on this device, each by a name made of its content. */
import { openDB } from "idb";
import { fitsLink } from "../../core/own-reward.ts";
import { NOTHING, nameOfOwn, type Own } from "../../core/own.ts";
import { TiltError } from "../../core/types.ts";
import type { Mine } from "../own.ts";

const database = () =>
  openDB<{ own: { key: string; value: Own } }>("tilt-own", 1, {
    upgrade: (db) => void db.createObjectStore("own"),
  });

/** Keeps data. Returns their name. Throws `data.unkept`. */
export async function store(own: Own): Promise<string> {
  const name = nameOfOwn(own);
  try {
    const db = await database();
    await db.put("own", own, name);
    db.close();
    return name;
  } catch (cause) {
    throw new TiltError(
      "data.unkept",
      "This browser keeps nothing for this page, so your data cannot be used here.",
      "Leave the private window, or make room on this device.",
      { cause },
    );
  }
}

/**
 * What an experiment takes of the visitor's, some of it replaced: a reward that a link can carry as
 * it is, everything else by the name of what is kept here. Throws `data.unkept`.
 */
export async function altered({ own: name, ownReward }: Mine, change: Partial<Own>): Promise<Mine> {
  // What is not on this device cannot be kept beside the new.
  const now = name === undefined ? NOTHING : await stored(name).catch(() => NOTHING);
  const all = { ...now, reward: ownReward ?? now.reward, ...change };
  const carried = all.reward && fitsLink(all.reward) ? { ownReward: all.reward } : null;
  const rest = carried ? { ...all, reward: null } : all;
  const empty = Object.values(rest).every((part) => part === null);
  return { ...carried, ...(empty ? {} : { own: await store(rest) }) };
}

/** Data by name. Throws `data.missing` when they are not on this device. */
export async function stored(name: string): Promise<Own> {
  const own = await database()
    .then(async (db) => {
      const value = await db.get("own", name);
      db.close();
      return value;
    })
    .catch(() => undefined);
  if (own) return own;
  throw new TiltError(
    "data.missing",
    "This run uses somebody's own data, which are not on this device.",
    "Open the page Own data and choose the same file, or go on without.",
  );
}
