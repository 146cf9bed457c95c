import { createHmac } from "node:crypto";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";
import { freshBrowser, invite, joinAt, PASSWORD, signOut } from "../fixtures/people.ts";

test("an invited person joins, adds a passkey, signs in with it, and is locked out within five seconds of being suspended", async ({
  page,
  browser,
}) => {
  const link = await invite(page, { name: "Bo", email: "bo@desk.test", role: "trader" });
  const { page: bo } = await joinAt(browser, link);
  await bo.getByLabel(/Name of the passkey/).fill("laptop");
  await bo.getByRole("button", { name: "Add passkey" }).click();
  await expect(
    bo.getByText("on one device alone").or(bo.getByText("copied to your")),
  ).toBeVisible();
  await signOut(bo);

  await bo.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(bo.getByTestId("equity")).toBeVisible();

  await page.getByRole("button", { name: "Bo", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "Bo" });
  await drawer.getByLabel(/Reason/).fill("left the desk today");
  let begun = 0;
  const confirm = drawer.getByRole("button", { name: "Confirm: Suspend Bo" });
  // A second press that comes too soon is none.
  await expect(async () => {
    if (!(await confirm.isVisible()))
      await drawer.getByRole("button", { name: "Suspend Bo" }).click({ timeout: 2_000 });
    begun = Date.now();
    await confirm.click({ delay: 50, timeout: 2_000 });
    await expect(confirm).toBeHidden({ timeout: 2_000 });
    await expect(bo).toHaveURL(/\/sign-in\?ended=1/, { timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
  expect(Date.now() - begun).toBeLessThan(5_000);
  await expect(bo.getByTestId("equity")).toHaveCount(0);
  await bo.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(bo.locator(".sign-in-fault", { hasText: "ask an owner" })).toBeVisible();
  await bo.context().close();
});

test("a password asks for the generator's code once codes are on, and a session is ended from another browser", async ({
  page,
  browser,
}) => {
  const link = await invite(page, { name: "Cy", email: "cy@desk.test", role: "viewer" });
  const { page: cy } = await joinAt(browser, link);
  await cy.getByRole("button", { name: "Set up sign-in codes" }).click();
  const secret = (await cy.getByTestId("totp-secret").textContent()) ?? "";
  await cy.getByLabel("The code that the app shows now").fill(codeOf(secret, 0));
  await cy.getByRole("button", { name: "Turn on" }).click();
  await expect(cy.getByTestId("recovery-codes").getByRole("listitem")).toHaveCount(10);

  const elsewhere = await freshBrowser(browser, link);
  await elsewhere.goto("/sign-in");
  await elsewhere.getByLabel("E-mail address").fill("cy@desk.test");
  await elsewhere.getByLabel("Password", { exact: true }).fill("not the password");
  await elsewhere.getByRole("button", { name: "Sign in with the password" }).click();
  await expect(elsewhere.locator(".sign-in-fault")).toContainText("is wrong");
  await elsewhere.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in with the password" }).click();
  await elsewhere.getByLabel(/Code of your generator/).fill(codeOf(secret, 1));
  await elsewhere.getByRole("button", { name: "Sign in with the code" }).click();
  await expect(elsewhere.getByTestId("equity")).toBeVisible();

  await visit(cy, "/settings");
  await cy.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(elsewhere).toHaveURL(/\/sign-in\?ended=1/, { timeout: 5_000 });
  await elsewhere.context().close();
  await cy.context().close();
});

/** The code that a generator shows, some steps of 30 seconds from now. */
function codeOf(secret: string, steps: number): string {
  const bits = [...secret].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const key = Buffer.from(
    (bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}
