/** @file The keys while questions wait for a person, or for a room. */
import { letters } from "./letters.svelte.ts";
import type { Session } from "./session.svelte.ts";
import { showing } from "./showing.svelte.ts";
import { votes, type Side } from "./votes.svelte.ts";

/**
 * Arrows and A or B choose, Space and S cannot say, Z takes back, Escape goes on without the rest.
 * A number typed before an arrow is a count of hands: both counts together are the answer. In a
 * talk A and B are hands, and Enter is the end of the vote. True when the key meant something.
 */
export function answered(event: KeyboardEvent, session: Session, reached: boolean): boolean {
  const desk = session.opened?.desk;
  if (!desk || event.altKey) return false;
  const { key } = event;
  if (key === "Escape" && !showing.presenting) {
    session.stopLabelling();
    return true;
  }
  if (!event.shiftKey && (key === "ArrowLeft" || key === "ArrowRight")) {
    choose(key === "ArrowLeft" ? "a" : "b", session);
    return true;
  }
  if (key === " " && !reached) {
    desk.answer(0.5);
    return true;
  }
  if (key === "Enter" && !reached && votes.p !== null) {
    enterVotes(session);
    return true;
  }
  if (key === "Backspace" && votes.typed !== "") {
    votes.undo();
    return true;
  }
  return letters.on && letter(key.toLowerCase(), session);
}

/** The room's share is the answer; nothing before the first vote. */
export function enterVotes({ opened }: Session): void {
  const { p } = votes;
  if (p === null) return;
  votes.clear();
  opened?.desk?.answer(p);
}

function choose(side: Side, session: Session): void {
  if (votes.typed === "") return answer(side, session);
  votes.count(side);
  if (votes.counted && votes.p !== null) enterVotes(session);
}

const answer = (side: Side, { opened }: Session): void => {
  votes.clear();
  opened?.desk?.answer(side === "a" ? 1 : 0);
};

function letter(key: string, session: Session): boolean {
  const desk = session.opened?.desk;
  if (/^\d$/.test(key)) votes.type(key);
  else if (key === "s") desk?.answer(0.5);
  else if (key === "z" && (votes.typed !== "" || votes.p !== null)) votes.undo();
  else if (key === "z") desk?.undo();
  else if ((key === "a" || key === "b") && !showing.blank) {
    if (showing.presenting) votes.cast(key);
    else answer(key, session);
  } else return false;
  return true;
}
