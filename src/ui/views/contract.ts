/**
 * @file What a stage view is given, and all that it is given. The page draws the crumb and the
 * sentence above the view (they are words, and a state may take their place); the view draws the
 * rest of the stage: the prompt, the picture, the picture's control and its table.
 */
import type { Experiment, KnobValues } from "../../core/experiment.ts";
import type { Step, StepKind, Task } from "../../core/types.ts";

export type ViewProps<K extends StepKind> = {
  /** The step to draw: `log[at]`. */
  step: Extract<Step, { kind: K }>;
  /** The whole log. A view reads `log[0..at]` and nothing beyond. */
  log: readonly Step[];
  at: number;
  task: Task;
  experiment: Experiment;
  /** Nothing may move: looking back, live speed, or a visitor who asked for less motion. */
  frozen: boolean;
  /** Drafts a fork at the playhead with some knobs set; absent where these knobs are of no use. */
  onFork?: (knobs: KnobValues) => void;
  /** Tells the annotator something else from the next label on; absent where it cannot be told. */
  onInstruct?: (instruction: string) => void;
};
