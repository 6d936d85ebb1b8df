/** @file One view per kind of step: a new kind does not compile until it has its picture here. */
import type { Component } from "svelte";
import type { StepKind } from "../../core/types.ts";
import type { ViewProps } from "./contract.ts";
import AcceptView from "./AcceptView.svelte";
import DemonstrateView from "./DemonstrateView.svelte";
import EvaluateView from "./EvaluateView.svelte";
import FilterView from "./FilterView.svelte";
import ExamView from "./ExamView.svelte";
import FitView from "./FitView.svelte";
import JudgeView from "./JudgeView.svelte";
import LabelView from "./LabelView.svelte";
import PairView from "./PairView.svelte";
import PromptsView from "./PromptsView.svelte";
import RolloutView from "./RolloutView.svelte";
import RoundView from "./RoundView.svelte";
import SampleView from "./SampleView.svelte";
import ScoreView from "./ScoreView.svelte";
import SelectView from "./SelectView.svelte";
import UpdateView from "./UpdateView.svelte";

export const views = {
  fit: FitView,
  round: RoundView,
  sample: SampleView,
  demonstrate: DemonstrateView,
  score: ScoreView,
  select: SelectView,
  accept: AcceptView,
  filter: FilterView,
  prompts: PromptsView,
  judge: JudgeView,
  exam: ExamView,
  rollout: RolloutView,
  label: LabelView,
  pair: PairView,
  update: UpdateView,
  evaluate: EvaluateView,
} satisfies { [K in StepKind]: Component<ViewProps<K>> };
