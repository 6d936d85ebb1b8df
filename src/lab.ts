/** @file Experiment → lab: the only joint between methods, tasks, feedback and the models. */

import { Bank } from "./core/bank.ts";
import { Census, type Counted } from "./core/census.ts";
import { evaluator } from "./core/evaluate.ts";
import type { Annotation } from "./core/annotation.ts";
import { examiner } from "./core/examination.ts";
import type { Experiment } from "./core/experiment.ts";
import { fitting, laps } from "./core/fitting.ts";
import { each, gently } from "./core/gently.ts";
import type { AnnotatorHost, Engine, OnProgress, PolicyHost, RewardHost } from "./core/hosts.ts";
import { inspector, type Inspector } from "./core/inspection.ts";
import { ownScorer, withOwn, type Own } from "./core/own.ts";
import { promptWriter } from "./core/prompt-writing.ts";
import { dice } from "./core/random.ts";
import { pairwiseRanker } from "./core/ranker.ts";
import { rewardModel } from "./core/reward-model.ts";
import { taskWriter } from "./core/writing.ts";
import type { Bench } from "./core/run.ts";
import { TiltError } from "./core/types.ts";
import type { Completion, Lab, Prompt, Scorer } from "./core/types.ts";
import type { Task, TaskEntry } from "./core/types.ts";
import { chosen, sizeOf, type Chosen } from "./feedback/choose.ts";
import { gold } from "./feedback/gold.ts";
import { Desk } from "./feedback/human.ts";
import { startGrader } from "./feedback/grader.ts";
import { selfJudge } from "./feedback/judge.ts";
import { flippingRater } from "./feedback/simulated.ts";
import { entryOf } from "./menu.ts";
import { annotatorPrompt } from "./tasks/corpus/question.ts";
import { toyBench } from "./toy/bench.ts";
import type { inspect } from "./toy/reward-lab.ts";
import { toy } from "./toy/task.ts";
import { world } from "./toy/world.ts";
import { wireAnnotator, wirePolicy, wireReward } from "./workers/connect.ts";

export { entryOf, menu, methodOf } from "./menu.ts";
export type { Engine, Progress } from "./core/hosts.ts";
export type { Desk } from "./feedback/human.ts";
export type { Sitting } from "./feedback/human.ts";
export type { Inspection, Spoiling } from "./toy/reward-lab.ts";

/** What decides the answers in a sample bank, besides the draw and the prompt. */
export const worldOf = ({ backend }: Pick<Engine, "backend">) => `${MODELS.policy} on ${backend}`;

/** Folders under `models/`; an annotator's has its size behind it. */
export const MODELS = {
  policy: "tilt-1m",
  reward: "tilt-1m-reward",
  annotator: "tilt-annotator",
} as const;

/** A reward model of the exact world, spoilt and inspected: nothing to load, nothing to wait for. */
export const inspectReward = async (...asked: Parameters<typeof inspect>) =>
  (await import("./toy/reward-lab.ts")).inspect(...asked);

/** Training prompts a lab works with; each round draws from them. */
const TRAIN_PROMPTS = 2048;
/** Held-out prompts whose answers a judge is examined on, and answers to each. */
const EXAM = { prompts: 48, n: 4, temperature: 1 } as const;
/** Held-out prompts whose answers the judge of a run is inspected on. */
const INSPECTED = 64;
/** Held-out pairs that a reward model trained in the tab is measured on. */
const FIT_HELD_OUT = 256;
/** Prompts whose reference answers, two each, set the scale of a reward model trained here. */
const SCALE_PROMPTS = 128;

/** One answer to the visitor's own prompt. */
export type Answered = {
  readonly completion: Completion;
  readonly proxy: number;
  readonly gold: number;
};
export type Answers = {
  readonly prompt: Prompt;
  readonly before: Answered;
  readonly now: Answered;
};

/** Weight sets asked while the method trains and while it samples, counted from the run. */
export type Resident = {
  readonly train: number;
  readonly sample: number;
  readonly trainable: number;
  readonly frozen: number;
  /** Of everything that the hosts hold. */
  readonly bytes: number;
};

/** The exact world laid open, by question and answer. */
export type ExactWorld = {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  /** π_ref(answer | question). */
  readonly reference: readonly (readonly number[])[];
  /** As the method sees them. */
  readonly rewards: readonly (readonly number[])[];
  /** What people answer to each question. */
  readonly data: readonly (readonly number[])[];
  /** Rewards as the reward model that a method may fit gives them now. */
  fitted(): readonly (readonly number[])[];
  /** π(answer | question) as it is now. */
  policy(): number[][];
};

export type Opened = {
  readonly task: Task;
  readonly bench: Bench;
  readonly engine: Engine & { dispose(): void };
  /** Only where every answer can be listed. */
  readonly exact?: ExactWorld;
  /** The visitor's own words, answered by π_ref and by π as it is now. */
  ask(text: string): Promise<Answers>;
  /** Tokens so far, and the weight sets that the method has asked for since the bench was opened. */
  usage(): Promise<{
    readonly tokens: number;
    readonly models: Resident;
    /** What was seen, in full; null in the exact world, which has no weights. */
    readonly seen: Counted | null;
  }>;
  /** Changes what an instructed annotator is told, from the next label on. */
  instruct(annotation: Annotation): void;
  /** What the method's judge is worth; null in the exact world, whose judges are laid open. */
  readonly inspector: Inspector | null;
  /** Where questions wait for the person at the screen, when that is who labels. */
  readonly desk: Desk | null;
  /** The policy's own copies and files; null in a world without weights. */
  readonly weights: Weights | null;
};

export type Weights = Pick<PolicyHost, "keep" | "recall" | "discard" | "files" | "checkGradient">;

/** Where the models live. */
export type Hosts = {
  readonly policy: PolicyHost;
  readonly reward: RewardHost;
  /** A model that is told what to prefer: started by the first call. */
  annotator(): AnnotatorHost;
  /** Whether a person is there to be asked. */
  readonly person: boolean;
  /** The address of a folder under `models/`. */
  model(folder: string): string;
  dispose(): void;
};

/** A bench in the page: each model in a worker of its own. */
export async function openBench(
  experiment: Experiment,
  options: { onProgress?: OnProgress; signal?: AbortSignal; bank?: Bank; own?: Own | null } = {},
): Promise<Opened> {
  if (experiment.task === toy.id) return exactBench(experiment, true);
  const [policy, reward] = [wirePolicy(), wireReward()];
  let third: ReturnType<typeof wireAnnotator> | null = null;
  const hosts: Hosts = {
    policy: policy.remote,
    reward: reward.remote,
    annotator: () => (third ??= wireAnnotator()).remote,
    person: true,
    model: (folder) => new URL(`models/${folder}`, document.baseURI).href,
    dispose() {
      policy.dispose();
      reward.dispose();
      third?.dispose();
    },
  };
  const stop = () => hosts.dispose();
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const opened = await assemble(experiment, hosts, options.onProgress, options.bank, options.own);
    options.signal?.throwIfAborted();
    return opened;
  } catch (error) {
    hosts.dispose();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}

/** Opens both models and builds the lab of an experiment around them. */
export async function assemble(
  experiment: Experiment,
  hosts: Hosts,
  onProgress: OnProgress = () => {},
  bank = new Bank(),
  visitors: Own | null = null,
): Promise<Opened> {
  if (experiment.task === toy.id) return exactBench(experiment, hosts.person);
  const census = new Census();
  const watched = census.watch(hosts);
  const { policy, reward } = watched;
  const { backend, rewardModel: choice } = experiment;
  const trained = choice.kind === "trained";
  const size = sizeOf(experiment.annotator);
  const annotator = size ? watched.annotator() : null;
  const [{ judgeForm, promptForm }, task, engine] = await Promise.all([
    import("./tasks/judging.ts"),
    textOf(entryOf(experiment)),
    policy.open({ model: hosts.model(MODELS.policy), backend }, onProgress),
    reward.open(
      {
        model: hosts.model(trained ? MODELS.policy : MODELS.reward),
        backend,
        task: experiment.task,
      },
      onProgress,
    ),
    annotator?.open({ model: hosts.model(`${MODELS.annotator}-${size}`), backend }, onProgress),
  ]);
  const truth = gold(task);
  const random = dice(experiment.seed);
  const places = Array.from({ length: TRAIN_PROMPTS }, (_, i) => i);
  const prompts = await gently(each(places, (i) => task.prompt("train", i)));
  const scale = async () => {
    const some = prompts.slice(0, SCALE_PROMPTS);
    const draws = { n: 2, temperature: 1, seed: random("scale") };
    return { prompts: some, completions: await hosts.policy.referenceSample(some, draws) };
  };
  // The judge never changes under a method; what a method fits on the judge's labels is its own.
  const judge = rewardModel(reward, hosts.model(MODELS.policy), scale);
  const scorer = rewardModel(reward, hosts.model(MODELS.policy), scale);
  // The visitor's view of the scorer, which the census does not count.
  const beside = rewardModel(hosts.reward, hosts.model(MODELS.policy), scale);
  const reference = bank.keeping(
    { sample: policy.referenceSample, logprob: policy.referenceLogprob },
    worldOf(engine),
    random,
  );
  const heldOut = Array.from({ length: Math.max(experiment.heldOut, EXAM.prompts) }, (_, i) =>
    task.prompt("heldout", i),
  );
  const own = [...prompts, ...heldOut].map(({ text }) => text);
  const form = judgeForm(task);
  const itself = selfJudge(policy, form, policy.spell);
  const grader = startGrader(hosts.policy, form);
  const mine = visitors?.reward ? ownScorer(task, visitors.reward, scale) : null;
  const desk = hosts.person && experiment.annotator === "human" ? new Desk() : null;
  const feedback = chosen(experiment.annotator, experiment.annotation, {
    scorer: mine ?? judge,
    truth: (blind) => gold(task, blind),
    host: annotator,
    ask: annotatorPrompt,
    desk,
  });
  const plain: Lab = {
    prompts,
    policy,
    reference,
    scorer: experiment.annotator === "gold" ? truth : (mine ?? scorer),
    rewardModel: scorer,
    annotator: feedback.annotator,
    writer: taskWriter(task, prompts, policy),
    ...census.watch({ judge: itself, grader }),
    promptWriter: promptWriter({ reference, form: promptForm(task), own }),
    // What tells good answers from bad ones already has only to learn to compare.
    ranker: pairwiseRanker(reward, hosts.model(trained ? MODELS.policy : MODELS.reward)),
    random,
  };
  const lab = visitors ? withOwn(plain, visitors, task, policy) : plain;
  const evaluate = evaluator({
    policy,
    prompts: heldOut.slice(0, experiment.heldOut),
    gold: truth,
    proxy: mine ?? scorer,
    independent: independent(task),
    seed: random("evaluate"),
  });
  const examine = examiner({
    judge: itself,
    gold: truth,
    seed: random("exam"),
    paper: async () => {
      const asked = heldOut.slice(0, EXAM.prompts);
      const draws = { ...EXAM, seed: random("exam", "answers") };
      return { prompts: asked, completions: await reference.sample(asked, draws) };
    },
  });
  const prepare = async function* () {
    yield* fitting({
      policy: hosts.policy,
      reward: judge,
      rater: flippingRater(truth, trained ? choice.noise : 0),
      truth: flippingRater(truth, 0),
      prompts: laps(task, "train", trained ? choice.labels : 0),
      heldOut: laps(task, "heldout", FIT_HELD_OUT),
      random,
    });
    await scorer.load(await judge.save());
  };
  return {
    task,
    bench: {
      lab,
      evaluate: () => census.setAside(evaluate),
      examine: (t) => census.setAside(() => examine(t)),
      atRound: feedback.atRound,
      ...(trained ? { prepare } : {}),
    },
    engine: { ...engine, dispose: () => (desk?.leave(), hosts.dispose()) },
    // The visitor's questions are not the method's.
    ask: (text) => ask(task.ask(text), unwatched(hosts), mine ?? scorer, truth, random("ask")),
    usage: () => usage(census.counted, hosts, annotator),
    instruct: feedback.instruct,
    inspector: inspector({
      ...{ ...unwatched(hosts), spell: hosts.policy.spell, gold: truth, seed: random("inspect") },
      name: (mine ?? scorer).name,
      prompts: Array.from({ length: INSPECTED }, (_, i) => task.prompt("heldout", i)),
      async judge() {
        if (mine) return mine;
        await beside.load(await scorer.save());
        return beside;
      },
    }),
    desk,
    weights: policy,
  };
}

async function textOf(entry: TaskEntry): Promise<Task> {
  try {
    return await entry.load();
  } catch (cause) {
    throw new TiltError(
      "fetch.task",
      `The text of the task ${entry.name} did not arrive.`,
      "Check the connection and try again.",
      { cause },
    );
  }
}

function independent(task: Task): Scorer {
  const scored = (prompt: Prompt, completions: readonly Completion[]) =>
    completions.map(({ text, finished }) => task.independent(prompt, text, finished));
  return {
    name: "independent evaluator",
    score: async (prompt, completions) => scored(prompt, completions),
    scoreAll: (prompts, completions) =>
      gently(each(prompts, (prompt, i) => scored(prompt, completions[i]!))),
  };
}

const unwatched = ({ policy }: Hosts): Pick<Lab, "policy" | "reference"> => ({
  policy,
  reference: { sample: policy.referenceSample, logprob: policy.referenceLogprob },
});

async function ask(
  prompt: Prompt,
  { policy, reference }: Pick<Lab, "policy" | "reference">,
  proxy: Scorer,
  truth: Scorer,
  seed: number,
): Promise<Answers> {
  const draws = { n: 1, temperature: 0.7, seed };
  const answered = async (drawn: Promise<Completion[][]>): Promise<Answered> => {
    const completion = (await drawn)[0]![0]!;
    const [[p], [g]] = await Promise.all([
      proxy.score(prompt, [completion]),
      truth.score(prompt, [completion]),
    ]);
    return { completion, proxy: p!, gold: g! };
  };
  const before = await answered(reference.sample([prompt], draws));
  return { prompt, before, now: await answered(policy.sample([prompt], draws)) };
}

/** What was asked of the hosts, in numbers. Gold, whoever sees it badly, and a person are no models. */
async function usage(seen: Counted, { policy, reward }: Hosts, annotator: AnnotatorHost | null) {
  const held = await Promise.all([policy.usage(), reward.usage(), annotator?.usage() ?? []].flat());
  const asked = new Set([...seen.gradient, ...seen.sampling]);
  const models: Resident = {
    train: seen.gradient.size,
    sample: seen.sampling.size,
    trainable: seen.trainable.size,
    frozen: asked.size - seen.trainable.size,
    bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return { tokens: held.reduce((sum, { tokens }) => sum + tokens, 0), models, seen };
}

/** The exact world: no model, no worker, no waiting. */
function exactBench(experiment: Experiment, person: boolean): Opened {
  const desk = person && experiment.annotator === "human" ? new Desk() : null;
  const feedback = experiment.annotator === "gold" ? "gold" : "proxy";
  let labels: Chosen | null = null;
  const bench = toyBench({
    seed: experiment.seed,
    annotator: (scorer) =>
      (labels = chosen(experiment.annotator, experiment.annotation, {
        scorer,
        truth: (blind) => (experiment.annotator === "gold" ? scorer : gold(toy, blind)),
        host: null,
        ask: annotatorPrompt,
        desk,
      })).annotator,
    feedback,
  });
  const { lab } = bench;
  return {
    task: toy,
    bench,
    exact: {
      questions: world.questions,
      answers: world.answers.map(({ text }) => text),
      reference: world.base,
      rewards: world[feedback],
      data: world.data,
      fitted: bench.fitted,
      policy: () => world.questions.map((_, q) => bench.policy.law(q)),
    },
    engine: {
      backend: "exact",
      reason: "The exact world is computed in plain JavaScript; it needs no engine.",
      adapter: null,
      threads: 1,
      dispose: () => desk?.leave(),
    },
    ask: async (text) => {
      const truth = gold(toy);
      return ask(toy.ask(text), lab, lab.scorer, truth, lab.random("ask"));
    },
    weights: null,
    inspector: null,
    usage: async () => ({
      tokens: 0,
      models: { train: 0, sample: 0, trainable: 0, frozen: 0, bytes: 0 },
      seen: null,
    }),
    instruct: (annotation) => labels?.instruct(annotation),
    desk,
  };
}
