import { describe, expect, it } from "vitest";
import { trainBpe } from "../../src/models/bpe-trainer.ts";
import { ALPHABET, bytesOf, spell } from "../../src/models/byte-alphabet.ts";
import { checkTokenizer } from "../../src/models/tokenizer-json.ts";
import { loadTokenizer } from "../../src/models/tokenizer.ts";

type Model = { vocab: Record<string, number>; merges: string[] };
const modelOf = (texts: readonly string[], vocabSize: number): Model =>
  trainBpe(texts, { vocabSize, maxLength: 64 }).tokenizerJson.model as Model;

/** The definition, without any cleverness: recount every pair before every merge. */
function greedy(words: readonly (readonly [string, number])[], steps: number): string[] {
  const id = new Map(ALPHABET.map((character, byte) => [character, byte]));
  let spelled = words.map(([word, count]) => ({ symbols: [...spell(word)], count }));
  const merges: string[] = [];
  for (let step = 0; step < steps; step++) {
    const counts = new Map<string, number>();
    for (const { symbols, count } of spelled) {
      for (let i = 1; i < symbols.length; i++) {
        const pair = `${symbols[i - 1]} ${symbols[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + count);
      }
    }
    const rank = (pair: string) => pair.split(" ").map((token) => id.get(token)!);
    const [best] = [...counts].sort(([p, m], [q, n]) => {
      const [[a, b], [c, d]] = [rank(p), rank(q)] as [[number, number], [number, number]];
      return n - m || a - c || b - d;
    });
    if (!best || best[1] < 2) break;
    const [a, b] = best[0].split(" ") as [string, string];
    merges.push(best[0]);
    if (!id.has(a + b)) id.set(a + b, id.size);
    spelled = spelled.map(({ symbols, count }) => {
      const joined: string[] = [];
      for (let i = 0; i < symbols.length; i++) {
        if (symbols[i] === a && symbols[i + 1] === b) joined.push(a + symbols[++i]!);
        else joined.push(symbols[i]!);
      }
      return { symbols: joined, count };
    });
  }
  return merges;
}

/** A small generator (Steele & Lea's splitmix, 32 bits), so that each run sees the same texts. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % below;
  };
}

const CORPUS = [
  "The keeper lights the lamp, and the lamp lights the harbour.",
  "안녕하세요, 오늘은 날씨가 좋습니다. 안녕히 가세요!",
  "It's 12,345 steps; they've counted them 🙂🙂👩‍👩‍👧.",
];

describe("the byte alphabet", () => {
  it("has a character of its own for each byte, none of them white space", () => {
    expect(new Set(ALPHABET).size).toBe(256);
    expect(ALPHABET.filter((character) => /\s/.test(character))).toEqual([]);
    expect([ALPHABET[0x20], ALPHABET[0x0a], ALPHABET[0x41], ALPHABET[0xad]]).toEqual([
      "Ġ",
      "Ċ",
      "A",
      "Ń",
    ]);
  });

  it("spells and reads back any text's bytes", () => {
    for (const text of CORPUS) expect(bytesOf(spell(text))).toEqual(new TextEncoder().encode(text));
  });
});

describe("training", () => {
  it("finds the merges of the textbook example", () => {
    // The words of Sennrich et al. 2016, without the end-of-word mark: "es" and "st" occur 9 times
    // each, "e" has the lower id; then "est" 9; then "lo" and "ow" 7 each; then "low" 7.
    const words = [
      ...(Array(5).fill("low") as string[]),
      ...(Array(2).fill("lower") as string[]),
      ...(Array(6).fill("newest") as string[]),
      ...(Array(3).fill("widest") as string[]),
    ];
    expect(modelOf(words, 259 + 4).merges).toEqual(["e s", "es t", "l o", "lo w"]);
  });

  it("is the greedy definition on words with ties and overlaps", () => {
    const words = [
      ["aaaa", 3],
      ["aaab", 2],
      ["abab", 4],
      ["babba", 3],
      [" ab", 5],
      ["cab", 1],
      [" abc", 2],
      ["가나다", 3],
      ["나가", 3],
    ] as const;
    const texts = words.flatMap(([word, count]) => Array<string>(count).fill(word));
    expect(modelOf(texts, 1000).merges).toEqual(greedy(words, 1000));
  });

  it("is the greedy definition on random words", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const roll = dice(seed);
      const counts = new Map<string, number>();
      for (let i = 0; i < 40; i++) {
        const word = Array.from({ length: 1 + roll(7) }, () => "abc"[roll(3)]).join("");
        counts.set(word, 1 + roll(9));
      }
      const texts = [...counts].flatMap(([word, count]) => Array<string>(count).fill(word));
      expect(modelOf(texts, 320).merges).toEqual(
        greedy([...counts], 61).slice(0, modelOf(texts, 320).merges.length),
      );
      expect(Object.keys(modelOf(texts, 320).vocab).length).toBeLessThanOrEqual(320);
    }
  });

  it("does not depend on the order of the texts", () => {
    const options = { vocabSize: 300, maxLength: 64 };
    const texts = [...CORPUS, ...CORPUS];
    expect(trainBpe([...texts].reverse(), options)).toEqual(trainBpe(texts, options));
  });

  it("has the special tokens, all bytes, and no id twice", () => {
    const { vocab } = modelOf([...CORPUS, ...CORPUS], 300);
    expect([vocab["<s>"], vocab["</s>"], vocab["<pad>"]]).toEqual([0, 1, 2]);
    ALPHABET.forEach((character, byte) => expect(vocab[character]).toBe(3 + byte));
    const ids = Object.values(vocab).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: 300 }, (_, id) => id));
  });

  it("stops when no pair occurs twice", () => {
    expect(modelOf(["ab", "cd"], 1000).merges).toEqual([]);
    expect(modelOf([], 1000).merges).toEqual([]);
  });

  it.each([0, 258, 300.5, NaN, 2 ** 22])("refuses a vocabulary of %s", (vocabSize) => {
    expect(() => trainBpe(CORPUS, { vocabSize, maxLength: 64 })).toThrow(
      expect.objectContaining({ code: "tokenizer.size" }),
    );
  });
});

describe("a trained tokenizer, run by transformers.js", () => {
  const files = trainBpe([...CORPUS, ...CORPUS, ...CORPUS], { vocabSize: 340, maxLength: 64 });
  const load = () => loadTokenizer(files.tokenizerJson, files.tokenizerConfig);

  it("gives back any text, whatever its script", async () => {
    const tokenizer = await load();
    const roll = dice(7);
    const ranges = [
      [0x20, 0x7e],
      [0x00, 0x1f],
      [0xa0, 0x24f],
      [0x0300, 0x036f],
      [0x2000, 0x206f],
      [0xac00, 0xd7a3],
      [0x4e00, 0x9fff],
      [0xfe00, 0xfeff],
      [0x1f300, 0x1faff],
      [0xe0000, 0x10ffff],
    ] as const;
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: 1 + roll(30) }, () => {
        const [low, high] = ranges[roll(ranges.length)]!;
        return String.fromCodePoint(low + roll(high - low + 1));
      }).join("");
      const ids = tokenizer.encode(text, { addSpecial: false });
      expect(tokenizer.decode(ids, { skipSpecial: false })).toBe(text);
      expect(tokenizer.pieces(ids).join("")).toBe(text);
    }
  });

  it("puts <s> first where special tokens are asked for", async () => {
    const tokenizer = await load();
    const plain = tokenizer.encode("The lamp.", { addSpecial: false });
    expect(tokenizer.encode("The lamp.", { addSpecial: true })).toEqual([0, ...plain]);
    expect([tokenizer.bosId, tokenizer.eosId, tokenizer.padId]).toEqual([0, 1, 2]);
    expect(tokenizer.decode([0, ...plain, 1, 2], { skipSpecial: true })).toBe("The lamp.");
    expect(tokenizer.decode([0, ...plain, 1], { skipSpecial: false })).toBe("<s>The lamp.</s>");
    expect(tokenizer.vocabSize).toBe(340);
  });

  it("has one token for each word once no pair is left to merge", async () => {
    const twice = [...CORPUS, ...CORPUS];
    const all = trainBpe(twice, { vocabSize: 10_000, maxLength: 64 });
    const tokenizer = await loadTokenizer(all.tokenizerJson, all.tokenizerConfig);
    for (const text of ["The keeper lights the", " harbour", "안녕하세요", " 날씨가 좋습니다"]) {
      const words = text.split(/(?<=\S)(?= )/);
      const pieces = tokenizer.pieces(tokenizer.encode(text, { addSpecial: false }));
      expect(pieces).toEqual(words);
    }
  });

  it("shows a character of several tokens at the token that completes it", async () => {
    const tokenizer = await load();
    const ids = tokenizer.encode("a한", { addSpecial: false });
    const pieces = tokenizer.pieces(ids);
    expect(pieces[0]).toBe("a");
    expect(pieces[pieces.length - 1]).toBe("한");
    expect(pieces.slice(1, -1).every((piece) => piece === "")).toBe(true);
    // Cut in the middle of the character, what is left of it is a replacement character.
    expect(tokenizer.pieces(ids.slice(0, 2))).toEqual(["a", "\uFFFD"]);
    expect(tokenizer.decode(ids.slice(0, 2), { skipSpecial: false })).toBe("a\uFFFD");
  });

  it("decodes no ids to no text", async () => {
    const tokenizer = await load();
    expect(tokenizer.decode([], { skipSpecial: true })).toBe("");
    expect(tokenizer.pieces([])).toEqual([]);
  });

  it("fits an embedding of its size and none smaller", () => {
    expect(() => checkTokenizer(files.tokenizerJson, 340)).not.toThrow();
    expect(() => checkTokenizer(files.tokenizerJson, 339)).toThrow(/ids up to 339.*ends at 338/);
  });
});
