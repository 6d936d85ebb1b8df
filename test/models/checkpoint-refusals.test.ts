import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderSource } from "../../src/cli/files.ts";
import { memorySource, readCheckpoint, writeCheckpoint } from "../../src/models/checkpoint.ts";
import {
  NAMES,
  folder,
  type Files,
  filesOf,
  encode,
  decode,
  changed,
  reweighted,
  read,
  failure,
} from "./checkpoint-files.ts";

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
