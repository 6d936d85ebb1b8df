/**
 * @file A list of dispatches on buffers of its own, recorded once and replayed: pipelines, bindings
 * and a place for the uniforms are settled beforehand, so that a replay only writes one block of
 * numbers and encodes. Sizes that differ between batches are arguments of a replay.
 */
import { prepare } from "../kernels/compile.ts";
import { assertFits, assertHealthy, count, gpuBackend } from "../kernels/gpu-backend.ts";
import type { Kernel } from "../kernels/kernel.ts";

/** One dispatch. `S`: what a replay is told, the sizes of its batch above all. */
export type Dispatch<S> = {
  readonly kernel: Kernel;
  /** Buffers in the order of the kernel's inputs and of its outputs; no output is also an input. */
  readonly inputs: readonly GPUBuffer[];
  readonly outputs: readonly GPUBuffer[];
  uniforms(sizes: S): readonly number[];
  /** Workgroups in x and y; none: the dispatch is left out. */
  groups(sizes: S): readonly [number, number];
};

/** Every uniform block starts on such a boundary, as any device allows. */
const STRIDE = 256;

export class Program<S> {
  readonly #device: GPUDevice;
  readonly #dispatches: readonly Dispatch<S>[];
  readonly #pipelines: readonly GPUComputePipeline[];
  readonly #bindings: readonly GPUBindGroup[];
  readonly #uniforms: GPUBuffer;
  readonly #block: ArrayBuffer;
  /** What the uniforms hold. */
  #last: { readonly sizes: S; readonly groups: readonly (readonly [number, number])[] } | null =
    null;

  private constructor(
    device: GPUDevice,
    dispatches: readonly Dispatch<S>[],
    ready: Awaited<ReturnType<typeof prepare>>,
    clock?: GPUBuffer,
  ) {
    this.#device = device;
    this.#dispatches = dispatches;
    this.#pipelines = ready.map(({ pipeline }) => pipeline);
    this.#block = new ArrayBuffer(STRIDE * dispatches.length);
    this.#uniforms = buffer(device, this.#block.byteLength, GPUBufferUsage.UNIFORM, "uniforms");
    this.#bindings = dispatches.map(({ kernel, inputs, outputs }, n) => {
      const resources: GPUBindingResource[] = [...outputs, ...inputs].map((b) => ({ buffer: b }));
      resources.push({ buffer: this.#uniforms, offset: STRIDE * n, size: STRIDE });
      if (kernel.clock) resources.push({ buffer: clock!, size: 16 });
      return device.createBindGroup({
        label: kernel.name,
        layout: ready[n]!.layout,
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
    });
  }

  /** Compiles what is not yet compiled, side by side. `clock`: see `clockBuffer`. */
  static async of<S>(dispatches: readonly Dispatch<S>[], clock?: GPUBuffer): Promise<Program<S>> {
    const ready = await prepare(dispatches.map(({ kernel }) => kernel));
    return new Program(gpuBackend().device, dispatches, ready, clock);
  }

  /** Number of dispatches. */
  get length(): number {
    return this.#dispatches.length;
  }

  /** Sets the sizes for the replays that follow; those of the last time cost nothing. */
  resize(sizes: S): readonly (readonly [number, number])[] {
    const last = this.#last;
    if (last && alike(last.sizes, sizes)) return last.groups;
    const start = performance.now();
    const words = new DataView(this.#block);
    this.#dispatches.forEach(({ kernel, uniforms }, n) => {
      const types = Object.values(kernel.uniforms);
      uniforms(sizes).forEach((value, i) => {
        const at = STRIDE * n + 4 * i;
        if (types[i] === "f32") words.setFloat32(at, value, true);
        else words.setInt32(at, value | 0, true);
      });
    });
    this.#device.queue.writeBuffer(this.#uniforms, 0, this.#block);
    const groups = this.#dispatches.map((dispatch) => dispatch.groups(sizes));
    this.#last = { sizes, groups };
    count.encodingMs += performance.now() - start;
    return groups;
  }

  /** Records all dispatches once, with what `resize` returned, at a step of the clock. */
  encode(
    pass: GPUComputePassEncoder,
    groups: readonly (readonly [number, number])[],
    step = 0,
  ): void {
    const offset = [STRIDE * step];
    for (let n = 0; n < this.#dispatches.length; n++) {
      const [x, y] = groups[n]!;
      if (x * y === 0) continue;
      pass.setPipeline(this.#pipelines[n]!);
      if (this.#dispatches[n]!.kernel.clock) pass.setBindGroup(0, this.#bindings[n]!, offset);
      else pass.setBindGroup(0, this.#bindings[n]!);
      pass.dispatchWorkgroups(x, y);
      count.dispatches++;
    }
  }

  destroy(): void {
    this.#uniforms.destroy();
  }
}

/** Whether two sets of numbers are the same. */
function alike(a: unknown, b: unknown): boolean {
  const [x, y] = [a, b].map((one) => Object.entries(one ?? {}));
  return (
    x!.length === y!.length &&
    x!.every(([key, value], i) => {
      const [other, found] = y![i]!;
      return key === other && value === found;
    })
  );
}

/** Holds 0, 1, 2 … one per uniform block: the clock of programs that replay up to `steps` times. */
export function clockBuffer(steps: number): GPUBuffer {
  const { device } = gpuBackend();
  const ticks = new Int32Array((STRIDE / 4) * steps);
  for (let step = 0; step < steps; step++) ticks[(STRIDE / 4) * step] = step;
  const clock = buffer(device, ticks.byteLength, GPUBufferUsage.UNIFORM, "clock");
  device.queue.writeBuffer(clock, 0, ticks);
  return clock;
}

function buffer(device: GPUDevice, size: number, usage: number, label: string): GPUBuffer {
  count.buffers++;
  return device.createBuffer({ label, size, usage: usage | GPUBufferUsage.COPY_DST });
}

/** Buffers that live and die together. */
export class Memory {
  readonly #device = gpuBackend().device;
  readonly #all: GPUBuffer[] = [];
  bytes = 0;

  /** Uninitialised room for `words` numbers of 32 bits; zeros at first. */
  room(label: string, words: number): GPUBuffer {
    assertFits(label, words);
    const size = 4 * Math.max(4, Math.ceil(words / 4) * 4);
    const made = buffer(
      this.#device,
      size,
      GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
      label,
    );
    this.#all.push(made);
    this.bytes += size;
    return made;
  }

  destroy(): void {
    for (const made of this.#all) made.destroy();
    this.#all.length = 0;
    this.bytes = 0;
  }
}

/** What a submit does around its pass. */
export type Around = {
  /** Filled with zeros before. */
  readonly clear?: GPUBuffer | null;
  /** Copied after. */
  readonly copy?: { readonly from: GPUBuffer; readonly to: GPUBuffer; readonly bytes: number };
};

/** Submits what `record` encodes in one pass, after everything that tfjs has pending. */
export function submit(
  record: (pass: GPUComputePassEncoder) => void,
  { clear, copy }: Around = {},
): void {
  const backend = gpuBackend();
  assertHealthy();
  if (backend.commandEncoder) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  const start = performance.now();
  const encoder = backend.device.createCommandEncoder();
  if (clear) encoder.clearBuffer(clear);
  const pass = encoder.beginComputePass();
  record(pass);
  pass.end();
  if (copy) encoder.copyBufferToBuffer(copy.from, 0, copy.to, 0, copy.bytes);
  backend.device.queue.submit([encoder.finish()]);
  count.encodingMs += performance.now() - start;
  count.submits++;
}

const staging = new WeakMap<GPUDevice, GPUBuffer[]>();

/** A buffer for read-backs that holds `bytes`, from those that are free. */
function borrow(bytes: number): GPUBuffer {
  const { device } = gpuBackend();
  const free = staging.get(device) ?? [];
  staging.set(device, free);
  const found = free.findIndex(({ size }) => size >= bytes);
  if (found >= 0) return free.splice(found, 1)[0]!;
  const size = 2 ** Math.ceil(Math.log2(Math.max(256, bytes)));
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  count.buffers++;
  return device.createBuffer({ label: "read back", size, usage });
}

/** Submits, then waits for the first `bytes` of `from`: one read-back. */
export async function submitAndRead(
  record: (pass: GPUComputePassEncoder) => void,
  from: GPUBuffer,
  bytes: number,
  clear: GPUBuffer | null = null,
): Promise<ArrayBuffer> {
  const { device } = gpuBackend();
  const to = borrow(bytes);
  submit(record, { clear, copy: { from, to, bytes } });
  count.readBacks++;
  await to.mapAsync(GPUMapMode.READ, 0, bytes);
  const copy = to.getMappedRange(0, bytes).slice(0);
  to.unmap();
  staging.get(device)!.push(to);
  assertHealthy();
  return copy;
}
