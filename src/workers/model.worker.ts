/** @file One script for every model worker, so that it is fetched once; the worker's name says which. */
import { LlamaAnnotatorHost } from "../models/annotator.ts";
import { browser } from "../models/browser.ts";
import { LlamaHand, type Hand } from "../models/hand.ts";
import { LlamaPolicyHost } from "../models/host.ts";
import { LlamaRewardHost } from "../models/reward-host.ts";
import { start } from "./start.ts";
import { answer, wire } from "./wire.ts";

/** The policy works longest: it has a thread of its own to share with. */
const HAND = "policy's second thread";

function startHand(): Hand {
  return wire<Hand>(start(self.location.href, HAND), HAND).remote;
}

const hosts: Readonly<Record<string, () => object>> = {
  annotator: () => new LlamaAnnotatorHost(browser),
  "reward model": () => new LlamaRewardHost(browser),
  [HAND]: () => new LlamaHand(() => browser.engine("wasm")),
};
/**
 * Where there are only two processors, the page and the reward model need the second one: one more
 * busy thread would hold the page's own up for long enough to be felt.
 */
const hand = navigator.hardwareConcurrency > 2 ? { hand: startHand } : {};
const policy = () => new LlamaPolicyHost({ ...browser, ...hand });
answer((hosts[self.name] ?? policy)());
