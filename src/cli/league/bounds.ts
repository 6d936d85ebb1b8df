/** @file How much gold a KL can buy at most, estimated from answers of the start policy. */
import { bestOfNEstimate, bestOfNKlBound } from "../../core/best-of-n.ts";
import { mean } from "../../core/statistics.ts";
import { snis } from "../../core/tilt.ts";
import type { BankResult } from "../measure/spec.ts";

export type Bound = { readonly kl: number; readonly gold: number };

export type Bounds = {
  /** The law π e^{gold/β} / Z, for β from wide to narrow. */
  readonly tilt: readonly Bound[];
  /** The best of n by gold, and by the proxy. */
  readonly bestOfN: readonly (Bound & { readonly n: number })[];
  readonly byProxy: readonly (Bound & { readonly n: number })[];
};

const BETAS = [16, 8, 4, 2.8, 2, 1.4, 1, 0.7, 0.5, 0.35, 0.25, 0.18];
const NS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

/**
 * The tilt by self-normalised importance weights; best-of-n by the unbiased estimator at the bound on
 * its KL. Neither reaches beyond log of the number of draws.
 */
export function boundsOf(banks: readonly BankResult[]): Bounds {
  const rows = banks.flatMap(({ gold, proxy }) => gold.map((row, i) => ({ row, by: proxy[i]! })));
  const most = Math.min(...rows.map(({ row }) => row.length));
  const tilt = BETAS.map((beta) => {
    const found = rows.map(({ row }) => snis(row, beta));
    return {
      kl: mean(found.map(({ klPlugin }) => klPlugin)),
      gold: mean(found.map(({ expectedReward }) => expectedReward)),
    };
  });
  const start = mean(rows.map(({ row }) => mean(row)));
  const ns = NS.filter((n) => n <= most);
  const best = (of: (row: readonly number[], by: readonly number[]) => readonly number[]) =>
    ns.map((n) => ({
      n,
      kl: bestOfNKlBound(n),
      gold: mean(rows.map(({ row, by }) => bestOfNEstimate(of(row, by), row, n).gold)),
    }));
  return {
    tilt: [{ kl: 0, gold: start }, ...tilt],
    bestOfN: best((row) => row),
    byProxy: best((_, by) => by),
  };
}
