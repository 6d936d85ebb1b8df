/** @file What we think explains a result that needs explaining, by claim. Written after measuring. */
export const remarks: Readonly<Record<string, string>> = {};
