/** @file A trained byte-level BPE as tokenizer.json and tokenizer_config.json of Hugging Face. */

/** Begins a text, ends it, fills a batch: ids 0, 1 and 2. */
export const SPECIAL_TOKENS = ["<s>", "</s>", "<pad>"] as const;

export type TokenizerFiles = {
  tokenizerJson: Record<string, unknown>;
  tokenizerConfig: Record<string, unknown>;
};

/** `tokens[id]` is spelled in the byte alphabet, special tokens first; merges in rank order. */
export function tokenizerFiles(
  tokens: readonly string[],
  merges: readonly (readonly [string, string])[],
  maxLength: number,
): TokenizerFiles {
  const flags = { lstrip: false, normalized: false, rstrip: false, single_word: false };
  const special = SPECIAL_TOKENS.map((content, id) => ({ id, content, ...flags, special: true }));
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true };
  const tokenizerJson = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special,
    normalizer: null,
    pre_tokenizer: { ...byteLevel, use_regex: true },
    post_processor: beginWith(SPECIAL_TOKENS[0], 0),
    decoder: { ...byteLevel, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((pair) => pair.join(" ")),
    },
  };
  return { tokenizerJson, tokenizerConfig: configOf(special, maxLength) };
}

/** Puts one token before every text. */
function beginWith(token: string, id: number): Record<string, unknown> {
  const first = { SpecialToken: { id: token, type_id: 0 } };
  const text = (name: "A" | "B", type_id: number) => ({ Sequence: { id: name, type_id } });
  return {
    type: "TemplateProcessing",
    single: [first, text("A", 0)],
    pair: [first, text("A", 0), text("B", 1)],
    special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
  };
}

function configOf(
  special: readonly { id: number; content: string }[],
  maxLength: number,
): Record<string, unknown> {
  const [bos, eos, pad] = SPECIAL_TOKENS;
  return {
    added_tokens_decoder: Object.fromEntries(special.map(({ id, ...rest }) => [id, rest])),
    add_prefix_space: false,
    bos_token: bos,
    eos_token: eos,
    pad_token: pad,
    clean_up_tokenization_spaces: false,
    model_max_length: maxLength,
    tokenizer_class: "PreTrainedTokenizerFast",
  };
}
