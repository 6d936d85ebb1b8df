/**
 * @file Pipelines: a kernel is compiled once per device, and its layout of bindings is explicit. tfjs
 * finds pipelines by a key that does not see the text; here each belongs to the kernel itself, so two
 * texts can never share one.
 */
import * as tf from "@tensorflow/tfjs";
import { gpuBackend, listen, refused, type Backend } from "./gpu-backend.ts";
import { source, type Kernel } from "./kernel.ts";

type Compiled = { readonly id: string; readonly layout: GPUBindGroupLayout };

const compiled = new WeakMap<GPUDevice, Map<Kernel, Compiled>>();

function bindGroupLayout(device: GPUDevice, kernel: Kernel): GPUBindGroupLayout {
  const types: GPUBufferBindingType[] = [
    ...Object.keys(kernel.outputs).map(() => "storage" as const),
    ...Object.keys(kernel.inputs).map(() => "read-only-storage" as const),
    "uniform",
  ];
  const entries = types.map((type, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type, hasDynamicOffset: false },
  }));
  if (kernel.clock) {
    const buffer = { type: "uniform" as const, hasDynamicOffset: true };
    entries.push({ binding: types.length, visibility: GPUShaderStage.COMPUTE, buffer });
  }
  return device.createBindGroupLayout({ label: kernel.name, entries });
}

/** The kernels of a device; the first call for a device begins to listen for its errors. */
function kernelsOf(device: GPUDevice): Map<Kernel, Compiled> {
  let known = compiled.get(device);
  if (!known) {
    compiled.set(device, (known = new Map()));
    listen(device);
  }
  return known;
}

/** What a pipeline is made from. */
export function describe(device: GPUDevice, kernel: Kernel, layout: GPUBindGroupLayout) {
  return {
    label: kernel.name,
    layout: device.createPipelineLayout({ label: kernel.name, bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ label: kernel.name, code: source(kernel) }),
      entryPoint: "main",
    },
  };
}

/** A kernel's place in tfjs's cache of pipelines; compiles it if it is new. */
export function compile(backend: Backend, kernel: Kernel): Compiled {
  const { device } = backend;
  const known = kernelsOf(device);
  const found = known.get(kernel);
  if (found) return found;
  const layout = bindGroupLayout(device, kernel);
  const descriptor = describe(device, kernel, layout);
  // In tfjs's cache, so that its checkCompileCompletionAsync waits for ours as well.
  const id = `${kernel.name}#${known.size}`;
  backend.pipelineCache[id] = tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY")
    ? device.createComputePipelineAsync(descriptor)
    : device.createComputePipeline(descriptor);
  known.set(kernel, { id, layout });
  return known.get(kernel)!;
}

/** A kernel's pipeline and the layout of its bindings: outputs, inputs, uniforms, clock. */
export type Ready = { readonly pipeline: GPUComputePipeline; readonly layout: GPUBindGroupLayout };

/** Compiles kernels side by side, off the page's thread; those known already cost nothing. */
export async function prepare(kernels: readonly Kernel[]): Promise<Ready[]> {
  const backend = gpuBackend();
  const { device, pipelineCache } = backend;
  const known = kernelsOf(device);
  const fresh = [...new Set(kernels)].filter((kernel) => !known.has(kernel));
  await Promise.all(
    fresh.map(async (kernel) => {
      const layout = bindGroupLayout(device, kernel);
      const id = `${kernel.name}#${known.size}`;
      known.set(kernel, { id, layout });
      const pipeline = device
        .createComputePipelineAsync(describe(device, kernel, layout))
        .catch((cause: Error) => {
          known.delete(kernel);
          throw refused(`${kernel.name}: ${cause.message}`);
        });
      pipelineCache[id] = pipeline;
      pipelineCache[id] = await pipeline;
    }),
  );
  return Promise.all(
    kernels.map(async (kernel) => {
      const { id, layout } = known.get(kernel)!;
      // Another call may still be compiling it.
      return { pipeline: await pipelineCache[id]!, layout };
    }),
  );
}
