import { beforeAll, describe, expect, it } from "vitest";
import { alike, choose, type Variant } from "../../src/models/kernels/variants.ts";
import { optimizerErrors } from "../models/adamw-case.ts";
import { bothDraws, configs, disagreement, rounds, samplers } from "../models/recorded-case.ts";
import { strictly, useWebGPU } from "./webgpu.ts";

const forms: readonly Variant[] = [
  { product: alike("tile8"), thin: "8×8", row: "thread", attention: "thread" },
  { product: alike("shared32"), thin: "2×4", row: "workgroup", attention: "thread" },
  { product: alike("tile4"), thin: "4×4", row: "workgroup", attention: "thread" },
  { product: alike("quad"), thin: "quad", row: "thread", attention: "quad" },
  { product: alike("quad"), thin: "quad", row: "workgroup", attention: "quad" },
  { product: alike("split"), thin: "2×4", row: "workgroup", attention: "thread" },
];

beforeAll(useWebGPU);

describe.each(forms)("recorded kernels, $product.NT, $row a row", (form) => {
  beforeAll(() => choose(form));

  it.each(Object.entries(configs))("give the values and gradients of the ops: %s", async (_, c) => {
    for (const off of await strictly(() => disagreement(c))) expect(off).toBeLessThan(1e-5);
  });

  it.each(["grouped heads of 4", "tied, heads of 8"])("read values too: %s", async (name) => {
    for (const off of await strictly(() => disagreement(configs[name]!, { valued: true }))) {
      expect(off).toBeLessThan(1e-5);
    }
  });

  it.each(samplers)("draw what the host draws: %o", async (sampler) => {
    for (const name of ["grouped heads of 4", "tied, heads of 8", "grouped heads of 16"]) {
      const [here, there] = await strictly(() => bothDraws(configs[name]!, sampler));
      expect(here.map(({ tokens }) => tokens)).toEqual(there.map(({ tokens }) => tokens));
      expect(here.map(({ finished }) => finished)).toEqual(there.map(({ finished }) => finished));
      here.forEach(({ logps }, i) =>
        logps.forEach((logp, t) => {
          const want = there[i]!.logps[t]!;
          expect(Math.abs(logp - want)).toBeLessThan(1e-5 * Math.max(1, Math.abs(want)));
        }),
      );
    }
  });
});

describe.each(forms.slice(0, 4))("decoding from halves, $thin, $row a row", (form) => {
  beforeAll(() => choose({ ...form, halvesFrom: 0 }));

  it.each(["grouped heads of 4", "tied, heads of 8", "grouped heads of 16"])(
    "draws by log-probabilities that halves allow: %s",
    async (name) => {
      const [here, there] = await strictly(() => bothDraws(configs[name]!, { temperature: 1 }));
      let rounded = 0;
      here.forEach(({ tokens, logps }, i) => {
        // From the first other token on, an answer is another one.
        const other = tokens.findIndex((token, t) => token !== there[i]!.tokens[t]);
        logps.slice(0, other < 0 ? undefined : other).forEach((logp, t) => {
          const off = Math.abs(logp - there[i]!.logps[t]!);
          expect(off).toBeLessThan(2e-2);
          rounded = Math.max(rounded, off);
        });
      });
      // Were nothing rounded, this would test nothing.
      expect(rounded).toBeGreaterThan(1e-5);
    },
  );
});

it("add up over the parts of a batch", async () => {
  choose(forms[0]!);
  for (const valued of [false, true]) {
    const parts = () => disagreement(configs["tied, heads of 8"]!, { budget: 40, valued });
    for (const off of await strictly(parts)) expect(off).toBeLessThan(1e-5);
  }
});

it("allocate nothing after the second round, and read back once a batch", async () => {
  const found = await strictly(() => rounds(200));
  const [, second, ...later] = found.rounds;
  for (const round of later) {
    expect(round.buffers).toBe(0);
    expect(round.tensors).toBe(second!.tensors);
    expect(round.bytes).toBe(second!.bytes);
    expect(round.drawReadBacks).toBe(1);
    // The log-probabilities that the loss is made of, and the gradient's norm.
    expect(round.trainReadBacks).toBe(2);
    // Biases of q, k and v take one more than a model without.
    expect(round.trainDispatches).toBeLessThanOrEqual(25 * found.layers + 14);
  }
  expect(found.token).toBeLessThanOrEqual(6 * found.layers + 3);
});

it("descend in place as AdamW does, and not along what is not a number", async () => {
  for (const n of [1, 63, 130, 20_000]) {
    const { errors, refused } = await strictly(() => optimizerErrors(n));
    for (const error of errors) expect(error).toBeLessThan(1e-5);
    expect(refused).toBe("update.not-finite");
  }
});
