import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const PAGES = [
  { name: "Overview", path: "/" },
  { name: "Positions", path: "/positions" },
  { name: "Orders", path: "/orders?tab=today" },
  { name: "Signals", path: "/signals?span=all" },
  { name: "Risk limits", path: "/risk" },
  { name: "Risk limits", path: "/risk?tab=what-if" },
  { name: "Reconciliation", path: "/reconciliation" },
  { name: "Kill switch", path: "/kill" },
];

test.use({ contextOptions: { reducedMotion: "reduce" } });
test.beforeAll(async ({ venue }) => {
  await expect.poll(() => venue.heldSymbols(), { timeout: 30_000 }).toBeGreaterThan(0);
  await venue.pauseTape(true);
});
test.afterAll(({ venue }) => venue.pauseTape(false));

/** Violations in words, so that a failure names rule and element. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const { name, path } of PAGES) {
      test(`${name} at ${path} breaks no rule of WCAG 2.2 AA, ${colorScheme}`, async ({ page }) => {
        await visit(page, path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
        await expect(page.getByTestId("connection-state")).toHaveText("live");
        await expect(page.locator(".skeleton")).toHaveCount(0);
        expect(await violations(page)).toEqual([]);
      });
    }

    test(`an opened order, an edited limit and the sign-in page break none either, ${colorScheme}`, async ({
      page,
      context,
    }) => {
      await visit(page, "/orders?tab=today");
      await page.locator(".grid-table tbody tr").first().click();
      await expect(page.getByTestId("order-dossier")).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await visit(page, "/risk");
      await page.getByRole("textbox", { name: "Order notional" }).fill("many");
      await page.getByRole("textbox", { name: "Daily loss" }).fill("6000");
      await expect(page.locator("#fault-maxOrderNotional")).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await context.clearCookies();
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
      expect(await violations(page)).toEqual([]);
    });
  });
}
