import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { holdWithMouse, killBar, killButton, visit } from "../fixtures/gestures.ts";
import { addPasskeyDevice } from "../fixtures/passkeys.ts";
import { readText } from "../fixtures/read-json.ts";

test.beforeEach(({ operator }) => operator.resume());
test.afterEach(({ operator }) => operator.resume());

/** What a browser holds after its session has run out: the kill token alone, which lives longer. */
async function endSession(page: Page): Promise<void> {
  await page.context().clearCookies({ name: /session/ });
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).toContain("interlock_kill");
}

const outcome = (page: Page) => killBar(page).getByTestId("kill-outcome");

test("after the session has ended trading is halted and orders are canceled, flatten asks one passkey tap, and a resume asks to sign in", async ({
  page,
  venue,
  session,
}) => {
  await addPasskeyDevice(page);
  await visit(page, "/settings");
  await page.getByLabel(/Name of the passkey/).fill("laptop");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByRole("button", { name: "Remove passkey laptop" })).toBeVisible();
  await visit(page, "/");
  await expect
    .poll(async () => (await page.context().cookies()).map(({ name }) => name))
    .toContain("interlock_kill");
  await endSession(page);
  await holdWithMouse(page, killButton(page, "Halt new"));
  await expect(outcome(page)).toContainText("Taken by the watchdog");
  await expect(page.getByTestId("environment-strip")).toContainText("HALTED");

  await venue.placeRestingOrder("IBM");
  await holdWithMouse(page, killButton(page, "Cancel all"));
  await expect(outcome(page)).toContainText("Taken by the watchdog");
  await expect.poll(() => venue.openOrders(), { timeout: 20_000 }).toBe(0);

  const sent: string[] = [];
  page.on("request", (request) => {
    const isKill = new URL(request.url()).pathname === "/kill" && request.method() === "POST";
    if (isKill) sent.push(readText(request.postDataJSON(), "mode"));
  });
  await holdWithMouse(page, killButton(page, "Flatten"));
  await expect(outcome(page)).toContainText("Your session has ended: nothing was closed yet.");
  await expect(outcome(page).getByRole("link", { name: "sign in" })).toBeVisible();
  expect(sent).toEqual([]);
  await outcome(page).getByRole("button", { name: "Flatten with your passkey" }).click();
  await expect(outcome(page)).toContainText("Taken by the watchdog");
  expect(sent).toEqual(["flatten"]);
  await expect
    .poll(() => venue.truth(), { timeout: 30_000 })
    .toMatchObject({ openOrders: 0, holdings: {} });

  await page.context().addCookies(session.cookies);
  await visit(page, "/kill");
  await endSession(page);
  const resume = page.getByRole("region", { name: "Resume trading" });
  await resume.getByRole("textbox", { name: /Reason/ }).fill("the cause was found");
  await resume.getByRole("button", { name: "Resume, after a 10 s wait" }).click();
  await resume.getByRole("button", { name: "Resume now" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
