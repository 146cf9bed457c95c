import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { holdWithMouse, killBar, killButton, visit } from "../fixtures/gestures.ts";
import { processOf } from "../fixtures/processes.ts";

/** A system of its own: what is broken here would show in the tests of others. */
test.use({ systemOptions: { speed: 60, seed: 2 } });

/** Five seconds without a heartbeat, and one between two heartbeats. */
const STALE_WITHIN_MS = 6_000;

function colorOf(page: Page, testId: string): Promise<string> {
  return page.getByTestId(testId).evaluate((element) => getComputedStyle(element).color);
}

test("W17 a silent engine makes the page look stale within seconds, keeps its figures and offers the kill switch", async ({
  page,
  system,
  venue,
}) => {
  await expect.poll(() => venue.heldSymbols(), { timeout: 30_000 }).toBeGreaterThan(0);
  await venue.placeRestingOrder("SPY");
  const pid = await processOf(system, "engine");
  await visit(page, "/");
  const pnl = page.getByTestId("day-pnl-net");
  await expect(pnl).toHaveAttribute("data-direction", /up|down/);
  const colored = await colorOf(page, "day-pnl-net");

  process.kill(pid, "SIGSTOP");
  const banner = page.getByRole("alert").getByTestId("connection-banner");
  await expect(banner).toBeVisible({ timeout: STALE_WITHIN_MS });
  await expect(banner).toContainText("No heartbeat from the engine since");
  await expect(banner).toContainText("The watchdog takes a kill without the engine while it runs");
  await expect(page.getByTestId("connection-state")).toHaveText("stale");
  await expect(page.locator(".fresh", { has: pnl })).toHaveAttribute("data-fresh", "stale");
  expect(await colorOf(page, "day-pnl-net")).not.toBe(colored);
  await expect(pnl).toHaveText(/\d/);
  await expect(page.locator(".pnl-arrow:visible")).toHaveCount(0);
  await expect(page).toHaveTitle(/^SIM stale/);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations).toEqual([]);

  const button = killButton(page, "Cancel all");
  await expect(button).toBeEnabled();
  await holdWithMouse(page, button);
  await expect(killBar(page)).toContainText("Taken by the watchdog");
  await expect(killBar(page).locator(".kill-result")).toHaveText("NO OPEN ORDERS", {
    timeout: 20_000,
  });
  expect(await venue.openOrders()).toBe(0);
});

test("the engine that follows starts halted by that kill, and only a person resumes it", async ({
  page,
  operator,
}) => {
  await visit(page, "/kill");
  await expect(page.getByTestId("trading-state")).toHaveAttribute("data-state", "halted", {
    timeout: 30_000,
  });
  await expect(page.getByTestId("environment-strip")).toContainText("HALTED");
  await operator.resume();
  await expect(page.getByTestId("trading-state")).toHaveAttribute("data-state", "active");
});

test("while the engine is silent nothing that adds risk can be pressed, and the page says why", async ({
  page,
  system,
}) => {
  await visit(page, "/risk");
  await page.getByRole("textbox", { name: "Order notional" }).fill("16000");
  const review = page.getByRole("region", { name: "Review the change" });
  await review.getByRole("textbox", { name: /Reason/ }).fill("one more lot");
  const loosen = review.getByRole("button", { name: "Loosen limits" });
  await expect(loosen).toBeEnabled();

  process.kill(await processOf(system, "engine"), "SIGSTOP");
  await expect(loosen).toBeDisabled({ timeout: STALE_WITHIN_MS });
  await expect(review).toContainText("The engine does not answer: nothing may be loosened now.");
  await expect(killButton(page, "Flatten")).toBeEnabled();
});

test("W17 when neither engine nor watchdog answers, the page says what to do by hand, and goes on trying", async ({
  page,
  system,
  venue,
  operator,
}) => {
  await operator.findsTheEngine();
  await venue.placeRestingOrder("IBM");
  const [engine, watchdog] = await Promise.all([
    processOf(system, "engine"),
    processOf(system, "watchdog"),
  ]);
  await visit(page, "/");
  process.kill(watchdog, "SIGSTOP");
  process.kill(engine, "SIGSTOP");
  await holdWithMouse(page, killButton(page, "Cancel all"));
  const outcome = killBar(page).getByTestId("kill-outcome");
  await expect(outcome).toContainText("No ack from engine — trying direct path.");
  await expect(outcome).toContainText("Act at broker");
  await expect(outcome).toContainText("./interlock kill --mode cancel");
  await expect(outcome.getByRole("link", { name: "the plain kill page" })).toBeVisible();

  process.kill(watchdog, "SIGCONT");
  await expect(outcome).toContainText("Taken by the watchdog", { timeout: 20_000 });
  await expect(outcome.locator(".kill-result")).toHaveText("NO OPEN ORDERS", { timeout: 20_000 });
  expect(await venue.openOrders()).toBe(0);
});
