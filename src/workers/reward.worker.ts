import { LlamaRewardHost } from "../models/host.ts";
import { browser } from "../models/browser.ts";
import { answer } from "./wire.ts";

answer(new LlamaRewardHost(browser));
