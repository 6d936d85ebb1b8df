/** @file Experiment → lab: methods, tasks, feedback and the models of given hosts come together here. */

import { Bank } from "../core/bank.ts";
import { Census } from "../core/census.ts";
import type { Experiment } from "../core/experiment.ts";
import { fitting, laps } from "../core/fitting.ts";
import { each, gently } from "../core/gently.ts";
import type { OnProgress } from "../core/hosts.ts";
import { inspector } from "../core/inspection.ts";
import { assertComponents, ownScorer, withOwn, type Own } from "../core/own.ts";
import { promptWriter } from "../core/prompt-writing.ts";
import { dice } from "../core/random.ts";
import { pairwiseRanker } from "../core/ranker.ts";
import { rewardModel } from "../core/reward-model.ts";
import { taskWriter } from "../core/writing.ts";
import { TiltError } from "../core/types.ts";
import type { Lab, Task, TaskEntry } from "../core/types.ts";
import { chosen } from "../feedback/choose.ts";
import { gold } from "../feedback/gold.ts";
import { Desk } from "../feedback/human.ts";
import { startGrader } from "../feedback/grader.ts";
import { selfJudge } from "../feedback/judge.ts";
import { flippingRater } from "../feedback/simulated.ts";
import { exactBench } from "./exact.ts";
import { MODELS, openModels, rewardAddress, worldOf, type Hosts } from "./hosts.ts";
import { heldOutPrompts, measures } from "./measuring.ts";
import type { Opened } from "./opened.ts";
import { usage } from "./usage.ts";
import { ask, unwatched } from "./visitor.ts";
import { entryOf } from "../menu.ts";
import { annotatorPrompt } from "../tasks/corpus/question.ts";
import { toy } from "../toy/task.ts";

/** Training prompts a lab works with; each round draws from them. */
const TRAIN_PROMPTS = 2048;
/** Held-out prompts whose answers the judge of a run is inspected on. */
const INSPECTED = 64;
/** Held-out pairs that a reward model trained in the tab is measured on. */
const FIT_HELD_OUT = 256;
/** Prompts whose reference answers, two each, set the scale of a reward model trained here. */
const SCALE_PROMPTS = 128;

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
  const [{ judgeForm, promptForm }, task, { engine, annotator }] = await Promise.all([
    import("../tasks/judging.ts"),
    textOf(entryOf(experiment)),
    openModels(experiment, watched, onProgress),
  ]);
  const truth = gold(task);
  const random = dice(experiment.seed);
  const places = Array.from({ length: TRAIN_PROMPTS }, (_, i) => i);
  const prompts = await gently(each(places, (i) => task.prompt("train", i)));
  const heldOut = heldOutPrompts(task, experiment.heldOut);
  const scale = async () => {
    const some = prompts.slice(0, SCALE_PROMPTS);
    const draws = { n: 2, temperature: 1, seed: random("scale") };
    return { prompts: some, completions: await hosts.policy.referenceSample(some, draws) };
  };
  const modelOf = (host: Hosts["reward"]) => rewardModel(host, hosts.model(MODELS.policy), scale);
  // The judge never changes under a method; what a method fits on the judge's labels is its own.
  const [judge, scorer] = [modelOf(reward), modelOf(reward)];
  // The visitor's view of the scorer, which the census does not count.
  const beside = modelOf(hosts.reward);
  if (experiment.ownReward) assertComponents(task, experiment.ownReward);
  const weighed = experiment.ownReward ?? visitors?.reward;
  const mine = weighed ? ownScorer(task, weighed, scale) : null;
  const proxy = mine ?? scorer;
  const desk = hosts.person && experiment.annotator === "human" ? new Desk() : null;
  const feedback = chosen(experiment.annotator, experiment.annotation, {
    scorer: mine ?? judge,
    truth: (blind) => gold(task, blind),
    host: annotator,
    ask: annotatorPrompt,
    desk,
  });
  const reference = bank.keeping(
    { sample: policy.referenceSample, logprob: policy.referenceLogprob },
    worldOf(engine),
    random,
  );
  const form = judgeForm(task);
  const itself = selfJudge(policy, form, policy.spell);
  const own = [...prompts, ...heldOut].map(({ text }) => text);
  const plain: Lab = {
    prompts,
    policy,
    reference,
    scorer: experiment.annotator === "gold" ? truth : proxy,
    rewardModel: scorer,
    annotator: feedback.annotator,
    writer: taskWriter(task, prompts, policy),
    ...census.watch({ judge: itself, grader: startGrader(hosts.policy, form) }),
    promptWriter: promptWriter({ reference, form: promptForm(task), own }),
    // What tells good answers from bad ones already has only to learn to compare.
    ranker: pairwiseRanker(reward, rewardAddress(experiment, hosts)),
    random,
  };
  const { evaluate, examine } = measures({
    policy,
    reference,
    judge: itself,
    random,
    task,
    heldOut,
    evaluated: experiment.heldOut,
    gold: truth,
    proxy,
  });
  const { rewardModel: choice } = experiment;
  const prepare =
    choice.kind === "trained" &&
    async function* () {
      yield* fitting({
        policy: hosts.policy,
        reward: judge,
        rater: flippingRater(truth, choice.noise),
        truth: flippingRater(truth, 0),
        prompts: laps(task, "train", choice.labels),
        heldOut: laps(task, "heldout", FIT_HELD_OUT),
        random,
      });
      await scorer.load(await judge.save());
    };
  return {
    task,
    bench: {
      lab: visitors ? withOwn(plain, visitors, task, policy) : plain,
      evaluate: () => census.setAside(evaluate),
      examine: (t) => census.setAside(() => examine(t)),
      atRound: feedback.atRound,
      ...(prepare ? { prepare } : {}),
    },
    engine: { ...engine, dispose: () => (desk?.leave(), hosts.dispose()) },
    // The visitor's questions are not the method's.
    ask: (text) => ask(task.ask(text), unwatched(hosts), proxy, truth, random("ask")),
    usage: () => usage(census.counted, hosts, annotator),
    instruct: feedback.instruct,
    inspector: inspector({
      ...{ ...unwatched(hosts), spell: hosts.policy.spell, gold: truth, seed: random("inspect") },
      name: proxy.name,
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
