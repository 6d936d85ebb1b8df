/** @file Errors that a person is told. */

/** An error that a person can act on: what it is about, and what to do next. */
export class TiltError extends Error {
  /** What it happened to, where its code and message leave that open: "language model". */
  readonly about: string | null;

  constructor(
    /** Stable and copyable: "checkpoint.truncated". */
    readonly code: string,
    message: string,
    /** One next step, an imperative sentence. */
    readonly next: string,
    { about, ...options }: ErrorOptions & { readonly about?: string | null | undefined } = {},
  ) {
    super(message, options);
    this.about = about ?? null;
    this.name = "TiltError";
  }
}
