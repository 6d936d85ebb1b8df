/**
 * @file How the page is shown, apart from what it runs: language, lesson, hidden parts, presenter
 * mode. The first three are parts of the address, so a teacher's view is a link; none of them
 * changes a number.
 */
import type { Ignored } from "../core/experiment.ts";
import { language, LANGUAGES } from "./words/index.svelte.ts";

/** What a teacher may hide. */
export const PARTS = ["setup", "box", "knobs", "evaluation", "stages", "log", "ask"] as const;
export type Part = (typeof PARTS)[number];

/** The names that a query may hold besides the experiment's. */
type Own = "lang" | "hide" | "lesson";

export type Shown = {
  /** Asked for by the link or chosen on the page; null: as the browser says. */
  readonly lang: string | null;
  readonly hide: readonly Part[];
  /** Id of the method whose lesson is open. */
  readonly lesson: string | null;
};

/** Takes the page's own parameters out of a query; the rest is the experiment's. */
export function readShown(
  search: string,
  lessons: readonly string[],
): { shown: Shown; rest: string; ignored: Ignored[] } {
  const query = new URLSearchParams(search);
  const ignored: Ignored[] = [];
  const take = (name: Own, known: readonly string[]): string[] => {
    const wanted = (query.get(name) ?? "").split(",").filter(Boolean);
    const why = `is none of: ${known.join(", ")}`;
    for (const value of wanted) {
      if (!known.includes(value)) ignored.push({ name, value: value.slice(0, 80), why });
    }
    query.delete(name);
    return known.filter((value) => wanted.includes(value));
  };
  const [lang = null] = take("lang", Object.keys(LANGUAGES));
  const hide = take("hide", PARTS) as Part[];
  const [lesson = null] = take("lesson", lessons);
  return { shown: { lang, hide, lesson }, rest: query.toString(), ignored };
}

/** The query's part for what is shown, each with "&" before it; empty when all is as usual. */
export function writeShown({ lang, hide, lesson }: Shown): string {
  const parts: readonly (readonly [string, string | null])[] = [
    ["lang", lang],
    ["hide", PARTS.filter((part) => hide.includes(part)).join(",")],
    ["lesson", lesson],
  ];
  return parts.map(([name, value]) => (value ? `&${name}=${value}` : "")).join("");
}

class Showing {
  lang: string | null = $state(null);
  hide: readonly Part[] = $state.raw([]);
  lesson: string | null = $state(null);
  /** Large type, one picture, keys only. */
  presenting = $state(false);
  /** False: gold is covered, so that a room can guess. */
  gold = $state(true);
  /** Nothing on the screen, so that the room looks at the speaker. */
  blank = $state(false);
  /** A recorded run was asked for where there is none. */
  unrecorded = $state(false);

  take({ lang, hide, lesson }: Shown): void {
    this.lang = lang;
    this.hide = hide;
    this.lesson = lesson;
  }

  shows(part: Part): boolean {
    return !this.hide.includes(part);
  }
}

export const showing = new Showing();

/** Changes to the other language, and says so in the address. */
export async function speakOther(): Promise<void> {
  const { other } = language;
  await language.use(other);
  showing.lang = other;
}
