import { expect, it } from "vitest";
import { menu } from "../../src/menu.ts";
import { Tab } from "./tab.ts";

it("the league names every method, in two worlds, and opens a recorded run of each", async () => {
  const tab = await Tab.open("?task=toy");
  await tab.untilReady();
  await tab.button("Results").click();
  await tab.page.getByRole("tab", { name: "League" }).click();
  await tab.page.getByRole("heading", { name: "On the language model, task reviews" }).waitFor();
  await tab.page.getByRole("heading", { name: "In the exact world" }).waitFor();
  const links = tab.page.getByRole("tabpanel").getByRole("link");
  await expect.poll(() => links.count()).toBe(Object.keys(menu.methods).length);
  await links.filter({ hasText: /^rloo$/ }).click();
  await expect.poll(() => tab.query().get("method")).toBe("rloo");
  await tab.page.getByRole("heading", { name: "RLOO" }).first().waitFor();
  expect(tab.complaints).toEqual([]);
});
