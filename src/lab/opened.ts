/** @file What the page and the terminal hold once a bench is open. */

import type { Annotation } from "../core/annotation.ts";
import type { Engine, PolicyHost } from "../core/hosts.ts";
import type { Inspector } from "../core/inspection.ts";
import type { Bench } from "../core/run.ts";
import type { Task } from "../core/types.ts";
import type { Desk } from "../feedback/human.ts";
import type { ExactWorld } from "./exact.ts";
import type { Spent } from "./usage.ts";
import type { Answers } from "./visitor.ts";

export type { Desk, Sitting } from "../feedback/human.ts";

export type Opened = {
  readonly task: Task;
  readonly bench: Bench;
  readonly engine: Engine & { dispose(): void };
  /** Only where every answer can be listed. */
  readonly exact?: ExactWorld;
  /** The visitor's own words, answered by π_ref and by π as it is now. */
  ask(text: string): Promise<Answers>;
  /** What the run has cost since the bench was opened. */
  usage(): Promise<Spent>;
  /** Changes what an instructed annotator is told, from the next label on. */
  instruct(annotation: Annotation): void;
  /** What the method's judge is worth; null in the exact world, whose judges are laid open. */
  readonly inspector: Inspector | null;
  /** Where questions wait for the person at the screen, when that is who labels. */
  readonly desk: Desk | null;
  /** The policy's own copies and files; null in a world without weights. */
  readonly weights: Weights | null;
};

export type Weights = Pick<PolicyHost, "keep" | "recall" | "discard" | "files" | "checkGradient">;
