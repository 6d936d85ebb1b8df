import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromBfloat, fromHalf, toBfloat, toHalf } from "../../src/models/half.ts";
import { repeatedKey } from "../../src/models/safetensors-header.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/models/safetensors.ts";

const FILE = "test/fixtures/oracle-llama/B/model.safetensors";

/** A file from any header text and any data, right or wrong. */
function file(header: string | object, data: number | Uint8Array = 0): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const body = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
}

const f32 = (shape: number[], begin: number, end: number) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});
const floats = (...numbers: number[]) => new Uint8Array(new Float32Array(numbers).buffer);
const tensor = (shape: number[], numbers: number[]): Tensor => ({
  shape,
  data: Float32Array.from(numbers),
});
const failure = (code: string, message: RegExp = /./) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message),
    next: expect.any(String),
  });

describe("16-bit floats", () => {
  it("widens the F16 patterns of IEEE 754's examples", () => {
    const known: [number, number][] = [
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x0400, 2 ** -14],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x3555, 1365 / 4096],
      [0x8000, -0],
      [0xfc00, -Infinity],
      [0x7e00, NaN],
    ];
    for (const [pattern, number] of known) expect(fromHalf(pattern)).toBe(number);
  });

  it.each([
    ["F16", fromHalf, toHalf],
    ["BF16", fromBfloat, toBfloat],
  ] as const)("%s gives back every pattern but NaN's payload", (_, widen, narrow) => {
    for (let pattern = 0; pattern < 0x10000; pattern++) {
      const number = widen(pattern);
      if (Number.isNaN(number)) expect(widen(narrow(number))).toBeNaN();
      else if (narrow(number) !== pattern) expect.fail(`${pattern} came back as ${narrow(number)}`);
    }
  });

  it.each([
    ["F16", fromHalf, toHalf, 0x7c00],
    ["BF16", fromBfloat, toBfloat, 0x7f80],
  ] as const)(
    "%s rounds to the nearest, ties to the even pattern",
    (_, widen, narrow, infinity) => {
      // Between neighbours all float32 arithmetic here is exact: the midpoint has one bit more.
      for (let pattern = 0; pattern < infinity - 1; pattern++) {
        const [low, high] = [widen(pattern), widen(pattern + 1)];
        const middle = low + (high - low) / 2;
        const even = pattern % 2 === 0 ? pattern : pattern + 1;
        const near = [
          narrow(middle),
          narrow(-middle),
          narrow(middle - (high - low) / 8),
          narrow(middle + (high - low) / 8),
        ];
        const want = [even, even | 0x8000, pattern, pattern + 1];
        if (near.join() !== want.join())
          expect.fail(`around ${middle}: ${near} instead of ${want}`);
      }
    },
  );

  it("overflows to infinity from half a step beyond the largest number", () => {
    expect([toHalf(65519.996), toHalf(65520), toHalf(-1e30)]).toEqual([0x7bff, 0x7c00, 0xfc00]);
    expect(toBfloat(3.4028234663852886e38)).toBe(0x7f80);
  });
});

describe("reading", () => {
  it("reads data that begin at any byte", () => {
    for (let pad = 0; pad < 8; pad++) {
      const header = `{"w":${JSON.stringify(f32([2], 0, 8))}}${" ".repeat(pad)}`;
      const { tensors } = readSafetensors(file(header, floats(1.5, -2)));
      expect(tensors.get("w")).toEqual(tensor([2], [1.5, -2]));
    }
  });

  it("reads from a view into a larger buffer, and keeps nothing of it", () => {
    const whole = file({ w: f32([1], 0, 4) }, floats(3));
    const larger = Buffer.concat([new Uint8Array(3), whole, new Uint8Array(5)]);
    const { data } = readSafetensors(larger.subarray(3, 3 + whole.length)).tensors.get("w")!;
    larger.fill(0);
    expect(data).toEqual(Float32Array.of(3));
    expect(data.buffer.byteLength).toBe(4);
  });

  it("reads tensors in whatever order the header lists them", () => {
    const header = {
      b: f32([1], 4, 8),
      c: f32([], 8, 12),
      a: f32([1, 1], 0, 4),
      e: f32([0], 4, 4),
    };
    const { tensors } = readSafetensors(file(header, floats(1, 2, 3)));
    expect([...tensors.keys()]).toEqual(["b", "c", "a", "e"]);
    expect(tensors.get("a")).toEqual(tensor([1, 1], [1]));
    expect(tensors.get("b")).toEqual(tensor([1], [2]));
    expect(tensors.get("c")).toEqual(tensor([], [3]));
    expect(tensors.get("e")).toEqual(tensor([0], []));
  });

  it("widens F16 and BF16 beside F32, exactly", () => {
    const data = new Uint8Array([...new Uint8Array(Uint16Array.of(0x3555, 0x3eab).buffer)]);
    const header = {
      __metadata__: { format: "pt" },
      half: { dtype: "F16", shape: [1], data_offsets: [0, 2] },
      brain: { dtype: "BF16", shape: [1], data_offsets: [2, 4] },
    };
    const { tensors, dtypes, metadata } = readSafetensors(file(header, data));
    expect(tensors.get("half")!.data[0]).toBe(1365 / 4096);
    expect(tensors.get("brain")!.data[0]).toBe(171 / 512);
    expect([...dtypes.values()]).toEqual(["F16", "BF16"]);
    expect(metadata).toEqual({ format: "pt" });
  });

  it("takes names that mean something to JavaScript for names", () => {
    const header = `{"__proto__":${JSON.stringify(f32([1], 0, 4))},"constructor":${JSON.stringify(f32([1], 4, 8))}}`;
    const { tensors } = readSafetensors(file(header, floats(1, 2)));
    expect([...tensors.keys()]).toEqual(["__proto__", "constructor"]);
  });
});

describe("writing", () => {
  const tensors = new Map([
    ["b", tensor([2, 2], [1, -0.1, 3e-5, 65504])],
    ["a", tensor([3], [0, -0, 2 ** -20])],
    ["none", tensor([0, 4], [])],
  ]);

  it("gives back F32 bit by bit", () => {
    const { tensors: read, metadata } = readSafetensors(
      writeSafetensors(tensors, { dtype: "F32" }),
    );
    expect(read).toEqual(tensors);
    expect(metadata).toEqual({ format: "pt" });
  });

  it.each([
    ["F16", (x: number) => fromHalf(toHalf(x))],
    ["BF16", (x: number) => fromBfloat(toBfloat(x))],
  ] as const)("rounds to %s once, and no more the second time", (dtype, round) => {
    const once = readSafetensors(writeSafetensors(tensors, { dtype })).tensors;
    for (const [name, { data }] of tensors) expect(once.get(name)!.data).toEqual(data.map(round));
    expect(readSafetensors(writeSafetensors(once, { dtype })).tensors).toEqual(once);
  });

  it("begins the data at a multiple of eight bytes", () => {
    for (let length = 1; length <= 8; length++) {
      const bytes = writeSafetensors(new Map([["x".repeat(length), tensor([1], [1])]]), {
        dtype: "F32",
      });
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
      expect(bytes.length % 8).toBe(4);
    }
  });

  it("refuses what the type cannot hold, and NaN", () => {
    const large = new Map([["w", tensor([1, 2], [1, 65520])]]);
    expect(() => writeSafetensors(large, { dtype: "F16" })).toThrow(
      failure("checkpoint.not-finite", /"w" has 65520 at \[0, 1\], too large for F16/),
    );
    expect(() => writeSafetensors(large, { dtype: "BF16" })).not.toThrow();
    const nan = new Map([["w", tensor([2], [1, NaN])]]);
    expect(() => writeSafetensors(nan, { dtype: "F32" })).toThrow(
      failure("checkpoint.not-finite", /"w" has NaN at \[1\]/),
    );
  });

  it("refuses data that do not fill their shape", () => {
    const short = new Map([["w", tensor([3], [1, 2])]]);
    expect(() => writeSafetensors(short, { dtype: "F32" })).toThrow(
      failure("checkpoint.shape", /"w"/),
    );
  });
});

describe("refusing", () => {
  const cases: [string, Uint8Array, string, RegExp][] = [
    ["no bytes at all", new Uint8Array(), "checkpoint.truncated", /0 bytes/],
    [
      "a header longer than the format allows",
      huge(100_000_001n),
      "checkpoint.header",
      /no safetensors/,
    ],
    ["a header of 2^64 − 1 bytes", huge(2n ** 64n - 1n), "checkpoint.header", /no safetensors/],
    ["a header of no bytes", huge(0n), "checkpoint.header", /no safetensors/],
    ["a header longer than the file", huge(1000n), "checkpoint.truncated", /inside its header/],
    ["a header that is no JSON", file("{nonsense}"), "checkpoint.header", /not JSON/],
    ["a header that is not UTF-8", brokenUtf8(), "checkpoint.header", /not JSON/],
    ["a header that is an array", file("[1]"), "checkpoint.header", /JSON object/],
    ["a header that is null", file("null"), "checkpoint.header", /JSON object/],
    ["a header with a space before it", file(" {}"), "checkpoint.header", /JSON object/],
    ["a tensor that is null", file({ w: null }), "checkpoint.header", /"w" no dtype/],
    [
      "a tensor without offsets",
      file({ w: { dtype: "F32", shape: [] } }),
      "checkpoint.header",
      /"w"/,
    ],
    [
      "a tensor without shape",
      file({ w: { dtype: "F32", data_offsets: [0, 4] } }, 4),
      "checkpoint.shape",
      /"w"/,
    ],
    [
      "notes that are not text",
      file({ __metadata__: { n: 1 } }),
      "checkpoint.header",
      /__metadata__/,
    ],
    ["offsets backwards", file({ w: f32([1], 4, 0) }, 4), "checkpoint.header", /\[4,0\]/],
    [
      "three offsets",
      file({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4, 8] } }, 4),
      "checkpoint.header",
      /\[0,4,8\]/,
    ],
    ["a negative offset", file({ w: f32([1], -4, 0) }, 4), "checkpoint.header", /\[-4,0\]/],
    ["an offset in fractions", file({ w: f32([1], 0.5, 4.5) }, 5), "checkpoint.header", /0\.5/],
    ["a negative dimension", file({ w: f32([-1], 0, 4) }, 4), "checkpoint.shape", /\[-1\]/],
    [
      "a shape too small for its data",
      file({ w: f32([1], 0, 8) }, 8),
      "checkpoint.shape",
      /4 bytes, but 8/,
    ],
    [
      "a shape too large for its data",
      file({ w: f32([2, 2], 0, 8) }, 8),
      "checkpoint.shape",
      /16 bytes, but 8/,
    ],
    [
      "a shape whose product overflows",
      file({ w: f32([2 ** 32, 2 ** 32], 0, 0) }),
      "checkpoint.shape",
      /"w"/,
    ],
    [
      "a shape whose product overflows past zero",
      file({ w: f32([2 ** 53 - 1, 2 ** 53 - 1, 0], 0, 0) }),
      "checkpoint.shape",
      /"w"/,
    ],
    ["data beyond the end", file({ w: f32([2], 0, 8) }, 7), "checkpoint.truncated", /"w" needs/],
    [
      "bytes after the last tensor",
      file({ w: f32([1], 0, 4) }, 5),
      "checkpoint.header",
      /1 unclaimed bytes at its end/,
    ],
    [
      "bytes before the first tensor",
      file({ w: f32([1], 4, 8) }, 8),
      "checkpoint.header",
      /4 unclaimed bytes before tensor "w"/,
    ],
    [
      "a hole between tensors",
      file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12),
      "checkpoint.header",
      /before tensor "b"/,
    ],
    [
      "tensors that overlap",
      file({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8),
      "checkpoint.header",
      /overlap: "a" and "b"/,
    ],
    [
      "tensors in one place",
      file({ a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4),
      "checkpoint.header",
      /overlap/,
    ],
    [
      "a name twice",
      file(`{"w":${JSON.stringify(f32([1], 0, 4))},"w":${JSON.stringify(f32([1], 0, 4))}}`, 4),
      "checkpoint.header",
      /"w" twice/,
    ],
    [
      "a Git LFS pointer",
      text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
      "checkpoint.header",
      /Git LFS/,
    ],
    [
      "a web page",
      text("<!DOCTYPE html>\n<html><body>Not found</body></html>"),
      "checkpoint.header",
      /web page/,
    ],
    [
      "NaN",
      file({ w: f32([2, 2], 0, 16) }, floats(1, 2, NaN, 3)),
      "checkpoint.not-finite",
      /"w" has NaN at \[1, 0\]/,
    ],
    [
      "an infinity",
      file({ w: f32([1], 0, 4) }, floats(-Infinity)),
      "checkpoint.not-finite",
      /-Infinity at \[0\]/,
    ],
    [
      "a NaN in F16",
      file({ w: { dtype: "F16", shape: [1], data_offsets: [0, 2] } }, Uint8Array.of(1, 0x7e)),
      "checkpoint.not-finite",
      /NaN/,
    ],
  ];

  it.each(cases)("%s", (_, bytes, code, message) => {
    expect(() => readSafetensors(bytes, "some.safetensors")).toThrow(failure(code, message));
    expect(() => readSafetensors(bytes, "some.safetensors")).toThrow(/some\.safetensors/);
  });

  it.each(["F64", "I64", "I8", "U8", "BOOL", "F8_E4M3", "toString"])(
    "numbers of type %s",
    (dtype) => {
      const bytes = file({ w: { dtype, shape: [0], data_offsets: [0, 0] } });
      expect(() => readSafetensors(bytes)).toThrow(
        failure("checkpoint.dtype", new RegExp(`"w" is stored as ${dtype}`)),
      );
    },
  );

  it("a file above the limit, before looking into it", () => {
    const bytes = file("{nonsense}", 100);
    expect(() => readSafetensors(bytes, "big.safetensors", { maxBytes: 99 })).toThrow(
      failure("checkpoint.too-large", /big\.safetensors/),
    );
  });

  it("a file cut at any byte of its head, and at the edges of its tensors", () => {
    const whole = new Uint8Array(readFileSync(FILE));
    const header = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
    const cuts = Array.from({ length: 40 }, (_, i) => i)
      .concat([header - 1, header, header + 1, header + 4095])
      .concat([whole.length - 97, whole.length - 96, whole.length - 2, whole.length - 1]);
    for (const cut of cuts) {
      expect(() => readSafetensors(whole.subarray(0, cut)), `${cut} bytes`).toThrow(
        failure("checkpoint.truncated"),
      );
    }
    expect(readSafetensors(whole).tensors.size).toBe(30);
  });
});

describe("finding a repeated key", () => {
  it.each([
    ['{"a":1,"a":2}', "a"],
    ['{"a":{"b":1,"b":2}}', "b"],
    ['{"a":1,"\\u0061":2}', "a"],
    ['{"a":{"a":1},"b":{"a":1}}', null],
    ['{"a":["a","a"],"b":"a"}', null],
    ['{"{\\"a\\":":1,"}":2}', null],
    ['{"a" :1, "b":"x\\\\","a"\n:2}', "a"],
  ])("in %s", (json, key) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(repeatedKey(json)).toBe(key);
  });
});

function huge(length: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

function brokenUtf8(): Uint8Array {
  const bytes = file('{"a":"xx"}');
  return bytes.fill(0xff, 14, 16);
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
