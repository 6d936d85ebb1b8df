/** @file One script for every model worker, so that it is fetched once; the worker's name says which. */
import { browser } from "../models/browser.ts";
import { LlamaPolicyHost } from "../models/host.ts";
import { LlamaRewardHost } from "../models/reward-host.ts";
import { answer } from "./wire.ts";

answer(self.name === "reward model" ? new LlamaRewardHost(browser) : new LlamaPolicyHost(browser));
