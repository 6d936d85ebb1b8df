/**
 * @file Where a run of the past is played: one that came with the page, one that this device kept,
 * one from a file, or the live one as it was when its model was lost. It has a player of its own, so that a live run behind it is not disturbed.
 */
import { fromSearch, toSearch, valuesOf } from "../core/experiment.ts";
import type { RunHeader, RunLog } from "../core/runlog.ts";
import { Tape } from "../core/tape.ts";
import { TiltError, type Task } from "../core/types.ts";
import { menu, methodOf } from "../menu.ts";
import { Player } from "./player.svelte.ts";

export type Origin = "recorded" | "kept" | "file" | "lost";

export type Played = {
  readonly origin: Origin;
  /** What the list it comes from calls it; null where it stands in none. */
  readonly id: string | null;
  readonly name: string;
  readonly header: RunHeader;
  readonly task: Task;
  readonly tape: Tape;
  /** It is where the visitor was before a reload. */
  readonly resumes: boolean;
};

export class Deck {
  readonly player: Player;
  played: Played | null = $state.raw(null);
  /** The live run takes its place as soon as it is ready, unless the visitor has taken hold of it. */
  givesWay = $state(false);
  /** The live run is not begun before the page is touched or a while has passed. */
  waits = $state(false);

  constructor(onerror: (error: unknown) => void) {
    this.player = new Player(onerror);
  }

  /**
   * Puts a log on. `shown`: how many of its steps stand there already, all unless told. Throws a
   * `TiltError` when it is of a method, task or knob that this page does not have.
   */
  async put(
    log: RunLog,
    of: { origin: Origin; id: string | null; name: string; resumes?: boolean },
    shown = log.steps.length,
  ): Promise<void> {
    const { header, steps } = log;
    assertKnown(header);
    const { experiment } = header;
    const task = await menu.tasks[experiment.task as keyof typeof menu.tasks].load();
    const knobs = valuesOf(methodOf(experiment).knobs, experiment.knobs);
    const tape = new Tape(steps, knobs, header.legs ?? [{ from: 0, round: 0, knobs }], shown);
    this.givesWay = false;
    this.played = { resumes: false, ...of, header, task, tape };
    this.player.enter(tape);
    this.player.untouched = false;
  }

  /** From the first step on, or from its beginning once more. */
  rewind(): void {
    if (!this.played) return;
    const tape = this.played.tape.rewound();
    this.played = { ...this.played, tape };
    this.player.enter(tape);
    void this.player.play();
  }

  eject(): void {
    this.givesWay = false;
    if (!this.played) return;
    this.played = null;
    this.player.enter(null);
  }

  /** True while nobody has stopped it, moved its playhead, or turned it back. */
  get running(): boolean {
    const { playing, done, lookingBack } = this.player;
    return (playing || done) && !lookingBack;
  }
}

function assertKnown({ experiment }: RunHeader): void {
  const [wrong] = fromSearch(toSearch(experiment, menu), menu).ignored;
  if (!wrong) return;
  throw new TiltError(
    "runlog.unknown",
    `The run's ${wrong.name} = “${wrong.value}” ${wrong.why}.`,
    "Open it with the Tilt that wrote it.",
  );
}
