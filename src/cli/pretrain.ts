/** @file `tilt pretrain`: the bundled models, from text that the tasks write. */

import { availableParallelism } from "node:os";
import { SIZES } from "../core/annotation.ts";
import { dice } from "../core/random.ts";
import type { Dice } from "../core/types.ts";
import { trainBpe } from "../models/bpe-trainer.ts";
import {
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type LlamaConfig,
} from "../models/checkpoint.ts";
import { Parameters } from "../models/parameters.ts";
import { freshWeights, heldOutLoss, pretrain } from "../models/pretrain.ts";
import { loadTokenizer } from "../models/tokenizer.ts";
import { document } from "../tasks/corpus.ts";
import { nodeBackend } from "./backend.ts";
import { folderSource, writeFolder } from "./files.ts";
import { gang } from "./gang.ts";
import { flags, number, oneOf, progress, whole } from "./options.ts";
import { trainAnnotator } from "./pretrain-annotator.ts";
import { trainReward } from "./pretrain-reward.ts";

const help = `Usage: npm run tilt -- pretrain [options]

Trains the base model on text written by the tasks, on WASM with one thread a processor, and
writes it in the Hugging Face layout. The same seed on as many threads gives the same weights.
With --what reward: trains the reward model on pairs of the base model's answers that the gold
reward has labelled. With --what annotator: trains a model that answers which of two answers an
instruction prefers, and measures it for its card.

  --what NAME      model | reward | annotator (model)
  --out DIR        where to write (public/models/tilt-1m, tilt-1m-reward, tilt-annotator-SIZE)
  --base DIR       reward, annotator: the model to start from (public/models/tilt-1m; for the smallest
                   and the largest annotator public/models/tilt-annotator-s)
  --size NAME      annotator only: xs | s | l (s)
  --measure N      annotator only: held-out comparisons of each wish for the card (200)
  --pairs N        reward only: labelled pairs of each task (8000)
  --steps N        optimizer steps (2000)
  --batch N        documents a step (32)
  --rate N         highest learning rate (2.5e-3)
  --from DIR       go on from these weights and this tokenizer, with fresh AdamW moments
  --skip N         documents already seen, when going on (0)
  --sharpen T      at the end, fold the temperature T into the last norm: what the model then says at
                   temperature 1 it would have said at T (1: as trained)
  --jobs N         threads (one a processor)
  --seed N         (1)
  --json           print the last report as JSON on stdout
`;

const SHAPE = {
  model_type: "llama",
  head: "lm",
  hidden_size: 128,
  intermediate_size: 352,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  head_dim: 32,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  max_position_embeddings: 256,
  tie_word_embeddings: true,
  qkv_bias: false,
  out_bias: false,
} as const;

/** Its gain scales all logits. */
const LAST_NORM = "model.norm.weight";

const VOCABULARY = 2048;
/** Documents that the tokenizer is trained on. */
const TOKENIZER_DOCUMENTS = 30_000;
/** Documents about held-out prompts. */
const HELD_OUT = 256;
/** Weights are written this often, so that a broken run is not lost, ms. */
const KEEP_EVERY = 5 * 60_000;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(
    args,
    {
      what: { type: "string", default: "model" },
      out: { type: "string" },
      base: { type: "string" },
      size: { type: "string", default: "s" },
      measure: { type: "string", default: "200" },
      pairs: { type: "string", default: "8000" },
      steps: { type: "string", default: "2000" },
      batch: { type: "string", default: "32" },
      rate: { type: "string", default: "2.5e-3" },
      from: { type: "string" },
      skip: { type: "string", default: "0" },
      sharpen: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      jobs: { type: "string", default: String(availableParallelism()) },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    help,
  );
  if (values.help) {
    console.log(help);
    return 0;
  }
  const steps = whole("steps", values.steps, 0, 1_000_000);
  const temperature = number("sharpen", values.sharpen, 0.1, 1);
  const batch = whole("batch", values.batch, 1, 4096);
  const learningRate = number("rate", values.rate, 1e-8, 1);
  const seed = whole("seed", values.seed, 0, 2 ** 32 - 1);
  const jobs = whole("jobs", values.jobs, 1, 256);
  const random = dice(seed);
  const say = progress();
  const started = performance.now();
  const what = oneOf("what", values.what, ["model", "reward", "annotator"]);
  const folder = "public/models/tilt-";
  const size = oneOf("size", values.size, SIZES);
  const names = { model: "1m", reward: "1m-reward", annotator: `annotator-${size}` };
  const out = values.out ?? `${folder}${names[what]}`;
  const other = what === "annotator" && size !== "s";
  const base = values.base ?? `${folder}${other ? "annotator-s" : "1m"}`;

  await nodeBackend("wasm");
  if (what === "annotator") {
    const skip = whole("skip", values.skip, 0, 2 ** 31);
    const measure = whole("measure", values.measure, 1, 100_000);
    const command = `npm run tilt -- pretrain ${args.join(" ")}`;
    const given = { size, base, out, steps, batch, learningRate, skip, seed, measure, jobs };
    const card = await trainAnnotator({ ...given, command, say });
    if (values.json) console.log(JSON.stringify(card));
    return 0;
  }
  if (what === "reward") {
    const pairs = whole("pairs", values.pairs, 16, 1_000_000);
    const report = await trainReward({ base, out, pairs, seed, say });
    say(`Held-out accuracy ${report.accuracy?.rate.toFixed(3)}. Written to ${out}.`, true);
    if (values.json) console.log(JSON.stringify(report));
    return 0;
  }
  const start = values.from
    ? await readCheckpoint(folderSource(values.from))
    : await fresh(random, say);
  const { config, tokenizerJson, tokenizerConfig } = start;
  const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
  const parameters = Parameters.of(start.tensors);
  const skip = whole("skip", values.skip, 0, 2 ** 31);
  const write = async (sharpen = 1) => {
    const tensors = await parameters.read();
    const gain = tensors.get(LAST_NORM)!;
    tensors.set(LAST_NORM, { ...gain, data: gain.data.map((x) => x / sharpen) });
    const checkpoint = { config, tensors, tokenizerJson, tokenizerConfig, generationConfig: null };
    await writeFolder(out, writeCheckpoint(checkpoint, { dtype: "F16" }));
  };

  const threads = gang(config, parameters, 0.2, jobs);
  const options = {
    document: (i: number) => document(skip + i),
    steps,
    batch,
    learningRate,
    warmup: 100,
    weightDecay: 0.01,
    random,
  };
  let kept = started;
  let last = null;
  for await (const report of pretrain(parameters, tokenizer, {
    ...options,
    gradientOf: threads.gradientOf,
  })) {
    last = report;
    const seconds = (performance.now() - started) / 1000;
    const rate = Math.round(report.tokens / seconds);
    say(
      `step ${report.step}/${steps}  loss ${report.loss.toFixed(3)}  |g| ${report.gradNorm.toFixed(2)}` +
        `  ${report.tokens} tokens, ${rate} a second`,
    );
    if (performance.now() - kept > KEEP_EVERY) {
      await write();
      kept = performance.now();
    }
  }
  await write(temperature);
  threads.dispose();

  const held = Array.from({ length: HELD_OUT }, (_, i) => document(i, "heldout"));
  const { loss } = await heldOutLoss({ config, weights: parameters.weights }, tokenizer, held);
  const seconds = Math.round((performance.now() - started) / 1000);
  say(
    `Held-out loss ${loss.toFixed(4)} nats a token, after ${seconds} s. Written to ${out}.`,
    true,
  );
  if (values.json) console.log(JSON.stringify({ ...last, heldOut: loss, seconds }));
  return 0;
}

/** A tokenizer of the tasks' text, and random weights. */
async function fresh(random: Dice, say: (line: string) => void): Promise<Checkpoint> {
  say("Training the tokenizer …");
  const { tokenizerJson, tokenizerConfig } = trainBpe(texts(), {
    vocabSize: VOCABULARY,
    maxLength: SHAPE.max_position_embeddings,
  });
  const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
  const config: LlamaConfig = {
    ...SHAPE,
    vocab_size: tokenizer.vocabSize,
    bos_token_id: tokenizer.bosId,
    eos_token_ids: [tokenizer.eosId!],
    pad_token_id: tokenizer.padId,
  };
  const tensors = freshWeights(config, random);
  return { config, tensors, tokenizerJson, tokenizerConfig, generationConfig: null };
}

function* texts(): Iterable<string> {
  for (let i = 0; i < TOKENIZER_DOCUMENTS; i++) {
    const { prompt, completion } = document(i);
    yield prompt;
    yield completion;
  }
}
