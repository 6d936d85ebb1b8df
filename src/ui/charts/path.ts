/** @file Points in pixels into SVG paths. Pure; where a number is missing there is a gap. */

type Point = readonly number[];

/** Runs of points whose numbers are all finite. */
function unbroken<P extends Point>(points: readonly P[]): P[][] {
  const runs: P[][] = [[]];
  for (const point of points) {
    if (point.every(Number.isFinite)) runs.at(-1)!.push(point);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/** Hundredths of a pixel are enough. */
const near = (v: number): number => Number(v.toFixed(2));
const corner = (x: number, y: number): string => `${near(x)} ${near(y)}`;

/** Straight from point to point, or level until the next one in steps. */
export function linePath(
  points: readonly (readonly [x: number, y: number])[],
  steps = false,
): string {
  return unbroken(points)
    .map((run) =>
      run
        .map(([x, y], i) =>
          i === 0 ? `M${corner(x, y)}` : steps ? `H${near(x)}V${near(y)}` : `L${corner(x, y)}`,
        )
        .join(""),
    )
    .join("");
}

/** Between two lines: there along `high`, back along `low`. */
export function areaPath(
  points: readonly (readonly [x: number, low: number, high: number])[],
): string {
  return unbroken(points)
    .map((run) => {
      const there = run.map(([x, , high]) => corner(x, high));
      const back = run.map(([x, low]) => corner(x, low)).reverse();
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}
