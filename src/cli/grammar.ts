/**
 * @file An independent reading of English: Harper, an offline grammar checker that has never seen
 * our grammars. Counted are errors, not taste: agreement, capitals, articles, repeated words,
 * punctuation, spelling, word order. Style, wordiness, word choice and regional spelling are not.
 * Harper is careful and misses errors; three patterns that it passes over are added.
 */

import { TiltError } from "../core/types.ts";

/** Harper's kinds of remark that count as errors. */
export const ERRORS: ReadonlySet<string> = new Set([
  "Agreement",
  "BoundaryError",
  "Capitalization",
  "Eggcorn",
  "Formatting",
  "Grammar",
  "Malapropism",
  "Miscellaneous",
  "Nonstandard",
  "Punctuation",
  "Repetition",
  "Spelling",
  "Typo",
  "Usage",
  "WordOrder",
]);

/** What any reader would mark and Harper passes over by default. */
const SURFACE: readonly (readonly [string, string, RegExp])[] = [
  ["Repetition", "A word is repeated.", /\b(\p{L}+) \1\b/iu],
  ["Capitalization", "A sentence begins with a small letter.", /(?:^|[.!?] )\p{Ll}/u],
  ["Punctuation", "The last sentence has no end.", /[^.!?]$/u],
];

function surface(text: string): Remark[] {
  return SURFACE.flatMap(([kind, message, pattern]) => {
    const found = pattern.exec(text);
    return found ? [{ kind, message, at: found[0] }] : [];
  });
}

export type Remark = { readonly kind: string; readonly message: string; readonly at: string };

/** Starts the checker and returns a function that lists the errors of a text. */
export async function grammarChecker(): Promise<(text: string) => Promise<Remark[]>> {
  const [harper, { binaryInlined }] = await Promise.all([
    import("harper.js"),
    import("harper.js/binaryInlined"),
  ]).catch((cause: unknown) => {
    const next = "Run `npm install` with the development packages.";
    throw new TiltError("grammar.missing", "The grammar checker is not installed.", next, {
      cause,
    });
  });
  const linter = new harper.LocalLinter({
    binary: binaryInlined,
    dialect: harper.Dialect.American,
  });
  await linter.setup();
  return async (answer) => {
    const text = answer.trim();
    const remarks = (await linter.lint(text)).map((lint) => ({
      kind: lint.lint_kind(),
      message: lint.message(),
      at: lint.get_problem_text(),
    }));
    return [...remarks.filter(({ kind }) => ERRORS.has(kind)), ...surface(text)];
  };
}
