/**
 * @file A part of a picture whose text differs from step to step keeps the tallest place it has had
 * at a width, so that what stands below does not jump up and down as a run plays.
 */
import type { Attachment } from "svelte/attachments";

export const steady: Attachment<HTMLElement> = (element) => {
  let width = 0;
  let tallest = 0;
  const observer = new ResizeObserver(() => {
    if (element.offsetWidth !== width) {
      width = element.offsetWidth;
      tallest = 0;
      element.style.minHeight = "";
    }
    const { offsetHeight } = element;
    if (offsetHeight <= tallest) return;
    tallest = offsetHeight;
    element.style.minHeight = `${offsetHeight}px`;
  });
  observer.observe(element);
  return () => observer.disconnect();
};
