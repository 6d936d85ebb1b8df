/** @file Errors that a person is told. */

/** An error that a person can act on: what it is about, and what to do next. */
export class TiltError extends Error {
  constructor(
    /** Stable and copyable: "checkpoint.truncated". */
    readonly code: string,
    message: string,
    /** One next step, an imperative sentence. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TiltError";
  }
}
