import { mount } from "svelte";
import App from "./App.svelte";
import { methodAsked } from "./ui/address.svelte.ts";
import "./ui/style/tokens.css";
import "./ui/style/fonts.css";
import "./ui/style/base.css";
import "./ui/style/page.css";
import { rest } from "./ui/rest.ts";
import { theme } from "./ui/theme.svelte.ts";
import { firstLanguage, language } from "./ui/words/index.svelte.ts";

theme.apply();
const asked = new URLSearchParams(location.search).get("lang");
void language.learn(methodAsked());
// Without its words in another language the page still works in English. Nothing is awaited here: the
// book reads parts of this very file, and would wait for it in turn.
void language
  .use(firstLanguage(asked), false)
  .catch(() => {})
  // The page's first drawing has a task of its own.
  .then(() => rest())
  .then(() => {
    const target = document.getElementById("app");
    if (!target) return;
    target.replaceChildren();
    mount(App, { target });
  });
