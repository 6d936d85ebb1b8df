/** @file What a training step and a batch of answers cost as one size grows and the others stay. */
import { SIZES, STANDS, type Axis, type Curve, type Point } from "./scaling-sizes.ts";
import { tilt } from "./tilt.ts";
import { tokens, shape, weights, type Shape } from "./work.ts";

function shapeAt(axis: Axis, at: number): Shape {
  const size = (name: Axis, stands: number) => (axis === name ? at : stands);
  const width = size("width", STANDS.width);
  return shape(2, width, 4, 512, size("length", STANDS.length), size("batch", STANDS.batch));
}

async function pointAt(axis: Axis, at: number, runs: number): Promise<Point> {
  const of = shapeAt(axis, at);
  const engine = tilt(of.config, weights(of.config));
  const batch = tokens({ ...of, rows: axis === "answers" ? at : of.rows }, 0);
  const prompts = Array.from({ length: at }, (_, i) => [
    ...batch.ids.subarray(i * of.width, i * of.width + 8),
  ]);
  const once = () =>
    axis === "answers" ? engine.decode!(prompts, STANDS.steps) : engine.train(batch);
  // Compiles and makes room.
  await once();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await once();
    times.push(performance.now() - start);
  }
  engine.dispose();
  times.sort((a, b) => a - b);
  return { at, minMs: times[0]!, medianMs: times[Math.floor(runs / 2)]! };
}

/** Every axis in turn on the backend in use. */
export async function scaling(runs: number): Promise<Curve[]> {
  const curves: Curve[] = [];
  for (const axis of Object.keys(SIZES) as Axis[]) {
    const points: Point[] = [];
    for (const at of SIZES[axis]) points.push(await pointAt(axis, at, runs));
    curves.push({ axis, points });
  }
  return curves;
}
