/**
 * @file An annotator that is told in words what to prefer: a language model that ends a question
 * with ` A` or ` B`, read as log-probabilities (RLAIF, 2309.00267; OAIF, 2402.04792).
 */
import type { AnnotatorHost, Choice, Engine, OnProgress, Opening, Usage } from "../core/hosts.ts";
import { TiltError } from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import type { Surroundings } from "./host.ts";
import type { Llama } from "./llama.ts";
import { openTogether } from "./opening.ts";
import { Parameters } from "./parameters.ts";
import { tokenLogps } from "./reading.ts";
import { read } from "./score.ts";
import { loadTokenizer, type Tokenizer } from "./tokenizer.ts";
import { inTurn } from "./turn.ts";

/** The two things it can say. */
const ANSWERS = [" A", " B"] as const;

export class LlamaAnnotator {
  readonly #config: Checkpoint["config"];
  readonly #parameters: Parameters;
  readonly #tokenizer: Tokenizer;
  readonly #answers: readonly [number, number];

  private constructor(checkpoint: Checkpoint, tokenizer: Tokenizer) {
    this.#config = checkpoint.config;
    this.#parameters = Parameters.of(checkpoint.tensors);
    this.#tokenizer = tokenizer;
    this.#answers = [single(tokenizer, ANSWERS[0]), single(tokenizer, ANSWERS[1])];
  }

  static async create(checkpoint: Checkpoint): Promise<LlamaAnnotator> {
    const { tokenizerJson, tokenizerConfig } = checkpoint;
    return new LlamaAnnotator(checkpoint, await loadTokenizer(tokenizerJson, tokenizerConfig));
  }

  get #model(): Llama {
    return { config: this.#config, weights: this.#parameters.weights };
  }

  /** Number of scalars. */
  get size(): number {
    return this.#parameters.size;
  }

  /** Log-probabilities of both answers to each question, in one batch; and the tokens read. */
  choose(questions: readonly string[]): Promise<{ choices: Choice[]; tokens: number }> {
    return inTurn(async () => {
      const sequences = questions.map((question) => this.#sequence(question));
      const logps = await read(tokenLogps(this.#model), sequences);
      const tokens = sequences.reduce((sum, { ids }) => sum + ids.length, 0);
      return { choices: logps.map(([a, b]) => ({ a: a!, b: b! })), tokens };
    });
  }

  /** The question with ` A` after it, of which ` A`, and ` B` in its place, are scored. */
  #sequence(question: string): Sequence {
    const [a, b] = this.#answers;
    const bos = this.#config.bos_token_id ?? this.#tokenizer.bosId;
    const start = bos === null ? [] : [bos];
    const room = this.#config.max_position_embeddings - start.length - 1;
    const asked = this.#tokenizer.encode(question, { addSpecial: false });
    // The instruction stands first and the answers last: the middle is the prompt.
    const half = Math.floor(room / 2);
    const kept =
      asked.length <= room ? asked : [...asked.slice(0, room - half), ...asked.slice(-half)];
    const ids = [...start, ...kept, a];
    return { ids, from: ids.length - 1, also: [{ at: 0, token: b }] };
  }

  dispose(): void {
    this.#parameters.dispose();
  }
}

/** The one token that an answer is. */
function single(tokenizer: Tokenizer, answer: string): number {
  const [id, more] = tokenizer.encode(answer, { addSpecial: false });
  if (id !== undefined && more === undefined) return id;
  throw new TiltError(
    "annotator.tokens",
    `This model's tokenizer has no single token for “${answer}”.`,
    "Choose one of the bundled annotators.",
  );
}

/** See core/hosts.ts. */
export class LlamaAnnotatorHost implements AnnotatorHost {
  readonly #around: Surroundings;
  #tokens = 0;
  #model: LlamaAnnotator | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async open({ model, backend }: Opening, onProgress?: OnProgress): Promise<Engine> {
    const [engine, checkpoint] = await openTogether(this.#around, {
      backend,
      what: "annotator",
      purpose: "reading",
      read: (options) => readCheckpoint(this.#around.source(model), options),
      onProgress,
    });
    this.#model?.dispose();
    this.#model = await LlamaAnnotator.create(checkpoint);
    return engine;
  }

  async choose(questions: readonly string[]): Promise<Choice[]> {
    if (!this.#model) throw new Error("The annotator was used before it was opened.");
    const { choices, tokens } = await this.#model.choose(questions);
    this.#tokens += tokens;
    return choices;
  }

  async usage(): Promise<Usage> {
    return { tokens: this.#tokens, bytes: 4 * (this.#model?.size ?? 0) };
  }
}
