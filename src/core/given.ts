/** @file Answers that were brought along, not drawn: their ids tell them apart in a log. */

/** Id of the k-th of a prompt's answers that somebody brought. */
export const givenId = (promptId: string, k: number): string => `${promptId}#own${k}`;

/** Whether an answer of this id was brought along. */
export const isGiven = (id: string): boolean => /#own\d+$/.test(id);
