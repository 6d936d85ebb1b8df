/** @file tokenizer.json and tokenizer_config.json as far as their ids go, before they are used. */

import * as v from "valibot";
import { TiltError } from "../core/types.ts";

const isId = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
/** An object of ids; not valibot's `record`, which drops keys such as "constructor". */
const vocabulary = v.custom<Record<string, number>>(
  (value) => typeof value === "object" && value !== null && Object.values(value).every(isId),
  "Expected tokens with their ids",
);
const part = v.nullish(v.looseObject({ type: v.string() }), null);

/** The part of tokenizer.json that is relied on here; transformers.js reads the rest. */
export const TokenizerJson = v.looseObject({
  model: v.looseObject({
    type: v.optional(v.picklist(["BPE", "Unigram", "WordPiece"]), "BPE"),
    vocab: v.union([v.array(v.tupleWithRest([v.string()], v.unknown())), vocabulary]),
  }),
  added_tokens: v.optional(
    v.array(v.looseObject({ id: v.custom<number>(isId, "Expected an id"), content: v.string() })),
    [],
  ),
  normalizer: part,
  pre_tokenizer: part,
  post_processor: part,
  decoder: part,
});
export type TokenizerJson = v.InferOutput<typeof TokenizerJson>;

/** Throws `TiltError` checkpoint.tokenizer unless the JSON is a tokenizer of distinct ids. */
export function parseTokenizer(json: unknown): TokenizerJson {
  const result = v.safeParse(TokenizerJson, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw bad(`has a bad "${v.getDotPath(issue) ?? "root"}": ${issue.message}`);
  }
  const owner = new Map<number, string>();
  for (const [token, id] of entries(result.output)) {
    const other = owner.get(id);
    if (other !== undefined && other !== token) {
      throw bad(`gives id ${id} to both ${JSON.stringify(other)} and ${JSON.stringify(token)}`);
    }
    owner.set(id, token);
  }
  if (owner.size === 0) throw bad("has an empty vocabulary");
  return result.output;
}

/** Every token with its id; added tokens may repeat the vocabulary's. */
export function* entries(tokenizer: TokenizerJson): Iterable<[string, number]> {
  const { vocab } = tokenizer.model;
  if (!Array.isArray(vocab)) yield* Object.entries(vocab);
  else for (const [i, [piece]] of vocab.entries()) yield [piece, i];
  for (const { content, id } of tokenizer.added_tokens) yield [content, id];
}

/** The highest id plus one. */
export function idCount(tokenizer: TokenizerJson): number {
  let highest = -1;
  for (const [, id] of entries(tokenizer)) highest = Math.max(highest, id);
  return highest + 1;
}

/** Throws `TiltError` checkpoint.tokenizer when the tokenizer has ids that the embedding lacks. */
export function checkTokenizer(json: unknown, vocabSize: number): void {
  const count = idCount(parseTokenizer(json));
  if (count <= vocabSize) return;
  throw bad(`has ids up to ${count - 1}, but the model's vocabulary ends at ${vocabSize - 1}`);
}

function bad(what: string): TiltError {
  const next = "Use the tokenizer.json that was saved with these weights.";
  return new TiltError("checkpoint.tokenizer", `tokenizer.json ${what}.`, next);
}
