/**
 * @file Compiling a model's kernels while its weights are on their way: their texts depend on its
 * config and on the machine alone.
 */
import { expectedTensors } from "../llama-tensors.ts";
import type { LlamaConfig } from "../config.ts";
import { prepare } from "../kernels/compile.ts";
import type { Kernel } from "../kernels/kernel.ts";
import { slotsOf } from "../parameters.ts";
import { backward } from "./backward.ts";
import { gradientBuffers, passBuffers } from "./buffers.ts";
import { Decoder } from "./decoder.ts";
import { descentKernels } from "./descent.ts";
import { readOff, trunk } from "./forward.ts";
import { places, VALUE_HEAD } from "./places.ts";
import { Memory } from "./program.ts";

/** A few tokens: the kernels are the same for any number. */
const FEW = 4;

/** What a model is opened for: to judge answers, or to draw them as well and to learn. */
export type Purpose = "reading" | "learning";

type Kernels = {
  /** Before it can read or draw. */
  readonly first: ReadonlySet<Kernel>;
  /** Before its first update. */
  readonly then: ReadonlySet<Kernel>;
};

/** The kernels of a model; none where it does not fit the recorded ones. */
function kernelsOf(config: LlamaConfig, purpose: Purpose): Kernels {
  const shapes = expectedTensors(config);
  if (purpose === "learning") shapes.set(`${VALUE_HEAD}.weight`, [1, config.hidden_size]);
  const found = places(config, slotsOf(shapes));
  if (!found) return { first: new Set(), then: new Set() };
  const memory = new Memory();
  try {
    // Nothing runs, so any buffer can stand for the weights.
    const p = memory.room("weights to come", FEW);
    const model = { config, places: found, p };
    const buffers = passBuffers(memory, config, FEW, true);
    const kind = config.head === "score" ? "scores" : "logps";
    const reading = [...trunk(model, buffers), ...readOff(model, buffers, kind)];
    const first = new Set(reading.map(({ kernel }) => kernel));
    if (purpose === "reading") return { first, then: new Set() };
    for (const kernel of Decoder.kernels(model)) first.add(kernel);
    const more = gradientBuffers(memory, config, FEW);
    const back = backward(model, buffers, more, p, kind).map(({ kernel }) => kernel);
    return { first, then: new Set([...back, ...descentKernels(4)]) };
  } finally {
    memory.destroy();
  }
}

/**
 * Compiles what a model of this config needs to draw and to read. What it needs to learn is compiled
 * after that, until `later`. Call with the GPU's backend in use.
 */
export async function warmUp(
  config: LlamaConfig,
  purpose: Purpose,
  onProgress: (done: number, total: number) => void,
): Promise<{ later: Promise<void> }> {
  const { first, then } = kernelsOf(config, purpose);
  let done = 0;
  await Promise.all(
    [...first].map(async (kernel) => {
      await prepare([kernel]);
      onProgress(++done, first.size);
    }),
  );
  // One that the GPU refuses is refused again, by name, when it is first used.
  const later = prepare([...then]).then(
    () => {},
    () => {},
  );
  return { later };
}
