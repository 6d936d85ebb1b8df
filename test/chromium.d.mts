/** Types of chromium.mjs, which plain Node runs as it is. */
export const flags: string[];
export function findChromium(): string | null;
export function ensureChromium(): string;
