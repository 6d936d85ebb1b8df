/** @file Knobs that mean the same in every method that has them; only their values differ. */

import type { Knob } from "./types.ts";

type NumberKnob = Extract<Knob, { type: "number" }>;

/** AdamW's η. */
export const learningRate = (value: number): NumberKnob => ({
  type: "number",
  symbol: "η",
  label: "Learning rate",
  value,
  min: 1e-6,
  max: 0.1,
  step: 1e-6,
  scale: "log",
  help: "AdamW's step size, constant. Small models want larger rates than the paper's.",
});

/** The sampler's temperature, where the loss reads log-probabilities at 1 whatever it is. */
export const temperature = (value: number): NumberKnob => ({
  type: "number",
  symbol: "T_s",
  label: "Temperature",
  value,
  min: 0.1,
  max: 2,
  step: 0.05,
  help: "Divides the logits when sampling. The loss always reads log-probabilities at 1.",
});

/** Passes over the prompts of a data set. */
export const epochs = (value: number): NumberKnob => ({
  type: "number",
  symbol: "E",
  label: "Epochs",
  value,
  min: 1,
  max: 100,
  step: 1,
  help: "Times that all prompts are gone through; a round is one of them.",
});

/** Size of a data set, in prompts. */
export const dataPrompts = (value: number): NumberKnob => ({
  type: "number",
  symbol: "|D|",
  label: "Prompts",
  value,
  min: 1,
  max: 1024,
  step: 1,
  scale: "log",
  help: "Prompts that an epoch goes through.",
});

/** Off-policy against on-policy, as one switch. */
export const source: Knob = {
  type: "choice",
  symbol: "D",
  label: "Data",
  value: "fixed",
  options: ["fixed", "fresh"],
  help: "fixed: answers of the start model, drawn once (off-policy). fresh: answers of the policy itself, drawn before every step (on-policy).",
};
