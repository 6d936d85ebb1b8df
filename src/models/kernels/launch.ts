/**
 * @file From WGSL to tensors: compiles a kernel once per device and records its dispatches into the
 * command encoder of tfjs's own WebGPU backend, so that they interleave with tfjs ops, share its
 * buffers and are submitted with them.
 *
 * tfjs's `runWebGPUProgram` allows one output a program and finds pipelines by a key that does not
 * see the text. Here a kernel may have several outputs, its binding layout is explicit, and its
 * pipeline belongs to the object itself: two texts can never share one.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../../core/types.ts";

type Scalar = "f32" | "i32" | "u32" | "atomic<u32>" | "vec4<f32>" | "vec2<u32>";

/** A compute program. Everything that its text depends on is fixed when it is made. */
export type Kernel = {
  /** Its label in errors and profiles. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Scalar>>;
  readonly outputs: Readonly<Record<string, Scalar>>;
  /** Members of `u`, numbers given at each launch. */
  readonly uniforms: Readonly<Record<string, "i32" | "u32" | "f32">>;
  /** `clock.step` is in scope: a number that counts the replays of a program (see program.ts). */
  readonly clock?: boolean;
  /** Lanes exchange numbers within quads: four that follow one another. */
  readonly subgroups?: boolean;
  readonly workgroup: readonly [number, number];
  /** Declarations at module scope: functions, workgroup memory. */
  readonly scope?: string;
  /**
   * The body of main. In scope: `local` (vec2<i32>), `lane` (index in the workgroup), `group`
   * (vec2<i32>), `flat` (index of the workgroup, rows folded) and `i` = flat · lanes + lane.
   */
  readonly body: string;
};

/** What is used of tfjs-backend-webgpu 4.22 beyond its public types. */
export type Backend = {
  device: GPUDevice;
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  tensorMap: { get(id: object): { resource: GPUBuffer; values: unknown } };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  uploadToGPU(id: object): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  makeUniforms(fields: { type: string; data: number[] }[]): GPUBindingResource;
  incRef(id: object): void;
  disposeData(id: object): boolean;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
};

type Compiled = { readonly id: string; readonly layout: GPUBindGroupLayout };

const compiled = new WeakMap<GPUDevice, Map<Kernel, Compiled>>();
const failures = new WeakMap<GPUDevice, string>();

/**
 * Since the page began: dispatches of this room's kernels, and its own submits and read-backs; and
 * milliseconds that the host spent on recorded programs.
 */
export const count = { dispatches: 0, submits: 0, readBacks: 0, buffers: 0, encodingMs: 0 };

/** The backend in use, as this room needs to see it. */
export const gpuBackend = () => tf.backend() as unknown as Backend;

/** Whether the WGSL kernels apply: the backend in use is WebGPU. */
export function onWebGPU(): boolean {
  return tf.getBackend().startsWith("webgpu");
}

/**
 * Throws the first validation or memory error of the device in use, which WebGPU reports late and
 * only by event: results since then cannot be trusted.
 */
export function assertHealthy(): void {
  const message = failures.get(gpuBackend().device);
  if (message !== undefined) throw refused(message);
}

/** The most bytes that a binding may have. */
export function limit(): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = gpuBackend().device.limits;
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** Throws where an array of `count` numbers of 32 bits is larger than a kernel can index or bind. */
export function assertFits(name: string, count: number): void {
  if (count < 2 ** 31 && 4 * count <= limit()) return;
  throw new TiltError(
    "webgpu.too-large",
    `${name}: ${count.toLocaleString("en")} numbers do not fit one array of this GPU (${Math.floor(limit() / 2 ** 20)} MiB).`,
    "Take a smaller batch or model, or switch to WASM.",
  );
}

function refused(message: string): TiltError {
  return new TiltError(
    "webgpu.kernel",
    `The GPU refused a kernel: ${message}`,
    "Switch to WASM, and report this message with the name of your GPU.",
  );
}

function source(kernel: Kernel): string {
  const outputs = Object.entries(kernel.outputs).map(
    ([name, type], i) =>
      `@group(0) @binding(${i}) var<storage, read_write> ${name}: array<${type}>;`,
  );
  const inputs = Object.entries(kernel.inputs).map(
    ([name, type], i) =>
      `@group(0) @binding(${outputs.length + i}) var<storage, read> ${name}: array<${type}>;`,
  );
  const fields = Object.entries(kernel.uniforms).map(([name, type]) => `${name}: ${type},`);
  const [x, y] = kernel.workgroup;
  return `
${kernel.subgroups ? "enable subgroups; diagnostic(off, subgroup_uniformity);" : ""}
struct Uniforms { ${fields.join(" ")} }
${outputs.join("\n")}
${inputs.join("\n")}
@group(0) @binding(${outputs.length + inputs.length}) var<uniform> u: Uniforms;
${kernel.clock ? `struct Clock { step: i32 }\n@group(0) @binding(${outputs.length + inputs.length + 1}) var<uniform> clock: Clock;` : ""}
${kernel.scope ?? ""}
@compute @workgroup_size(${x}, ${y}, 1)
fn main(
  @builtin(local_invocation_id) local_id: vec3<u32>,
  @builtin(local_invocation_index) local_index: u32,
  @builtin(workgroup_id) group_id: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let local = vec2<i32>(local_id.xy);
  let lane = i32(local_index);
  let group = vec2<i32>(group_id.xy);
  let flat = group.y * i32(groups.x) + group.x;
  let i = flat * ${x * y} + lane;
  ${kernel.body}
}`;
}

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
    device.addEventListener("uncapturederror", (event) => {
      if (!failures.has(device)) failures.set(device, event.error.message);
    });
  }
  return known;
}

function describe(device: GPUDevice, kernel: Kernel, layout: GPUBindGroupLayout) {
  return {
    label: kernel.name,
    layout: device.createPipelineLayout({ label: kernel.name, bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ label: kernel.name, code: source(kernel) }),
      entryPoint: "main",
    },
  };
}

function compile(backend: Backend, kernel: Kernel): Compiled {
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
      const pipeline = device.createComputePipelineAsync(describe(device, kernel, layout));
      pipelineCache[id] = pipeline;
      pipelineCache[id] = await pipeline.catch((cause: Error) => {
        known.delete(kernel);
        throw refused(`${kernel.name}: ${cause.message}`);
      });
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

/** Groups for `n` workgroups in a row, folded when the device's limit of 65535 is passed. */
export function folded(n: number): [number, number] {
  const x = Math.min(n, 65535);
  return [x, Math.ceil(n / x)];
}

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

/** Makes each kernel once per set of baked constants. */
export function baked<A extends readonly (string | number | boolean)[]>(
  make: (...constants: A) => Kernel,
): (...constants: A) => Kernel {
  const made = new Map<string, Kernel>();
  return (...constants) => {
    const key = constants.join();
    let kernel = made.get(key);
    if (!kernel) made.set(key, (kernel = make(...constants)));
    return kernel;
  };
}
