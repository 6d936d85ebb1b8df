/** @file The methods' own prose in Korean by method id, each in a file that comes with its method. */
import type { Prose } from "../book.ts";

export const methods: Readonly<Record<string, () => Promise<{ default: Prose }>>> = {
  "best-of-n": () => import("./best-of-n.ts"),
  rso: () => import("./rso.ts"),
  "iterative-dpo": () => import("./iterative-dpo.ts"),
  "pairwise-cringe": () => import("./pairwise-cringe.ts"),
  "self-rewarding": () => import("./self-rewarding.ts"),
  "online-dpo": () => import("./online-dpo.ts"),
  dpo: () => import("./dpo.ts"),
  ipo: () => import("./ipo.ts"),
  "slic-hf": () => import("./slic-hf.ts"),
  rrhf: () => import("./rrhf.ts"),
  click: () => import("./click.ts"),
  spin: () => import("./spin.ts"),
  rest: () => import("./rest.ts"),
  "direct-rlaif": () => import("./direct-rlaif.ts"),
  grpo: () => import("./grpo.ts"),
  "llama2-chat": () => import("./llama2-chat.ts"),
  "rlhf-ppo": () => import("./rlhf-ppo.ts"),
  rloo: () => import("./rloo.ts"),
  rlaif: () => import("./rlaif.ts"),
};
