import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";

const REASON = "a block that the desk has agreed";

test("a requester sees their request with what it changes, has no Approve, is 403 past the page, and takes it back", async ({
  page,
  operator,
}) => {
  const baseVersion = await operator.limitsVersion();
  const ask = { kind: "limits", baseVersion, values: { maxOpenOrders: "25" } };
  const asked = await operator.post("approvals.request", { ask, reason: REASON });
  expect(asked.ok(), await asked.text()).toBe(true);

  await visit(page, "/approvals");
  const card = page.getByRole("article", { name: "Limits of the account" });
  await expect(card).toContainText(REASON);
  await expect(card.getByRole("row", { name: "Open orders" })).toContainText("25");
  await expect(card).toContainText("another person must decide it");
  await expect(card.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expect(card.getByRole("button", { name: /^Apply/ })).toBeDisabled();
  await expect(card).toContainText("It needs the approval of one other person");

  const id = (await card.getAttribute("data-testid"))?.replace("approval-", "") ?? "";
  const seen = await page.request.get(
    `/trpc/approvals.get?input=${encodeURIComponent(JSON.stringify({ approvalId: id }))}`,
  );
  const seenHash = /"proposedHash":"([0-9a-f]{64})"/.exec(await seen.text())?.[1];
  const past = await operator.post("approvals.approve", {
    approvalId: id,
    seenHash,
    reason: REASON,
  });
  expect(past.status()).toBe(403);
  expect(await operator.limitsVersion()).toBe(baseVersion);

  // A second press that comes too soon is a double click, and none.
  await expect(async () => {
    const confirm = card.getByRole("button", { name: /^Confirm: Take back/ });
    if (!(await confirm.isVisible()))
      await card.getByRole("button", { name: /^Take back/ }).click({ timeout: 2_000 });
    await confirm.click({ delay: 50, timeout: 2_000 });
    await expect(card).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByTestId(`ended-${id}`)).toContainText("taken back");
});
