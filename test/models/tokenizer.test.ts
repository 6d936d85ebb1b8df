import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { folderSource } from "../../src/cli/files.ts";
import { readCheckpoint } from "../../src/models/checkpoint.ts";
import { loadTokenizer, type Tokenizer } from "../../src/models/tokenizer.ts";

type Text = {
  text: string;
  ids: number[];
  idsWithSpecial: number[];
  decoded: string;
  decodedWithSpecial: string;
};
const folder = (name: string) => `test/fixtures/oracle-llama/${name}`;
const json = (path: string) => JSON.parse(readFileSync(path, "utf8")) as unknown;
const load = (name: string): Promise<Tokenizer> =>
  loadTokenizer(
    json(`${folder(name)}/tokenizer.json`),
    json(`${folder(name)}/tokenizer_config.json`),
  );

describe.each(["A", "B"])("the tokenizer of checkpoint %s", (name) => {
  const { tokenizer: texts } = json(`${folder(name)}/expected.json`) as { tokenizer: Text[] };

  it.each(texts)("agrees with the oracle on $text", async (want) => {
    const tokenizer = await load(name);
    expect(tokenizer.encode(want.text, { addSpecial: false })).toEqual(want.ids);
    expect(tokenizer.encode(want.text, { addSpecial: true })).toEqual(want.idsWithSpecial);
    expect(tokenizer.decode(want.ids, { skipSpecial: true })).toBe(want.decoded);
    expect(tokenizer.decode(want.ids, { skipSpecial: false })).toBe(want.decodedWithSpecial);
  });

  it.each(texts)("splits $text into pieces that join to its decoding", async ({ ids }) => {
    const tokenizer = await load(name);
    const pieces = tokenizer.pieces(ids);
    expect(pieces).toHaveLength(ids.length);
    expect(pieces.join("")).toBe(tokenizer.decode(ids, { skipSpecial: false }));
  });

  it("has the special ids and the size of the model", async () => {
    const tokenizer = await load(name);
    const { config } = await readCheckpoint(folderSource(folder(name)));
    expect(tokenizer.bosId).toBe(config.bos_token_id);
    expect(tokenizer.eosId).toBe(config.eos_token_ids[0]);
    expect(tokenizer.padId).toBe(config.pad_token_id);
    expect(tokenizer.vocabSize).toBe(config.vocab_size);
  });
});
