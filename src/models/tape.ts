/**
 * @file A gradient whose weights are known only after its forward pass has been read: the loss is
 * computed on the host from log-probabilities, in float64, and what goes backward is Σ w·logp.
 * tf.grads would run the forward pass inside its own call, where nothing can be awaited; here the
 * recorded tape is kept across the read, on every backend alike, and the forward pass runs once.
 */
import * as tf from "@tensorflow/tfjs";

/** The four members of tfjs's engine that its typings keep to themselves. */
type Engine = {
  startTape(): void;
  endTape(): void;
  state: { activeTape: { saved: tf.Tensor[] }[] | null; gradientDepth: number };
  gradients(f: () => tf.Tensor, xs: tf.Tensor[], dy: tf.Tensor): { grads: tf.Tensor[] };
};

const engine = () => tf.engine() as unknown as Engine;

export class Tape {
  readonly #output: tf.Tensor1D;
  #nodes: { saved: tf.Tensor[] }[] | null;

  /** Runs `f` and records it. */
  constructor(f: () => tf.Tensor1D) {
    const { state } = engine();
    engine().startTape();
    try {
      this.#output = tf.tidy(f);
    } finally {
      engine().endTape();
      this.#nodes = state.activeTape;
      state.activeTape = null;
    }
  }

  async values(): Promise<Float32Array> {
    return (await this.#output.data()) as Float32Array;
  }

  /** d(Σ dy·output)/dx for each x, null for an x that plays no part. Once only. */
  backward(xs: tf.Tensor[], dy: Float32Array): (tf.Tensor | null)[] {
    const { state } = engine();
    const nodes = this.#nodes;
    this.#nodes = null;
    const output = this.#output;
    return tf.tidy(() => {
      // gradients() starts an empty tape, calls f, then walks the tape it finds: ours.
      const replay = () => {
        state.activeTape = nodes;
        return output;
      };
      return engine()
        .gradients(replay, xs, tf.tensor1d(dy))
        .grads.map((grad) => grad ?? null);
    });
  }

  /** Frees what the forward pass left. */
  dispose(): void {
    for (const node of this.#nodes ?? []) for (const tensor of node.saved) tensor.dispose();
    this.#nodes = null;
    this.#output.dispose();
  }
}
