/**
 * @file Says aloud what the parts of a table are. Where its rows are laid out as blocks, on a phone,
 * some browsers take it for no table any more.
 */
const ROLES: Readonly<Record<string, string>> = {
  TABLE: "table",
  THEAD: "rowgroup",
  TBODY: "rowgroup",
  TR: "row",
  TD: "cell",
};

/** To be attached to a table that is drawn once. */
export function sayRoles(table: Element): void {
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
    const head = part.getAttribute("scope") === "row" ? "rowheader" : "columnheader";
    part.setAttribute("role", ROLES[part.tagName] ?? head);
  }
}
