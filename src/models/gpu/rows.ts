/**
 * @file The state of answers being drawn, in one buffer of u32: how many go on at each step, which
 * ones (two lists in turn), and of each its prompt's length, which prompt it has, the key of its
 * noise and the most tokens it may have. A step works on the list of those that go on, so that an
 * ended answer costs nothing.
 */

/** Text for kernels that bind the buffer as `state`, with `steps` and `rows` among their uniforms. */
export const at = {
  /** The n-th answer that goes on at the present step. */
  order: (n: string) => `u.steps + clock.step % 2 * u.rows + ${n}`,
  nextOrder: (n: string) => `u.steps + (clock.step + 1) % 2 * u.rows + ${n}`,
  length: (row: string) => `u.steps + 2 * u.rows + ${row}`,
  which: (row: string) => `u.steps + 3 * u.rows + ${row}`,
  key: (row: string) => `u.steps + 4 * u.rows + ${row}`,
  most: (row: string) => `u.steps + 5 * u.rows + ${row}`,
};

/** Words of the buffer. */
export const stateSize = (steps: number, rows: number) => steps + 1 + 6 * rows;

export type RowStart = {
  readonly length: number;
  readonly which: number;
  readonly key: number;
  readonly most: number;
};

/** The buffer's contents before the first step. */
export function startState(
  starts: readonly RowStart[],
  steps: number,
  rows: number,
): Uint32Array<ArrayBuffer> {
  const state = new Uint32Array(stateSize(steps, rows));
  state[0] = starts.length;
  starts.forEach(({ length, which, key, most }, row) => {
    [row, 0, length, which, key, most].forEach((x, i) => (state[steps + i * rows + row] = x));
  });
  return state;
}
