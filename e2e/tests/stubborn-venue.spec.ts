import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { holdWithMouse, killButton, visit } from "../fixtures/gestures.ts";

test.beforeEach(async ({ operator, venue }) => {
  await operator.resume();
  await expect.poll(() => venue.heldSymbols(), { timeout: 45_000 }).toBeGreaterThan(0);
});
test.afterEach(async ({ operator, venue }) => {
  await venue.answerTruly();
  await venue.sticksNextCancels(0);
  await venue.freesStuckOrders();
  await operator.resume();
});

const progress = (page: Page) =>
  page.getByRole("region", { name: "Progress", exact: true }).getByTestId("kill-progress");

test("shares that the venue keeps holding are listed with what is held and what is free, asked about again, and end as a residual", async ({
  page,
  venue,
}) => {
  await venue.answerWith("/v2/positions", { qty_available: "0" });
  await visit(page, "/kill");
  await holdWithMouse(page, killButton(page, "Flatten"));
  const result = progress(page).locator(".kill-result");
  await expect(result).toHaveText("RESIDUAL", { timeout: 30_000 });
  await expect(progress(page).locator(".kill-residual li").first()).toContainText(
    /^-?\d+ [A-Z.]+ held for orders \d+, available 0/,
  );
  const asked = await venue.struck();
  await expect.poll(() => venue.struck(), { timeout: 20_000 }).toBeGreaterThan(asked);
  expect(await venue.heldSymbols()).toBeGreaterThan(0);

  await venue.answerTruly();
  await expect(result).toHaveText("FLAT", { timeout: 30_000 });
  expect(await venue.truth()).toMatchObject({ openOrders: 0, holdings: {} });
});

test("a cancel that the venue does not carry out is counted and timed, nothing is called flat, and nobody resumes before it is confirmed", async ({
  page,
  venue,
}) => {
  // Of a symbol that is held short the venue takes no more orders to buy than there are shares to buy back.
  const { holdings } = await venue.truth();
  const symbol = ["SPY", "IBM", "BAC", "AIG"].find((one) => !holdings[one]?.startsWith("-"));
  for (let placed = 0; placed < 12; placed++) await venue.placeRestingOrder(symbol ?? "SPY");
  await venue.sticksNextCancels(1);
  await visit(page, "/kill");
  await holdWithMouse(page, killButton(page, "Flatten"));
  const cancels = progress(page).locator("[data-step=cancels]");
  const counted = /(\d{2,}) requested · (\d{2,}) confirmed · 1 pending/;
  await expect(cancels).toContainText(counted);
  const [, requested, confirmed] = counted.exec(await cancels.innerText()) ?? [];
  expect(Number(requested)).toBeGreaterThanOrEqual(12);
  expect(Number(confirmed)).toBe(Number(requested) - 1);

  const timer = page.getByTestId("pending-timer").first();
  const shown = new Set<string>();
  const result = progress(page).locator(".kill-result");
  await expect
    .poll(async () => shown.add(await timer.innerText()).size, { timeout: 20_000 })
    .toBeGreaterThan(3);
  await expect(result).not.toHaveText(/FLAT|NO OPEN ORDERS/);
  const resume = page.getByRole("region", { name: "Resume trading" });
  await resume.getByRole("textbox", { name: /Reason/ }).fill("the cause was found");
  await expect(resume.getByRole("button", { name: "Resume, after a 10 s wait" })).toBeDisabled();
  await expect(resume).toContainText("A kill is still under way");

  expect(await venue.freesStuckOrders()).toBe(1);
  await expect(result).toHaveText("FLAT", { timeout: 30_000 });
  await expect(cancels).not.toContainText("pending");
  expect(await venue.truth()).toMatchObject({ openOrders: 0, holdings: {} });
});
