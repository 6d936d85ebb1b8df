/**
 * @file A compute program as data: what it binds, its size and its body, and the WGSL around that.
 */
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

/** Groups for `n` workgroups in a row, folded when the device's limit of 65535 is passed. */
export function folded(n: number): [number, number] {
  const x = Math.min(n, 65535);
  return [x, Math.ceil(n / x)];
}

/** The whole program. */
export function source(kernel: Kernel): string {
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
