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
  "self-rewarding-reviews": `method=self-rewarding&task=reviews&knob.rounds=3&knob.batch=32&knob.eft=256&every=4&${small}`,
  "click-replies": `method=click&task=replies&knob.rounds=2&knob.batch=10&every=2&${small}`,
  "spin-summaries": `method=spin&task=summaries&knob.iterations=3&knob.batch=32&every=3&${small}`,
  "rest-reviews": `method=rest&task=reviews&knob.batch=20&every=6&${small}`,
  "rlhf-ppo-reviews": `method=rlhf-ppo&task=reviews&knob.iterations=8&knob.batch=32&every=6&${small}`,
  "rloo-reviews": `method=rloo&task=reviews&knob.iterations=12&every=3&${small}`,
  "grpo-replies": `method=grpo&task=replies&knob.iterations=12&every=3&${small}`,
  "rlaif-reviews": `method=rlaif&task=reviews&annotator=instructed-l&knob.labels=256&knob.iterations=10&knob.batch=32&every=3&${small}`,
  "direct-rlaif-replies": `method=direct-rlaif&task=replies&knob.iterations=10&knob.batch=32&every=3&${small}`,
  "llama2-chat-reviews": `method=llama2-chat&task=reviews&knob.rounds=2&knob.iterations=6&knob.batch=16&every=4&${small}`,
  "rrhf-replies": `method=rrhf&task=replies&knob.epochs=2&knob.prompts=32&every=2&${small}`,
};
