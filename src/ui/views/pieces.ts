/** @file The text of each token of an answer, where the policy told it. */
import type { Completion } from "../../core/types.ts";

/**
 * One text a token, with the spaces between words, or null when the answer came without them or
 * they do not spell its text. The policy's own end is left out: it is not a word.
 */
export function piecesOf(
  y: Completion,
  pieces: readonly string[] | undefined = y.pieces,
): readonly string[] | null {
  if (!pieces || pieces.length !== y.tokens.length) return null;
  const said = y.finished ? pieces.slice(0, -1) : pieces;
  const text = y.text.trim();
  if (said.join("").trim() === text) return said;
  // A vocabulary of whole words writes no spaces.
  if (said.join(" ").trim() === text) return said.map((piece, i) => (i > 0 ? ` ${piece}` : piece));
  return null;
}
