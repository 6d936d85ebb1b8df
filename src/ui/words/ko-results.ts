/** @file What the files of results say, in Korean: fetched with the first page of them. */
import { claims } from "./ko-claims.ts";
import { figures } from "./ko-figures.ts";
import { whys } from "./ko-whys.ts";

export { figures };
export const told = { ...claims, ...whys };
