/** @file The angles of rotary positions, on the GPU. */
import type { LlamaConfig } from "../checkpoint.ts";
import { gpuBackend } from "../kernels/gpu-backend.ts";
import { rotaryAngles } from "../llama.ts";

/** Fills the tables of cos and sin for every position that the model knows. */
export function writeAngles(
  config: LlamaConfig,
  { cosine, sine }: { cosine: GPUBuffer; sine: GPUBuffer },
): void {
  const { queue } = gpuBackend().device;
  const { cos, sin } = rotaryAngles(
    config,
    Array.from({ length: config.max_position_embeddings }, (_, i) => i),
  );
  queue.writeBuffer(cosine, 0, cos);
  queue.writeBuffer(sine, 0, sin);
}
