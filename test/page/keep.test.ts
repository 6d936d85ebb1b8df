import { describe, expect, it } from "vitest";
import { Tab } from "./tab.ts";

describe("a visit without a link", () => {
  it("plays a recorded run, says so, and makes way for the live one", async () => {
    const held: (() => void)[] = [];
    const tab = await Tab.open("", {
      before: (page) =>
        page.route("**/models/tilt-1m/model.safetensors", async (route) => {
          await new Promise<void>((resolve) => held.push(resolve));
          await route.continue();
        }),
    });
    const tape = tab.page.getByRole("region", { name: "Played back" });
    await tape.getByText(/^A recorded run\..*version 1, seed 7, on a CPU/).waitFor();
    await tape.getByText(/The live one is on its way/).waitFor();
    await tab.at(/^Step [3-9] of [3-9]/);
    // Nothing of it is taken for this device's own work.
    expect(await tab.page.getByText(/tokens\/s/).count()).toBe(0);
    for (const go of held) go();
    await tape.waitFor({ state: "detached", timeout: 150_000 });
    await tab.untilReady();
    expect(tab.complaints).toEqual([]);
  });
});

describe("a recorded run by its link", () => {
  it("plays without any engine, scrubs, and becomes live on request", async () => {
    const tab = await Tab.open("?recorded=online-dpo-reviews", {
      before: (page) => page.route("**/models/**", (route) => route.abort()),
    });
    await tab.page.getByRole("region", { name: "Played back" }).waitFor();
    await tab.pick("Speed", "live");
    await tab.untilDone();
    await tab.page.getByRole("slider", { name: "The log by rounds" }).focus();
    await tab.page.keyboard.press("Home");
    await tab.at(/^Step 1 of \d+: evaluate$/);
    expect(tab.query().get("recorded")).toBe("online-dpo-reviews");
    await tab.page.unroute("**/models/**");
    await tab.button("Run it live").click();
    await tab.untilReady();
    expect(tab.query().get("method")).toBe("online-dpo");
    expect(tab.query().get("recorded")).toBeNull();
  });
});
