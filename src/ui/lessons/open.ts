/** @file Into a lesson and out of it. */
import { fromSearch, toSearch, type Experiment } from "../../core/experiment.ts";
import { menu } from "../../menu.ts";
import type { Session } from "../session.svelte.ts";
import { showing } from "../showing.svelte.ts";
import { lessons } from "./index.ts";
import type { Lesson } from "./lesson.ts";

const experimentOf = (lesson: Lesson): Experiment => fromSearch(lesson.search, menu).experiment;

/** Whether an experiment is the lesson's. */
export const isOf = (lesson: Lesson, experiment: Experiment): boolean =>
  toSearch(experiment, menu) === toSearch(experimentOf(lesson), menu);

/** Opens a method's lesson on its own run, the controls that would distract put away. */
export async function openLesson(session: Session, method: string): Promise<void> {
  const lesson = await lessons[method]?.();
  if (!lesson) return;
  showing.lesson = method;
  showing.hide = lesson.hide;
  if (!isOf(lesson, session.experiment) || session.player.done) {
    await session.begin(experimentOf(lesson));
  }
}

export function closeLesson(): void {
  showing.lesson = null;
  showing.hide = [];
}
