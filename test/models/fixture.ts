/** @file Models for the tests: the oracle's checkpoints, and a tiny one from dice. */
import { readFileSync } from "node:fs";
import { folderSource } from "../../src/cli/files.ts";
import { readCheckpoint, type Checkpoint } from "../../src/models/checkpoint.ts";
import { parseExpected, type Expected } from "../../src/models/expected.ts";

export * from "./tiny.ts";

const folder = (name: string) => `test/fixtures/oracle-llama/${name}`;

export const oracle = async (
  name: string,
): Promise<{ checkpoint: Checkpoint; expected: Expected }> => ({
  checkpoint: await readCheckpoint(folderSource(folder(name))),
  expected: parseExpected(JSON.parse(readFileSync(`${folder(name)}/expected.json`, "utf8"))),
});
