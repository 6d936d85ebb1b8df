/**
 * @file A part of a picture whose text differs from step to step keeps the tallest place it has had
 * at a width, so that what stands below does not jump up and down as a run plays.
 */
import type { Attachment } from "svelte/attachments";

export const steady: Attachment<HTMLElement> = (element) => {
  let width = 0;
  let tallest = 0;
  const observer = new ResizeObserver(([entry]) => {
    // Unrounded: the height that it is given must not make it any taller.
    const { inlineSize, blockSize } = entry!.borderBoxSize[0]!;
    if (width === 0) width = inlineSize;
    if (inlineSize !== width) {
      width = inlineSize;
      tallest = 0;
      // An observer that changes what it observes would be called again before the frame is painted.
      requestAnimationFrame(() => (element.style.minHeight = ""));
    } else if (blockSize > tallest) {
      tallest = blockSize;
      element.style.minHeight = `${blockSize}px`;
    }
  });
  observer.observe(element);
  return () => observer.disconnect();
};
