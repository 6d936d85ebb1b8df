/** @file What a model reads: prompts and answers as token ids, within its context. */
import { TiltError, type Asked, type Prompt } from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import type { LlamaConfig } from "./checkpoint.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Tokens that a prompt must leave for its answer. */
const ANSWER_ROOM = 16;
/** No token spells more characters than this on average over a long text. */
const CHARACTERS_PER_TOKEN = 64;

export class Context {
  readonly #config: LlamaConfig;
  readonly #tokenizer: Tokenizer;
  readonly #known = new Map<string, readonly number[]>();

  constructor(config: LlamaConfig, tokenizer: Tokenizer) {
    this.#config = config;
    this.#tokenizer = tokenizer;
  }

  /**
   * BOS, where the model has one, then the prompt's tokens. The same text gives the same array.
   * Throws TiltError prompt.empty, prompt.unreadable, prompt.too-long.
   */
  prompt({ text }: Prompt): readonly number[] {
    const known = this.#known.get(text);
    if (known) return known;
    const limit = this.#config.max_position_embeddings - ANSWER_ROOM;
    if (text.trim() === "") {
      throw new TiltError("prompt.empty", "The prompt is empty.", "Write a few words.");
    }
    if (text.length > limit * CHARACTERS_PER_TOKEN) throw tooLong(text.length, "characters", limit);
    const bos = this.#config.bos_token_id ?? this.#tokenizer.bosId;
    const body = this.#tokenizer.encode(text, { addSpecial: false });
    if (body.length === 0) {
      throw new TiltError(
        "prompt.unreadable",
        "This model's tokenizer knows none of the prompt's characters.",
        "Write the prompt in the language that the model was trained on.",
      );
    }
    const ids = bos === null ? body : [bos, ...body];
    if (ids.length > limit) throw tooLong(ids.length, "tokens", limit);
    this.#known.set(text, ids);
    return ids;
  }

  /** Prompt and answer, of which the answer is scored. Throws as `prompt`, or answer.too-long. */
  sequence({ prompt, completion, also }: Asked): Sequence {
    const start = this.prompt(prompt);
    const ids = [...start, ...completion.tokens];
    const limit = this.#config.max_position_embeddings;
    if (ids.length > limit) {
      throw new TiltError(
        "answer.too-long",
        `Prompt and answer ${completion.id} are ${ids.length} tokens long; the model reads ${limit}.`,
        "Shorten the answer.",
      );
    }
    return { ids, from: start.length, ...(also ? { also } : {}) };
  }
}

function tooLong(count: number, unit: string, limit: number): TiltError {
  const shown = count.toLocaleString("en");
  return new TiltError(
    "prompt.too-long",
    `The prompt is ${shown} ${unit} long; this model reads at most ${limit} tokens.`,
    "Shorten the prompt.",
  );
}
