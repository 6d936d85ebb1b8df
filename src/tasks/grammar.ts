/**
 * @file Text templates with choices and agreement. `(a|b|)` draws one alternative, `{name}` is
 * filled from the slots, `[is|are]` agrees with the number of the part, `<is|are>` with the number
 * of the thing. Everything nests.
 */

import type { Draw } from "./draw.ts";

/** What a template may ask for: a text, or alternatives to draw from; both are templates again. */
export type Slots = Readonly<Record<string, string | readonly string[]>>;

/** Grammatical number of the two nouns that a text is about. */
export type Agreement = { readonly part: boolean; readonly thing: boolean };

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "slot"; readonly name: string }
  | { readonly kind: "any" | "part" | "thing"; readonly branches: readonly (readonly Node[])[] };

const BRACKETS = {
  "(": { close: ")", kind: "any" },
  "[": { close: "]", kind: "part" },
  "<": { close: ">", kind: "thing" },
} as const;

const parsed = new Map<string, readonly Node[]>();

function parse(template: string): readonly Node[] {
  const known = parsed.get(template);
  if (known) return known;
  let at = 0;
  const branch = (stops: string): Node[] => {
    const nodes: Node[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") nodes.push({ kind: "text", text });
      text = "";
    };
    while (at < template.length && !stops.includes(template[at] as string)) {
      const c = template[at++] as string;
      if (c === "{") {
        const end = template.indexOf("}", at);
        if (end < 0) throw new SyntaxError(`Unclosed { in "${template}"`);
        flush();
        nodes.push({ kind: "slot", name: template.slice(at, end) });
        at = end + 1;
      } else if (c in BRACKETS) {
        flush();
        const { close, kind } = BRACKETS[c as keyof typeof BRACKETS];
        const branches = [branch("|" + close)];
        while (template[at] === "|") {
          at++;
          branches.push(branch("|" + close));
        }
        if (template[at] !== close) throw new SyntaxError(`Expected ${close} in "${template}"`);
        at++;
        nodes.push({ kind, branches });
      } else text += c;
    }
    flush();
    return nodes;
  };
  const nodes = branch("");
  parsed.set(template, nodes);
  return nodes;
}

/** Fills a template. Throws on an unknown slot, so that a typing mistake cannot reach a reader. */
export function fill(template: string, slots: Slots, number: Agreement, draw: Draw): string {
  const walk = (nodes: readonly Node[]): string => {
    let out = "";
    for (const node of nodes) {
      if (node.kind === "text") out += node.text;
      else if (node.kind === "slot") {
        const value = slots[node.name];
        if (value === undefined) throw new ReferenceError(`No {${node.name}} for "${template}"`);
        out += walk(parse(typeof value === "string" ? value : draw.pick(value)));
      } else {
        const plural = node.kind === "part" ? number.part : number.thing;
        const chosen =
          node.kind === "any" ? draw.pick(node.branches) : node.branches[plural ? 1 : 0];
        if (!chosen) throw new SyntaxError(`Two branches expected in "${template}"`);
        out += walk(chosen);
      }
    }
    return out;
  };
  return walk(parse(template));
}

const SOUNDS_LIKE_A = /^(?:uni|use|usu|one|eur)/i;
const SOUNDS_LIKE_AN = /^(?:hour|honest|honor)/i;

/** "an" before a vowel sound. */
export function article(word: string): "a" | "an" {
  if (SOUNDS_LIKE_AN.test(word)) return "an";
  return /^[aeiou]/i.test(word) && !SOUNDS_LIKE_A.test(word) ? "an" : "a";
}

/** One space between words, a or an by sound, a capital after each full stop. */
export function polish(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/ ([,.!?;:])/g, "$1")
    .trim()
    .replace(/\b([Aa])n? (\w+)/g, (_, a: string, word: string) => {
      const right = article(word);
      return `${a === "A" ? right[0]?.toUpperCase() + right.slice(1) : right} ${word}`;
    })
    .replace(/(^|[.!?] )([a-z])/g, (_, before: string, c: string) => before + c.toUpperCase());
}
