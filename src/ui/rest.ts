/** Ends after so many milliseconds, and never before whatever waits for the thread has had a turn. */
export const rest = (ms = 0) => new Promise<void>((resolve) => setTimeout(resolve, ms));
