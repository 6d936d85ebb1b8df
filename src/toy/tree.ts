/** @file The answers of a world as a tree of words: where a policy stands after each token. */

import { logSoftmax } from "../core/logprobs.ts";
import { TiltError } from "../core/types.ts";
import type { World } from "./world.ts";

/** A place between two words; child c is token `tokens[c]`, with its logit at `offset + c`. */
export type Node = {
  readonly offset: number;
  readonly tokens: readonly number[];
  /** The node after each child; null after EOS. */
  readonly next: readonly (Node | null)[];
};

export type Tree = {
  readonly root: Node;
  /** How many logits one question has. */
  readonly size: number;
  /** Logits whose law over answers is `law`: each child's is the log of the mass beneath it. */
  logits(law: readonly number[]): Float64Array;
  /** Each logit's log-probability among the children of its node. */
  logProbs(logits: Float64Array): Float64Array;
};

/** One word of an answer: which node, which child. */
export type Move = { readonly node: Node; readonly child: number };

export function treeOf({ answers }: World): Tree {
  let size = 0;
  const nodes: Node[] = [];
  const beneath: number[][] = [];
  const grow = (members: readonly number[], depth: number): Node => {
    const tokens = [...new Set(members.map((a) => answers[a]!.tokens[depth]!))];
    const groups = tokens.map((token) =>
      members.filter((a) => answers[a]!.tokens[depth] === token),
    );
    const offset = size;
    size += tokens.length;
    groups.forEach((group, c) => (beneath[offset + c] = group));
    const next = groups.map((group) =>
      answers[group[0]!]!.tokens.length === depth + 1 ? null : grow(group, depth + 1),
    );
    const node = { offset, tokens, next };
    nodes.push(node);
    return node;
  };
  const root = grow([...answers.keys()], 0);
  return {
    root,
    size,
    logProbs(logits) {
      const out = new Float64Array(size);
      for (const { offset, tokens } of nodes) {
        out.set(logSoftmax([...logits.subarray(offset, offset + tokens.length)]), offset);
      }
      return out;
    },
    logits: (law) =>
      Float64Array.from(beneath, (group) => Math.log(group.reduce((mass, a) => mass + law[a]!, 0))),
  };
}

/** The moves that spell the tokens. Throws when no answer begins with them. */
export function movesOf(tree: Tree, tokens: readonly number[]): Move[] {
  let node: Node | null = tree.root;
  return tokens.map((token) => {
    const child = node ? node.tokens.indexOf(token) : -1;
    if (!node || child < 0) {
      throw new TiltError(
        "toy.unknown-answer",
        `No answer of the exact world is spelled ${tokens.join(" ")}.`,
        "Score only answers that this world's policy has given.",
      );
    }
    const move = { node, child };
    node = node.next[child] ?? null;
    return move;
  });
}
