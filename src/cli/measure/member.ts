/** @file One process of a crew: a measurement in, its result out. */
import { TiltError } from "../../core/types.ts";
import { timed, type Order } from "./take.ts";
import type { Kept } from "./spec.ts";

export type Answer =
  | { readonly kind: "said"; readonly line: string }
  | { readonly kind: "kept"; readonly kept: Kept }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

const send = (message: Answer) => process.send!(message);

process.on("message", (order: Order) => {
  timed(order, (line) => send({ kind: "said", line })).then(
    (kept) => send({ kind: "kept", kept }),
    (error: unknown) => {
      const code = error instanceof TiltError ? error.code : "measure.failed";
      const message = error instanceof Error ? error.message : String(error);
      send({ kind: "failed", code, message });
    },
  );
});
// Whoever asked is gone.
process.on("disconnect", () => process.exit());
