import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

test("everything about an order is one page and one file, reached from its row and by its id", async ({
  page,
}) => {
  await visit(page, "/orders?tab=fills");
  const row = page.locator(".grid-table tbody tr").first();
  await expect(row).toBeVisible({ timeout: 45_000 });
  await row.click();
  await page.getByRole("link", { name: "Everything about this order" }).click();
  const whole = page.getByTestId("order-page");
  const steps = whole.locator(".order-file > li");
  await expect(steps.filter({ hasText: "order approved" })).toHaveCount(1, { timeout: 30_000 });
  await expect(steps.filter({ hasText: "fill booked" }).first()).toContainText(/Held after it-?\d/);
  await expect(steps.filter({ hasText: "signal generated" })).toHaveCount(1);
  await expect(steps.first().locator(".audit-hash")).toHaveText(/^[0-9a-f]{64}$/);
  await expect(whole.getByRole("region", { name: "Risk checks" })).toBeVisible();

  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "File as JSON" }).click();
  const file = await kept;
  const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  expect(file.suggestedFilename()).toBe(`${id}.json`);
  expect(JSON.parse(readFileSync(await file.path(), "utf8"))).toMatchObject({
    clientOrderId: id,
    proof: { chainIsSound: true },
  });

  await page.setViewportSize({ width: 360, height: 740 });
  const spill = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  await expect.poll(spill).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation")).toBeHidden();
  const paper = await page.evaluate(() => {
    const sheet = document.querySelector(".order-page")?.getBoundingClientRect();
    return { width: sheet?.width ?? 0, color: getComputedStyle(document.body).color };
  });
  expect(paper.width, "printed across the whole paper").toBeGreaterThan(1200);
  expect(paper.color, "dark on white").toBe("rgb(16, 24, 40)");
  await page.emulateMedia({ media: "screen", colorScheme: null });

  await steps.first().getByRole("link").click();
  await expect(page.getByTestId("audit-record")).toContainText("as journaled");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  await expect(whole.locator(".order-page-id")).toHaveText(id);
});
