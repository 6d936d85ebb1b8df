import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { chooseBackend } from "../../src/models/backend.ts";
import { inTurn } from "../../src/models/turn.ts";

describe("chooseBackend", () => {
  it("falls back and says what it passed over", async () => {
    const found = await chooseBackend("auto", { prepareGpu: async () => "there is no driver" });
    expect(found.name).toBe("wasm");
    expect(tf.getBackend()).toBe("wasm");
    expect(found.reason).toBe(
      "WASM: the first that works here. WebGPU was passed over: there is no driver.",
    );
    expect(found.threads).toBeGreaterThanOrEqual(1);
  });

  it("does not fall back from a wish", async () => {
    await expect(
      chooseBackend("webgpu", { prepareGpu: async () => "there is no driver" }),
    ).rejects.toMatchObject({ code: "backend.unavailable" });
  });

  it("takes plain JavaScript when asked", async () => {
    expect(await nodeBackend("cpu")).toMatchObject({ name: "cpu", adapter: null });
    expect(tf.getBackend()).toBe("cpu");
  });

  it("refuses a backend that there is not", async () => {
    await expect(nodeBackend("webgl9")).rejects.toMatchObject({ code: "cli.backend" });
  });
});

describe("inTurn", () => {
  it("runs calls one after another, also after one that failed", async () => {
    const log: string[] = [];
    const call = (name: string, fails = false) =>
      inTurn(async () => {
        log.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const [a, b, c] = [call("a"), call("b", true), call("c")];
    expect(await a).toBe("a");
    await expect(b).rejects.toThrow("b");
    expect(await c).toBe("c");
    const want = ["a", "b", "c"].flatMap((name) => [`${name} starts`, `${name} ends`]);
    expect(log).toEqual(want);
  });
});
