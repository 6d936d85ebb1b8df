/** @file Reports by callback, read as a stream. */

/** What a job reports, in order, until it is done. A job that fails fails its reader. */
export async function* reported<T>(
  job: (report: (item: T) => void) => Promise<void>,
): AsyncGenerator<T, void, void> {
  const { push, end, fail, items } = queue<T>();
  job(push).then(end, fail);
  yield* items();
}

/** A callback turned into something to iterate over. */
function queue<T>() {
  const waiting: T[] = [];
  let over = false;
  let failure: { error: unknown } | null = null;
  let wake = () => {};
  return {
    push: (item: T) => {
      waiting.push(item);
      wake();
    },
    end: () => {
      over = true;
      wake();
    },
    fail: (error: unknown) => {
      failure = { error };
      wake();
    },
    async *items(): AsyncGenerator<T, void, void> {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (failure) throw (failure as { error: unknown }).error;
        if (over) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
