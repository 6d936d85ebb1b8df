/** @file Claims that theory makes as well: best-of-n's curves, and what IPO asks of h. */
import { bestOfN, bestOfNEstimate, bestOfNKlBound } from "../../core/best-of-n.ts";
import { fitGao } from "../../core/overoptimization.ts";
import { mean, wilson } from "../../core/statistics.ts";
import type { BankResult, RunResult } from "../measure/spec.ts";
import { bank, run, type Claim, type Figure } from "./claim.ts";
import { spread } from "./online.ts";
import { GAO, IPO } from "./papers.ts";

const NS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] as const;
const BUDGETS = [64, 1024] as const;

/** Gold of best-of-n by a proxy, mean over prompts, at each of NS. */
const curve = (gold: BankResult["gold"], proxy: BankResult["proxy"]): number[] =>
  NS.map((n) => mean(gold.map((row, i) => bestOfNEstimate(proxy[i]!, row, n).gold)));

/** Of one answer against the best of n others, by proxy: how often the best of n is better, ties half. */
function wonBy(banks: readonly BankResult[], n: number): { won: number; of: number } {
  const won: readonly number[] = banks.flatMap(({ proxy }) =>
    proxy.map((row) => {
      const best = Math.max(...row.slice(1, n + 1));
      return best > row[0]! ? 1 : best === row[0] ? 0.5 : 0;
    }),
  );
  return { won: won.reduce((a, b) => a + b, 0), of: won.length };
}

export const bon1: Claim = {
  id: "C-BON-1",
  modelsOnly: true,
  statement:
    "Best-of-n beats one draw n/(n+1) of the time at a KL below log n − (n−1)/n; gold follows d(α − βd), and a proxy that saw more data peaks later.",
  source: GAO,
  rule: "At n = 4, 16 and 60 the Wilson interval of the win rate by proxy covers n/(n+1); the KL of the law of the best of n among the drawn answers stays within the bound; R² of d(α − βd) above 0.9 for each proxy in every seed; the proxy trained on 1,024 labels peaks at a larger d than the one trained on 64, in every seed.",
  specs: (scale) => ({ bank: bank(scale, BUDGETS) }),
  judge(found) {
    const banks = found.banks("bank");
    const measured: Record<string, Figure> = {};
    let held = true;
    for (const n of [4, 16, 60]) {
      const { won, of } = wonBy(banks, n);
      const { rate, low, high } = wilson(won, of);
      held &&= low <= n / (n + 1) && n / (n + 1) <= high;
      measured[`win rate, n = ${n}`] = { value: rate, low, high };
    }
    const within = banks.every(({ proxy }) =>
      proxy.every((row) => {
        const base = row.map(() => 1 / row.length);
        return NS.every((n) => bestOfN(base, row, n).kl <= bestOfNKlBound(n) + 1e-9);
      }),
    );
    const ds = NS.map((n) => Math.sqrt(bestOfNKlBound(n)));
    const fits = banks.map((b) => ({
      bundled: fitGao("bon", ds, curve(b.gold, b.proxy)),
      small: fitGao("bon", ds, curve(b.gold, b.trained[BUDGETS[0]]!)),
      large: fitGao("bon", ds, curve(b.gold, b.trained[BUDGETS[1]]!)),
    }));
    const r2 = fits.flatMap(({ bundled, small, large }) => [bundled.r2, small.r2, large.r2]);
    const peak = (f: { alpha: number; beta: number; peakD: number }) =>
      // A curve that bends upward, or not yet down, has no peak within sight.
      f.alpha > 0 && f.beta <= 0 ? Infinity : f.alpha <= 0 ? 0 : f.peakD;
    held &&= within && r2.every((x) => x > 0.9);
    held &&= fits.every(({ small, large }) => peak(large) > peak(small));
    return {
      held,
      n: banks.reduce((all, { gold }) => all + gold.length, 0),
      measured: {
        ...measured,
        "lowest R²": Math.min(...r2),
        "R², bundled": mean(fits.map(({ bundled }) => bundled.r2)),
        "peak d, 64 labels": spread(fits.map(({ small }) => Math.min(99, peak(small)))),
        "peak d, 1,024 labels": spread(fits.map(({ large }) => Math.min(99, peak(large)))),
        "accuracy, 64 labels": mean(banks.map(({ accuracy }) => accuracy[BUDGETS[0]]!)),
        "accuracy, 1,024 labels": mean(banks.map(({ accuracy }) => accuracy[BUDGETS[1]]!)),
      },
    };
  },
};

/** One minibatch of pairs, over and over. */
const overAndOver = { prompts: 12, minibatch: 12, temperature: 1 } as const;
const TAU = 0.1;

export const ipo1: Claim = {
  id: "C-IPO-1",
  statement:
    "On deterministic labels DPO drives h = log-ratio of chosen over rejected ever further, while IPO brings it to 1/(2τ) and holds it there.",
  source: IPO,
  rule: "IPO: mean h over the last fifth of the updates within 10 % of 1/(2τ) = 5 nats. DPO: mean h of every fifth above the fifth before, and at the end above twice IPO's target. In every seed. The same pairs, over and over; n counts them.",
  specs: (scale) => {
    const epochs = Math.max(60, 2 * scale.steps + 20);
    const more = { annotator: "gold", heldOut: 8 } as const;
    return {
      dpo: run(scale, "dpo", { ...overAndOver, epochs, beta: 0.1 }, more),
      ipo: run(scale, "ipo", { ...overAndOver, epochs, tau: TAU, average: "sum" }, more),
    };
  },
  judge(found) {
    const target = 1 / (2 * TAU);
    const [dpo, ipo] = [found.runs("dpo").map(fifths), found.runs("ipo").map(fifths)];
    const settled = ipo.every((h) => Math.abs(h[4]! - target) < target / 10);
    const diverges = dpo.every(
      (h) => h.every((x, i) => i === 0 || x > h[i - 1]!) && h[4]! > 2 * target,
    );
    return {
      held: settled && diverges,
      n: overAndOver.prompts * dpo.length,
      measured: {
        "IPO's target, nats": target,
        "h of IPO, last fifth": spread(ipo.map((h) => h[4]!)),
        "h of DPO, third fifth": spread(dpo.map((h) => h[2]!)),
        "h of DPO, last fifth": spread(dpo.map((h) => h[4]!)),
      },
    };
  },
};

function fifths({ updates }: RunResult): number[] {
  const hs = updates.map(({ h }) => h ?? 0);
  const size = Math.max(1, Math.floor(hs.length / 5));
  return [0, 1, 2, 3, 4].map((i) => mean(hs.slice(i * size, (i + 1) * size)));
}
