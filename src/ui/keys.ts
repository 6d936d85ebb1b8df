/** @file The keyboard: one table of what a key does on the bench, leaving typing and controls alone. */
import { stages } from "../core/fold.ts";
import { answered } from "./answering.ts";
import { attention } from "./charts/attention.svelte.ts";
import { letters } from "./letters.svelte.ts";
import { place } from "./place.svelte.ts";
import { presentKey } from "./present.ts";
import type { Session } from "./session.svelte.ts";
import { showing, speakOther } from "./showing.svelte.ts";
import type { Unit } from "./timeline.ts";

/** Does what a key asks for; true when it was one of ours. */
export function press(event: KeyboardEvent, session: Session, showKeys: () => void): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.metaKey || event.defaultPrevented) return false;
  // A sheet that has just been closed may hold the focus until the next frame: it takes no keys.
  if (target?.closest("textarea, select, :popover-open, [contenteditable]")) return false;
  if (target?.closest("input:not([type=range], [type=radio], [type=checkbox])")) return false;
  // A focused slider or choice keeps its arrows; what the keyboard has reached and Space would press
  // keeps Space. A choice is made by then, and a button that was clicked is done with.
  const control = target !== null && target.closest("input") !== null;
  const button = target?.closest("button, summary, a, [type=checkbox]") ?? null;
  const reached = button?.matches(":focus-visible") ?? false;
  const unit: Unit = event.altKey ? "round" : event.shiftKey ? "stage" : session.player.unit;

  if (session.asks && answered(event, session, reached)) return true;
  switch (event.key) {
    case " ":
      if (reached) return false;
      session.player.toggle();
      return true;
    case "ArrowRight":
      if (control) return false;
      void session.player.forward(unit);
      return true;
    case "ArrowLeft":
      if (control) return false;
      session.player.back(unit);
      return true;
    case "Home":
      if (control) return false;
      session.player.pause();
      session.player.seek(0);
      return true;
    case "End":
      if (control) return false;
      session.player.toLive();
      return true;
  }
  if (event.key === "Escape" && showing.presenting) {
    if (showing.blank) showing.blank = false;
    else showing.presenting = false;
    return true;
  }
  // An open menu is closed by the browser, and that is enough for one press.
  if (event.key === "Escape" && place.name && !document.querySelector(":popover-open")) {
    place.go(null);
    return true;
  }
  if (event.altKey || !letters.on) return false;
  if (showing.presenting && presentKey(event.key.toLowerCase(), session)) return true;
  return letter(event.key, session, showKeys);
}

function letter(key: string, session: Session, showKeys: () => void): boolean {
  const stage = stages(session.method, session.player.log, session.player.at)[Number(key) - 1];
  if (/^[1-7]$/.test(key)) {
    if (stage && session.player.length > 0) void session.player.visit(stage.kind);
    return stage !== undefined;
  }
  switch (key.toLowerCase()) {
    case "f":
      session.askFork();
      return true;
    case "t":
      attention.tables = !attention.tables;
      return true;
    case "g":
      showing.gold = !showing.gold;
      return true;
    case "l":
      void speakOther();
      return true;
    case "c":
      place.go(place.name === "compare" ? null : "compare");
      return true;
    case "p":
      place.go(null);
      showing.presenting = !showing.presenting;
      showing.blank = false;
      return true;
    case "?":
      showKeys();
      return true;
  }
  return false;
}
