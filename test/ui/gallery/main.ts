/** @file Mounts the gallery under the page's own style. */
import { mount } from "svelte";
import "../../../src/ui/style/tokens.css";
import "../../../src/ui/style/fonts.css";
import "../../../src/ui/style/base.css";
import "../../../src/ui/style/page.css";
import Gallery from "./Gallery.svelte";
import { fitted, imitation, leaning, preference, rejection, selfJudged } from "./logs.ts";

const [imitated, kept, preferred, leaned, ipo, hinge, graded, level] = await Promise.all([
  imitation(),
  rejection(),
  preference(),
  preference({}, leaning),
  preference({ loss: "ipo", beta: 0.5 }),
  preference({ loss: "hinge_norm" }),
  selfJudged(),
  selfJudged(() => [0, 0, 0, 0, 1, 0]),
]);
mount(Gallery, {
  target: document.getElementById("gallery")!,
  props: { logs: { imitated, kept, preferred, leaned, ipo, hinge, graded, level, fit: fitted() } },
});
document.documentElement.dataset["ready"] = "";
