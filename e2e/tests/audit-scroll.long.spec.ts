import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { changeByHand } from "../fixtures/forger.ts";
import { visit } from "../fixtures/gestures.ts";

const rows = (page: Page) => page.locator(".grid-table tbody tr");

test("check 40: ten thousand rows scroll within the time of fifty frames a second", async ({
  page,
  system,
}) => {
  test.setTimeout(180_000);
  await changeByHand(
    system,
    `insert into ledger.audit_entries
      (journal_seq, record_index, at, kind, actor, payload, entry_hash, previous_hash)
      select journal_seq, 1000 + n, at, kind, actor, payload, entry_hash, previous_hash
        from ledger.audit_entries, generate_series(1, 10000) n
        where journal_seq = 1 and record_index = 0`,
  );
  await visit(page, "/audit?group=all&search=seq%3A1");
  await expect(async () => {
    await page.reload();
    await expect(rows(page).first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  const table = page.getByRole("table", { name: "Audit trail" });
  const more = page.getByRole("button", { name: "Load 200 more" });
  for (let loaded = 200; loaded < 10_000; loaded += 200) {
    await more.click();
    await expect
      .poll(async () => Number(await table.getAttribute("aria-rowcount")))
      .toBeGreaterThan(loaded + 1);
  }
  expect(await rows(page).count(), "rows in the page at once").toBeLessThan(100);
  const frameMs = await costOfAFrame(page);
  expect(frameMs).toBeLessThan(1_000 / 50);
  await changeByHand(system, "delete from ledger.audit_entries where record_index >= 1000");
});

/**
 * Scrolls the table by some rows in each of 200 frames and returns what a frame took of the page's own thread, in
 * milliseconds of the processor: what else this machine does at the time does not count.
 */
async function costOfAFrame(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const found = metrics.find(({ name }) => name === "TaskDuration");
    if (found === undefined) throw new Error("the browser measures no TaskDuration");
    return found.value;
  };
  const before = await busy();
  const frames = await page.locator(".table-scroll").evaluate(
    (scroller) =>
      new Promise<number>((resolve) => {
        let count = 0;
        const step = () => {
          if (count === 200) return resolve(count);
          count += 1;
          scroller.scrollTop += 180;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
  return ((await busy()) - before) * (1_000 / frames);
}
