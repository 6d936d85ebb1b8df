import { describe, expect, it } from "vitest";
import { commonReach } from "../../src/core/compare.ts";
import { defaults, type Experiment } from "../../src/core/experiment.ts";
import { learningRate } from "../../src/core/knobs.ts";
import { Run } from "../../src/core/run.ts";
import type { Knob } from "../../src/core/types.ts";
import { openBench } from "../../src/lab.ts";
import { menu } from "../../src/menu.ts";
import { endsAbout, ladder } from "../../src/ui/library/ladder.ts";
import type { Source } from "../../src/ui/library/library.svelte.ts";
import { knobIs, Sweep } from "../../src/ui/library/sweep.svelte.ts";
import { Session } from "../../src/ui/session.svelte.ts";

const number = (changes: Partial<Extract<Knob, { type: "number" }>>) => ({
  ...learningRate(0.1),
  ...changes,
});

describe("the rungs of a knob", () => {
  it("are equal ratios where it is logarithmic, to two digits, and its ends exactly", () => {
    expect(ladder(number({ min: 0.001, max: 10, step: 0.001 }), 0.025, 0.4)).toEqual([
      0.025, 0.05, 0.1, 0.2, 0.4,
    ]);
  });

  it("are equal steps where it is not, on its grid, none of them twice", () => {
    const whole = number({ scale: "linear", min: 1, max: 64, step: 1 });
    expect(ladder(whole, 2, 10)).toEqual([2, 4, 6, 8, 10]);
    expect(ladder(whole, 1, 3)).toEqual([1, 2, 3]);
    expect(ladder(whole, 10, 2)).toEqual([10, 8, 6, 4, 2]);
  });

  it("lie about the knob's value within its bounds", () => {
    expect(endsAbout(number({ min: 0.05, max: 5, step: 0.01 }), 0.1)).toEqual([0.05, 0.4]);
    expect(endsAbout(number({ scale: "linear", min: 0, max: 1, step: 0.1 }), 0)).toEqual([0, 1]);
  });
});

/** A session in the exact world and a library that keeps in memory what it is told to. */
async function bench(changes: Partial<Experiment> = {}) {
  const experiment: Experiment = {
    ...defaults(menu),
    task: "toy",
    method: "online-dpo",
    evaluateEvery: 2,
    knobs: { iterations: 4, batch: 4 },
    ...changes,
  };
  const session = new Session(experiment, [], openBench);
  const logs = new Map<string, { name: string; log: string }>();
  const library = {
    chosen: [] as readonly Source[],
    async setAside(name = ""): Promise<Source> {
      const id = `${logs.size}`;
      logs.set(id, { name, log: JSON.stringify(session.live.log) });
      return { from: "kept", id };
    },
  };
  await session.begin();
  return { session, library, logs, sweep: new Sweep(session, library) };
}
const betas = (session: Session, values: readonly number[]) => ({
  name: "beta",
  knob: session.method.knobs["beta"]!,
  values,
});

describe("a sweep of one knob", () => {
  it("computes each run as if it were alone, keeps it by name and lays it beside the others", async () => {
    const { session, library, logs, sweep } = await bench();
    await sweep.start(betas(session, [0.05, 0.2, 1]));
    expect(sweep.running).toBe(false);
    expect([...logs.values()].map(({ name }) => name)).toEqual([
      "Online DPO, β = 0.05",
      "Online DPO, β = 0.20",
      "Online DPO, β = 1.00",
    ]);
    expect(library.chosen).toEqual(sweep.done.map(({ source }) => source));
    const alone = await bench({ knobs: { iterations: 4, batch: 4, beta: 0.2 } });
    await alone.session.live.until(() => false);
    expect(logs.get("1")!.log).toBe(JSON.stringify(alone.session.live.log));
    // The weaker the pull, the further it goes.
    const [weak, , strong] = sweep.done.map(({ path }) => commonReach([path]));
    expect(weak).toBeGreaterThan(strong!);
    expect(knobIs(session.method.knobs["beta"]!, 0.2)).toBe("β = 0.20");
  });

  it("puts a run that was begun into the library first, and its name into the comparison", async () => {
    const { session, library, logs, sweep } = await bench();
    await session.player.forward("round");
    const begun = JSON.stringify(session.live.log);
    library.chosen = [{ from: "live", id: "live" }];
    await sweep.start(betas(session, [0.1]));
    expect(sweep.before).toEqual({ from: "kept", id: "0" });
    expect(logs.get("0")!.log).toBe(begun);
    expect(library.chosen.map(({ id }) => id)).toEqual(["0", "1"]);
  });

  it("stops when told to, and goes on where it was without computing anything twice", async () => {
    const { session, sweep, logs } = await bench();
    const { policy } = session.opened!.bench.lab;
    const update = policy.update.bind(policy);
    let updates = 0;
    policy.update = async (...asked) => {
      if (++updates === 6) sweep.stop();
      return update(...asked);
    };
    await sweep.start(betas(session, [0.1, 0.2]));
    expect(sweep.done).toHaveLength(1);
    expect(session.live.done).toBe(false);
    await sweep.goOn();
    expect(sweep.done.map(({ value }) => value)).toEqual([0.1, 0.2]);
    expect(logs.size).toBe(2);
    expect(updates).toBe(8);
    expect(session.live.run).toBeInstanceOf(Run);
  });

  it("ends where another run is put on the bench", async () => {
    const { session, sweep } = await bench();
    const ended = sweep.start(betas(session, [0.1, 0.2]));
    await session.begin({ ...session.experiment, seed: 8 });
    await ended;
    expect(sweep.running).toBe(false);
    expect(sweep.done).toEqual([]);
    expect(session.experiment.seed).toBe(8);
  });

  it("goes on to the next value where the numbers of one break", async () => {
    const { session, sweep } = await bench();
    const { policy } = session.opened!.bench.lab;
    const update = policy.update.bind(policy);
    policy.update = async (objective, options) => {
      const report = await update(objective, options);
      const breaks =
        objective.kind === "pairs" && "beta" in objective.loss && objective.loss.beta > 1;
      return breaks ? { ...report, loss: NaN } : report;
    };
    await sweep.start(betas(session, [0.1, 2, 0.2]));
    expect(sweep.done.map(({ broke }) => broke)).toEqual([null, "update.not-finite", null]);
    expect(session.trouble).toBeNull();
  });
});
