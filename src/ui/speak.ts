/** @file The stage's sentence for those who listen: at most one a second, always the latest. */
import type { Attachment } from "svelte/attachments";

const PAUSE_MS = 1000;

/** Writes what `sentence` says into a live region, no more often than it can be heard. */
export function speak(sentence: () => string): Attachment<HTMLElement> {
  let spoken = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (node) => {
    const text = sentence();
    clearTimeout(timer);
    const wait = Math.max(0, spoken + PAUSE_MS - performance.now());
    timer = setTimeout(() => {
      spoken = performance.now();
      node.textContent = text;
    }, wait);
    return () => clearTimeout(timer);
  };
}
