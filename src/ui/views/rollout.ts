/** @file One prompt's answers of a rollout, token by token, and the pull over the rounds. Pure. */
import type { Completion, RolledOut, Step } from "../../core/types.ts";
import { piecesOf } from "./pieces.ts";

type Rollout = Extract<Step, { kind: "rollout" }>;

/** A token of an answer with all that the rollout knows of it. */
export type RolledToken = {
  readonly text: string;
  readonly isEnd: boolean;
  /** A space stands before it. */
  readonly starts: boolean;
  readonly k1: number;
  readonly reward: number;
  readonly value: number | null;
  readonly target: number | null;
  readonly advantage: number;
  /** As the loss takes it. */
  readonly taken: number;
};

export type Rolled = {
  readonly completion: Completion;
  readonly answer: RolledOut;
  readonly tokens: readonly RolledToken[];
};

/** The answers to one prompt, in the order of the draw. */
export function rolledOf(step: Rollout, completions: readonly Completion[]): Rolled[] {
  return completions.flatMap((completion) => {
    const answer = step.answers.find((a) => a.completionId === completion.id);
    return answer ? [{ completion, answer, tokens: tokensOf(completion, answer) }] : [];
  });
}

function tokensOf(y: Completion, answer: RolledOut): RolledToken[] {
  const pieces = piecesOf(y);
  return y.tokens.map((_, t) => {
    const text = pieces?.[t] ?? `${t + 1}`;
    const advantage = answer.advantages[t] ?? 0;
    return {
      text: text.trim(),
      isEnd: y.finished && t === y.tokens.length - 1,
      starts: t > 0 && (pieces === null || /^\s/.test(text)),
      k1: answer.k1[t] ?? 0,
      reward: answer.rewards[t] ?? 0,
      value: answer.values?.[t] ?? null,
      target: answer.returns?.[t] ?? null,
      advantage,
      taken: answer.whitened?.[t] ?? advantage,
    };
  });
}

/** Each rollout so far: its KL and the β it learned with. */
export type Pull = { readonly round: number; readonly kl: number; readonly beta: number };

export function pullsAt(log: readonly Step[], at: number): Pull[] {
  const out: Pull[] = [];
  let round = 0;
  for (const step of log.slice(0, at + 1)) {
    if (step.kind === "round") round = step.t + 1;
    if (step.kind !== "rollout") continue;
    out.push({ round, kl: step.metrics["objective/kl"] ?? 0, beta: step.beta });
  }
  return out;
}
