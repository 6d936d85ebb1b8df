import { expect, it } from "vitest";
import { cut, serious } from "./looks.ts";
import { Tab } from "./tab.ts";

it("five runs of one knob are computed, kept, and compared where all come to the same KL", async () => {
  const tab = await Tab.open("?task=toy&method=online-dpo&knob.batch=4&knob.iterations=20");
  const { page } = tab;
  await tab.untilReady();
  await tab.play("One step").click();
  await tab.at("Step 4 of 4: label");
  await page.keyboard.press("c");
  await page.getByRole("checkbox", { name: "the run on the screen" }).check();

  await page.getByRole("textbox", { name: "Pull to the reference: to" }).fill("5");
  const from = page.getByRole("textbox", { name: "Pull to the reference: from" });
  await from.fill("0.05");
  await from.blur();
  await page.getByText("0.05 · 0.16 · 0.50 · 1.60 · 5.00").waitFor();
  await tab.button("Compute 5 runs").click();
  await page.getByText("5 runs computed and kept in the library.").waitFor();
  // The one that was begun is still there, under its own name.
  const kept = page.getByRole("checkbox", { name: /^Online DPO/, checked: true });
  await expect.poll(() => kept.count()).toBe(6);
  await tab.button("Leave out A").click();

  const ruler = page.getByRole("slider", { name: "KL to compare at" });
  const equal = page.getByRole("region", { name: /^Compared at equal KL/ });
  await equal.getByRole("row").nth(5).waitFor();
  expect(await equal.getByText("does not get there").count()).toBe(0);
  const most = await ruler.getAttribute("aria-valuetext");
  await ruler.focus();
  await page.keyboard.press("End");
  await equal
    .getByText(/does not get there: [\d.]+ nats at most/)
    .first()
    .waitFor();
  await page.keyboard.press("Home");
  await expect.poll(() => ruler.getAttribute("aria-valuetext")).toBe("0.00 nats");
  const { x, y, width, height } = (await page.locator(".grip").boundingBox())!;
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.up();
  await expect.poll(() => ruler.getAttribute("aria-valuetext")).not.toBe("0.00 nats");
  expect(most).toMatch(/^0\.\d\d nats$/);

  await page.getByRole("heading", { name: "The same prompt, the same dice" }).waitFor();
  await tab.pick("Count by", "replies drawn");
  const wins = page.getByRole("img", { name: "Wins against the start model of 5 runs" });
  // Twenty rounds of two answers to each of four prompts.
  await wins.getByText("150").waitFor();
  await page.getByRole("img", { name: /^KL at the end by the knob’s value/ }).waitFor();
  expect([...(await serious(page)), ...(await cut(page))]).toEqual([]);

  // What was computed and where the ruler was put outlast a change of language.
  const at = await ruler.getAttribute("aria-valuetext");
  await page.keyboard.press("l");
  await page.getByText("실행 5개를 계산해 보관함에 넣었습니다.").waitFor();
  await page.keyboard.press("l");
  await page.getByText("5 runs computed and kept in the library.").waitFor();
  expect(await ruler.getAttribute("aria-valuetext")).toBe(at);

  await tab.button("Back to that run").click();
  await tab.at("Step 4 of 4: label");
  expect(tab.complaints).toEqual([]);
});
