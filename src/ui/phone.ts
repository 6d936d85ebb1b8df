/** @file Whether the screen is a phone's: the width at which the page's styles change to one column. */
import { MediaQuery } from "svelte/reactivity";

export const phone = new MediaQuery("max-width: 640px");
