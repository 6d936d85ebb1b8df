/**
 * @file Answers of the start model kept on disk: claims compare methods on the same candidates, so
 * each is drawn once for all of them, whichever process comes first.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Shelf } from "../../core/bank.ts";
import type { Completion } from "../../core/types.ts";
import { MODELS } from "../../lab/hosts.ts";
import { CACHE } from "./store.ts";
import { digest, weightsDigest } from "./weights.ts";

/** A shelf for the answers of one backend by today's weights; a broken file counts as none. */
export function drawsOnDisk(backend: string, folder = join(CACHE, "draws")): Shelf {
  const world = `${weightsDigest([MODELS.policy])}-${backend}`;
  const pathOf = (key: string) => join(folder, world, `${digest(key)}.json`);
  return {
    read(key) {
      try {
        return JSON.parse(readFileSync(pathOf(key), "utf8")) as readonly Completion[];
      } catch {
        return null;
      }
    },
    write(key, row) {
      const path = pathOf(key);
      mkdirSync(dirname(path), { recursive: true });
      // Two processes may draw the same answers at the same time.
      const part = `${path}.${process.pid}`;
      writeFileSync(part, JSON.stringify(row));
      renameSync(part, path);
    },
  };
}
