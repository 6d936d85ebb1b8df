/** @file Values as Python would write them: the one way in which anything of a run enters a script. */

export type Literal =
  string | number | boolean | null | readonly Literal[] | { readonly [name: string]: Literal };

/** A Python literal. JSON's strings are Python's, too: quotes, line ends and controls are escaped. */
export function literal(value: Literal): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Literal[]).map(literal).join(", ")}]`;
  const entries = Object.entries(value).map(([name, v]) => `${literal(name)}: ${literal(v)}`);
  return `{${entries.join(", ")}}`;
}

/** A call with one named argument a line. `code`: arguments that are expressions already. */
export function call(
  name: string,
  code: Readonly<Record<string, string>>,
  values: Readonly<Record<string, Literal>> = {},
): string {
  const written = Object.entries(values).map(([key, value]) => [key, literal(value)] as const);
  const lines = [...Object.entries(code), ...written].map(([key, v]) => `    ${key}=${v},\n`);
  return `${name}(\n${lines.join("")})`;
}

function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'float("nan")' : `float("${value > 0 ? "" : "-"}inf")`;
}
