import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderSource, writeFolder } from "../../src/cli/files.ts";
import {
  type Checkpoint,
  memorySource,
  readCheckpoint,
  writeCheckpoint,
} from "../../src/models/checkpoint.ts";
import { expectedTensors } from "../../src/models/llama-tensors.ts";
import { type Tensor } from "../../src/models/safetensors.ts";
import { folder, filesOf, decode, reweighted, read, failure } from "./checkpoint-files.ts";

describe("reading the oracle's checkpoints", () => {
  it("A: tied, full heads, float32", async () => {
    const { config, tensors, generationConfig } = await readCheckpoint(folderSource(folder("A")));
    expect(config).toEqual({
      model_type: "llama",
      head: "lm",
      vocab_size: 97,
      hidden_size: 32,
      intermediate_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 4,
      head_dim: 8,
      rms_norm_eps: 1e-5,
      rope_theta: 10_000,
      max_position_embeddings: 256,
      tie_word_embeddings: true,
      qkv_bias: false,
      out_bias: false,
      bos_token_id: 1,
      eos_token_ids: [2],
      pad_token_id: 0,
    });
    expect(tensors.size).toBe(2 + 2 * 9);
    expect(generationConfig).toMatchObject({ eos_token_id: 2 });
  });

  it("B: untied, grouped, bfloat16, two end tokens", async () => {
    const { config, tensors } = await readCheckpoint(folderSource(folder("B")));
    expect(config).toMatchObject({
      num_attention_heads: 6,
      num_key_value_heads: 2,
      head_dim: 8,
      tie_word_embeddings: false,
      eos_token_ids: [129, 128],
    });
    expect(tensors.get("model.layers.2.self_attn.k_proj.weight")!.shape).toEqual([16, 48]);
    expect(tensors.get("lm_head.weight")!.shape).toEqual([131, 48]);
  });

  it.each(["A", "B"])(
    "%s: has the weights that the oracle started its optimizer from",
    async (name) => {
      const { tensors } = await readCheckpoint(folderSource(folder(name)));
      const expected = await readFile(`${folder(name)}/expected.json`, "utf8");
      const { adamw } = JSON.parse(expected) as { adamw: { parameter: string; before: number[] } };
      const { data } = tensors.get(adamw.parameter)!;
      adamw.before.forEach((want, i) => expect(data[i]).toBeCloseTo(want, 8));
    },
  );

  it("reports progress up to the size of the weights", async () => {
    const seen: [number, number | null][] = [];
    await readCheckpoint(folderSource(folder("A")), { onProgress: (...p) => seen.push(p) });
    expect(seen.at(-1)).toEqual([97000, 97000]);
  });
});

describe("writing and reading back", () => {
  it.each(["A", "B"])("%s comes back as it was", async (name) => {
    const checkpoint = await readCheckpoint(folderSource(folder(name)));
    expect(await read(writeCheckpoint(checkpoint, { dtype: "F32" }))).toEqual(checkpoint);
  });

  it("B comes back from BF16 as it was, since that is what it was stored as", async () => {
    const checkpoint = await readCheckpoint(folderSource(folder("B")));
    expect(await read(writeCheckpoint(checkpoint, { dtype: "BF16" }))).toEqual(checkpoint);
  });

  it("comes back from shards, each within its size", async () => {
    const checkpoint = await readCheckpoint(folderSource(folder("A")));
    const files = writeCheckpoint(checkpoint, { dtype: "F32", shardBytes: 30_000 });
    const shards = [...files].filter(([file]) => file.endsWith(".safetensors"));
    expect(shards.map(([file]) => file)).toEqual(
      [1, 2, 3, 4].map((i) => `model-0000${i}-of-00004.safetensors`),
    );
    for (const [, bytes] of shards) {
      const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
      expect(bytes.length - header).toBeLessThanOrEqual(30_000);
    }
    const seen: [number, number | null][] = [];
    const back = await readCheckpoint(memorySource(files), { onProgress: (...p) => seen.push(p) });
    expect(back).toEqual(checkpoint);
    expect(seen.every(([loaded, total]) => loaded <= total!)).toBe(true);
    expect(seen.at(-1)).toEqual([94_976, 94_976]);
  });

  it("comes back from a folder on disk", async () => {
    const place = await mkdtemp(join(tmpdir(), "tilt-"));
    const checkpoint = await readCheckpoint(folderSource(folder("A")));
    await writeFolder(join(place, "new"), writeCheckpoint(checkpoint, { dtype: "F32" }));
    expect(await readCheckpoint(folderSource(join(place, "new")))).toEqual(checkpoint);
    await rm(place, { recursive: true });
  });

  it("writes what transformers asks a config for", async () => {
    const checkpoint = await readCheckpoint(folderSource(folder("B")));
    const config = decode(writeCheckpoint(checkpoint, { dtype: "F16" }).get("config.json")!);
    const original = decode((await filesOf("B")).get("config.json")!);
    const {
      transformers_version: _,
      initializer_range: __,
      pretraining_tp: ___,
      ...rest
    } = original;
    expect(config).toMatchObject({ ...rest, eos_token_id: [129, 128], torch_dtype: "float16" });
  });

  it("refuses to write a model that lacks a tensor or has a NaN", async () => {
    const checkpoint = await readCheckpoint(folderSource(folder("A")));
    const without = new Map(checkpoint.tensors);
    without.delete("model.norm.weight");
    expect(() => writeCheckpoint({ ...checkpoint, tensors: without }, { dtype: "F32" })).toThrow(
      failure("checkpoint.tensor", /model\.norm\.weight/),
    );
    checkpoint.tensors.get("model.norm.weight")!.data[3] = NaN;
    expect(() => writeCheckpoint(checkpoint, { dtype: "F32" })).toThrow(
      failure("checkpoint.not-finite", /model\.norm\.weight.*\[3\]/),
    );
  });
});

/** A checkpoint of A's size with other parts: the tensors that its config asks for, all 0.5. */
async function made(change: Partial<Checkpoint["config"]>): Promise<Checkpoint> {
  const { config: base, ...rest } = await readCheckpoint(folderSource(folder("A")));
  const config = { ...base, ...change };
  const filled = [...expectedTensors(config)].map(([name, shape]): [string, Tensor] => [
    name,
    { shape, data: new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.5) },
  ]);
  return { config, ...rest, tensors: new Map(filled) };
}

describe("other parts", () => {
  it("Qwen2 has biases on q, k and v and none on o", async () => {
    const qwen = await made({ model_type: "qwen2", qkv_bias: true });
    const back = await read(writeCheckpoint(qwen, { dtype: "BF16" }));
    expect(back).toEqual(qwen);
    const biases = [...back.tensors.keys()].filter((name) => name.endsWith("bias"));
    expect(biases.slice(0, 3)).toEqual(
      ["q", "k", "v"].map((p) => `model.layers.0.self_attn.${p}_proj.bias`),
    );
    expect(biases).toHaveLength(6);
  });

  it("a Llama with attention_bias has them on o too", async () => {
    const biased = await made({ qkv_bias: true, out_bias: true });
    const back = await read(writeCheckpoint(biased, { dtype: "F32" }));
    expect(back).toEqual(biased);
    expect(back.tensors.get("model.layers.1.self_attn.o_proj.bias")!.shape).toEqual([32]);
  });

  it("a reward model has a scalar head in place of the vocabulary's", async () => {
    const reward = await made({ head: "score", tie_word_embeddings: false });
    const files = writeCheckpoint(reward, { dtype: "F32" });
    expect(decode(files.get("config.json")!).architectures).toEqual([
      "LlamaForSequenceClassification",
    ]);
    const back = await read(files);
    expect(back).toEqual(reward);
    expect(back.tensors.get("score.weight")!.shape).toEqual([1, 32]);
    expect(back.tensors.has("lm_head.weight")).toBe(false);
  });

  it("a tied model may repeat its embedding as lm_head.weight, but not differ from it", async () => {
    const copy = (offset: number) =>
      reweighted("A", (tensors) => {
        const { shape, data } = tensors.get("model.embed_tokens.weight")!;
        tensors.set("lm_head.weight", { shape, data: data.map((x) => x + offset) });
      });
    const { tensors } = await read(await copy(0));
    expect(tensors.has("lm_head.weight")).toBe(false);
    await expect(read(await copy(1))).rejects.toEqual(failure("checkpoint.tensor", /lm_head/));
  });

  it("rotary tables of older checkpoints are left out", async () => {
    const name = "model.layers.0.self_attn.rotary_emb.inv_freq";
    const files = await reweighted("A", (tensors) =>
      tensors.set(name, { shape: [4], data: new Float32Array(4) }),
    );
    expect((await read(files)).tensors.has(name)).toBe(false);
  });
});
