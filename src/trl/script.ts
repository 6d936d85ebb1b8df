/**
 * @file The nearest run of TRL as a Python script. It reads prompts, pairs and answers out of the
 * run's own file, and the weights out of this project's folder of models.
 */
import { valuesOf, type Experiment } from "../core/experiment.ts";
import type { Method } from "../core/types.ts";
import { call, literal, type Literal } from "./python.ts";
import { nearest, TRL_VERSION, type Data, type Nearest } from "./trainers.ts";

/** As the engine trains: AdamW at a constant rate, no decay, gradients clipped at norm 1, in f32. */
const ENGINE: Readonly<Record<string, Literal>> = {
  lr_scheduler_type: "constant",
  optim: "adamw_torch",
  adam_beta1: 0.9,
  adam_beta2: 0.95,
  weight_decay: 0,
  max_grad_norm: 1,
  bf16: false,
  gradient_checkpointing: false,
  logging_steps: 1,
  save_strategy: "no",
  report_to: "none",
};

const EXPERIMENTAL: Partial<Record<Nearest["trainer"], string>> = {
  CPO: "cpo",
  OnlineDPO: "online_dpo",
  PPO: "ppo",
};

/** The functions that read the run's file, by what the trainer learns from. */
const READERS: Readonly<Record<"pairs" | "answers" | "prompts", string>> = {
  pairs: `def pairs():
    """Each list of pairs that the run formed, in order."""
    return [
        [{name: pair[name]["text"] for name in ("prompt", "chosen", "rejected")} for pair in step["pairs"]]
        for step in steps("pair")
        if step["pairs"]
    ]
`,
  answers: `def answers():
    """What each round of the run was trained on: the best answers that it had kept by then."""
    return [
        [{"prompt": x["prompt"]["text"], "completion": x["completion"]["text"]} for x in step["pool"]]
        for step in steps("select")
    ]
`,
  prompts: `def prompts():
    """The prompts that the run drew, in order."""
    return [prompt["text"] for step in steps("sample") for prompt in step["prompts"]]
`,
};

const readerOf: Readonly<Record<Data, keyof typeof READERS>> = {
  pairs: "pairs",
  "rounds of pairs": "pairs",
  "rounds of answers": "answers",
  prompts: "prompts",
  tokens: "prompts",
};

/**
 * The script, or in `why` a sentence that says why there is none.
 * @param method the experiment's, its knobs as they start on its task
 * @param file the run's own file, as it will lie beside the script
 */
export function trlScript(
  experiment: Experiment,
  method: Method,
  file: string,
  exact: boolean,
): { readonly script: string } | { readonly why: string } {
  const knobs = valuesOf(method.knobs, experiment.knobs);
  const near = nearest(method.id, knobs, exact);
  if ("why" in near) return near;
  const script = [
    headOf(method.name, near, experiment),
    importsOf(near),
    constantsOf(experiment, knobs, file),
    stepsReader,
    READERS[readerOf[near.data]],
    modelsOf(near),
    trainingOf(near, Number(knobs["learningRate"])),
    "model.save_pretrained(OUT)\ntokenizer.save_pretrained(OUT)\n",
  ];
  return { script: script.join("\n") };
}

function headOf(name: string, near: Nearest, experiment: Experiment): string {
  const differs = [...near.differs, ...judgeDiffers(near, experiment), ...ALWAYS];
  return `"""${name} as TRL would run it: ${near.trainer}Trainer with the settings of a run of Tilt.

    pip install "trl==${TRL_VERSION}"

Run it in the folder of Tilt's source with the run's own file beside it. In what it differs:

${differs.map((sentence) => `- ${sentence}\n`).join("")}"""
`;
}

const ALWAYS = [
  "The dice are PyTorch's, so the answers and the order of the batches are others.",
  "Nothing is evaluated on the way: gold is a program of Tilt's.",
];

function judgeDiffers(
  { data }: Nearest,
  { annotator, rewardModel, own, ownReward }: Experiment,
): string[] {
  const asked = data === "prompts" || data === "tokens";
  const others =
    annotator !== "reward-model" ||
    rewardModel.kind !== "bundled" ||
    own !== undefined ||
    ownReward;
  return asked && others
    ? ["The run was judged otherwise (see SETTINGS); here the bundled reward model judges."]
    : [];
}

function importsOf({ trainer, data, moving }: Nearest): string {
  const asks = data === "prompts" || data === "tokens";
  const from = EXPERIMENTAL[trainer];
  const classes = ["AutoModelForCausalLM", "AutoTokenizer"];
  if (asks) classes.splice(1, 0, "AutoModelForSequenceClassification");
  return [
    ...(moving ? ["import copy"] : []),
    "import json",
    "",
    "import torch",
    "from datasets import Dataset",
    `from transformers import ${classes.join(", ")}`,
    `from trl${from ? `.experimental.${from}` : ""} import ${trainer}Config, ${trainer}Trainer`,
    "",
  ].join("\n");
}

function constantsOf(experiment: Experiment, knobs: Literal & object, file: string): string {
  const { method, task, seed, annotator, annotation, rewardModel, own, ownReward } = experiment;
  const told = { instruction: annotation.instruction, annotator };
  const mine = { own: own ?? null, ...(ownReward ? { ownReward } : {}) };
  const settings = { method, ...told, rewardModel: { ...rewardModel }, ...mine, knobs };
  return `MODEL = "public/models/tilt-1m"
JUDGE = "public/models/tilt-1m-reward"
RUN = ${literal(file)}
OUT = ${literal(`trl-${method}`)}
TASK = ${literal(task)}
SEED = ${literal(seed)}
# All that was set in the run, for the record.
SETTINGS = ${literal(settings as Literal)}
`;
}

const stepsReader = `
def steps(kind):
    with open(RUN, encoding="utf-8") as lines:
        return [step for step in map(json.loads, lines) if step["kind"] == kind]

`;

function modelsOf({ trainer, data, moving, noEnd }: Nearest): string {
  const load = "from_pretrained(MODEL, dtype=torch.float32)";
  const lines = [
    "",
    `tokenizer = AutoTokenizer.from_pretrained(MODEL${data === "tokens" ? ', padding_side="left"' : ""})`,
    `model = AutoModelForCausalLM.${load}`,
  ];
  if ((trainer === "DPO" && !moving) || trainer === "PPO")
    lines.push(`start = AutoModelForCausalLM.${load}`);
  if (data === "prompts" || data === "tokens") {
    lines.push(
      "judge = AutoModelForSequenceClassification.from_pretrained(JUDGE, dtype=torch.float32)",
      "# In Tilt's unit, standard deviations of the start model's rewards; their mean shifts all alike.",
      'judge.score.weight.data /= judge.config.reward_normalisation[TASK]["std"]',
    );
  }
  if (data === "tokens") {
    lines.push(
      `value = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=1, dtype=torch.float32)`,
      "# It expects nothing at first.",
      "torch.nn.init.zeros_(value.score.weight)",
    );
  }
  if (noEnd !== undefined) {
    lines.push(
      "",
      "",
      "def no_end(completion_ids, **_):",
      '    """What is taken off an answer that ran into the length limit."""',
      `    return [0.0 if tokenizer.eos_token_id in ids else -float(${literal(noEnd)}) for ids in completion_ids]`,
      "",
    );
  }
  return `${lines.join("\n")}\n`;
}

function trainingOf(near: Nearest, learningRate: number): string {
  const { trainer, data, settings, moving, noEnd } = near;
  const args = call(
    `args = ${trainer}Config`,
    { output_dir: "OUT", seed: "SEED" },
    { learning_rate: learningRate, ...settings, ...ENGINE },
  );
  const reference = moving ? "copy.deepcopy(model)" : "start";
  const train = (rows: string) =>
    call(`trainer = ${trainer}Trainer`, {
      model: "model",
      ...(trainer === "DPO" ? { ref_model: reference } : {}),
      ...(data === "prompts"
        ? { reward_funcs: noEnd === undefined ? "judge" : "[judge, no_end]" }
        : {}),
      ...(data === "prompts"
        ? { reward_processing_classes: noEnd === undefined ? "tokenizer" : "[tokenizer, None]" }
        : {}),
      ...(trainer === "PPO"
        ? { ref_model: "start", reward_model: "judge", value_model: "value" }
        : {}),
      args: "args",
      train_dataset: rows,
      processing_class: "tokenizer",
    }) + "\ntrainer.train()\n";
  const once = (rows: string) => `${args}\n${train(rows)}`;
  switch (data) {
    case "pairs":
      return once("Dataset.from_list([pair for some in pairs() for pair in some])");
    case "prompts":
      return once('Dataset.from_list([{"prompt": prompt} for prompt in prompts()])');
    case "tokens":
      return once("Dataset.from_list([tokenizer(prompt) for prompt in prompts()])");
    default: {
      const each = data === "rounds of pairs" ? "pairs" : "answers";
      return `${args}\nfor some in ${each}():\n${indented(train("Dataset.from_list(some)"))}`;
    }
  }
}

const indented = (code: string): string => code.replace(/^(?=.)/gm, "    ");
