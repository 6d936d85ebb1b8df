import { expect, it } from "vitest";
import { tasks } from "../../src/tasks/index.ts";
import { entries } from "../../src/tasks/menu.ts";

it("the menu lists every task in order, and loads the very task that it describes", async () => {
  expect(Object.keys(entries)).toEqual(Object.keys(tasks));
  for (const [id, { load, ...card }] of Object.entries(entries)) {
    const task = await load();
    expect(task).toBe(tasks[id as keyof typeof tasks]);
    expect(task).toMatchObject(card);
    expect(card.id).toBe(id);
  }
});
