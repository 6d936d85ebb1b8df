/**
 * @file How wide a drawing's place is. Asking an element makes the browser lay out the whole page in
 * the middle of a task; here the width is told after the layout that was due anyway.
 */
import type { Attachment } from "svelte/attachments";

/** Of each drawing, by its title: the next of that title is drawn at this width at once. */
const last = new Map<string, number>();

/** The width to begin with. A first one fits the screen: a wider one would widen a phone's page for a moment. */
export function lastWidth(title: string, usual: number): number {
  const screen = globalThis.screen as Screen | undefined;
  return last.get(title) ?? Math.min(usual, (screen?.width ?? usual) - 48);
}

/** Tells the width of an element now and whenever it changes, before the frame is painted. */
export function width(title: string, told: (width: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const observer = new ResizeObserver(([entry]) => {
      const found = Math.round(entry!.contentRect.width);
      if (found === 0) return;
      last.set(title, found);
      told(found);
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
