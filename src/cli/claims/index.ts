/** @file The register: every claim that can be measured, in the order of the papers. */
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
  ...[oaif4, oaif5],
  ...[bon1, off1, ipo1],
  ...[spin1, rest1],
  ...[ppo1, llama1],
];
