/** @file Whether a finger is what points here: then no key is named, but what a finger does instead. */
import { MediaQuery } from "svelte/reactivity";

export const touch = new MediaQuery("(pointer: coarse)");
