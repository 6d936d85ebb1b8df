/** @file The lessons, one a method, each fetched when it is opened. */
import type { Lesson } from "./lesson.ts";

export const lessons: Readonly<Record<string, () => Promise<Lesson>>> = {
  "best-of-n": async () => (await import("./best-of-n.ts")).default,
  rso: async () => (await import("./rso.ts")).default,
  "iterative-dpo": async () => (await import("./iterative-dpo.ts")).default,
  "pairwise-cringe": async () => (await import("./pairwise-cringe.ts")).default,
  "self-rewarding": async () => (await import("./self-rewarding.ts")).default,
  "online-dpo": async () => (await import("./online-dpo.ts")).default,
  dpo: async () => (await import("./dpo.ts")).default,
  ipo: async () => (await import("./ipo.ts")).default,
  "slic-hf": async () => (await import("./slic-hf.ts")).default,
  rrhf: async () => (await import("./rrhf.ts")).default,
  click: async () => (await import("./click.ts")).default,
  spin: async () => (await import("./spin.ts")).default,
  rlaif: async () => (await import("./rlaif.ts")).default,
  rest: async () => (await import("./rest.ts")).default,
  "rlhf-ppo": async () => (await import("./rlhf-ppo.ts")).default,
  rloo: async () => (await import("./rloo.ts")).default,
  grpo: async () => (await import("./grpo.ts")).default,
  "direct-rlaif": async () => (await import("./direct-rlaif.ts")).default,
  "llama2-chat": async () => (await import("./llama2-chat.ts")).default,
};
