import type { Completion, Prompt } from "../core/types.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A text as the answer it would be, EOS last; nobody has scored it yet. */
export function spelled(
  tokenizer: Tokenizer,
  eos: number | null,
  prompt: Prompt,
  text: string,
): { prompt: Prompt; completion: Completion } {
  // An answer begins with the space that parts it from its prompt.
  const body = tokenizer.encode(` ${text.trim()}`, { addSpecial: false });
  const tokens = eos === null ? body : [...body, eos];
  const draft = { id: `${prompt.id}#written`, promptId: prompt.id, tokens, finished: true };
  const said = tokenizer.decode(tokens, { skipSpecial: true });
  const pieces = tokenizer.pieces(tokens);
  return { prompt, completion: { ...draft, text: said, pieces, logps: [], logp: 0 } };
}
