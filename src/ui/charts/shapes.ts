/** @file The marks of the page: each role has its own shape, so that colour never stands alone. */

export type Shape = "dot" | "ring" | "square" | "up" | "down" | "bar";

/** What a colour means. `plain` is the policy or the instrument itself: ink. */
export type Role = "plain" | "yes" | "no" | "gold" | "proxy" | "ref" | "ghost";

/** The outline of a mark of radius `r` about (0, 0), as an SVG path. */
export function outline(shape: Shape, r: number): string {
  const f = (v: number) => v.toFixed(2);
  switch (shape) {
    case "square":
      return `M${f(-r)} ${f(-r)}H${f(r)}V${f(r)}H${f(-r)}Z`;
    case "up":
      return `M0 ${f(-1.15 * r)}L${f(1.1 * r)} ${f(0.85 * r)}H${f(-1.1 * r)}Z`;
    case "down":
      return `M0 ${f(1.15 * r)}L${f(1.1 * r)} ${f(-0.85 * r)}H${f(-1.1 * r)}Z`;
    case "bar":
      return `M0 ${f(-r)}V${f(r)}`;
    default:
      return `M${f(-r)} 0A${f(r)} ${f(r)} 0 1 1 ${f(r)} 0A${f(r)} ${f(r)} 0 1 1 ${f(-r)} 0Z`;
  }
}

/** Whether the mark is filled with its colour, or with paper inside an outline. */
export function isHollow(shape: Shape): boolean {
  return shape === "ring" || shape === "down";
}
