import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { folderSource, writeFolder } from "../../src/cli/files.ts";
import {
  type Checkpoint,
  fetchSource,
  memorySource,
  readCheckpoint,
  writeCheckpoint,
} from "../../src/models/checkpoint.ts";
import { expectedTensors } from "../../src/models/llama-tensors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/models/safetensors.ts";

const NAMES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "model.safetensors",
];
const folder = (name: string) => `test/fixtures/oracle-llama/${name}`;
type Files = Map<string, Uint8Array>;

async function filesOf(name: string): Promise<Files> {
  const read = async (file: string) =>
    [file, new Uint8Array(await readFile(`${folder(name)}/${file}`))] as const;
  return new Map(await Promise.all(NAMES.map(read)));
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array) =>
  JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;

/** The oracle's files with some fields of a JSON file changed; undefined removes one. */
async function changed(name: string, file: string, fields: Record<string, unknown>) {
  const files = await filesOf(name);
  return files.set(file, encode({ ...decode(files.get(file)!), ...fields }));
}

/** The oracle's files with its weights changed. */
async function reweighted(name: string, change: (tensors: Map<string, Tensor>) => void) {
  const files = await filesOf(name);
  const { tensors } = readSafetensors(files.get("model.safetensors")!);
  change(tensors);
  return files.set("model.safetensors", writeSafetensors(tensors, { dtype: "F32" }));
}

const read = (files: Files) => readCheckpoint(memorySource(files, "the test"));
const failure = (code: string, message: RegExp = /./) =>
  expect.objectContaining({
    name: "TiltError",
    code,
    message: expect.stringMatching(message),
    next: expect.stringMatching(/\w.*\.$/),
  });

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

describe("fields of config.json", () => {
  const config = async (fields: Record<string, unknown>) =>
    (await read(await changed("A", "config.json", fields))).config;

  it("takes rope_theta from rope_parameters, where newer files keep it", async () => {
    const parameters = { rope_type: "default", rope_theta: 500_000 };
    const fields = { rope_theta: undefined, rope_scaling: undefined, rope_parameters: parameters };
    expect((await config(fields)).rope_theta).toBe(500_000);
    await expect(config({ rope_parameters: parameters })).rejects.toEqual(
      failure("checkpoint.config", /rope_theta twice: 10000, and 500000/),
    );
  });

  it("fills in what may be left out", async () => {
    const fields = {
      architectures: undefined,
      num_key_value_heads: undefined,
      rope_theta: undefined,
      rope_scaling: undefined,
      hidden_act: undefined,
      pad_token_id: -1,
      bos_token_id: null,
    };
    expect(await config(fields)).toMatchObject({
      head: "lm",
      num_key_value_heads: 4,
      rope_theta: 10_000,
      pad_token_id: null,
      bos_token_id: null,
    });
  });

  it("lets a sliding window be that no position reaches, or that is switched off", async () => {
    await expect(config({ sliding_window: 256 })).resolves.toBeDefined();
    await expect(config({ sliding_window: 8, use_sliding_window: false })).resolves.toBeDefined();
  });

  it.each([
    [{ model_type: "mistral" }, /"mistral"/],
    [{ model_type: "toString" }, /"toString"/],
    [{ architectures: ["LlamaForQuestionAnswering"] }, /LlamaForQuestionAnswering/],
    [{ architectures: ["Qwen2ForCausalLM"] }, /Qwen2ForCausalLM.*"llama"/],
    [{ rope_scaling: { type: "linear", factor: 2 } }, /rope_scaling of type "linear"/],
    [{ rope_scaling: { rope_type: "llama3", factor: 8 } }, /"llama3"/],
    [{ rope_parameters: { rope_type: "yarn", rope_theta: 1e4 } }, /rope_parameters of type "yarn"/],
    [{ hidden_act: "gelu" }, /"gelu"/],
    [{ mlp_bias: true }, /mlp_bias/],
    [{ partial_rotary_factor: 0.5 }, /partial_rotary_factor 0\.5/],
    [{ sliding_window: 8 }, /sliding window of 8/],
    [{ layer_types: ["full_attention", "sliding_attention"] }, /"sliding_attention"/],
    [{ quantization_config: { quant_method: "gptq" } }, /quantization_config/],
  ])("refuses %j by name", async (fields, message) => {
    await expect(config(fields)).rejects.toEqual(failure("checkpoint.unsupported", message));
  });

  it.each([
    [{ model_type: undefined }, /model_type/],
    [{ hidden_size: undefined }, /hidden_size/],
    [{ hidden_size: "32" }, /hidden_size/],
    [{ hidden_size: 32.5 }, /hidden_size/],
    [{ vocab_size: 0 }, /vocab_size/],
    [{ num_hidden_layers: 1e9 }, /num_hidden_layers/],
    [{ rms_norm_eps: -1 }, /rms_norm_eps/],
    [{ num_attention_heads: 5, num_key_value_heads: 5 }, /5 heads do not divide/],
    [{ num_key_value_heads: 3 }, /3 key\/value heads/],
    [{ head_dim: 7 }, /head_dim 7/],
    [{ eos_token_id: 97 }, /eos_token_id 97.*97/],
    [{ eos_token_id: [2, 1e6] }, /eos_token_id 1000000/],
    [{ bos_token_id: -2 }, /bos_token_id -2/],
    [{ pad_token_id: "0" }, /pad_token_id/],
  ])("calls %j malformed", async (fields, message) => {
    await expect(config(fields)).rejects.toEqual(failure("checkpoint.config", message));
  });

  it("refuses an end token outside the vocabulary in generation_config.json", async () => {
    const files = await changed("A", "generation_config.json", { eos_token_id: [2, 500] });
    await expect(read(files)).rejects.toEqual(failure("checkpoint.config", /eos_token_id 500/));
  });
});

describe("files that do not belong together", () => {
  it.each([
    [{ vocab_size: 98 }, /embed_tokens\.weight" has shape \[97,32\].*asks for \[98,32\]/],
    [{ intermediate_size: 65 }, /gate_proj/],
    [{ num_key_value_heads: 2 }, /k_proj/],
    [{ head_dim: 16 }, /q_proj/],
  ])("config.json with %j", async (fields, message) => {
    const files = await changed("A", "config.json", fields);
    await expect(read(files)).rejects.toEqual(failure("checkpoint.shape", message));
  });

  it.each([
    [{ num_hidden_layers: 3 }, /lacks tensor "model\.layers\.2\.input_layernorm/],
    [{ num_hidden_layers: 1 }, /has tensor "model\.layers\.1\./],
    [{ tie_word_embeddings: false }, /lacks tensor "lm_head/],
    [{ attention_bias: true }, /lacks tensor ".*q_proj\.bias/],
    [{ architectures: ["LlamaForSequenceClassification"] }, /lacks tensor "score\.weight/],
  ])("tensors for %j", async (fields, message) => {
    const files = await changed("A", "config.json", fields);
    await expect(read(files)).rejects.toEqual(failure("checkpoint.tensor", message));
  });

  it("a matrix lying on its side", async () => {
    const files = await reweighted("A", (tensors) => {
      const name = "model.layers.0.mlp.down_proj.weight";
      tensors.set(name, { shape: [64, 32], data: tensors.get(name)!.data });
    });
    await expect(read(files)).rejects.toEqual(
      failure("checkpoint.shape", /model\.safetensors: .*down_proj.*\[64,32\].*\[32,64\]/),
    );
  });

  it("the tokenizer of another model", async () => {
    const files = (await filesOf("A")).set(
      "tokenizer.json",
      (await filesOf("B")).get("tokenizer.json")!,
    );
    await expect(read(files)).rejects.toEqual(
      failure("checkpoint.tokenizer", /ids up to 130.*ends at 96/),
    );
  });

  it("an embedding with more rows than the tokenizer has ids is fine", async () => {
    const files = (await filesOf("B")).set(
      "tokenizer.json",
      (await filesOf("A")).get("tokenizer.json")!,
    );
    await expect(read(files)).resolves.toBeDefined();
  });
});

describe("files that are missing or broken", () => {
  it.each(["config.json", "tokenizer.json", "model.safetensors"])("without %s", async (file) => {
    const files = await filesOf("A");
    files.delete(file);
    await expect(read(files)).rejects.toEqual(
      failure("checkpoint.missing", new RegExp(`no ${file} in the test`)),
    );
  });

  it("without the two that may be missing", async () => {
    const files = await filesOf("A");
    files.delete("tokenizer_config.json");
    files.delete("generation_config.json");
    const { tokenizerConfig, generationConfig, config } = await read(files);
    expect([tokenizerConfig, generationConfig]).toEqual([{}, null]);
    expect(config.eos_token_ids).toEqual([2]);
  });

  it.each(NAMES.filter((file) => file.endsWith(".json")))("%s cut anywhere", async (file) => {
    const whole = (await filesOf("A")).get(file)!;
    for (const part of [0, 1, whole.length >> 1, whole.length - 2]) {
      const files = (await filesOf("A")).set(file, whole.subarray(0, part));
      await expect(read(files)).rejects.toEqual(
        failure("checkpoint.json", new RegExp(file.replace(".", "\\."))),
      );
    }
  });

  it.each([[null], [[]], ["text"], [7]])(
    "config.json and tokenizer.json holding %j",
    async (json) => {
      const noConfig = (await filesOf("A")).set("config.json", encode(json));
      await expect(read(noConfig)).rejects.toEqual(failure("checkpoint.config"));
      const noTokenizer = (await filesOf("A")).set("tokenizer.json", encode(json));
      await expect(read(noTokenizer)).rejects.toEqual(failure("checkpoint.tokenizer"));
    },
  );

  it("weights cut short", async () => {
    const files = await filesOf("A");
    files.set("model.safetensors", files.get("model.safetensors")!.subarray(0, 50_000));
    await expect(read(files)).rejects.toEqual(
      failure("checkpoint.truncated", /model\.safetensors ends at byte 50000; tensor/),
    );
  });

  it("weights too large, before they are read", async () => {
    const place = await mkdtemp(join(tmpdir(), "tilt-"));
    for (const [file, bytes] of await filesOf("A")) await writeFile(join(place, file), bytes);
    // A sparse file: two gigabytes that take no room, and that nobody may read into memory.
    await truncate(join(place, "model.safetensors"), 2 ** 31);
    await expect(readCheckpoint(folderSource(place))).rejects.toEqual(
      failure("checkpoint.too-large", /model\.safetensors has 2,147\.5 MB.*1,073\.7 MB/),
    );
    await rm(place, { recursive: true });
  });
});

describe("shards and their index", () => {
  const INDEX = "model.safetensors.index.json";
  const sharded = async (): Promise<Files> => {
    const checkpoint = await readCheckpoint(folderSource(folder("A")));
    return writeCheckpoint(checkpoint, { dtype: "F32", shardBytes: 50_000 });
  };
  const reindexed = async (change: (map: Record<string, string>) => void): Promise<Files> => {
    const files = await sharded();
    const index = decode(files.get(INDEX)!) as { weight_map: Record<string, string> };
    change(index.weight_map);
    return files.set(INDEX, encode(index));
  };

  it("a shard that is missing", async () => {
    const files = await sharded();
    files.delete("model-00002-of-00002.safetensors");
    await expect(read(files)).rejects.toEqual(
      failure("checkpoint.index", /model-00002-of-00002\.safetensors, which is not there/),
    );
  });

  it("a tensor that its shard lacks", async () => {
    const files = await reindexed((map) => {
      map["more.weight"] = "model-00001-of-00002.safetensors";
    });
    await expect(read(files)).rejects.toEqual(failure("checkpoint.index", /more\.weight/));
  });

  it("a tensor in two places", async () => {
    const files = await reindexed((map) => {
      map["model.norm.weight"] = "model-00001-of-00002.safetensors";
    });
    await expect(read(files)).rejects.toEqual(failure("checkpoint.index", /model\.norm\.weight/));
  });

  it.each([
    "../secret.safetensors",
    "/etc/passwd",
    "a/b.safetensors",
    "",
    "http://x/y.safetensors",
  ])("a shard elsewhere: %j", async (place) => {
    const files = await reindexed((map) => {
      map["model.norm.weight"] = place;
    });
    await expect(read(files)).rejects.toEqual(failure("checkpoint.index", /malformed/));
  });

  it("more bytes than allowed, over all shards", async () => {
    const source = memorySource(await sharded());
    await expect(readCheckpoint(source, { maxBytes: 94_975 })).rejects.toEqual(
      failure("checkpoint.too-large", /The weights/),
    );
  });
});

describe("fetching", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(answer: RequestListener): Promise<string> {
    const started = createServer(answer);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }

  it("reads a whole checkpoint and counts its bytes", async () => {
    const files = await filesOf("A");
    const url = await serve((request, response) => {
      const bytes = files.get(request.url!.replace("/model/", ""));
      if (!bytes) response.writeHead(404).end();
      else response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    });
    const seen: [number, number | null][] = [];
    const onProgress = (...progress: [number, number | null]) => seen.push(progress);
    const fetched = await readCheckpoint(fetchSource(`${url}/model/`), { onProgress });
    expect(fetched).toEqual(await readCheckpoint(folderSource(folder("A"))));
    expect(seen.at(-1)).toEqual([97_000, 97_000]);
    expect(seen.every(([, total]) => total === 97_000)).toBe(true);
    expect(seen.map(([loaded]) => loaded)).toEqual(
      seen.map(([loaded]) => loaded).sort((a, b) => a - b),
    );
  });

  it("does not take a compressed body's length for the file's", async () => {
    const body = new Uint8Array(100_000);
    const url = await serve((_, response) => {
      const packed = gzipSync(body);
      const headers = { "content-encoding": "gzip", "content-length": packed.length };
      response.writeHead(200, headers).end(packed);
    });
    const totals = new Set<number | null>();
    const bytes = await fetchSource(url).read("x", (_, total) => totals.add(total));
    expect(bytes).toEqual(body);
    expect([...totals]).toEqual([null, 100_000]);
  });

  it("does not know the total of a body sent in chunks until its end", async () => {
    const url = await serve((_, response) => {
      response.write("abc");
      setTimeout(() => response.end("def"), 20);
    });
    const seen: [number, number | null][] = [];
    const bytes = await fetchSource(url).read("x", (...progress) => seen.push(progress));
    expect(new TextDecoder().decode(bytes!)).toBe("abcdef");
    expect(seen).toEqual([
      [3, null],
      [6, null],
      [6, 6],
    ]);
  });

  it("takes a missing file, and the page that some servers send instead, for absent", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/gone") response.writeHead(410).end();
      else if (request.url === "/missing") response.writeHead(404).end("no");
      else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype");
    });
    for (const file of ["gone", "missing", "config.json"]) {
      expect(await fetchSource(url).read(file)).toBeNull();
    }
  });

  it("refuses a large file by its header, and one without header once it is too large", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/declared") response.writeHead(200, { "content-length": 2 ** 31 });
      response.write(new Uint8Array(1000));
    });
    for (const file of ["declared", "undeclared"]) {
      await expect(fetchSource(url).read(file, undefined, 999)).rejects.toEqual(
        failure("checkpoint.too-large", new RegExp(file)),
      );
    }
  });

  it("names the address when the server refuses, hangs up, or is not there", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/denied") response.writeHead(403).end();
      else {
        response.writeHead(200, { "content-length": 10 }).write("abc");
        setTimeout(() => response.destroy(), 20);
      }
    });
    await expect(fetchSource(url).read("denied")).rejects.toEqual(
      failure("fetch.failed", /\/denied: the server answered 403/),
    );
    await expect(fetchSource(url).read("half")).rejects.toEqual(failure("fetch.failed", /\/half/));
    server!.close();
    server!.closeAllConnections();
    await expect(fetchSource(url).read("x")).rejects.toEqual(failure("fetch.failed", /\/x/));
  });

  it("passes an abort on as an abort", async () => {
    const url = await serve((_, response) => void response.write("abc"));
    const abort = new AbortController();
    const reading = fetchSource(url, { signal: abort.signal }).read("x", () => abort.abort());
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});
