/** @file Mounts the gallery under the page's own style. */
import { mount } from "svelte";
import "../../../src/ui/style/tokens.css";
import "../../../src/ui/style/fonts.css";
import "../../../src/ui/style/base.css";
import "../../../src/ui/style/page.css";
import Gallery from "./Gallery.svelte";
import { fitted, imitation, leaning, preference } from "./logs.ts";

const [imitated, preferred, leaned, ipo, hinge] = await Promise.all([
  imitation(),
  preference(),
  preference({}, leaning),
  preference({ loss: "ipo", beta: 0.5 }),
  preference({ loss: "hinge_norm" }),
]);
mount(Gallery, {
  target: document.getElementById("gallery")!,
  props: { logs: { imitated, preferred, leaned, ipo, hinge, fit: fitted() } },
});
document.documentElement.dataset["ready"] = "";
