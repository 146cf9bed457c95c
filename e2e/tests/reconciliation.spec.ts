import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";
import type { Operator } from "../fixtures/operator.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const REASON = "bought by hand in the broker's app";

const openBreaks = (page: Page) => page.getByRole("region", { name: "Open breaks" });
const ended = (page: Page) => page.getByRole("region", { name: "Ended today" });
const figures = (page: Page) => page.getByRole("table", { name: "Figures of both sides" });

/** Opens the form of a break, gives a reason, and presses twice. */
async function adopt(card: Locator, reason: string): Promise<void> {
  await card.getByRole("button", { name: "Adopt the venue's side" }).click();
  await expect(card.getByRole("button", { name: /^Adopt / })).toBeDisabled();
  await card.getByRole("textbox", { name: /Reason/ }).fill(reason);
  await pressTwice(card);
}

async function pressTwice(card: Locator): Promise<void> {
  await expect(async () => {
    if (await card.isHidden()) return;
    const again = card.getByRole("button", { name: "I have looked at the new figures" });
    if (await again.isVisible()) await again.click();
    const armed = card.getByRole("button", { name: /^Confirm: Adopt/ });
    if (!(await armed.isVisible())) await card.getByRole("button", { name: /^Adopt / }).click();
    await armed.click({ delay: 50, timeout: 2_000 });
    await expect(card).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** What the venue says that the account holds while it does not answer truly. */
const CASH = "12345.67";

const dollars = (cash: string) =>
  Number(cash).toLocaleString("en-US", { style: "currency", currency: "USD" });

/** Trading stands still, so that only what a test does moves a figure. */
async function halt(operator: Operator): Promise<void> {
  await operator.post("kill.engage", { mode: "cancel", reason: "the stage is set for a test" });
  await expect.poll(() => operator.tradingState()).toBe("halted");
}

test("another program's execution is an open break with its evidence until a person adopts it with a reason", async ({
  page,
  venue,
}) => {
  await visit(page, "/reconciliation");
  await venue.buyByHand("AIG", "3");
  const card = page.getByTestId("break-external:AIG");
  await expect(card).toBeVisible({ timeout: 20_000 });
  await expect(card).toContainText("Traded by an order that is not ours: AIG");
  await expect(card).toContainText("bought 3 at");
  await expect(card).toContainText("AIG takes no new risk");
  await card.getByText("Evidence of both sides").click();
  await expect(card.getByRole("region", { name: "Evidence of the venue" })).toContainText(
    '"symbol": "AIG"',
  );
  await adopt(card, REASON);
  const closed = ended(page).locator("li", { hasText: "AIG" }).first();
  await expect(closed).toContainText("adopted");
  await expect(closed).toContainText("by Owner");
  await expect(closed).toContainText(`“${REASON}”`);
});

test("an open break is marked on every page, and another program's order is a row that can be canceled", async ({
  page,
  venue,
}) => {
  await venue.placeRestingOrder("BAC");
  await venue.buyByHand("AIG", "3");
  for (const path of ["/", "/risk", "/kill"]) {
    await visit(page, path);
    await expect(page.getByTestId("nav-mark-reconciliation")).toContainText("1", {
      timeout: 20_000,
    });
    await expect(page.getByRole("button", { name: /System health: Open break/ })).toBeVisible();
  }
  await visit(page, "/orders");
  const row = page.getByRole("row", { name: /BAC.*not ours/ });
  await expect(row).toContainText("limit 1.00");
  await expect(async () => {
    const cancel = row.getByRole("button", { name: /^Cancel BUY 1 BAC/ });
    if (await cancel.isVisible()) await cancel.click();
    await row.getByRole("button", { name: /Cancel BUY 1 BAC/ }).click({ timeout: 2_000 });
    await expect(row).toBeHidden({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await visit(page, "/reconciliation");
  await adopt(page.getByTestId("break-external:AIG"), REASON);
  await expect(page.getByTestId("nav-mark-reconciliation")).toBeHidden();
});

test.describe("a break of cash", () => {
  test.beforeEach(async ({ operator, venue }) => {
    await halt(operator);
    await venue.answerWith("/v2/account", { cash: CASH });
  });
  test.afterEach(async ({ page, operator, venue }) => {
    await venue.answerTruly();
    await visit(page, "/reconciliation");
    const card = page.getByTestId("break-cash");
    const cash = figures(page).getByRole("row", { name: /^Cash/ });
    await expect(async () => {
      const open = await card.isVisible();
      if (open) await adopt(card, "the venue answers truly again");
      await expect(cash).toContainText(dollars((await venue.truth()).cash), { timeout: 2_000 });
      await expect(cash).toContainText("agrees", { timeout: 2_000 });
    }).toPass({ timeout: 50_000 });
    await operator.resume();
  });

  test("shows both sides, says before and after, and leaves the figure to the venue's when it is adopted", async ({
    page,
  }) => {
    await visit(page, "/reconciliation");
    const card = page.getByTestId("break-cash");
    await expect(card).toBeVisible({ timeout: 30_000 });
    await expect(card).toContainText("$12,345.67");
    await expect(card).toContainText("No symbol takes new risk");
    await expect(figures(page).getByRole("row", { name: /^Cash/ })).toContainText("break");
    await card.getByRole("button", { name: "Adopt the venue's side" }).click();
    const change = card.getByRole("table", { name: "What adopting changes" });
    await expect(change.getByRole("row", { name: /^Cash/ })).toContainText("$12,345.67");
    expect(await violations(page)).toEqual([]);
    await card.getByRole("button", { name: "Close" }).click();
    await adopt(card, "a withdrawal by bank transfer");
    await expect(figures(page).getByRole("row", { name: /^Cash/ })).toContainText("$12,345.67");
    await expect(openBreaks(page)).toContainText("No open break");
    await expect(ended(page)).toContainText("“a withdrawal by bank transfer”");
  });

  test("is reached and adopted by keyboard alone", async ({ page }) => {
    await visit(page, "/");
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reconciliation");
    const card = page.getByTestId("break-cash");
    await expect(card).toBeVisible({ timeout: 30_000 });
    await card.getByRole("button", { name: "Adopt the venue's side" }).press("Enter");
    await page.keyboard.press("Tab");
    await card.getByRole("textbox", { name: /Reason/ }).focus();
    await page.keyboard.type("typed, not clicked at all");
    const button = card.getByRole("button", { name: /Adopt Cash/ });
    await button.press("Enter");
    await expect(button).toHaveAttribute("aria-label", /^Confirm/);
    await expect(async () => {
      await button.press("Enter");
      await expect(card).toBeHidden({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
  });

  test("blocks the resume of trading, which names the page", async ({ page, operator }) => {
    await visit(page, "/reconciliation");
    await expect(page.getByTestId("break-cash")).toBeVisible({ timeout: 30_000 });
    const answer = await operator.post("kill.resume", { reason: "too early, as a test" });
    expect(await answer.text()).toContain("see the page Reconciliation first");
    expect(await operator.tradingState()).toBe("halted");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a break is read and adopted without scrolling sideways", async ({ page, venue }) => {
    await visit(page, "/reconciliation");
    // Of a symbol that is held short the venue sells no more than there are shares to buy back.
    const { holdings } = await venue.truth();
    const symbol = ["BAC", "IBM", "AIG", "SPY"].find((one) => !holdings[one]?.startsWith("-"));
    await venue.buyByHand(symbol ?? "BAC", "2");
    const card = page.getByTestId(`break-external:${symbol}`);
    await expect(card).toBeVisible({ timeout: 20_000 });
    await card.getByText("Evidence of both sides").click();
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBeLessThanOrEqual(0);
    await adopt(card, REASON);
  });
});
