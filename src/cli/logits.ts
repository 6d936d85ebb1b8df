/** @file `tilt logits`: the logits after the last of some tokens, for comparison with other engines. */
import { parseArgs } from "node:util";
import { TiltError } from "../core/types.ts";
import { readCheckpoint, type LlamaConfig } from "../models/checkpoint.ts";
import { allLogits } from "../models/llama.ts";
import { Parameters } from "../models/parameters.ts";
import { nodeBackend } from "./backend.ts";
import { folderSource } from "./files.ts";

const usage = `Usage: npm run tilt -- logits --model DIR --tokens 1,2,3 [--backend auto|webgpu|wasm|cpu]

Prints {"logits":[…]}, one number for each entry of the vocabulary, after the last token.`;

/** The command. Resolves to 0; throws a `TiltError` for tokens or a model that cannot be used. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: "string" },
      tokens: { type: "string" },
      backend: { type: "string", default: "auto" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.model === undefined || values.tokens === undefined) {
    throw new TiltError("logits.usage", "logits needs --model and --tokens.", usage);
  }
  const { config, tensors } = await readCheckpoint(folderSource(values.model));
  const tokens = parseTokens(values.tokens, config);
  await nodeBackend(values.backend);
  const parameters = Parameters.of(tensors);
  const logits = await allLogits({ config, weights: parameters.weights }, tokens);
  console.log(JSON.stringify({ logits: Array.from(logits.at(-1)!) }));
  return 0;
}

function parseTokens(text: string, config: LlamaConfig): number[] {
  const tokens = text.split(",").map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN));
  const last = config.vocab_size - 1;
  if (tokens.some((id) => !(id <= last))) {
    throw new TiltError(
      "logits.tokens",
      `--tokens ${text} is not a list of token ids.`,
      `Give ids from 0 to ${last} with commas between them.`,
    );
  }
  if (tokens.length > config.max_position_embeddings) {
    throw new TiltError(
      "logits.tokens",
      `${tokens.length} tokens are too many: the model reads ${config.max_position_embeddings}.`,
      "Give fewer tokens.",
    );
  }
  return tokens;
}
