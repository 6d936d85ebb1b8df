import { bestOfN } from "./best-of-n.ts";
import { click } from "./click.ts";
import { directRlaif } from "./direct-rlaif.ts";
import { dpo } from "./dpo.ts";
import { grpo } from "./grpo.ts";
import { ipo } from "./ipo.ts";
import { iterativeDpo } from "./iterative-dpo.ts";
import { llama2Chat } from "./llama2-chat.ts";
import { onlineDpo } from "./online-dpo.ts";
import { pairwiseCringe } from "./pairwise-cringe.ts";
import { rest } from "./rest.ts";
import { rlaif } from "./rlaif.ts";
import { rlhfPpo } from "./rlhf-ppo.ts";
import { rloo } from "./rloo.ts";
import { rrhf } from "./rrhf.ts";
import { rso } from "./rso.ts";
import { selfRewarding } from "./self-rewarding.ts";
import { slicHf } from "./slic-hf.ts";
import { spin } from "./spin.ts";
import type { Method } from "../core/types.ts";

/** The menu. The order is the order on screen. */
export const methods = {
  "best-of-n": bestOfN,
  rso,
  "iterative-dpo": iterativeDpo,
  "pairwise-cringe": pairwiseCringe,
  "self-rewarding": selfRewarding,
  "online-dpo": onlineDpo,
  "rlhf-ppo": rlhfPpo,
  rloo,
  grpo,
  rlaif,
  "direct-rlaif": directRlaif,
  "llama2-chat": llama2Chat,
  dpo,
  ipo,
  "slic-hf": slicHf,
  rrhf,
  click,
  spin,
  rest,
} as const satisfies Readonly<Record<string, Method>>;

export type MethodId = keyof typeof methods;
