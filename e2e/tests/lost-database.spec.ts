import { expect, test } from "../fixtures/console.ts";
import { holdWithMouse, killBar, killButton, visit } from "../fixtures/gestures.ts";
import { stopDatabase } from "../fixtures/processes.ts";

test.use({ systemOptions: { speed: 60, seed: 2 } });

test("with the database stopped the kill switch works from the console, and the page says what is down", async ({
  page,
  system,
  venue,
  operator,
}) => {
  await operator.resume();
  await venue.placeRestingOrder("SPY");
  await visit(page, "/");
  stopDatabase(system);
  await expect(page.getByRole("button", { name: /System health: .*Database/ })).toBeVisible({
    timeout: 20_000,
  });

  await holdWithMouse(page, killButton(page, "Cancel all"));
  await expect(killBar(page).getByTestId("kill-outcome")).toContainText(/Taken by the/);
  await expect(killBar(page).locator(".kill-result")).toHaveText("NO OPEN ORDERS", {
    timeout: 20_000,
  });
  expect(await venue.openOrders()).toBe(0);
  await expect(page.getByTestId("environment-strip")).toContainText("HALTED");
});
