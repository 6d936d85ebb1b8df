/** @file The register: every claim that can be measured, in the order of the papers. */
import { rlaif1 } from "./ai-labels.ts";
import { oaif1, oaif2, oaif3, oaif6 } from "./annotators.ts";
import type { Claim } from "./claim.ts";
import { rest1, spin1 } from "./demonstrations.ts";
import { it1 } from "./iterative.ts";
import { oaif4, oaif5, off1 } from "./online.ts";
import { llama1, ppo1 } from "./reinforcement.ts";
import { rs1, rs2, rs3 } from "./rejection-sampling.ts";
import { rso1, rso2, rso3, rso4, rso5 } from "./rso.ts";
import { sr1, sr2, sr3, sr4, sr5 } from "./self-rewarding.ts";
import { bon1, ipo1 } from "./theory.ts";

export const claims: readonly Claim[] = [
  ...[rs1, rs2, rs3],
  ...[rso1, rso2, rso3, rso4, rso5],
  it1,
  ...[sr1, sr2, sr3, sr4, sr5],
  ...[oaif1, oaif2, oaif3, oaif4, oaif5, oaif6],
  ...[bon1, off1, ipo1],
  ...[spin1, rest1],
  ...[ppo1, rlaif1, llama1],
];

/** The order of measuring: what tells most in the least time first, whatever is not named last. */
export const mostTelling: readonly string[] = [
  ...["C-RS-1", "C-RSO-3", "C-BON-1", "C-RSO-1", "C-RSO-2", "C-RSO-5", "C-RSO-4"],
  ...["C-OAIF-4", "C-OFF-1", "C-IT-1", "C-IPO-1", "C-RS-2", "C-RS-3"],
  ...["C-SR-1", "C-SR-2", "C-SR-4", "C-SR-5", "C-SR-3"],
  ...["C-ReST-1", "C-SPIN-1", "C-OAIF-1", "C-OAIF-2", "C-OAIF-3", "C-OAIF-5", "C-OAIF-6"],
  ...["C-RLAIF-1", "C-PPO-1", "C-LLAMA2-1"],
];
