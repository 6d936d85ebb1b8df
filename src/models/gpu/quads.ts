/**
 * @file Whether quads lie on a device as the quad kernels take them to: four lanes that follow one
 * another. The standard leaves it open, so it is asked of the device before such a kernel is tried.
 */
import { fromLane } from "../kernels/lanes.ts";

const WORKGROUP = 32;
/** Two workgroups, so that a quad across their border would show. */
const LANES = 2 * WORKGROUP;

/** Every lane writes down itself and what it hears from the three others of its quad. */
const code = `enable subgroups; diagnostic(off, subgroup_uniformity);
@group(0) @binding(0) var<storage, read_write> heard: array<vec4<u32>>;
@compute @workgroup_size(${WORKGROUP}) fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3<u32>,
) {
  let me = group.x * ${WORKGROUP} + lane;
  heard[me] = vec4<u32>(${[0, 1, 2, 3].map((j) => fromLane("me", j))});
}`;

/**
 * Whether lanes 4q … 4q + 3 hear one another where `fromLane` takes them to. False where the device
 * refuses the kernel.
 */
export async function quadsHold(device: GPUDevice): Promise<boolean> {
  const size = 16 * LANES;
  const heard = device.createBuffer({
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const copy = device.createBuffer({
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  device.pushErrorScope("validation");
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }) },
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [{ binding: 0, resource: { buffer: heard } }];
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(LANES / WORKGROUP);
  pass.end();
  encoder.copyBufferToBuffer(heard, 0, copy, 0, size);
  device.queue.submit([encoder.finish()]);
  try {
    if ((await device.popErrorScope()) !== null) return false;
    await copy.mapAsync(GPUMapMode.READ);
    const found = new Uint32Array(copy.getMappedRange());
    return found.every((lane, i) => lane === ((i >> 2) ^ (i & 3)));
  } finally {
    heard.destroy();
    copy.destroy();
  }
}
