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

test("360 px wide, the bar of pages shows whole columns and the page that is open, and the keyboard reaches every one", async ({
  page,
}) => {
  await visit(page, "/go-live");
  const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  await expect(links.filter({ hasText: "Go-live" })).toBeInViewport({ ratio: 1 });
  await links.first().focus();
  for (const link of await links.all()) {
    await expect(link).toBeFocused();
    await expect(link).toBeInViewport({ ratio: 1 });
    const box = await link.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await page.keyboard.press("Tab");
  }
});

test("360 px wide, what people, approvals, launches and the trail show is whole: no cell of a table is cut off", async ({
  page,
}) => {
  for (const [path, table] of [
    ["/people", "People"],
    ["/approvals", "What needs what"],
    ["/go-live", "Gates"],
    ["/settings", null],
    ["/audit", null],
    ["/device", null],
  ] as const) {
    await visit(page, path);
    await expect(page.locator(".skeleton")).toHaveCount(0);
    expect(await overhang(page), `too wide: ${path}`).toBeLessThanOrEqual(0);
    if (table === null) continue;
    const cells = page.getByRole("table", { name: table }).locator("tbody :is(th, td)");
    await expect(cells.first()).toBeVisible();
    const ends = await cells.evaluateAll((all) =>
      all.map((cell) => cell.getBoundingClientRect().right),
    );
    expect(Math.max(...ends), `cut off: ${path}`).toBeLessThanOrEqual(360);
  }
});

for (const size of [
  { width: 360, height: 640 },
  { width: 1280, height: 600 },
])
  test(`at ${size.width} by ${size.height} px notices stay small, and never cover the button that has the focus`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    // What fails stays until somebody has read it.
    await page.route(/golive\.ackRunbook/, (route) => route.abort());
    await visit(page, "/go-live");
    const buttons = page.getByRole("button", { name: /^I have read the runbook/ });
    const notices = page.locator(".command-notices");
    for (const count of [1, 2, 3]) {
      await buttons.nth(count - 1).click();
      await expect(notices.locator(".command-notice[data-tone=critical]")).toHaveCount(count);
    }
    const height = async () => (await notices.boundingBox())?.height ?? Number.NaN;
    expect(await height()).toBeLessThanOrEqual(size.height * 0.4);
    for (const button of await buttons.all()) {
      await page.evaluate(() => window.scrollTo(0, 0));
      await button.focus();
      const isOnTop = () =>
        button.evaluate((element) => {
          const { left, top, width, height: tall } = element.getBoundingClientRect();
          const found = document.elementFromPoint(left + width / 2, top + tall / 2);
          return found !== null && element.contains(found);
        });
      await expect.poll(isOnTop).toBe(true);
    }
    const one = await height();
    await notices.getByRole("button", { name: "Show 2 more" }).click();
    await expect(notices.locator(".command-notice:visible")).toHaveCount(3);
    expect(await height()).toBeGreaterThan(one);
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
