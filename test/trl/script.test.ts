import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { defaults, valuesOf, type Experiment } from "../../src/core/experiment.ts";
import type { Knob } from "../../src/core/types.ts";
import { menu, methodOf } from "../../src/menu.ts";
import { literal } from "../../src/trl/python.ts";
import { trlScript } from "../../src/trl/script.ts";
import { nearest, REASONS, TRL_VERSION } from "../../src/trl/trainers.ts";
import { translated } from "../../src/ui/words/book.ts";
import { korean } from "../../src/ui/words/ko-book.ts";

/** Code without its strings and comments; throws where a string does not end. */
function bare(source: string): string {
  let code = "";
  for (let i = 0; i < source.length;) {
    const rest = source.slice(i);
    const [token] = /^("""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[^"#])/.exec(rest) ?? [];
    if (token === undefined) throw new Error(`A string does not end: ${rest.slice(0, 60)}`);
    if (token.startsWith('"')) code += '""';
    else if (!token.startsWith("#")) code += token;
    i += token.length;
  }
  return code;
}

/** Every bracket is closed by its own kind, and every block is indented by fours. */
function assertShape(source: string): void {
  const code = bare(source);
  const open: string[] = [];
  for (const mark of code.match(/[()[\]{}]/g) ?? []) {
    if ("([{".includes(mark)) open.push(mark);
    else expect(`${open.pop()}${mark}`).toMatch(/^(\(\)|\[\]|\{\})$/);
  }
  expect(open).toEqual([]);
  for (const line of code.split("\n")) expect(/^ */.exec(line)![0].length % 4).toBe(0);
}

/** Each choice in turn, and each number at both of its ends. */
function* variants(knobs: Readonly<Record<string, Knob>>) {
  yield {};
  for (const [name, knob] of Object.entries(knobs)) {
    const values = knob.type === "choice" ? knob.options : [knob.min, knob.max];
    for (const value of values) yield { [name]: value };
  }
}

const written = (changes: Partial<Experiment>, file = "run.jsonl") => {
  const experiment = { ...defaults(menu), ...changes };
  return trlScript(experiment, methodOf(experiment), file, changes.task === "toy");
};
const scriptOf = (changes: Partial<Experiment>, file?: string): string => {
  const result = written(changes, file);
  if ("why" in result) throw new Error(result.why);
  return result.script;
};

const NEAR = {
  ...{ dpo: "DPO", ipo: "DPO", "slic-hf": "CPO", rso: "DPO", "iterative-dpo": "DPO" },
  ...{ "best-of-n": "SFT", "online-dpo": "OnlineDPO", rloo: "RLOO", grpo: "GRPO" },
  "rlhf-ppo": "PPO",
} as const;
const near = Object.entries(NEAR);
const far = Object.keys(menu.methods).filter((method) => !(method in NEAR));

describe("the equivalent TRL script", () => {
  it.each(near)(
    "of %s: %sTrainer, well-formed at every knob, all settings in it",
    (id, trainer) => {
      const method = methodOf({ ...defaults(menu), method: id });
      for (const knobs of variants(method.knobs)) {
        const script = scriptOf({ method: id, knobs });
        assertShape(script);
        expect(script).toContain(`pip install "trl==${TRL_VERSION}"`);
        expect(script).toMatch(new RegExp(`= (${trainer}|CPO)Trainer\\(`));
        const values = valuesOf(method.knobs, knobs);
        for (const [name, value] of Object.entries(values)) {
          expect(script).toContain(`${literal(name)}: ${literal(value)}`);
        }
        const found = nearest(id, values, false);
        if ("why" in found) throw new Error(found.why);
        for (const [name, value] of Object.entries(found.settings)) {
          expect(script).toContain(`    ${name}=${literal(value)},\n`);
          if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
        }
        expect(script).toContain(`    learning_rate=${literal(values["learningRate"]!)},\n`);
      }
    },
  );

  it("says what it cannot do as the run did", () => {
    expect(scriptOf({ method: "ipo" })).toContain("divides each log-ratio by the length");
    expect(scriptOf({ method: "ipo", knobs: { average: "mean" } })).not.toContain("divides each");
    expect(scriptOf({ method: "dpo", knobs: { source: "fresh" } })).toContain(
      "num_train_epochs=1,",
    );
    expect(scriptOf({ method: "rso", knobs: { loss: "hinge" } })).toContain("CPOTrainer(");
    expect(scriptOf({ method: "grpo", annotator: "gold" })).toContain("judged otherwise");
    expect(scriptOf({ method: "dpo", annotator: "gold" })).not.toContain("judged otherwise");
    const slic = scriptOf({ method: "slic-hf", knobs: { delta: 4, lambda: 2 } });
    expect(slic).toContain("beta=0.25,");
    expect(slic).toContain("cpo_alpha=0.5,");
    const odd = scriptOf({ method: "rloo", knobs: { batch: 10, k: 3, minibatch: 8 } });
    expect(odd).toContain("per_device_train_batch_size=6,");
    expect(odd).toContain("6 answers instead of 8");
    expect(odd).toContain("max_steps=200,");
  });

  it("lets nothing of a run out of its quotes", () => {
    const nasty = `a"; import os\n"""\\ '{}' \u2028 🙂 조용히\u0000`;
    const annotation = { ...defaults(menu).annotation, instruction: nasty };
    const changes = { method: "dpo", annotator: "instructed-s", annotation, own: nasty } as const;
    const script = scriptOf(changes, nasty);
    assertShape(script);
    expect(script).not.toContain(nasty);
    expect(script.match(/import os/g)).toHaveLength(3);
    expect(bare(script)).not.toContain("import os");
    expect(bare(script)).toBe(
      bare(scriptOf({ ...changes, annotation: defaults(menu).annotation, own: "x" })),
    );
  });

  it.each(far)("of %s: none, and why", (method) => {
    const result = written({ method });
    expect(result).toEqual({ why: expect.stringMatching(/^TRL has no .*\.$/) as string });
  });

  it("is none in the exact world; every reason is said in Korean, too", () => {
    expect(written({ method: "dpo", task: "toy" })).toEqual({ why: REASONS[0] });
    for (const reason of REASONS) expect(translated(korean, reason)).not.toBe(reason);
  });

  const python = spawnSync("python3", ["--version"]).status === 0;
  it.runIf(python)("is Python to Python", () => {
    const scripts = near.map(([method]) => scriptOf({ method }, `it's "mine".jsonl`));
    const check = "import ast, json, sys\nfor s in json.load(sys.stdin): ast.parse(s)";
    const { status, stderr } = spawnSync("python3", ["-c", check], {
      input: JSON.stringify(scripts),
    });
    expect(stderr.toString()).toBe("");
    expect(status).toBe(0);
  });
});

describe("a Python literal", () => {
  it("has Python's names for what JSON calls otherwise", () => {
    expect(literal([true, null, 1e-7, { a: [false] }])).toBe('[True, None, 1e-7, {"a": [False]}]');
    expect(literal([NaN, Infinity, -Infinity])).toBe('[float("nan"), float("inf"), float("-inf")]');
  });
});
