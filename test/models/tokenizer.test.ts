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

describe("other tokenizers", () => {
  /** A Llama-2-like tokenizer: pieces with "▁" for spaces, bytes as <0x..> for all else. */
  const pieces = ["<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "ab", "▁ab"];
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
  });
  const sentencePiece = {
    normalizer: null,
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: false },
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    added_tokens: [0, 1, 2].map((id) => ({ id, content: pieces[id], special: true })),
    model: {
      type: "BPE",
      unk_token: "<unk>",
      byte_fallback: true,
      vocab: Object.fromEntries([...pieces, ...bytes].map((token, id) => [token, id])),
      merges: ["▁ a", "a b", "▁a b"],
    },
  };

  it("splits text of a SentencePiece tokenizer where its tokens end", async () => {
    const tokenizer = await loadTokenizer(sentencePiece, { bos_token: "<s>" });
    const ids = tokenizer.encode("ab ab한a", { addSpecial: false });
    expect(ids).toEqual([8, 8, ...[...new TextEncoder().encode("한")].map((byte) => 9 + byte), 4]);
    expect(tokenizer.decode(ids, { skipSpecial: false })).toBe("ab ab한a");
    expect(tokenizer.pieces(ids)).toEqual(["ab", " ab", "", "", "한", "a"]);
    expect(tokenizer.vocabSize).toBe(9 + 256);
  });

  it("reads special tokens written as objects, and knows none where none are named", async () => {
    const named = {
      bos_token: { __type: "AddedToken", content: "<s>" },
      eos_token: { content: "</s>" },
    };
    const tokenizer = await loadTokenizer(sentencePiece, named);
    expect([tokenizer.bosId, tokenizer.eosId, tokenizer.padId]).toEqual([1, 2, null]);
    const bare = await loadTokenizer(sentencePiece);
    expect([bare.bosId, bare.eosId, bare.padId]).toEqual([null, null, null]);
  });

  it("cleans up spaces only where the config says so", async () => {
    const read = (file: string) => json(`${folder("A")}/${file}`) as Record<string, unknown>;
    const decoded = async (config: object) => {
      const tokenizer = await loadTokenizer(read("tokenizer.json"), config);
      const ids = tokenizer.encode("it 's , so .", { addSpecial: false });
      expect(tokenizer.pieces(ids).join("")).toBe("it 's , so .");
      return tokenizer.decode(ids, { skipSpecial: true });
    };
    expect(await decoded({})).toBe("it 's , so .");
    expect(await decoded({ clean_up_tokenization_spaces: false })).toBe("it 's , so .");
    expect(await decoded({ clean_up_tokenization_spaces: true })).toBe("it's, so.");
  });

  it.each([
    ["null", null, /root/],
    ["a list", [], /model/],
    ["no model", { added_tokens: [] }, /model/],
    ["no vocabulary", { model: { type: "BPE", merges: [] } }, /vocab/],
    ["an empty vocabulary", { model: { type: "BPE", vocab: {}, merges: [] } }, /empty/],
    ["ids in words", { model: { type: "BPE", vocab: { a: "0" }, merges: [] } }, /model\.vocab/],
    ["a negative id", { model: { type: "BPE", vocab: { a: -1 }, merges: [] } }, /model\.vocab/],
    [
      "one id for two tokens",
      { model: { vocab: { a: 0, b: 0 }, merges: [] } },
      /id 0 to both "a" and "b"/,
    ],
    ["no merges", { model: { type: "BPE", vocab: { a: 0 } } }, /cannot be used/],
    ["a decoder in words", { ...sentencePiece, decoder: "ByteLevel" }, /decoder/],
    ["an unknown kind of model", { model: { type: "New", vocab: { a: 0 } } }, /model\.type/],
    ["an unknown pre-tokenizer", { ...sentencePiece, pre_tokenizer: { type: "New" } }, /New/],
  ])("refuses %s", async (_, tokenizerJson, message) => {
    await expect(loadTokenizer(tokenizerJson, {})).rejects.toEqual(
      expect.objectContaining({
        code: "checkpoint.tokenizer",
        message: expect.stringMatching(message),
        next: expect.any(String),
      }),
    );
  });

  it.each([[7], ["x"], [{ bos_token: 7 }]])("refuses the config %j", async (config) => {
    await expect(loadTokenizer(sentencePiece, config)).rejects.toThrow(
      expect.objectContaining({ code: "checkpoint.tokenizer" }),
    );
  });

  it("has no text for ids that are no tokens", async () => {
    for (const tokenizer of [await loadTokenizer(sentencePiece), await load("A")]) {
      const [a] = tokenizer.encode("a", { addSpecial: false }) as [number];
      const ids = [tokenizer.vocabSize, a, -1, 1e9, a];
      const text = tokenizer.decode([a, a], { skipSpecial: false });
      expect(tokenizer.decode(ids, { skipSpecial: false })).toBe(text);
      const [first, second] = tokenizer.pieces([a, a]);
      expect(tokenizer.pieces(ids)).toEqual(["", first, "", "", second]);
      expect(`${first}${second}`).toBe(text);
      expect(tokenizer.decode([tokenizer.vocabSize], { skipSpecial: true })).toBe("");
    }
  });

  it("takes tokens that mean something to JavaScript for tokens", async () => {
    const names = ["constructor", "__proto__", "prototype", "toString"];
    const vocab = JSON.parse(`{${names.map((name, id) => `"${name}":${id}`).join()}}`) as object;
    const model = { type: "BPE", vocab, merges: [], ignore_merges: true };
    const tokenizer = await loadTokenizer({ model, decoder: { type: "ByteLevel" } });
    expect(tokenizer.vocabSize).toBe(4);
    names.forEach((name, id) => {
      expect(tokenizer.encode(name, { addSpecial: false })).toEqual([id]);
      expect(tokenizer.pieces([id])).toEqual([name]);
    });
  });
});
