/**
 * @file Where the time goes on the GPU: while it is on, every dispatch gets a pass of its own between
 * two timestamps, and its time is added to its kernel's. Slower than the work itself, so never on
 * while anything else is timed.
 */

export type Share = { readonly kernel: string; readonly dispatches: number; readonly ms: number };

/** Dispatches of one command buffer that are timed; the rest go untimed. */
const MOST = 2048;

const times = new Map<string, { dispatches: number; ms: number }>();
let on = false;
const pending: Promise<void>[] = [];

/** What was measured since `start`, the longest first. */
export async function stop(): Promise<Share[]> {
  on = false;
  await Promise.all(pending.splice(0));
  const found = [...times].map(([kernel, share]) => ({ kernel, ...share }));
  return found.sort((a, b) => b.ms - a.ms);
}

export function start(): void {
  times.clear();
  on = true;
}

type Timed = { readonly set: GPUQuerySet; readonly labels: string[] };
const sets = new WeakMap<GPUCommandEncoder, Timed>();

/** Hooks in; once. A device without timestamps is left as it is. */
export function install(): void {
  if (!("GPUCommandEncoder" in globalThis)) return;
  const device = Symbol("device");
  type Encoder = GPUCommandEncoder & { [device]?: GPUDevice };
  const create = GPUDevice.prototype.createCommandEncoder;
  GPUDevice.prototype.createCommandEncoder = function (...args) {
    const encoder: Encoder = create.apply(this, args);
    if (on && this.features.has("timestamp-query")) encoder[device] = this;
    return encoder;
  };
  const begin = GPUCommandEncoder.prototype.beginComputePass;
  GPUCommandEncoder.prototype.beginComputePass = function (this: Encoder, descriptor) {
    const owner = this[device];
    if (!owner) return begin.call(this, descriptor);
    let timed = sets.get(this);
    if (!timed) {
      const set = owner.createQuerySet({ type: "timestamp", count: 2 * MOST });
      sets.set(this, (timed = { set, labels: [] }));
    }
    return split(timed, (at) => begin.call(this, at));
  };
  const finish = GPUCommandEncoder.prototype.finish;
  GPUCommandEncoder.prototype.finish = function (this: Encoder, ...args) {
    const timed = sets.get(this);
    const owner = this[device];
    if (!timed || !owner || timed.labels.length === 0) return finish.apply(this, args);
    const size = 16 * timed.labels.length;
    const raw = owner.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const read = owner.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    this.resolveQuerySet(timed.set, 0, 2 * timed.labels.length, raw, 0);
    this.copyBufferToBuffer(raw, 0, read, 0, size);
    // Once the caller has submitted it.
    pending.push(Promise.resolve().then(() => collect(timed, read, raw)));
    return finish.apply(this, args);
  };
}

/** A pass that is many: one for each dispatch. */
function split(
  { set, labels }: Timed,
  begin: (descriptor: GPUComputePassDescriptor) => GPUComputePassEncoder,
): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline;
  let groups: Parameters<GPUComputePassEncoder["setBindGroup"]>;
  return {
    setPipeline: (next: GPUComputePipeline) => (pipeline = next),
    setBindGroup: (...args: typeof groups) => (groups = args),
    dispatchWorkgroups(...counts: [number, number?, number?]) {
      const at = 2 * labels.length;
      const room = labels.length < MOST;
      const stamps = {
        querySet: set,
        beginningOfPassWriteIndex: at,
        endOfPassWriteIndex: at + 1,
      };
      const pass = begin(room ? { timestampWrites: stamps } : {});
      pass.setPipeline(pipeline);
      pass.setBindGroup(...groups);
      pass.dispatchWorkgroups(...counts);
      pass.end();
      if (room) labels.push(pipeline.label || "(no name)");
    },
    end() {},
  } as unknown as GPUComputePassEncoder;
}

async function collect({ set, labels }: Timed, read: GPUBuffer, raw: GPUBuffer): Promise<void> {
  await read.mapAsync(GPUMapMode.READ);
  const stamps = new BigInt64Array(read.getMappedRange());
  labels.forEach((kernel, i) => {
    const share = times.get(kernel) ?? { dispatches: 0, ms: 0 };
    share.dispatches++;
    share.ms += Number(stamps[2 * i + 1]! - stamps[2 * i]!) / 1e6;
    times.set(kernel, share);
  });
  for (const one of [read, raw, set]) one.destroy();
}
