/** @file What is wrong with the page as it stands: found by axe, under a finger, at an edge. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";

/** What axe finds serious or worse within a part of the page, by rule and place. */
export async function serious(page: Page, within = "html"): Promise<string[]> {
  // The page is one frame: axe need not open a second tab to gather what frames found.
  const axe = new AxeBuilder({ page }).include(within).setLegacyMode(true);
  const { violations } = await axe
    .options({ resultTypes: ["violations"], preload: false })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/**
 * What is cut off at a side: by the window, or by a part of the page that clips. Only a part that
 * the keyboard can reach may be scrolled sideways, and only a text that ends in dots may be cut.
 */
export const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const holder = (element: Element): { left: number; right: number } | null => {
      const box = element.parentElement;
      if (box === null || getComputedStyle(element).position === "fixed")
        return { left: 0, right: document.documentElement.clientWidth };
      const { overflowX, textOverflow } = getComputedStyle(box);
      if (overflowX === "visible") return holder(box);
      const aside = box.matches("[tabindex='0'], .heard") || textOverflow === "ellipsis";
      return aside ? null : box.getBoundingClientRect();
    };
    for (const element of document.querySelectorAll("body *:not(svg *, .heard)")) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest("[popover]:not(:popover-open)")) continue;
      const { left, right, width } = element.getBoundingClientRect();
      const held = holder(element);
      if (width === 0 || held === null) continue;
      if (left < held.left - 1 || right > held.right + 1) {
        const { className } = element;
        const name = `${element.tagName}.${className} “${element.textContent.trim().slice(0, 30)}”`;
        found.push(`${name} ${left.toFixed()}…${right.toFixed()}`);
      }
    }
    return found;
  });

/** Controls under 44 px that have no air around them, either, which a finger 21 px aside still hits. */
export const small = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const REACH = 21;
    // An open sheet lies over the rest, which takes no press until it is closed.
    const over = document.querySelector(":popover-open") ?? document;
    const controls = over.querySelectorAll<HTMLElement>(
      "button, a[href], select, textarea, summary, label.btn, input:not([type=file]), [role=slider]",
    );
    const missed: string[] = [];
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      // The skip link is for keys.
      if (control.matches(":disabled, .skip")) continue;
      if (control.closest("[inert], [popover]:not(:popover-open)")) continue;
      // A label around a box is pressed as the box is.
      const target = (control.matches("input") && control.closest("label")) || control;
      const { width, height } = target.getBoundingClientRect();
      if (Math.min(width, height) > 43.5) continue;
      target.scrollIntoView({ block: "center", inline: "center" });
      const { x, y } = target.getBoundingClientRect();
      const [cx, cy] = [x + width / 2, y + height / 2];
      const hits = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(cx + dx, cy + dy);
        return hit !== null && (target.contains(hit) || hit.closest("label") === target);
      };
      if ([hits(-REACH, 0), hits(REACH, 0), hits(0, -REACH), hits(0, REACH)].every(Boolean))
        continue;
      const name = control.getAttribute("aria-label") ?? control.textContent.trim();
      const size = `${Math.round(width)}×${Math.round(height)}`;
      missed.push(`${control.tagName}.${control.className} “${name.slice(0, 30)}” ${size}`);
    }
    return missed;
  });
