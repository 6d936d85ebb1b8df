/** @file The methods' own prose in Korean: one file a method, and what several say alike. */
import bestOfN from "./best-of-n.ts";
import click from "./click.ts";
import dpo from "./dpo.ts";
import ipo from "./ipo.ts";
import iterativeDpo from "./iterative-dpo.ts";
import onlineDpo from "./online-dpo.ts";
import pairwiseCringe from "./pairwise-cringe.ts";
import rlaif from "./rlaif.ts";
import rest from "./rest.ts";
import rrhf from "./rrhf.ts";
import rso from "./rso.ts";
import selfRewarding from "./self-rewarding.ts";
import directRlaif from "./direct-rlaif.ts";
import grpo from "./grpo.ts";
import llama2Chat from "./llama2-chat.ts";
import rlhfPpo from "./rlhf-ppo.ts";
import rloo from "./rloo.ts";
import shared from "./shared.ts";
import slicHf from "./slic-hf.ts";
import spin from "./spin.ts";

/** By method id; `shared` serves all. */
export const methods: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shared,
  "best-of-n": bestOfN,
  rso,
  "iterative-dpo": iterativeDpo,
  "pairwise-cringe": pairwiseCringe,
  "self-rewarding": selfRewarding,
  "online-dpo": onlineDpo,
  dpo,
  ipo,
  "slic-hf": slicHf,
  rrhf,
  click,
  spin,
  rest,
  "direct-rlaif": directRlaif,
  grpo,
  "llama2-chat": llama2Chat,
  "rlhf-ppo": rlhfPpo,
  rloo,
  rlaif,
};
