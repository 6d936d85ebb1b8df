/**
 * @file The runs that come with the page, in the order in which it offers them. Each is the query of
 * a link; the first is what a visitor without a link sees.
 */

const small = "heldout=32&seed=7";

/** Query of an experiment, by the recording's id. */
export const recordings: Readonly<Record<string, string>> = {
  "best-of-n-reviews": `method=best-of-n&task=reviews&knob.rounds=3&every=3&${small}`,
  "online-dpo-reviews": `method=online-dpo&task=reviews&knob.iterations=12&knob.batch=16&every=3&${small}`,
  "rso-reviews": `method=rso&task=reviews&knob.rounds=1&every=2&${small}`,
  "iterative-dpo-replies": `method=iterative-dpo&task=replies&knob.rounds=2&knob.batch=24&every=2&${small}`,
  "pairwise-cringe-replies": `method=pairwise-cringe&task=replies&knob.rounds=2&knob.batch=24&every=2&${small}`,
  "dpo-reviews": `method=dpo&task=reviews&knob.epochs=2&knob.prompts=96&every=2&${small}`,
  "ipo-reviews": `method=ipo&task=reviews&knob.epochs=2&knob.prompts=96&every=2&${small}`,
  "slic-hf-summaries": `method=slic-hf&task=summaries&knob.epochs=2&knob.prompts=48&every=2&${small}`,
  "rrhf-replies": `method=rrhf&task=replies&knob.epochs=2&knob.prompts=32&every=2&${small}`,
};
