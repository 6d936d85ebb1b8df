/** @file One script for every model worker, so that it is fetched once; the worker's name says which. */
import { LlamaAnnotatorHost } from "../models/annotator.ts";
import { browser } from "../models/browser.ts";
import { LlamaPolicyHost } from "../models/host.ts";
import { LlamaRewardHost } from "../models/reward-host.ts";
import { answer } from "./wire.ts";

const hosts = { annotator: LlamaAnnotatorHost, "reward model": LlamaRewardHost };
const Host = hosts[self.name as keyof typeof hosts] ?? LlamaPolicyHost;
answer(new Host(browser));
