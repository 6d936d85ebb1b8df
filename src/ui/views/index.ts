/**
 * @file One view per kind of step: a new kind does not compile until it has its picture here. Each
 * comes in a file of its own, when its kind of step first stands on the stage.
 */
import type { Component } from "svelte";
import type { StepKind } from "../../core/types.ts";
import type { ViewProps } from "./contract.ts";

export const views = {
  fit: () => import("./FitView.svelte"),
  round: () => import("./RoundView.svelte"),
  sample: () => import("./SampleView.svelte"),
  demonstrate: () => import("./DemonstrateView.svelte"),
  score: () => import("./ScoreView.svelte"),
  select: () => import("./SelectView.svelte"),
  accept: () => import("./AcceptView.svelte"),
  filter: () => import("./FilterView.svelte"),
  prompts: () => import("./PromptsView.svelte"),
  judge: () => import("./JudgeView.svelte"),
  exam: () => import("./ExamView.svelte"),
  rollout: () => import("./RolloutView.svelte"),
  label: () => import("./LabelView.svelte"),
  pair: () => import("./PairView.svelte"),
  update: () => import("./UpdateView.svelte"),
  evaluate: () => import("./EvaluateView.svelte"),
} satisfies { [K in StepKind]: () => Promise<{ default: Component<ViewProps<K>> }> };
