/** @file Rows of a file or of pasted text: JSON lines, CSV with a head, or plain lines. */
import Papa from "papaparse";
import { linesOf, type Fault, type OwnKind, type RawRow } from "../../core/own.ts";

/** What a head of CSV names, when it is one. */
const isHead = (kind: OwnKind, line: string): boolean => {
  const names = line.toLowerCase();
  return kind === "pairs" ? /\bchosen\b/.test(names) : /(^|[,;\t"])prompt($|[,;\t"])/.test(names);
};

const breaks = (text: string): number => text.split("\n").length - 1;

export function rowsOf(kind: OwnKind, content: string): { rows: RawRow[]; faults: Fault[] } {
  const text = content.replace(/^\uFEFF/, "").trimStart();
  const [head = ""] = text.split(/\r?\n/, 1);
  if (head.startsWith("{") || !isHead(kind, head)) return linesOf(content);
  const rows: RawRow[] = [];
  const faults: Fault[] = [];
  let seen = head.length;
  let line = 1 + breaks(content.slice(0, content.indexOf(head)));
  Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (name) => name.trim().toLowerCase(),
    step({ data, errors, meta }) {
      // A cell may hold line breaks, and empty lines may lie between rows.
      const [before = ""] = /^\s*/.exec(text.slice(seen)) ?? [];
      const first = line + breaks(before);
      line += breaks(text.slice(seen, meta.cursor));
      seen = meta.cursor;
      const [error] = errors;
      if (error) faults.push({ line: first, why: error.message });
      else rows.push({ line: first, value: data });
    },
  });
  return { rows, faults };
}
