/**
 * @file Who was asked for what: the hosts of a lab, watched. A table of how many models a method
 * needs is then counted from a run, not asserted. Evaluation is set aside, since no method asks for it.
 */

import { usesReference } from "./losses.ts";
import { sequences } from "./objectives.ts";
import type { Completion, Objective } from "./types.ts";

/** Weights that are a model of their own. */
export type WeightSet =
  "policy" | "reference" | "copy of the policy" | "reward model" | "annotator";

/** Where an answer came from that was trained on: drawn by a set of weights, or given. */
export type Source = "policy" | "reference" | "given";

type Drawn = { readonly source: Source; readonly update: number };

/** What a host's verb asks of which weights. */
type Role = {
  readonly set: WeightSet;
  readonly act: "draw" | "read" | "score" | "learn" | "fit";
};

/** The verbs that matter, by host. The rest (opening, saving, exact divergences) is bookkeeping. */
const ROLES: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  policy: {
    sample: { set: "policy", act: "draw" },
    referenceSample: { set: "reference", act: "draw" },
    logprob: { set: "policy", act: "read" },
    referenceLogprob: { set: "reference", act: "read" },
    instead: { set: "policy", act: "read" },
    // The value head sits on the policy's own trunk.
    values: { set: "policy", act: "read" },
    update: { set: "policy", act: "learn" },
  },
  reward: {
    scoreAll: { set: "reward model", act: "score" },
    fit: { set: "reward model", act: "fit" },
    fitRanker: { set: "reward model", act: "fit" },
    compareAll: { set: "reward model", act: "score" },
  },
  // The policy, asked for its opinion.
  judge: {
    grade: { set: "policy", act: "score" },
  },
  // The start model: the very weights that the policy is held to.
  grader: {
    grade: { set: "reference", act: "score" },
  },
  annotator: {
    choose: { set: "annotator", act: "score" },
  },
};

/** What was seen of one run. */
export type Counted = {
  /** Asked in a gradient step, or read for the loss of one. */
  readonly gradient: ReadonlySet<WeightSet>;
  /** Asked to draw answers and to judge them. */
  readonly sampling: ReadonlySet<WeightSet>;
  /** Changed by a gradient step. */
  readonly trainable: ReadonlySet<WeightSet>;
  readonly updates: number;
  /** Answers trained on, by where they came from, and the mean number of updates since their draw. */
  readonly trainedOn: Readonly<Record<Source, number>>;
  readonly age: number;
  /** Judgements of answers that the policy itself had drawn after its first update. */
  readonly onlineFeedback: number;
  readonly judged: number;
};

export class Census {
  #aside = 0;
  #updates = 0;
  readonly #gradient = new Set<WeightSet>();
  readonly #sampling = new Set<WeightSet>();
  readonly #trainable = new Set<WeightSet>();
  readonly #drawn = new Map<string, Drawn>();
  #latest: Drawn | undefined;
  /** Asked for log-probabilities since the last draw. */
  #read = new Set<WeightSet>();
  readonly #trainedOn: Record<Source, number> = { policy: 0, reference: 0, given: 0 };
  #ages = 0;
  #online = 0;
  #judged = 0;

  /** The same hosts, their verbs counted. */
  watch<T extends object>(hosts: T): T {
    const watched = Object.entries(hosts).map(([name, host]: [string, unknown]) => {
      const roles = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
      if (!roles || host === null) return [name, host];
      // A host that is started by its first call.
      if (typeof host === "function") {
        return [name, () => this.#watchOne((host as () => object)(), roles)];
      }
      return [name, this.#watchOne(host as object, roles)];
    });
    return Object.fromEntries(watched) as T;
  }

  /** Work that belongs to no method. */
  async setAside<T>(work: () => Promise<T>): Promise<T> {
    this.#aside += 1;
    try {
      return await work();
    } finally {
      this.#aside -= 1;
    }
  }

  get counted(): Counted {
    const trained = Object.values(this.#trainedOn).reduce((a, b) => a + b, 0);
    return {
      gradient: this.#gradient,
      sampling: this.#sampling,
      trainable: this.#trainable,
      updates: this.#updates,
      trainedOn: this.#trainedOn,
      age: trained === 0 ? 0 : this.#ages / trained,
      onlineFeedback: this.#online,
      judged: this.#judged,
    };
  }

  #watchOne<T extends object>(host: T, roles: Readonly<Record<string, Role>>): T {
    const note = async (role: Role, args: readonly unknown[], result: Promise<unknown>) => {
      const value = await result;
      if (this.#aside === 0) this.#note(role, args, value);
      return value;
    };
    return new Proxy(host, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        const role = typeof key === "string" && Object.hasOwn(roles, key) ? roles[key] : undefined;
        if (!role || typeof value !== "function") return value;
        return (...args: readonly unknown[]) =>
          note(role, args, Promise.resolve(Reflect.apply(value, target, args)));
      },
    });
  }

  #note({ set, act }: Role, args: readonly unknown[], value: unknown): void {
    if (act === "draw") this.#draw(set, value as Completion[][]);
    else if (act === "read") this.#read.add(set);
    else if (act === "score") this.#score(set, args);
    else if (act === "learn") this.#learn(args[0] as Objective);
    else this.#sampling.add(set);
  }

  #draw(set: WeightSet, rows: readonly (readonly Completion[])[]): void {
    this.#sampling.add(set);
    this.#read = new Set();
    const source = set === "reference" ? "reference" : "policy";
    this.#latest = { source, update: this.#updates };
    for (const y of rows.flat()) this.#drawn.set(keyOf(y), this.#latest);
  }

  #score(set: WeightSet, args: readonly unknown[]): void {
    this.#sampling.add(set);
    const completions = completionsIn(args);
    // Questions in words name no answer: they are about the latest draw.
    const questions = completions.length === 0 && Array.isArray(args[0]) ? args[0].length : 0;
    const drawn = completions.map((y) => this.#drawn.get(keyOf(y)));
    for (const one of [...drawn, ...Array<Drawn | undefined>(questions).fill(this.#latest)]) {
      this.#judged += 1;
      if (one?.source === "policy" && one.update > 0) this.#online += 1;
    }
  }

  #learn(objective: Objective): void {
    this.#gradient.add("policy");
    this.#trainable.add("policy");
    if (compares(objective)) {
      if (this.#read.has("reference")) this.#gradient.add("reference");
      // Log-probabilities of the policy as it was: once it moves, that is another model.
      else if (this.#read.has("policy")) this.#gradient.add("copy of the policy");
    }
    for (const { completion } of sequences(objective)) {
      const drawn = this.#drawn.get(keyOf(completion));
      this.#trainedOn[drawn?.source ?? "given"] += 1;
      this.#ages += drawn ? this.#updates - drawn.update : 0;
    }
    this.#updates += 1;
  }
}

/** Whether an objective needs the log-probabilities of another model than the policy. */
function compares(objective: Objective): boolean {
  if (objective.kind === "pairs") return usesReference(objective.loss);
  return !["sft", "rrhf", "click", "cringe"].includes(objective.kind);
}

/** The same tokens to the same prompt are the same answer. */
const keyOf = ({ promptId, tokens }: Completion): string => `${promptId} ${tokens.join(" ")}`;

/** Every completion somewhere in the arguments of a call. */
function completionsIn(value: unknown): Completion[] {
  if (Array.isArray(value)) return value.flatMap(completionsIn);
  if (typeof value !== "object" || value === null) return [];
  if ("tokens" in value && "promptId" in value) return [value as Completion];
  return Object.values(value).flatMap(completionsIn);
}
