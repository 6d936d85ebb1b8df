/**
 * @file From WGSL to tensors: records a kernel's dispatches into the command encoder of tfjs's own
 * WebGPU backend, so that they interleave with tfjs ops, share its buffers and are submitted with
 * them. Unlike a program of tfjs, a kernel may have several outputs.
 */
import * as tf from "@tensorflow/tfjs";
import { compile, describe } from "./compile.ts";
import { assertFits, assertHealthy, count, gpuBackend, type Backend } from "./gpu-backend.ts";
import type { Kernel } from "./kernel.ts";

/** What one launch needs besides the kernel. */
export type Launch = {
  readonly inputs: readonly tf.TensorInfo[];
  /** Shapes of fresh float32 outputs, or tensors to write into (never also an input). */
  readonly outputs: readonly (readonly number[] | tf.Tensor)[];
  readonly dtype?: "float32" | "int32";
  readonly uniforms: readonly number[];
  /** Workgroups, in x and y. */
  readonly groups: readonly [number, number];
};

/** Records one dispatch. Returns its outputs in order; fresh ones belong to the current tidy. */
export function launch(kernel: Kernel, call: Launch): tf.Tensor[] {
  const backend = gpuBackend();
  assertHealthy();
  for (const out of call.outputs) {
    const shape = out instanceof tf.Tensor ? out.shape : out;
    assertFits(
      kernel.name,
      shape.reduce((a, b) => a * b, 1),
    );
  }
  const { id, layout } = compile(backend, kernel);
  const outputs = call.outputs.map((out) =>
    out instanceof tf.Tensor
      ? out
      : tf
          .engine()
          .makeTensorFromTensorInfo(backend.makeTensorInfo([...out], call.dtype ?? "float32")),
  );
  const bound = [...outputs, ...call.inputs];
  // Uploads end the open pass, so they come first.
  for (const { dataId } of bound) backend.uploadToGPU(dataId);
  let pipeline = backend.pipelineCache[id]!;
  if (tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY")) return outputs;
  if (pipeline instanceof Promise) {
    // It is being compiled for later, and wanted now.
    pipeline = backend.device.createComputePipeline(describe(backend.device, kernel, layout));
    backend.pipelineCache[id] = pipeline;
  }
  const types = Object.values(kernel.uniforms);
  const uniforms = backend.makeUniforms(
    call.uniforms.map((x, i) => ({ type: types[i] === "f32" ? "float32" : "int32", data: [x] })),
  );
  const resources = bound.map(({ dataId }) => ({
    buffer: backend.tensorMap.get(dataId).resource,
  }));
  const bindGroup = backend.device.createBindGroup({
    label: kernel.name,
    layout,
    entries: [...resources, uniforms].map((resource, binding) => ({ binding, resource })),
  });
  for (const { dataId } of bound) backend.commandQueueOwnedIds.add(dataId);
  record(backend, pipeline, bindGroup, call.groups);
  return outputs;
}

function record(
  backend: Backend,
  pipeline: GPUComputePipeline,
  bindGroup: GPUBindGroup,
  [x, y]: readonly [number, number],
) {
  backend.ensureCommandEncoderReady();
  const pass = (backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass());
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(x, y);
  count.dispatches++;
  backend.dispatchCountInPass++;
  if (backend.dispatchCountInPass >= tf.env().getNumber("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE")) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}
