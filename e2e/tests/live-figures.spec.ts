import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";
import { processOf } from "../fixtures/processes.ts";
import type { Venue } from "../fixtures/venue.ts";

test.beforeEach(({ venue }) => venue.pauseTape(false));
test.afterEach(({ venue }) => venue.pauseTape(false));

function figure(page: Page, testId: string): Promise<string | null> {
  return page.getByTestId(testId).getAttribute("data-value");
}

test("equity and the day's P&L move while the market does", async ({ page }) => {
  await visit(page, "/");
  for (const testId of ["equity", "day-pnl-net"]) {
    const seen = new Set<string | null>();
    await expect
      .poll(async () => seen.add(await figure(page, testId)).size, { timeout: 20_000 })
      .toBeGreaterThan(3);
  }
  await expect(page.getByTestId("connection-state")).toHaveText("live");
});

/** The figures that a person goes by, as they stand on the overview. */
async function figures(page: Page): Promise<readonly (string | null)[]> {
  const ids = ["cash", "equity", "day-pnl-net", "day-pnl-realized", "day-pnl-fees"];
  return Promise.all(ids.map((id) => figure(page, id)));
}

/** Signed shares by symbol, as the positions page lists them. */
async function listedHoldings(page: Page): Promise<Record<string, string>> {
  const rows = await page.locator(".grid-table tbody tr").all();
  const cells = await Promise.all(
    rows.map(async (row) => {
      const shares = await row.locator("td").nth(1).innerText();
      // What keeps it from trading may stand under its name.
      const [symbol = ""] = (await row.locator("th").innerText()).split("\n", 1);
      return [symbol.trim(), shares.replace("\u2212", "-").replaceAll(",", "")] as const;
    }),
  );
  return Object.fromEntries(cells);
}

/** Reads what is shown once nothing changes any more: an order that was on its way may fill after the tape stands. */
async function settled(page: Page, venue: Venue) {
  for (;;) {
    const truth = await venue.truth();
    await visit(page, "/positions");
    await expect(async () => {
      expect(await listedHoldings(page)).toEqual((await venue.truth()).holdings);
    }).toPass();
    const held = await listedHoldings(page);
    await visit(page, "/");
    await expect(async () => {
      expect(Number(await figure(page, "cash"))).toBe(Number((await venue.truth()).cash));
    }).toPass();
    const before = await figures(page);
    const { cash, orders } = await venue.truth();
    if (cash === truth.cash && orders === truth.orders) return { before, held, sent: orders };
  }
}

test("cash and every position are the venue's, to the cent and the share", async ({
  page,
  venue,
}) => {
  await expect.poll(() => venue.heldSymbols(), { timeout: 30_000 }).toBeGreaterThan(0);
  await venue.pauseTape(true);
  await visit(page, "/");
  await expect(async () => {
    expect(Number(await figure(page, "cash"))).toBe(Number((await venue.truth()).cash));
  }).toPass();
  await expect(page.getByTestId("cover-sentence")).toContainText(
    /covered: |without a stop|no stop acts|as last known/,
  );
  await visit(page, "/positions");
  await expect(async () => {
    expect(await listedHoldings(page)).toEqual((await venue.truth()).holdings);
  }).toPass();
});

test("an engine killed with SIGKILL comes back by itself with the same positions and P&L", async ({
  page,
  system,
  venue,
}) => {
  await expect.poll(() => venue.heldSymbols(), { timeout: 30_000 }).toBeGreaterThan(0);
  await venue.pauseTape(true);
  const { before, held, sent } = await settled(page, venue);

  const pid = await processOf(system, "engine");
  process.kill(pid, "SIGKILL");
  await expect(page.getByTestId("connection-state")).not.toHaveText("live");
  await expect(page.getByTestId("connection-state")).toHaveText("live", { timeout: 30_000 });
  expect(await processOf(system, "engine")).not.toBe(pid);

  await expect(async () => {
    expect(await figures(page)).toEqual(before);
  }).toPass();
  await visit(page, "/positions");
  await expect.poll(() => listedHoldings(page)).toEqual(held);
  expect((await venue.truth()).holdings).toEqual(held);
  expect((await venue.truth()).orders, "orders sent by the restart").toBe(sent);
});
