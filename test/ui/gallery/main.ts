/** @file Mounts the gallery under the page's own style. */
import { mount } from "svelte";
import "../../../src/ui/style/tokens.css";
import "../../../src/ui/style/fonts.css";
import "../../../src/ui/style/base.css";
import "../../../src/ui/style/page.css";
import Gallery from "./Gallery.svelte";
import { logs } from "./logs.ts";

mount(Gallery, {
  target: document.getElementById("gallery")!,
  props: { logs },
});
document.documentElement.dataset["ready"] = "";
