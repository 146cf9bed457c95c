import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { pressTwice, visit } from "../fixtures/gestures.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

const gate = (page: Page, id: string) => page.getByTestId(`gate-${id}`);

test("check 22: a gate that is red or was never measured keeps the launch from being declared, and says why", async ({
  page,
  operator,
}) => {
  await visit(page, "/go-live");
  await expect(gate(page, "G14")).toHaveAttribute("data-verdict", "unknown");
  await expect(page.getByTestId("launch-stage")).toHaveText(/NOT READY/);
  await page.getByRole("textbox", { name: /^Reason, at least/ }).fill("we want to go live today");
  await expect(page.getByRole("button", { name: "Declare GO" })).toBeDisabled();
  await expect(page.getByTestId("declare-obstacle")).toContainText("These gates do not pass: G1");
  const refused = await operator.post("golive.declare", {
    basis: "0".repeat(16),
    reason: "we want to go live today",
  });
  expect((await refused.json()) as unknown).toMatchObject({
    result: { data: { accepted: false } },
  });
});

test("who opens what a gate rests on is on record, for exactly what it shows; a station with red gates has no GO", async ({
  page,
}) => {
  await visit(page, "/go-live");
  const evidence = gate(page, "G15").locator("details");
  const ops = page.getByTestId("station-ops");
  await expect(ops.getByRole("button", { name: "GO", exact: true })).toBeDisabled();
  await expect(ops).toContainText(/No GO yet: G.* must pass/);
  await evidence.locator("summary").click();
  await expect(evidence).toContainText("opened by you");
  await visit(page, "/audit");
  const row = page.locator(".grid-table tbody tr").filter({ hasText: "gate opened" }).first();
  await expect(row).toContainText("G15");
  await row.click();
  await expect(page.getByTestId("audit-record")).toContainText("opened the evidence of G15.");
});

test("check 23: a changed version of what would go live clears the votes of all stations", async ({
  page,
  operator,
}) => {
  await visit(page, "/go-live");
  const station = page.getByTestId("station-ops");
  await station.getByRole("textbox").fill("the backup was never restored");
  await station.getByRole("button", { name: "NO-GO" }).click();
  await expect(station).toContainText("the backup was never restored");
  const limits = await operator.limits();
  const baseVersion = await operator.limitsVersion();
  const values = { maxOpenOrders: String(Number(limits["maxOpenOrders"]) - 1) };
  await operator.post("limits.change", { baseVersion, values, reason: "a first week is small" });
  await expect(station).toContainText("no vote");
  await expect(page.getByTestId("votes-cleared")).toContainText("changed since the vote");
});

test("a drill makes its own evidence: streams that were cut, and an engine that was ended", async ({
  page,
  operator,
}) => {
  test.setTimeout(180_000);
  await operator.resume();
  await visit(page, "/go-live");
  await pressTwice(page, "Stream-loss drill", page.getByText("The streams are cut now"));
  await expect(gate(page, "G7")).toHaveAttribute("data-verdict", "green", { timeout: 60_000 });
  await pressTwice(page, "Crash drill", page.getByText("The engine ends itself now"));
  await expect(gate(page, "G6")).toHaveAttribute("data-verdict", "green", { timeout: 90_000 });
  await page.getByRole("button", { name: "I have read the runbook restore" }).click();
  await expect(page.getByRole("region", { name: "Drills and runbooks" })).toContainText("read by");
});

test("the record of a launch prints whole on a sheet of paper, without the shell of the screen", async ({
  page,
}) => {
  await visit(page, "/go-live");
  await expect(gate(page, "G18")).toBeVisible();
  // A4 at 96 dots an inch, less the margins.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation")).toBeHidden();
  await expect(page.getByRole("button", { name: "Kill switch" })).toBeHidden();
  const printed = page.locator(".golive-layout .panel :is(th, td, dd, h2, p, li)");
  const ends = await printed.evaluateAll((all) =>
    all.map((part) => part.getBoundingClientRect().right),
  );
  expect(ends.length).toBeGreaterThan(100);
  expect(Math.max(...ends)).toBeLessThanOrEqual(718);
});

test("the page of going live has no violation that axe finds, in both themes", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await visit(page, "/go-live");
    await expect(gate(page, "G1")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`)),
    ).toEqual([]);
  }
});
