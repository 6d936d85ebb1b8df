/**
 * @file The language of the house: plain, immutable, structured-cloneable data, and the few
 * verbs that a method may use. Everything that crosses a worker boundary, a file or a view is
 * declared here, in files that import nothing but one another.
 */
export type * from "./types/text.ts";
export type * from "./types/objectives.ts";
export type * from "./types/verbs.ts";
export type * from "./types/steps.ts";
export type * from "./types/methods.ts";
export type * from "./types/tasks.ts";
export { TiltError } from "./types/errors.ts";
