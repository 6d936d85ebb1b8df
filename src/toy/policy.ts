/** @file A policy in a table: softmax over the next word, in float64, with its exact gradient. */

import { logSoftmax } from "../core/logprobs.ts";
import { creditRoles, evaluateObjective, readsValues, sequences } from "../core/objectives.ts";
import { counterAt, counterKey, gumbel, rowKey } from "../core/random.ts";
import { sum } from "../core/statistics.ts";
import { TiltError } from "../core/types.ts";
import type { Asked, Completion, Divergence, Draws, Instead } from "../core/types.ts";
import type { Objective, Policy, Prompt } from "../core/types.ts";
import type { Reference, Sampler, SequenceLogprob, TokenCredit } from "../core/types.ts";
import type { UpdateReport } from "../core/types.ts";
import { movesOf, treeOf, type Move, type Node, type Tree } from "./tree.ts";
import { EOS, questionOf, type World } from "./world.ts";

export type Optimizer = "sgd" | "adamw";

/**
 * By question: a logit for each child of each node, then V of each node at the place of its first
 * child. m and v: the optimizer's, of all questions one after another.
 */
type Weights = { readonly rows: Float64Array[]; m: Float64Array; v: Float64Array; steps: number };

const MAX_NORM = 1;
const ADAM = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8 };

/** Starts at the world's base law, which is also the reference. */
export class TabularPolicy implements Policy {
  readonly #world: World;
  readonly #tree: Tree;
  readonly #optimizer: Optimizer;
  /** Log-probabilities of every child of every node, by question: the reference's and π's. */
  readonly #reference: readonly Float64Array[];
  readonly #saved: Weights[] = [];
  #weights: Weights;
  #logps: readonly Float64Array[];

  constructor(world: World, optimizer: Optimizer = "adamw") {
    this.#world = world;
    this.#tree = treeOf(world);
    this.#optimizer = optimizer;
    const logits = world.base.map((law) => this.#tree.logits(law));
    this.#reference = this.#logps = logits.map((row) => this.#tree.logProbs(row));
    const rows = logits.map((row) => Float64Array.of(...row, ...row.map(() => 0)));
    const size = 2 * this.#tree.size * world.questions.length;
    const moments = { m: new Float64Array(size), v: new Float64Array(size), steps: 0 };
    this.#weights = { rows, ...moments };
  }

  /** The reference, frozen. */
  get reference(): Reference {
    return {
      sample: async (prompts, options) => this.#sample(prompts, options, this.#reference),
      logprob: async (items) => items.map((item) => this.#score(item, this.#reference)),
    };
  }

  /** π(answer | question), exactly. */
  law(question: number): number[] {
    const prompt = { id: "", text: this.#world.questions[question]! };
    return this.#world.answers.map(({ tokens }) => {
      const completion = { tokens } as Completion;
      return Math.exp(this.#score({ prompt, completion }, this.#logps).sum);
    });
  }

  async sample(prompts: readonly Prompt[], draws: Draws): Promise<Completion[][]> {
    return this.#sample(prompts, draws, this.#logps);
  }

  #sample(
    prompts: readonly Prompt[],
    draws: Draws,
    logps: readonly Float64Array[],
  ): Completion[][] {
    return prompts.map((prompt) => {
      const table = logps[questionOf(this.#world, prompt)]!;
      return Array.from({ length: draws.n }, (_, i) => this.#draw(prompt, i, draws, table));
    });
  }

  async logprob(items: readonly Asked[]): Promise<SequenceLogprob[]> {
    return items.map((item) => this.#score(item, this.#logps));
  }

  async values(items: readonly Asked[]): Promise<number[][]> {
    return items.map((item) => this.#values(item));
  }

  #values({ prompt, completion }: Asked): number[] {
    const row = this.#weights.rows[questionOf(this.#world, prompt)]!;
    const moves = movesOf(this.#tree, completion.tokens);
    return moves.map(({ node }) => row[this.#tree.size + node.offset]!);
  }

  async divergence(items: readonly Asked[]): Promise<Divergence[]> {
    return items.map(({ prompt, completion }) => {
      const q = questionOf(this.#world, prompt);
      const moves = movesOf(this.#tree, completion.tokens);
      const terms = moves.map(({ node }) => {
        const p = childrenOf(node, this.#logps[q]!);
        const r = childrenOf(node, this.#reference[q]!);
        return {
          kl: sum(p.map((lp, c) => Math.exp(lp) * (lp - r[c]!))),
          entropy: -sum(p.map((lp) => Math.exp(lp) * lp)),
        };
      });
      const entropy = sum(terms.map((t) => t.entropy)) / Math.max(1, terms.length);
      return { kl: sum(terms.map((t) => t.kl)), entropy };
    });
  }

  async instead(
    items: readonly Asked[],
    { k, seed }: { k: number; seed: number },
  ): Promise<Instead[][]> {
    return items.map(({ prompt, completion }) => {
      const table = this.#logps[questionOf(this.#world, prompt)]!;
      const row = rowKey(completion.id, 0);
      return movesOf(this.#tree, completion.tokens).flatMap(({ node, child }, at): Instead[] => {
        const key = counterKey(seed, row, at);
        const others = [...node.tokens.keys()].filter((c) => c !== child);
        if (others.length === 0) return [];
        const noise = others.map((c) => gumbel(counterAt(key, node.tokens[c]!)));
        const logps = childrenOf(node, table);
        const drawn = pick(
          others.map((c) => logps[c]!),
          noise,
          { temperature: 1, topK: k },
        );
        return [{ at, token: node.tokens[others[drawn]!]! }];
      });
    });
  }

  async update(
    objective: Objective,
    { learningRate }: { learningRate: number },
  ): Promise<UpdateReport> {
    const asked = sequences(objective);
    const before = await this.logprob(asked);
    const { loss, weights, pairs, nll, metrics, parts } = evaluateObjective(
      objective,
      before.map(({ tokens }, i) =>
        readsValues(objective) ? [...tokens, ...this.#values(asked[i]!)] : tokens,
      ),
    );
    const gradient = this.#gradient(asked, weights);
    const gradNorm = Math.hypot(...gradient);
    if (gradNorm > MAX_NORM) gradient.forEach((g, i) => (gradient[i] = (g * MAX_NORM) / gradNorm));
    this.#apply(gradient, learningRate);
    const credit = await this.#credit(creditRoles(objective), asked, before);
    return { loss, gradNorm, learningRate, metrics, pairs, nll, credit, parts };
  }

  async save(): Promise<string> {
    return `toy-${this.#saved.push(copy(this.#weights)) - 1}`;
  }

  async load(checkpoint: string): Promise<void> {
    const saved = this.#saved[Number(checkpoint.replace(/^toy-/, ""))];
    if (!saved) {
      throw new TiltError(
        "toy.no-checkpoint",
        `There is no checkpoint "${checkpoint}".`,
        "Load a name that save() has returned.",
      );
    }
    this.#weights = copy(saved);
    this.#refresh();
  }

  /** One answer: at each node the Gumbel maximum over the children that the sampler keeps. */
  #draw(prompt: Prompt, index: number, options: Draws, table: Float64Array): Completion {
    const row = rowKey(prompt.id, index);
    const [tokens, logps]: [number[], number[]] = [[], []];
    let node: Node | null = this.#tree.root;
    while (node && tokens.length < (options.maxTokens ?? Infinity)) {
      const key = counterKey(options.seed, row, tokens.length);
      const noise = node.tokens.map((token) => gumbel(counterAt(key, token)));
      const child = pick(childrenOf(node, table), noise, options);
      tokens.push(node.tokens[child]!);
      logps.push(table[node.offset + child]!);
      node = node.next[child]!;
    }
    const finished = node === null;
    const text = this.#pieces(tokens.filter((token) => token !== EOS)).join(" ");
    const pieces = this.#pieces(tokens);
    const id = `${prompt.id}#${index}`;
    return { id, promptId: prompt.id, text, tokens, pieces, logps, logp: sum(logps), finished };
  }

  #score(asked: Asked, tables: readonly Float64Array[]): SequenceLogprob {
    const table = tables[questionOf(this.#world, asked.prompt)]!;
    const tokens = this.#moves(asked).map(({ node, child }) => table[node.offset + child]!);
    return { sum: sum(tokens.slice(0, asked.completion.tokens.length)), tokens };
  }

  /** The moves of an answer, then those asked of besides. */
  #moves({ completion, also = [] }: Asked): Move[] {
    const moves = movesOf(this.#tree, completion.tokens);
    const others = also.map(({ at, token }) => {
      const { node } = moves[at]!;
      return { node, child: node.tokens.indexOf(token) };
    });
    return [...moves, ...others];
  }

  /**
   * ∂loss/∂weights, questions one after another: Σ weight · (onehot − softmax) at each node for the
   * logits, and the weights of values as they are.
   */
  #gradient(asked: readonly Asked[], weights: readonly (readonly number[])[]): Float64Array {
    const gradient = new Float64Array(this.#weights.m.length);
    asked.forEach((item, i) => {
      const q = questionOf(this.#world, item.prompt);
      const from = 2 * q * this.#tree.size;
      const moves = this.#moves(item);
      moves.forEach(({ node, child }, t) => {
        childrenOf(node, this.#logps[q]!).forEach((lp, c) => {
          const slope = (c === child ? 1 : 0) - Math.exp(lp);
          gradient[from + node.offset + c]! += weights[i]![t]! * slope;
        });
        const byValue = weights[i]![moves.length + t] ?? 0;
        gradient[from + this.#tree.size + node.offset]! += byValue;
      });
    });
    return gradient;
  }

  #refresh(): void {
    const { size } = this.#tree;
    this.#logps = this.#weights.rows.map((row) => this.#tree.logProbs(row.subarray(0, size)));
  }

  #apply(gradient: Float64Array, learningRate: number): void {
    const { rows, m, v } = this.#weights;
    const width = 2 * this.#tree.size;
    const steps = ++this.#weights.steps;
    gradient.forEach((g, i) => {
      m[i] = ADAM.beta1 * m[i]! + (1 - ADAM.beta1) * g;
      v[i] = ADAM.beta2 * v[i]! + (1 - ADAM.beta2) * g * g;
      const mean = m[i]! / (1 - ADAM.beta1 ** steps);
      const size = Math.sqrt(v[i]! / (1 - ADAM.beta2 ** steps)) + ADAM.epsilon;
      const move = this.#optimizer === "sgd" ? g : mean / size;
      rows[Math.floor(i / width)]![i % width]! -= learningRate * move;
    });
    this.#refresh();
  }

  /** The first pair, or the first example, token by token. */
  async #credit(
    roles: ReturnType<typeof creditRoles>,
    asked: readonly Asked[],
    before: readonly SequenceLogprob[],
  ): Promise<TokenCredit | null> {
    const first = asked.slice(0, roles.length).map(({ prompt, completion }) => {
      return { prompt, completion };
    });
    if (first.length === 0) return null;
    const [after, reference] = [await this.logprob(first), await this.reference.logprob(first)];
    return {
      prompt: first[0]!.prompt,
      answers: first.map(({ completion }, i) => ({
        role: roles[i]!,
        completion,
        pieces: this.#pieces(completion.tokens),
        before: before[i]!.tokens.slice(0, completion.tokens.length),
        after: after[i]!.tokens,
        reference: reference[i]!.tokens,
      })),
    };
  }

  #pieces(tokens: readonly number[]): string[] {
    return tokens.map((token) => this.#world.words[token]!);
  }
}

/** A node's part of a table. */
function childrenOf(node: Node, table: Float64Array): number[] {
  return Array.from(table.subarray(node.offset, node.offset + node.tokens.length));
}

/** Argmax of log p / T + noise over the k likeliest and the nucleus of mass p. */
function pick(logps: readonly number[], noise: readonly number[], sampler: Sampler): number {
  const { temperature, topK = Infinity, topP = 1 } = sampler;
  const tempered = logSoftmax([...logps], temperature);
  const ranked = [...tempered.keys()].sort((a, b) => tempered[b]! - tempered[a]!);
  let mass = 0;
  let best = ranked[0]!;
  for (const [rank, c] of ranked.entries()) {
    if (rank >= topK || (rank > 0 && mass >= topP)) break;
    mass += Math.exp(tempered[c]!);
    if (tempered[c]! + noise[c]! > tempered[best]! + noise[best]!) best = c;
  }
  return best;
}

function copy({ rows, m, v, steps }: Weights): Weights {
  return { rows: rows.map((row) => row.slice()), m: m.slice(), v: v.slice(), steps };
}
