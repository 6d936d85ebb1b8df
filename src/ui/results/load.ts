/** @file Files of results, fetched once and parsed. */
import { parseResults, type ResultsName, type ResultsOf } from "../../core/results.ts";

const asked = new Map<string, Promise<unknown>>();

/** The results of a name; a failure is forgotten, so that the page can ask again. */
export function results<N extends ResultsName>(name: N): Promise<ResultsOf<N>> {
  const known = asked.get(name) ?? fetchOne(name);
  asked.set(name, known);
  known.catch(() => asked.delete(name));
  return known as Promise<ResultsOf<N>>;
}

async function fetchOne(name: ResultsName): Promise<unknown> {
  const answer = await fetch(new URL(`results/${name}.json`, document.baseURI));
  if (!answer.ok) throw new Error(`${answer.status} for ${name}`);
  return parseResults(name, await answer.json());
}
