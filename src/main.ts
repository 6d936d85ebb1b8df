import { mount } from "svelte";
import App from "./App.svelte";
import "./ui/style/tokens.css";
import "./ui/style/fonts.css";
import "./ui/style/base.css";
import "./ui/style/page.css";
import { theme } from "./ui/theme.svelte.ts";

theme.apply();
const target = document.getElementById("app");
if (target) {
  target.replaceChildren();
  mount(App, { target });
}
