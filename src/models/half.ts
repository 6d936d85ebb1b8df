/**
 * @file The two 16-bit floats of checkpoints, as bit patterns: binary16 (F16: 5 exponent bits, 10
 * fraction bits) and bfloat16 (BF16: the upper half of a binary32). Widening is exact; narrowing
 * rounds to nearest, ties to even.
 */

const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/** The number that a binary16 pattern stands for, exactly. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The binary16 pattern nearest to a float32 number, ties to even; beyond 65,519.99… infinity. */
export function toHalf(number: number): number {
  value[0] = number;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x47800000) return sign | 0x7c00; // 2^16 and more, infinity
  if (magnitude < 0x38800000) {
    // Below 2^-14 the spacing is 2^-24 throughout, so scaling makes the rounding an integer's.
    return sign | roundTiesToEven(Math.abs(value[0]!) * 2 ** 24);
  }
  // Rebias the exponent from 127 to 15, then drop 13 fraction bits; a carry may reach infinity.
  return sign | ((magnitude - (112 << 23) + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** The bfloat16 pattern nearest to a float32 number, ties to even; may round up to infinity. */
export function toBfloat(number: number): number {
  value[0] = number;
  const word = bits[0]!;
  if ((word & 0x7fffffff) > 0x7f800000) return ((word >>> 16) | 0x40) & 0xffff; // NaN stays NaN
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

/** The number that a bfloat16 pattern stands for, exactly. */
export function fromBfloat(bfloat: number): number {
  bits[0] = bfloat << 16;
  return value[0]!;
}

function roundTiesToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
