import type { Locator, Page } from "@playwright/test";
import { expect, type Member, test } from "../fixtures/desk.ts";
import { holdWithMouse, killButton, pressTwice, visit } from "../fixtures/gestures.ts";
import { Operator } from "../fixtures/operator.ts";
import { freshBrowser, PASSWORD } from "../fixtures/people.ts";
import { readField, readText } from "../fixtures/read-json.ts";
import { stepUp, usePasskey } from "../fixtures/step-up.ts";

test.use({
  deskOptions: { speed: 5, seed: 1, symbols: ["IBM"] },
  // Four minutes of ours to agree in, and soon over where the tape goes at full speed.
  deskConfig: { approvals: { expiryMinutes: { limits: 20 } } },
});
test.afterEach(async ({ desk: { ada, bo } }) => {
  for (const { calls } of [ada, bo]) await calls.takeBackRequests();
});

/** One request at a time is open here: the account's limits are one subject. */
const REASON = "a block that the desk has agreed";

const LIMITS = "Limits of the account";
const APPROVE = `Approve ${LIMITS}`;
const APPLY = `Apply ${LIMITS}`;

const card = (page: Page) => page.getByRole("article", { name: LIMITS });

const resumeCard = (page: Page) => page.getByRole("article", { name: /^Resume/ });

/** Somebody asks, past the page, for a looser limit; returns the request's id. */
async function ask({ calls }: Member, maxOpenOrders: string): Promise<string> {
  const baseVersion = await calls.limitsVersion();
  const wanted = { kind: "limits", baseVersion, values: { maxOpenOrders } };
  const answer = await calls.post("approvals.request", { ask: wanted, reason: REASON });
  const body: unknown = await answer.json();
  return readText(readField(readField(body, "result"), "data"), "made");
}

/** Approves on the page, with a passkey. */
async function approve({ page }: Member, request: Locator, name: string): Promise<void> {
  await visit(page, "/approvals");
  await request.getByRole("button", { name: "Difference and impact looked at" }).click();
  await pressTwice(request, `Approve ${name}`, stepUp(page));
  await usePasskey(page);
  await expect(request).toHaveAttribute("data-state", "approved");
}

test("a looser limit is in force only once another person approved it with a passkey, and the record names both", async ({
  desk: { ada, bo },
}) => {
  const version = await ada.calls.limitsVersion();
  await visit(ada.page, "/risk");
  await ada.page.getByRole("textbox", { name: "Open orders" }).fill("25");
  const review = ada.page.getByRole("region", { name: "Review the change" });
  await review.getByRole("textbox", { name: /Reason/ }).fill(REASON);
  await pressTwice(
    review,
    "Ask for approval to loosen",
    ada.page.getByText(/waits for risk or owner/),
  );
  expect(await ada.calls.limitsVersion()).toBe(version);

  await visit(bo.page, "/");
  await expect(bo.page.getByTestId("nav-mark-approvals")).toContainText("1");
  await approve(bo, card(bo.page), LIMITS);
  await expect(card(bo.page)).toContainText("Bo (risk)");
  expect(await ada.calls.limitsVersion(), "approved is not applied").toBe(version);

  await visit(ada.page, "/approvals");
  await pressTwice(card(ada.page), APPLY, stepUp(ada.page));
  await usePasskey(ada.page);
  await expect(card(ada.page)).toBeHidden();
  await expect(ada.page.getByText(/asked by Ada, approved by Bo/)).toBeVisible();
  expect(await ada.calls.limits()).toMatchObject({ maxOpenOrders: "25" });
  expect(await ada.calls.limitsVersion()).toBe(version + 1);

  await visit(ada.page, "/risk");
  const newest = ada.page.getByRole("region", { name: "History" }).locator("details").first();
  await expect(newest.locator("summary")).toContainText(`v${version + 1} Ada, approved by Bo`);
  await visit(ada.page, "/audit");
  const row = ada.page.locator(".grid-table tbody tr", { hasText: "limits changed" }).first();
  await expect(row).toContainText("Ada");
  await row.click();
  await expect(ada.page.getByTestId("audit-record")).toContainText("Bo");
});

test("a canceled passkey and one that does not know its user confirm nothing, and the page says so", async ({
  desk: { ada, bo },
}) => {
  await ask(ada, "26");
  await visit(bo.page, "/approvals");
  await card(bo.page).getByRole("button", { name: "Difference and impact looked at" }).click();
  await pressTwice(card(bo.page), APPROVE, stepUp(bo.page));
  await expect(stepUp(bo.page)).toContainText("Approve the request");
  await stepUp(bo.page).getByRole("button", { name: "Cancel" }).click();
  await expect(bo.page.getByText("You did not confirm it: nothing was done.")).toBeVisible();
  await expect(card(bo.page)).toHaveAttribute("data-state", "waiting");

  await bo.device.verifies(false);
  await pressTwice(card(bo.page), APPROVE, stepUp(bo.page));
  await stepUp(bo.page).getByRole("button", { name: "Use passkey" }).click();
  await expect(stepUp(bo.page).getByRole("alert")).toContainText("No passkey was used");
  await expect(card(bo.page)).toHaveAttribute("data-state", "waiting");
  await bo.device.verifies(true);
  await usePasskey(bo.page);
  await expect(card(bo.page)).toHaveAttribute("data-state", "approved");
});

test("W10 check 18: who asks has no Approve, in another session and past the page neither", async ({
  browser,
  desk: { bo },
}) => {
  const version = await bo.calls.limitsVersion();
  const approvalId = await ask(bo, "27");
  const elsewhere = await freshBrowser(browser, bo.page.url());
  await elsewhere.goto("/sign-in");
  await elsewhere.getByLabel("E-mail address").fill("bo@desk.test");
  await elsewhere.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in with the password" }).click();
  await expect(elsewhere.getByTestId("equity")).toBeVisible();
  for (const page of [bo.page, elsewhere]) {
    await visit(page, "/approvals");
    await expect(card(page)).toContainText("another person must decide it");
    await expect(card(page).getByRole("button", { name: APPROVE })).toHaveCount(0);
    const seenHash = await new Operator(page.request).seenHash(approvalId);
    const decision = { approvalId, seenHash, reason: REASON };
    const past = await new Operator(page.request).post("approvals.approve", decision);
    expect(past.status()).toBe(403);
  }
  await elsewhere.context().close();
  expect(await bo.calls.limitsVersion()).toBe(version);
});

test("W09 check 19: an edit voids the approval, and a changed ground shows Conflicted with the new difference", async ({
  desk: { ada, bo },
}) => {
  await ask(ada, "28");
  await approve(bo, card(bo.page), LIMITS);
  await visit(ada.page, "/approvals");
  await card(ada.page).getByRole("button", { name: "Edit…" }).click();
  await card(ada.page).getByRole("textbox", { name: "Open orders" }).fill("29");
  await pressTwice(
    card(ada.page),
    "Save the edit of Limits of the account",
    ada.page.getByText(/waits for risk or owner/),
  );
  for (const { page } of [ada, bo]) {
    await expect(card(page)).toHaveAttribute("data-state", "waiting");
    await expect(card(page)).toContainText("0 of 1 from risk or owner");
    await expect(card(page).getByRole("row", { name: "Open orders" })).toContainText("29");
    await expect(card(page).getByRole("button", { name: APPLY })).toBeDisabled();
  }

  await approve(bo, card(bo.page), LIMITS);
  const version = await bo.calls.limitsVersion();
  await bo.calls.setLimit("maxOpenOrders", "15");
  await expect(card(ada.page)).toHaveAttribute("data-state", "conflicted");
  await expect(card(ada.page).getByRole("alert")).toContainText("Conflicted.");
  const now = card(ada.page).getByRole("table", { name: "What it would change now" });
  await expect(now.getByRole("row", { name: "Open orders" })).toContainText("15");
  await expect(now.getByRole("row", { name: "Open orders" })).toContainText("29");
  await expect(card(ada.page).getByRole("button", { name: APPLY })).toBeDisabled();
  expect(await ada.calls.limits()).toMatchObject({ maxOpenOrders: "15" });
  expect(await ada.calls.limitsVersion()).toBe(version + 1);

  await card(ada.page).getByRole("button", { name: "Ask anew…" }).click();
  await pressTwice(
    card(ada.page),
    "Save the edit of Limits of the account",
    ada.page.getByText(/waits for risk or owner/),
  );
  await expect(card(bo.page)).toHaveAttribute("data-state", "waiting");
  await expect(card(bo.page).getByRole("row", { name: "Open orders" })).toContainText("15");
});

test("one no ends a request: nobody can apply it, whoever had approved", async ({
  desk: { ada, bo, owner },
}) => {
  const before = await ada.calls.limits();
  const id = await ask(ada, "30");
  await approve(bo, card(bo.page), LIMITS);
  await visit(owner.page, "/approvals");
  const seenHash = await ada.calls.seenHash(id);
  await card(owner.page)
    .getByRole("button", { name: "Too much in one step: ask for less" })
    .click();
  await pressTwice(
    card(owner.page),
    "Decline Limits of the account",
    owner.page.getByTestId(`ended-${id}`),
  );
  await expect(owner.page.getByTestId(`ended-${id}`)).toContainText("declined");
  const past = await ada.calls.post("approvals.carryOut", { approvalId: id, seenHash });
  expect(past.status()).toBe(409);
  expect(await ada.calls.limits()).toEqual(before);
});

test("check 20: of a bundle the tighter line is in force at once, and the looser one never without approval", async ({
  desk: { ada },
}) => {
  const before = await ada.calls.limits();
  const version = await ada.calls.limitsVersion();
  await visit(ada.page, "/risk");
  await ada.page.getByRole("textbox", { name: "Open orders" }).fill("14");
  const review = ada.page.getByRole("region", { name: "Review the change" });
  await review.getByRole("button", { name: "Tighten now" }).click();
  await expect(ada.page.getByTestId("limits-version")).toContainText(`Version ${version + 1}`);

  await ada.page.getByRole("textbox", { name: "Open orders" }).fill("13");
  await ada.page.getByRole("textbox", { name: "Daily loss" }).fill("5100");
  await review.getByRole("textbox", { name: /Reason/ }).fill(REASON);
  await pressTwice(
    review,
    "Ask for approval to loosen",
    ada.page.getByText(/waits for risk or owner/),
  );
  const inForce = await ada.calls.limits();
  expect(inForce).toMatchObject({ maxOpenOrders: "13", maxDailyLoss: before["maxDailyLoss"] });
  await visit(ada.page, "/approvals");
  await expect(card(ada.page).getByRole("row", { name: "Daily loss" })).toContainText("looser");
  await expect(card(ada.page).getByRole("row", { name: "Open orders" })).toHaveCount(0);
});

test("an approved request that nobody applied in its time expires by the venue's clock, and can never be applied", async ({
  desk: { ada, bo },
  venue,
}) => {
  const before = await ada.calls.limits();
  const id = await ask(ada, "31");
  await approve(bo, card(bo.page), LIMITS);
  await visit(ada.page, "/approvals");
  const seenHash = await ada.calls.seenHash(id);
  await venue.speedTape("max");
  await expect(ada.page.getByTestId(`ended-${id}`)).toContainText("expired", { timeout: 60_000 });
  await venue.speedTape(5);
  await expect(ada.page.getByTestId(`ended-${id}`)).toContainText("Nobody applied it until");
  const past = await ada.calls.post("approvals.carryOut", { approvalId: id, seenHash });
  expect(past.status()).toBe(409);
  expect(await ada.calls.limits()).toEqual(before);
});

test("check 17: after a kill trading resumes only with another person's passkey, and says until then why not", async ({
  desk: { ada, bo, owner },
}) => {
  await visit(ada.page, "/kill");
  await holdWithMouse(ada.page, killButton(ada.page, "Halt new"));
  await expect(ada.page.getByTestId("environment-strip")).toContainText("HALTED");

  await visit(bo.page, "/kill");
  const panel = bo.page.getByRole("region", { name: "Resume trading" });
  await panel.getByRole("textbox", { name: /Reason/ }).fill("the cause was found");
  await panel.getByRole("button", { name: "Ask for approval to resume" }).click();
  await expect(panel.getByRole("list", { name: "Open requests" })).toContainText("asked by Bo");
  expect(await bo.calls.tradingState()).toBe("halted");
  await visit(bo.page, "/approvals");
  const apply = resumeCard(bo.page).getByRole("button", { name: /^Apply/ });
  await expect(apply).toBeDisabled();
  await expect(resumeCard(bo.page)).toContainText("It needs the approval of one other person");

  const title = await resumeCard(bo.page).getByRole("heading").innerText();
  await approve(owner, resumeCard(owner.page), title);
  expect(await bo.calls.tradingState()).toBe("halted");
  await pressTwice(resumeCard(bo.page), `Apply ${title}`, stepUp(bo.page));
  await usePasskey(bo.page);
  await expect(bo.page.getByTestId("environment-strip")).not.toContainText("HALTED");
  await expect.poll(() => bo.calls.tradingState()).not.toBe("halted");
});
