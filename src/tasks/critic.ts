/**
 * @file The independent evaluator. It never sees the gold reward, its word lists or its n-gram sets:
 * it reads characters, and has learned from writers who knew how good each text was meant to be.
 * Naive Bayes on character 5-grams, the prompt's letters found again, length, and how likely the
 * characters are, put together by least squares on the writers' intent.
 */

import { each } from "../core/gently.ts";

/** One text of the writers and how good it was meant to be. */
export type Lesson = { readonly prompt: string; readonly text: string; readonly intent: number };

const BUCKETS = 1 << 15;
const SPAN = 5;
/** What one finished, readable text can lose by being unreadable, repetitive or cut off. */
const WORST = 6;

function normal(text: string): string {
  return ` ${text.slice(0, 800).toLowerCase().replace(/\s+/g, " ").trim()} `;
}

/** Hashed character n-grams in order of appearance. */
function grams(text: string, span: number): Uint16Array {
  const out = new Uint16Array(Math.max(0, text.length - span + 1));
  for (let i = 0; i < out.length; i++) {
    let h = span;
    for (let j = 0; j < span; j++) h = Math.imul(h ^ text.charCodeAt(i + j), 0x9e3779b1);
    out[i] = (h ^ (h >>> 15)) & (BUCKETS - 1);
  }
  return out;
}

/** Solves the least-squares normal equations by Gaussian elimination with a small ridge. */
function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const n = rows[0]?.length ?? 0;
  const a = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n + 1 }, (_, j) =>
      rows.reduce(
        (s, r, k) => s + (r[i] as number) * (j < n ? (r[j] as number) : (y[k] as number)),
        i === j ? 1e-3 : 0,
      ),
    ),
  );
  for (let i = 0; i < n; i++) {
    const pivot = a[i] as number[];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const row = a[k] as number[];
      const f = (row[i] as number) / (pivot[i] as number);
      for (let j = i; j <= n; j++) row[j] = (row[j] as number) - f * (pivot[j] as number);
    }
  }
  return a.map((row, i) => (row[n] as number) / (row[i] as number));
}

export class Critic {
  private readonly odds = new Float32Array(BUCKETS);
  private readonly next = new Float32Array(BUCKETS);
  private readonly context = new Float32Array(BUCKETS);
  private weights: readonly number[] = [];
  /** The writers' 1st percentiles of likelihood and freshness, 99th of length and of copied letters. */
  private usual: Readonly<Record<"likely" | "fresh" | "length" | "found", number>> = {
    likely: 0,
    fresh: 0,
    length: 0,
    found: 0,
  };

  /** Learns from texts whose worth is known; the same lessons give the same critic. */
  static *taught(count: number, lesson: (i: number) => Lesson): Generator<void, Critic, void> {
    const critic = new Critic();
    const numbers = Array.from({ length: count }, (_, i) => i);
    yield* critic.learn(yield* each(numbers, lesson));
    return critic;
  }

  private *learn(lessons: readonly Lesson[]): Generator<void, void, void> {
    const sorted = lessons.map((l) => l.intent).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    const good = new Float32Array(BUCKETS);
    const bad = new Float32Array(BUCKETS);
    for (const { text, intent } of lessons) {
      const side = intent > median ? good : bad;
      const body = normal(text);
      for (const g of new Set(grams(body, SPAN))) side[g] = (side[g] as number) + 1;
      for (const g of grams(body, 4)) this.next[g] = (this.next[g] as number) + 1;
      for (const g of grams(body, 3)) this.context[g] = (this.context[g] as number) + 1;
      yield;
    }
    for (let g = 0; g < BUCKETS; g++)
      this.odds[g] = Math.log(((good[g] as number) + 1) / ((bad[g] as number) + 1));
    const seen = yield* each(lessons, (l) => this.look(l.prompt, l.text));
    this.weights = leastSquares(
      seen.map((s) => s.features),
      lessons.map((l) => l.intent),
    );
    const at = (values: number[], share: number) =>
      values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
    this.usual = {
      likely: at(
        seen.map((s) => s.likely),
        0.01,
      ),
      fresh: at(
        seen.map((s) => s.fresh),
        0.01,
      ),
      length: at(
        seen.map((s) => s.length),
        0.99,
      ),
      found: at(
        seen.map((s) => s.found),
        0.99,
      ),
    };
  }

  private look(prompt: string, text: string) {
    const body = normal(text);
    const five = new Set(grams(body, SPAN));
    let odds = 0;
    for (const g of five) odds += this.odds[g] as number;
    const asked = new Set(grams(normal(prompt), 4));
    const four = grams(body, 4);
    const own = new Set(four);
    let found = 0;
    for (const g of asked) if (own.has(g)) found++;
    const three = grams(body, 3);
    let likely = 0;
    for (let i = 0; i < four.length; i++) {
      const pair = this.next[four[i] as number] as number;
      likely += Math.log((pair + 0.02) / ((this.context[three[i] as number] as number) + 1));
    }
    const length = body.length / 100;
    return {
      features: [
        1,
        odds / Math.sqrt(five.size + 20),
        odds / (five.size + 20),
        found / (asked.size + 1),
        length,
        length * length,
      ],
      length,
      found: found / (asked.size + 1),
      likely: likely / Math.max(1, four.length),
      fresh: five.size / Math.max(1, body.length - SPAN + 1),
    };
  }

  /** How good the writers would have meant this text to be; not yet in standard deviations. */
  judge(prompt: string, text: string, finished: boolean): number {
    if (text.trim() === "") return -WORST;
    const seen = this.look(prompt, text);
    const guess = seen.features.reduce((s, f, i) => s + f * (this.weights[i] as number), 0);
    const over = (x: number) => Math.max(0, x);
    const odd =
      1.5 * over(this.usual.likely - seen.likely) +
      8 * over(this.usual.fresh - seen.fresh) +
      4 * over(seen.length - this.usual.length) +
      8 * over(seen.found - this.usual.found);
    const cut = finished ? 0 : 2;
    const bounded = Math.max(-2.5, Math.min(2.5, guess));
    return bounded - Math.min(WORST - 2.5, odd + cut);
  }
}
