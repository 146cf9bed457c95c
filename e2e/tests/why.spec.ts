import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

/** What config/risk_limits.toml puts in force in a simulation. */
const IN_FORCE = "15000.00";

test.afterEach(({ operator }) => operator.setLimit("maxOrderNotional", IN_FORCE));

test("a denied signal is found by its code and shows the check with value and limit", async ({
  page,
  operator,
}) => {
  await operator.setLimit("maxOrderNotional", "1000.00");
  await visit(page, "/signals?code=order_notional&span=all");
  await expect(page.getByRole("combobox", { name: "Check or cause" })).toHaveValue(
    "order_notional",
  );
  const row = page.locator(".grid-table tbody tr", { hasText: "$1,000.00" }).first();
  await expect(async () => {
    await page.reload();
    await expect(row).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 45_000 });
  await expect(row).toContainText("denied");
  await expect(row).toContainText("at most $1,000.00");
  await expect(page.getByTestId("funnel-sent")).toHaveText("0");
  await row.click();

  const dossier = page.getByTestId("signal-dossier");
  const way = dossier.getByRole("region", { name: "On its way" });
  await expect(way).toContainText("Do the limits allow it?");
  await expect(way).toContainText("the limit is $1,000.00");
  await expect(way).toContainText("It never left.");
  const checks = dossier.getByRole("region", { name: "Risk checks" });
  const check = checks.getByRole("row", { name: /^Order notional/ });
  await expect(check.locator("td").nth(1)).toHaveText("at most $1,000.00");
  await expect(check).toHaveAttribute("data-tone", "critical");
  await expect(dossier.getByRole("region", { name: "What the price did since" })).toContainText(
    "After 5 minutes",
  );
});

test("the signals of a filter are searched on the server, and a link brings the same list", async ({
  page,
}) => {
  await visit(page, "/signals?span=all");
  await expect(page.locator(".grid-table tbody tr").first()).toBeVisible({ timeout: 30_000 });
  const search = page.getByRole("searchbox", { name: "Search the signals" });
  await search.fill("no such words anywhere");
  await search.press("Enter");
  await expect(page.getByText("No signal matches the filter")).toBeVisible();
  await expect(page.getByTestId("funnel-signals")).toHaveText("0");
  expect(new URL(page.url()).searchParams.get("text")).toBe("no such words anywhere");
  await page.reload();
  await expect(page.getByText("No signal matches the filter")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).first().click();
  await expect(page.locator(".grid-table tbody tr").first()).toBeVisible();
});

test("what-if of a too large order names the check, and of nonsense what is wrong", async ({
  page,
}) => {
  await visit(page, "/risk?tab=what-if");
  const ask = page.getByRole("region", { name: "What if" });
  await ask.getByRole("button", { name: "Ask the gate" }).click();
  await expect(ask).toContainText("Symbol must be a ticker such as SPY or BRK.B, not empty.");
  await ask.getByRole("textbox", { name: "Symbol" }).fill("SPY");
  await ask.getByRole("textbox", { name: "Shares" }).fill("900000");
  await ask.getByRole("combobox", { name: "Type" }).selectOption("market");
  await ask.getByRole("button", { name: "Ask the gate" }).click();
  const verdict = page.getByTestId("what-if-verdict");
  await expect(verdict).toContainText("It would be denied");
  const check = verdict.getByRole("row", { name: "Order quantity" });
  await expect(check.locator("td").first()).toHaveText("900,000");
  await expect(check).toContainText("failed");
  await expect(check).toHaveAttribute("data-tone", "critical");
});

test("an edited limit shows what it would have done to recorded orders before it is applied", async ({
  page,
}) => {
  await visit(page, "/risk");
  await page.getByRole("textbox", { name: "Order notional" }).fill("1000");
  const impact = page.getByTestId("limit-impact");
  await expect(impact).toContainText("On the present book");
  await expect(impact.getByTestId("back-test")).toContainText(
    /would have denied \d+ approved order/,
  );
  await page.getByRole("button", { name: "Discard" }).click();
});
