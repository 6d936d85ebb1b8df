/**
 * @file What the post's closing table says of each method (J.-K. Cho, Direct Alignment from
 * Preferences, part 3), and why a count can come out otherwise. Its columns say what is *not* needed;
 * here they say what is. `null`: the row has three marks for four columns.
 */

export type Post = {
  readonly name: string;
  readonly needsHumanLabels: boolean | "optional";
  readonly onPolicyData: boolean;
  readonly onlineFeedback: boolean | null;
  readonly externalModel: boolean | null;
  /** "2 (1)": the number in brackets is with saved log-probabilities. */
  readonly models: string;
};

const row = (
  name: string,
  needsHumanLabels: Post["needsHumanLabels"],
  onPolicyData: boolean,
  onlineFeedback: boolean | null,
  externalModel: boolean | null,
  models: string,
): Post => ({ name, needsHumanLabels, onPolicyData, onlineFeedback, externalModel, models });

export const post: Readonly<Record<string, Post>> = {
  "rlhf-ppo": row("RLHF", true, true, true, false, "4"),
  rlaif: row("RLAIF", false, true, true, true, "4"),
  rest: row("ReST", true, true, true, false, "4"),
  "slic-hf": row("SLiC-HF", true, false, false, false, "2 (1)"),
  dpo: row("DPO", true, false, false, false, "2 (1)"),
  ipo: row("IPO", true, false, false, false, "2 (1)"),
  rrhf: row("RRHF", true, false, null, null, "1 (2)"),
  click: row("CLICK", true, false, null, null, "1 (2)"),
  spin: row("SPIN", false, true, true, null, "2 (1)"),
  "best-of-n": row("Rejection-sampling FT", true, true, true, false, "2"),
  rso: row("RSO", true, false, true, false, "3"),
  "iterative-dpo": row("Iterative DPO", true, true, true, false, "3 (2)"),
  "self-rewarding": row("Self-rewarding", "optional", true, true, false, "2 (1)"),
  "online-dpo": row("OAIF (online DPO)", false, true, true, true, "2 (1)"),
};

/** Why the count and the post differ, in a sentence or two, where they do. */
export const why: Readonly<Record<string, string>> = {
  "rlhf-ppo":
    "The post counts everything that is at hand at once. The value head sits on the policy's own trunk here, which saves a set.",
  rlaif:
    "The labeler works before the reinforcement learning starts, the reward model during it. Whether it is an external service depends on where it runs: here it is a third model in the same tab.",
  rest: "Improving is plain imitation of what passed the filter: one model learns, with no reference and no value. Four would be an offline-RL variant.",
  "slic-hf": "Its loss compares log-probabilities of the policy alone: there is no reference.",
  dpo: "The reference's log-probabilities are saved with the pairs: the one model in brackets.",
  ipo: "As DPO: the reference's log-probabilities are saved with the pairs.",
  rrhf: "The reward model ranks beforehand and is gone while the policy learns.",
  click:
    "The classifier labels beforehand and is gone while the policy learns. Our rounds draw and label anew from the policy, which the paper allows and the post does not count.",
  spin: "Nothing is judged: the human text always wins, so there is no feedback to be online. It needs human demonstrations instead of labels.",
  "best-of-n":
    "The post counts the sampling stage: policy and reward model. Learning takes the policy alone. The third set seen here is the start policy, whose banked answers serve the first round.",
  rso: "All candidates come from the SFT policy, which is not the policy in training, and so do the judgments of them. The post counts the reward model, which only the sampling stage needs.",
  "iterative-dpo":
    "The reference of a round is the policy as it was when the round began; the reward model is needed only to label.",
  "self-rewarding": "The judge is the policy itself. It needs labels once, to learn judging from.",
  "online-dpo":
    "Every gradient step needs fresh pairs, so the annotator is at hand throughout, and the reference's log-probabilities of fresh text cannot have been saved: two models learn or compare, the annotator makes three.",
};
