/** @file What a page asks of WebGPU, counted at its door: the same for every engine. */

export type Counts = {
  dispatches: number;
  submits: number;
  readBacks: number;
  /** Bytes sent to the GPU. */
  sent: number;
  /** Bytes of buffers alive, and the most at once since `reset`. */
  bytes: number;
  peakBytes: number;
};

export const counts: Counts = {
  dispatches: 0,
  submits: 0,
  readBacks: 0,
  sent: 0,
  bytes: 0,
  peakBytes: 0,
};

/** Starts counting anew; what is alive stays alive. */
export function reset(): void {
  Object.assign(counts, { dispatches: 0, submits: 0, readBacks: 0, sent: 0 });
  counts.peakBytes = counts.bytes;
}

type Method = (...args: never[]) => unknown;

/** Calls `before` ahead of a method of a class, where this browser has it. */
function watch<K extends string>(
  owner: { prototype: Record<K, Method> } | undefined,
  name: K,
  then: (self: object, args: readonly unknown[], result: unknown) => void,
): void {
  if (!owner) return;
  const original = owner.prototype[name] as (...args: unknown[]) => unknown;
  owner.prototype[name] = function (this: object, ...args: unknown[]) {
    const result = original.apply(this, args);
    then(this, args, result);
    return result;
  } as Method;
}

const sizes = new WeakMap<object, number>();

function alive(by: number): void {
  counts.bytes += by;
  counts.peakBytes = Math.max(counts.peakBytes, counts.bytes);
}

/** Hooks in; once. */
export function install(): void {
  const g = globalThis as unknown as Record<string, { prototype: Record<string, Method> }>;
  watch(g["GPUComputePassEncoder"], "dispatchWorkgroups", () => counts.dispatches++);
  watch(g["GPUComputePassEncoder"], "dispatchWorkgroupsIndirect", () => counts.dispatches++);
  watch(g["GPUQueue"], "submit", () => counts.submits++);
  watch(g["GPUBuffer"], "mapAsync", (_, [mode]) => {
    if (mode === GPUMapMode.READ) counts.readBacks++;
  });
  watch(g["GPUQueue"], "writeBuffer", (_, [, , data, , size]) => {
    counts.sent += (size as number | undefined) ?? (data as ArrayBufferView).byteLength;
  });
  watch(g["GPUDevice"], "createBuffer", (_, __, buffer) => {
    const { size } = buffer as GPUBuffer;
    sizes.set(buffer as object, size);
    alive(size);
  });
  watch(g["GPUBuffer"], "destroy", (buffer) => {
    alive(-(sizes.get(buffer) ?? 0));
    sizes.delete(buffer);
  });
}
