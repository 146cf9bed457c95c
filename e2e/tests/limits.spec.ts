import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

/** What config/risk_limits.toml puts in force in a simulation, and its ceiling. */
const IN_FORCE = "15000.00";

test.afterEach(({ operator }) => operator.setLimit("maxOrderNotional", IN_FORCE));

async function openLimits(page: Page): Promise<{ input: Locator; review: Locator }> {
  await visit(page, "/risk");
  return {
    input: page.getByRole("textbox", { name: "Order notional" }),
    review: page.getByRole("region", { name: "Review the change" }),
  };
}

test("a tightened limit is in force at once and denies the next order with its numbers", async ({
  page,
  operator,
}) => {
  const { input, review } = await openLimits(page);
  const version = await operator.limitsVersion();
  await input.fill("1000");
  const change = review.getByRole("row", { name: "Order notional" });
  await expect(change).toContainText("$15,000.00");
  await expect(change).toContainText("$1,000.00");
  await expect(change).toContainText("−$14,000.00");
  await expect(change).toContainText("tighter");
  await review.getByRole("button", { name: "Tighten now" }).click();
  await expect(page.getByTestId("limits-version")).toContainText(`Version ${version + 1}`);

  await visit(page, "/orders?tab=denied");
  const denied = page.locator(".grid-table tbody tr", { hasText: "1,000.00" }).first();
  await expect(denied).toBeVisible({ timeout: 30_000 });
  await expect(denied).toContainText("denied");
  await denied.click();

  const dossier = page.getByTestId("order-dossier");
  const checks = dossier.getByRole("region", { name: "Risk checks" });
  const check = checks.getByRole("row", { name: /^Order notional/ });
  await expect(check.locator("td").nth(1)).toHaveText("at most $1,000.00");
  const value = await check.locator("td").nth(0).innerText();
  expect(Number(value.replace(/[^\d.]/g, ""))).toBeGreaterThan(1_000);
  await expect(check).toHaveAttribute("data-tone", "critical");
  await expect(dossier.getByRole("region", { name: "Timeline" })).toContainText("denied");
  await expect(dossier.getByText("Venue message")).toHaveCount(0);

  // The five minutes are the venue's, whose time goes faster here.
  const override = dossier.getByRole("region", { name: "Override" });
  await expect(override).toContainText(/\$100,000\.00|5 minutes after its denial/);
});

test("at 1440 px the review of a change shows every direction whole, and a fault by the limit's label", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const { input, review } = await openLimits(page);
  await input.fill("14999");
  const chip = review.getByRole("row", { name: "Order notional" }).getByText("tighter");
  await expect(chip).toBeVisible();
  const [inner, frame] = [await chip.boundingBox(), await review.boundingBox()];
  const right = (inner?.x ?? 0) + (inner?.width ?? Number.POSITIVE_INFINITY);
  expect(right).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0));
  await input.fill("26000");
  await expect(review.getByRole("alert")).toContainText(
    "Order notional is 26000.00: must be at most position notional",
  );
  await expect(review.getByRole("row", { name: "Order notional" })).toContainText("looser");
});

test("at 1280, 1100 and 360 px every row of the limits stays within its panel, and the page within the window", async ({
  page,
}) => {
  for (const width of [1280, 1100, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await visit(page, "/risk");
    const table = page.getByRole("table", { name: "Limits in force" });
    await expect(table.locator("tr[data-key]").first()).toBeVisible();
    const beyond = await table.evaluate((element) => {
      const end = element.closest(".panel")?.getBoundingClientRect().right ?? 0;
      const parts = [...element.querySelectorAll("tr, th, td, input, select, label, a")];
      return parts
        .filter((part) => part.getBoundingClientRect().right > end + 0.5)
        .map((part) => part.textContent);
    });
    expect(beyond, `${width} px`).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth: all, clientWidth: seen } = document.documentElement;
      return { scrollWidth: all, clientWidth: seen };
    });
    expect(scrollWidth, `${width} px`).toBeLessThanOrEqual(clientWidth);
  }
});

test("a looser limit needs a reason and a second press, and the history keeps who and why", async ({
  page,
  operator,
}) => {
  const { input, review } = await openLimits(page);
  const version = await operator.limitsVersion();
  await input.fill("16000");
  await expect(review).toContainText("looser");
  const loosen = review.getByRole("button", { name: "Loosen limits" });
  await expect(loosen).toBeDisabled();
  await expect(review).toContainText("Looser limits need a reason: 10 more characters.");
  await review.getByRole("textbox", { name: /Reason/ }).fill("one more lot");
  // One gesture: two clicks of a test, between which a busy machine waits, are two presses.
  await loosen.dblclick();
  const armed = review.getByRole("button", { name: "Confirm: Loosen limits" });
  expect(await operator.limitsVersion(), "a double click only arms").toBe(version);
  await expect(async () => {
    if (await armed.isVisible()) await armed.click();
    expect(await operator.limitsVersion()).toBe(version + 1);
  }).toPass();
  await expect(page.getByTestId("limits-version")).toContainText(`Version ${version + 1} by Owner`);
  await expect(input).toHaveValue("16000.00");

  const newest = page.getByRole("region", { name: "History" }).locator("details").first();
  await expect(newest.locator("summary")).toContainText(`v${version + 1}`);
  await newest.locator("summary").click();
  await expect(newest).toContainText("“one more lot”");
  await expect(newest.getByRole("row", { name: "Order notional" })).toContainText("+$1,000.00");
});

test("a limit that would go back by itself is kept for good at its value, with one press", async ({
  page,
  system,
  operator,
}) => {
  const change = ["--set", "maxOrderNotional=14000", "--for", "1d", "--reason", "less for a day"];
  const { code, stderr } = await system.interlock("limits", ...change);
  expect(code, stderr).toBe(0);
  const version = await operator.limitsVersion();
  const { input, review } = await openLimits(page);
  const row = page.locator('tr[data-key="maxOrderNotional"]');
  await expect(row).toContainText("Back to $15,000.00");
  await row.getByRole("button", { name: "Keep for good" }).click();
  await expect(review.getByRole("row", { name: "Order notional" })).toContainText("tighter");
  await review.getByRole("button", { name: "Tighten now" }).click();
  await expect(page.getByTestId("limits-version")).toContainText(`Version ${version + 1} by Owner`);
  await expect(input).toHaveValue("14000.00");
  await expect(row).not.toContainText("Back to");
});

test("of a mixed change the tighter part applies with one press, and the looser waits for its reason", async ({
  page,
  operator,
}) => {
  const { input, review } = await openLimits(page);
  const before = await operator.limits();
  const version = await operator.limitsVersion();
  await input.fill("14000");
  await page.getByRole("textbox", { name: "Daily loss" }).fill("5100");
  await expect(review).toContainText("Looser limits need a reason");
  await review.getByRole("button", { name: "Tighten now, loosen later" }).click();
  await expect(page.getByTestId("limits-version")).toContainText(`Version ${version + 1}`);
  const inForce = await operator.limits();
  expect(inForce.maxOrderNotional).toBe("14000.00");
  expect(inForce.maxDailyLoss, "looser waits").toBe(before.maxDailyLoss);
  await expect(review.getByRole("row", { name: "Daily loss" })).toContainText("looser");
  await expect(review.getByRole("row", { name: "Order notional" })).toHaveCount(0);
  await expect(review.getByRole("button", { name: "Loosen limits" })).toBeDisabled();

  const past = await operator.post("limits.change", {
    baseVersion: version + 1,
    values: { ...inForce, maxDailyLoss: "5100" },
    reason: "",
  });
  expect(await past.text(), "nor past the page").toContain("reason");
  expect(await operator.limitsVersion()).toBe(version + 1);
});

test("W09 what is applied is what was previewed, and a version that came between is shown before anything is", async ({
  page,
  operator,
}) => {
  const { input, review } = await openLimits(page);
  await input.fill("13000");
  await expect(review.getByRole("button", { name: "Tighten now" })).toBeEnabled();
  await operator.setLimit("maxOrderNotional", "14500.00");
  await expect(review).toContainText("you edited version", { timeout: 15_000 });
  await expect(review.getByRole("row", { name: "Order notional" })).toContainText("$14,500.00");
  await expect(review.getByRole("button", { name: /Tighten now|Loosen limits/ })).toHaveCount(0);

  const version = await operator.limitsVersion();
  await review.getByRole("button", { name: `Keep my edit on version ${version}` }).click();
  const previewed = review.getByRole("row", { name: "Order notional" });
  await expect(previewed).toContainText("$14,500.00");
  await expect(previewed).toContainText("−$1,500.00");
  const cells = await previewed.getByRole("cell").allInnerTexts();
  await review.getByRole("button", { name: "Tighten now" }).click();
  await expect(page.getByTestId("limits-version")).toContainText(`Version ${version + 1}`);
  const newest = page.getByRole("region", { name: "History" }).locator("details").first();
  await expect(newest.locator("summary")).toContainText(`v${version + 1}`);
  await newest.locator("summary").click();
  const recorded = newest.getByRole("row", { name: "Order notional" });
  await expect(recorded).toBeVisible();
  expect(await recorded.getByRole("cell").allInnerTexts()).toEqual(cells);
});

const REFUSED = [
  { why: "above its ceiling", value: "100000.01", sentence: /at most its ceiling, \$100,000\.00/ },
  { why: "of the wrong type", value: "many", sentence: /must be a plain number from/ },
  { why: "that is negative", value: "-5", sentence: /must be a plain number from/ },
  { why: "that is not a number", value: "NaN", sentence: /must be a plain number from/ },
];

for (const { why, value, sentence } of REFUSED) {
  test(`a limit ${why} is refused beside the field and by the engine, and changes nothing`, async ({
    page,
    operator,
  }) => {
    const version = await operator.limitsVersion();
    const { input, review } = await openLimits(page);
    await input.fill(value);
    await expect(page.locator("#fault-maxOrderNotional")).toHaveText(sentence);
    await expect(review.getByRole("button", { name: /Tighten now|Loosen limits/ })).toBeDisabled();

    const lines = { maxOrderNotional: value };
    const answer = await operator.post("limits.change", {
      baseVersion: version,
      values: { ...(await operator.limits()), ...lines },
      reason: "past the form, straight to the engine",
    });
    expect(await answer.text()).toMatch(/maxOrderNotional|[Oo]rder notional/);
    expect(await operator.limitsVersion()).toBe(version);
  });
}
