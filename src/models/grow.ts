/** @file A model made deeper without changing what it says, or shallower to begin anew. */
import { TiltError, type Dice } from "../core/types.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { freshWeights } from "./pretrain.ts";

/** The model without the layers after the first few: where a smaller one begins to learn. */
export function cropped({ config, tensors, ...rest }: Checkpoint, layers: number): Checkpoint {
  const layerOf = (name: string) => Number(/^model\.layers\.(\d+)\./.exec(name)?.[1] ?? -1);
  const kept = [...tensors].filter(([name]) => layerOf(name) < layers);
  const fewer = Math.min(layers, config.num_hidden_layers);
  return { ...rest, config: { ...config, num_hidden_layers: fewer }, tensors: new Map(kept) };
}

/** Projections through which a layer writes to the residual stream. */
const WRITES = /(o_proj|down_proj)\.weight$/;

/**
 * The same model with further layers at its end. They are fresh but write nothing at first, so that
 * every log-probability stays as it was. Throws `model.grow` where there would be fewer layers.
 */
export function grown(checkpoint: Checkpoint, layers: number, random: Dice): Checkpoint {
  const { config, tensors } = checkpoint;
  if (layers < config.num_hidden_layers) {
    throw new TiltError(
      "model.grow",
      `A model of ${config.num_hidden_layers} layers cannot grow to ${layers}.`,
      "Ask for more layers than it has.",
    );
  }
  const deeper = { ...config, num_hidden_layers: layers };
  const fresh = [...freshWeights(deeper, random)].map(([name, tensor]) => {
    const known = tensors.get(name);
    if (known) return [name, known] as const;
    const data = WRITES.test(name) ? new Float32Array(tensor.data.length) : tensor.data;
    return [name, { shape: tensor.shape, data }] as const;
  });
  return { ...checkpoint, config: deeper, tensors: new Map(fresh) };
}
