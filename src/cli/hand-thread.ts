/** @file What runs in a thread of `hand.ts`. */
import { parentPort } from "node:worker_threads";
import { LlamaHand, type Hand } from "../models/hand.ts";
import { nodeBackend } from "./backend.ts";
import type { Answer, Call } from "./hand.ts";

const hand: Hand = new LlamaHand(() => nodeBackend("wasm"));
const verbs = hand as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

async function answer({ id, verb, args }: Call): Promise<Answer> {
  try {
    return { id, value: await verbs[verb]!(...args) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

parentPort!.on("message", async (call: Call) => parentPort!.postMessage(await answer(call)));
