/** @file Answers that were brought along, not drawn: their ids tell them apart in a log. */
import type { Completion } from "./types.ts";

/** Id of the k-th of a prompt's answers that somebody brought. */
export const givenId = (promptId: string, k: number): string => `${promptId}#own${k}`;

/** Whether all answers of a draw were brought along; of none, none was. */
export function allGiven(answers: readonly (readonly Pick<Completion, "id">[])[]): boolean {
  const all = answers.flat();
  return all.length > 0 && all.every(({ id }) => /#own\d+$/.test(id));
}
