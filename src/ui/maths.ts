/**
 * @file A line of mathematics in plain Unicode, cut into pieces that can be set in type:
 * `_x` and `_{…}` go below, `^x` and `^{…}` above, a letter standing alone is a variable and
 * leans. Pieces are text, never markup.
 */

export type Piece = {
  readonly kind: "plain" | "variable" | "below" | "above";
  readonly text: string;
};

/** A syllable of Hangul is a word or the end of one, never a variable. */
const LETTER = /[^\P{L}\uac00-\ud7a3]/u;
const GREEK_SMALL = /[\u03b1-\u03c9\u03d1\u03d5]/;
/** Not variables though they stand alone: sums and differences. */
const UPRIGHT = new Set(["Σ", "Π", "Δ", "∇"]);

/** Cuts a line into pieces. Their texts, markers aside, add up to the line. */
export function pieces(line: string): Piece[] {
  const out: Piece[] = [];
  const push = (kind: Piece["kind"], text: string) => {
    const last = out.at(-1);
    if (last && kind === "plain" && last.kind === "plain") {
      out[out.length - 1] = { kind, text: last.text + text };
    } else if (text !== "") out.push({ kind, text });
  };
  const chars = [...line];
  for (let i = 0; i < chars.length;) {
    const c = chars[i] as string;
    if ((c === "_" || c === "^") && i + 1 < chars.length) {
      const [text, next] = scriptAt(chars, i + 1);
      push(c === "_" ? "below" : "above", text);
      i = next;
    } else {
      push(isVariable(chars, i) ? "variable" : "plain", c);
      i++;
    }
  }
  return out;
}

/** The script that starts at `i`: `{…}` with nested braces kept, a word (ref), or one character. */
function scriptAt(chars: readonly string[], i: number): [string, number] {
  const word = /^[A-Za-z]+/.exec(chars.slice(i).join(""))?.[0];
  if (word) return [word, i + word.length];
  if (chars[i] !== "{") return [chars[i] as string, i + 1];
  let depth = 0;
  for (let j = i; j < chars.length; j++) {
    if (chars[j] === "{") depth++;
    if (chars[j] === "}" && --depth === 0) return [chars.slice(i + 1, j).join(""), j + 1];
  }
  return [chars.slice(i + 1).join(""), chars.length];
}

function isVariable(chars: readonly string[], i: number): boolean {
  const c = chars[i] as string;
  if (!LETTER.test(c) || UPRIGHT.has(c)) return false;
  if (GREEK_SMALL.test(c)) return true;
  const before = chars[i - 1] ?? " ";
  const after = chars[i + 1] ?? " ";
  const latin = (s: string) => LETTER.test(s) && !GREEK_SMALL.test(s);
  // "a" between words is the article, not a variable; alone on its line it is one.
  if (chars.length > 1 && (c === "a" || c === "A" || c === "I"))
    return /[_^(=]/.test(after) || /[(|]/.test(before);
  return !latin(before) && !latin(after) && !/[’']/.test(before);
}

/** Brackets with more than this many characters may break across lines. */
const LONGEST = 24;

/** The line with what stands in short brackets held together, by spaces that do not break. */
export function whole(line: string): string {
  const chars = [...line];
  const held = new Set<number>();
  const open: number[] = [];
  chars.forEach((c, i) => {
    if ("([{".includes(c)) open.push(i);
    if (!")]}".includes(c)) return;
    const from = open.pop() ?? i;
    if (i - from <= LONGEST) for (let k = from; k < i; k++) held.add(k);
  });
  return chars
    .map((c, i) => (!held.has(i) ? c : c === " " ? "\u00a0" : c === "|" ? "|\u2060" : c))
    .join("");
}
