/** @file The second thread of the bench. */
import { browser } from "../../models/browser.ts";
import { LlamaHand } from "../../models/hand.ts";
import { answer } from "../../workers/wire.ts";

answer(new LlamaHand(() => browser.engine("wasm")));
