/**
 * @file The GPU device that tfjs works on, opened here rather than by tfjs so that kernels may let
 * neighbouring lanes exchange numbers where the adapter can.
 */
import * as tf from "@tensorflow/tfjs";

/** What kernels use where it is there; shader-f16 tells that halves are at home. */
const WANTED = ["timestamp-query", "subgroups", "shader-f16"] as const;

/** Limits that are raised to the adapter's own: sizes, and what tfjs raises for its own programs. */
const RAISED = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

/** Makes tfjs's WebGPU backend one on a device of this adapter. False: the device cannot be had. */
export async function openDevice(adapter: GPUAdapter): Promise<boolean> {
  // Registers itself on import, and only where navigator.gpu is in place by then.
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", async () => {
    const device = await adapter.requestDevice({
      requiredFeatures: WANTED.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(RAISED.map((name) => [name, adapter.limits[name]])),
    });
    return new WebGPUBackend(device, adapter.info);
  });
  return tf.setBackend("webgpu");
}
