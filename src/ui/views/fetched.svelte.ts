/** @file The views that have been fetched so far, kept from then on: a known picture never blinks. */
import type { Component } from "svelte";
import type { StepKind } from "../../core/types.ts";
import { language } from "../words/index.svelte.ts";
import type { ViewProps } from "./contract.ts";
import { views } from "./index.ts";

/** A view of some kind of step; whoever draws it gives it a step of that kind. */
export type AnyView = Component<ViewProps<StepKind>>;

class Fetched {
  #views: Readonly<Partial<Record<StepKind, AnyView>>> = $state.raw({});
  /** Kinds whose view did not come. */
  #lost: readonly StepKind[] = $state.raw([]);
  readonly #asked = new Set<StepKind>();

  /** The view, where it is here already. */
  of(kind: StepKind): AnyView | undefined {
    return this.#views[kind];
  }

  lost(kind: StepKind): boolean {
    return this.#lost.includes(kind);
  }

  /** Fetches the view of a kind of step, once; asked again after a failure, it is tried again. */
  async ask(kind: StepKind): Promise<void> {
    if (this.#asked.has(kind)) return;
    this.#asked.add(kind);
    try {
      const code = await language.illustrated<{ default: unknown }>(views[kind]());
      const view = code.default as AnyView;
      this.#views = { ...this.#views, [kind]: view };
      this.#lost = this.#lost.filter((other) => other !== kind);
    } catch {
      this.#asked.delete(kind);
      this.#lost = [...new Set([...this.#lost, kind])];
    }
  }
}

export const fetched = new Fetched();
