/** @file An independent checker reads the writers' English. */

import { beforeAll, describe, expect, it } from "vitest";
import { grammarChecker } from "../../src/cli/grammar.ts";
import type { Task } from "../../src/core/types.ts";
import { tasks } from "../../src/tasks/index.ts";

describe("Harper", () => {
  let check: Awaited<ReturnType<typeof grammarChecker>>;
  beforeAll(async () => {
    check = await grammarChecker();
  }, 60_000);

  it.each([
    ["They is happy with it.", "Agreement"],
    ["I has used it for a month.", "Agreement"],
    ["I want an kettle.", "Miscellaneous"],
    ["It it is fine.", "Repetition"],
    ["the lid fits.", "Capitalization"],
    ["The lid fits. it is good.", "Capitalization"],
    ["I boughts a kettel.", "Spelling"],
    ["I am happy with the", "Punctuation"],
  ])("finds the error in “%s”", async (text, kind) => {
    expect((await check(text)).map((r) => r.kind)).toContain(kind);
  });

  it.each(Object.values(tasks))(
    "finds at least 98 % of $id clean",
    async (task: Task) => {
      let clean = 0;
      const n = 400;
      for (let i = 0; i < n; i++)
        if ((await check(task.write("heldout", 1 + 37 * i).text)).length === 0) clean++;
      expect(clean / n).toBeGreaterThanOrEqual(0.98);
    },
    120_000,
  );
});
