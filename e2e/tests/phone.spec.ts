import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

const PAGES = [
  "/",
  "/positions",
  "/orders?tab=today",
  "/signals?span=all",
  "/risk",
  "/risk?tab=what-if",
  "/reconciliation",
  "/kill",
];

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });
test.afterEach(({ operator }) => operator.resume());

/** Pixels that the page is wider than the window: more than none means scrolling both ways. */
function overhang(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

const killOpener = (page: Page) => page.getByRole("button", { name: "Kill switch" });

test("360 px wide, every page keeps environment and kill switch in sight and scrolls one way only", async ({
  page,
}) => {
  for (const path of PAGES) {
    await visit(page, path);
    await expect(page.locator(".skeleton")).toHaveCount(0);
    const strip = page.getByTestId("environment-strip");
    await expect(strip).toContainText("SIM");
    await expect(strip).toContainText("acct");
    expect(await overhang(page), `too wide: ${path}`).toBeLessThanOrEqual(0);
    for (const end of ["top", "bottom"]) {
      await page.evaluate(
        (y) => window.scrollTo(0, y),
        end === "top" ? 0 : Number.MAX_SAFE_INTEGER,
      );
      await expect(strip, `${path}, ${end}`).toBeInViewport({ ratio: 1 });
      await expect(killOpener(page), `${path}, ${end}`).toBeInViewport({ ratio: 1 });
    }
    const box = await killOpener(page).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
});

test("at 320 px, which is 1280 px zoomed four times, nothing scrolls both ways", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of PAGES) {
    await visit(page, path);
    await expect(page.locator(".skeleton")).toHaveCount(0);
    expect(await overhang(page), `too wide: ${path}`).toBeLessThanOrEqual(0);
  }
});

test("on a phone two touches stop trading: open the sheet, hold Cancel all", async ({
  page,
  venue,
}) => {
  await venue.placeRestingOrder("SPY");
  await visit(page, "/positions");
  await killOpener(page).tap();
  const sheet = page.getByRole("dialog", { name: "Kill switch" });
  await sheet.getByRole("button", { name: "Cancel all" }).hover();
  await page.mouse.down();
  await expect(sheet.locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  await page.mouse.up();
  expect(await venue.openOrders()).toBe(0);
});
