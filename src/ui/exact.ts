/** @file The exact world as a target: where the optimum lies and how far the policy is from it. Pure. */
import { mean } from "../core/statistics.ts";
import { tilt } from "../core/tilt.ts";

type Laws = readonly (readonly number[])[];
/** Laws and rewards of a world in which every answer can be listed, by question and answer. */
export type World = { readonly reference: Laws; readonly rewards: Laws };

export type Target = {
  /** The tilt's temperature; null for a law that is no tilt. */
  readonly beta: number | null;
  /** By question and answer. */
  readonly law: Laws;
  /** Mean KL of the law from π_ref over questions, nats. */
  readonly kl: number;
};

/** π* ∝ π_ref e^{r/β}. */
export type TiltTarget = Target & { readonly beta: number };

/** The tilt at one temperature, for every question. */
export function targetAt({ reference, rewards }: World, beta: number): TiltTarget {
  const tilts = reference.map((base, q) => tilt(base, rewards[q]!, beta));
  return { beta, law: tilts.map(({ law }) => law), kl: mean(tilts.map(({ kl }) => kl)) };
}

/** The tilt that pays as much KL as was paid: the best law at that distance. Bisection in log β. */
export function targetOfKl(world: World, kl: number): TiltTarget {
  let [low, high] = [0.02, 2000];
  for (let i = 0; i < 48; i++) {
    const middle = Math.sqrt(low * high);
    if (targetAt(world, middle).kl > kl) low = middle;
    else high = middle;
  }
  return targetAt(world, high);
}

/** Total variation between two laws, mean over questions: 0 on it, 1 nowhere near. */
export function distance(a: Laws, b: Laws): number {
  return mean(a.map((law, q) => law.reduce((s, p, i) => s + Math.abs(p - b[q]![i]!) / 2, 0)));
}

/** Mean KL(π ‖ π_ref) over questions, nats. */
export function klOf(policy: Laws, { reference }: Pick<World, "reference">): number {
  return mean(
    policy.map((law, q) =>
      law.reduce((s, p, i) => (p > 0 ? s + p * Math.log(p / reference[q]![i]!) : s), 0),
    ),
  );
}
