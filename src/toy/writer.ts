import { dice } from "../core/random.ts";
import { at } from "../core/shape.ts";
import type { Asked, Reference, Writer } from "../core/types.ts";
import { questionOf, type World } from "./world.ts";

/** Draws from the world's data law, each prompt by dice of its own. */
export function dataWriter(world: World, reference: Reference): Writer {
  const name = "world’s own writer";
  return {
    name,
    async write(prompts, { seed }) {
      const random = dice(seed);
      const drafts = prompts.map((prompt): Asked => {
        const law = at(world.data, questionOf(world, prompt));
        const answer = pick(law, random.uniform("write", prompt.id));
        const { text, tokens } = at(world.answers, answer);
        const pieces = tokens.map((token) => at(world.words, token));
        const id = `${prompt.id}#written`;
        const draft = { id, promptId: prompt.id, text, tokens, pieces, finished: true };
        return { prompt, completion: { ...draft, logps: [], logp: 0, author: name } };
      });
      const logps = await reference.logprob(drafts);
      return drafts.map(({ completion }, i) => {
        return { ...completion, logps: at(logps, i).tokens, logp: at(logps, i).sum };
      });
    },
  };
}

/** The first answer at which the law's running sum passes u. */
function pick(law: readonly number[], u: number): number {
  let mass = 0;
  const found = law.findIndex((p) => (mass += p) > u);
  return found < 0 ? law.length - 1 : found;
}
