/** @file Text to token ids and back, by the tokenizers of transformers.js. No network, no runtime. */

import * as v from "valibot";
import { TiltError } from "../core/types.ts";
import { bytesOf } from "./byte-alphabet.ts";
import { entries, idCount, parseTokenizer, type TokenizerJson } from "./tokenizer-json.ts";

export interface Tokenizer {
  /** `addSpecial`: also what the post-processor adds (a beginning-of-text token, mostly). */
  encode(text: string, options: { addSpecial: boolean }): number[];
  /**
   * `skipSpecial` leaves out special tokens. Bytes that are not UTF-8 become U+FFFD; an id that is
   * no token (an embedding may have rows to spare) stands for no text.
   */
  decode(ids: readonly number[], options: { skipSpecial: boolean }): string;
  /**
   * One text per token, special tokens included; joined they are `decode(ids)`. A character whose
   * bytes are spread over several tokens stands at the token that completes it.
   */
  pieces(ids: readonly number[]): string[];
  readonly bosId: number | null;
  readonly eosId: number | null;
  readonly padId: number | null;
  /** The highest id plus one; the model's embedding may have more rows. */
  readonly vocabSize: number;
}

const token = v.nullish(v.union([v.string(), v.looseObject({ content: v.string() })]));
const TokenizerConfig = v.looseObject({
  bos_token: token,
  eos_token: token,
  pad_token: token,
  unk_token: token,
  sep_token: token,
  cls_token: token,
  mask_token: token,
  clean_up_tokenization_spaces: v.nullish(v.boolean()),
});
type TokenizerConfig = v.InferOutput<typeof TokenizerConfig>;

/**
 * A tokenizer from the contents of tokenizer.json and tokenizer_config.json. Throws `TiltError`
 * checkpoint.tokenizer when they are no tokenizer, or one that transformers.js cannot run.
 */
export async function loadTokenizer(
  tokenizerJson: unknown,
  tokenizerConfig: unknown = {},
): Promise<Tokenizer> {
  const json = parseTokenizer(tokenizerJson);
  const parsed = v.safeParse(TokenizerConfig, tokenizerConfig ?? {});
  if (!parsed.success) throw unusable(`tokenizer_config.json: ${parsed.issues[0].message}`);
  const config = parsed.output;
  // Loaded on demand: the library is large, and a page that only replays needs no tokenizer.
  const { PreTrainedTokenizer } = await import("@xenova/transformers");
  let inner: InstanceType<typeof PreTrainedTokenizer>;
  try {
    inner = new PreTrainedTokenizer(json, plainTokens(config));
  } catch (cause) {
    throw unusable(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const idOf = (name: "bos_token" | "eos_token" | "pad_token") => {
    const content = contentOf(config[name]);
    return content === null ? null : (inner._tokenizer.token_to_id(content) ?? null);
  };
  // The library cleans up unless told not to; Hugging Face's own files say so either way.
  const clean = config.clean_up_tokenization_spaces === true;
  const known = new Set(Array.from(entries(json), ([, id]) => id));
  const decode = (ids: readonly number[], skip: boolean, cleanUp = clean): string => {
    const some = ids.filter((id) => known.has(id));
    if (some.length === 0) return "";
    const options = { skip_special_tokens: skip, clean_up_tokenization_spaces: cleanUp };
    return inner.decode(some, options);
  };
  const byteLevel = json.decoder?.type === "ByteLevel";
  return {
    encode: (text, { addSpecial }) => inner.encode(text, { add_special_tokens: addSpecial }),
    decode: (ids, { skipSpecial }) => decode(ids, skipSpecial),
    pieces: byteLevel
      ? bytePieces(json)
      : (ids) => growth(ids, (some) => decode(some, false, false)),
    bosId: idOf("bos_token"),
    eosId: idOf("eos_token"),
    padId: idOf("pad_token"),
    vocabSize: idCount(json),
  };
}

/** transformers.js takes special tokens as text only, or as objects with a mark of their own. */
function plainTokens(config: TokenizerConfig): Record<string, unknown> {
  const names = Object.keys(config).filter((name) => name.endsWith("_token"));
  const plain = names
    .filter((name) => typeof config[name] !== "boolean")
    .map((name) => [name, contentOf(config[name])]);
  return { ...config, ...(Object.fromEntries(plain) as Record<string, unknown>) };
}

function contentOf(token: unknown): string | null {
  if (typeof token === "string") return token;
  return (token as { content?: string } | null | undefined)?.content ?? null;
}

/** Pieces of a byte-level tokenizer: each token's bytes, through one streaming UTF-8 decoder. */
function bytePieces(json: TokenizerJson): Tokenizer["pieces"] {
  const bytes = new Map<number, Uint8Array>();
  for (const [token, id] of Object.entries(json.model.vocab as Record<string, number>)) {
    bytes.set(id, bytesOf(token));
  }
  for (const { id, content } of json.added_tokens) bytes.set(id, new TextEncoder().encode(content));
  return (ids) => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return ids.map((id, i) =>
      decoder.decode(bytes.get(id) ?? new Uint8Array(), { stream: i < ids.length - 1 }),
    );
  };
}

/** Pieces of any other tokenizer: what each token adds to the text decoded so far. */
function growth(ids: readonly number[], decode: (ids: readonly number[]) => string): string[] {
  let shown = 0;
  return ids.map((_, i) => {
    const text = decode(ids.slice(0, i + 1));
    // A replacement character at the end may yet become a whole one.
    const settled = i < ids.length - 1 ? text.replace(/\uFFFD+$/, "") : text;
    const piece = settled.slice(shown);
    shown = Math.max(shown, settled.length);
    return piece;
  });
}

function unusable(why: string, cause?: unknown): TiltError {
  return new TiltError(
    "checkpoint.tokenizer",
    `The tokenizer cannot be used: ${why}.`,
    "Choose a model with a byte-level BPE tokenizer.json.",
    { cause },
  );
}
