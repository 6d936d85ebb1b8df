/**
 * What an instructed annotator is asked; its answer is ` A` or ` B`. The wish stands last, so that
 * several may be asked of the same two answers.
 */
export function annotatorPrompt(instruction: string, prompt: string, a: string, b: string): string {
  return `${shown(prompt, a, b)}${wished(instruction)}`;
}

/** Two answers to a prompt, with no wish yet. */
export function shown(prompt: string, a: string, b: string): string {
  return `Compare.\n${prompt}\nA: ${a.trim()}\nB: ${b.trim()}`;
}

/** A wish, up to where the answer is said. */
export function wished(instruction: string): string {
  return `\n${instruction} Better:`;
}

/** What the base model is asked of the one who compares; the answer is ` A` or ` B`. */
export function comparePrompt(instruction: string, prompt: string, a: string, b: string): string {
  return `Compare. ${instruction}\n${prompt}\nA: ${a.trim()}\nB: ${b.trim()}\nBetter:`;
}
