/** @file Who scores or labels, with an article where the name has none: the reward model, your own reward. */

export const the = (by: string): string => (/^(the|a|your) /.test(by) ? by : `the ${by}`);

export const The = (by: string): string => the(by).replace(/^./, (first) => first.toUpperCase());
