/** What an instructed annotator is asked, with no prompt where that is empty; it says ` A` or ` B`. */
export function annotatorPrompt(instruction: string, prompt: string, a: string, b: string): string {
  const about = prompt === "" ? "" : `${prompt}\n`;
  return `Compare.\n${about}A: ${a.trim()}\nB: ${b.trim()}\n${instruction}\nBetter:`;
}

/** What the base model is asked of the one who compares; the answer is ` A` or ` B`. */
export function comparePrompt(instruction: string, prompt: string, a: string, b: string): string {
  return `Compare. ${instruction}\n${prompt}\nA: ${a.trim()}\nB: ${b.trim()}\nBetter:`;
}
