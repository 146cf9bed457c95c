import { createHmac } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { visit } from "../fixtures/gestures.ts";
import { addPasskeyDevice } from "../fixtures/passkeys.ts";

const PASSWORD = "four words for ada's desk";
/** Nobody is signed in there yet. */
const NOBODY = { cookies: [], origins: [] };

interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** The owner invites somebody on the page; returns the link that is shown once. */
async function invite(page: Page, { name, email, role }: Newcomer): Promise<string> {
  await visit(page, "/people");
  await page.getByRole("button", { name: "Invite …" }).click();
  const panel = page.getByRole("region", { name: "Invite", exact: true });
  await panel.getByLabel("Name").fill(name);
  await panel.getByLabel("E-mail address").fill(email);
  await panel.getByLabel("Role").selectOption(role);
  await panel.getByRole("button", { name: "Invite" }).click();
  return (await panel.getByTestId("invitation-link").textContent()) ?? "";
}

/** Somebody in a browser of their own follows the link and chooses a password. */
async function joinAt(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ storageState: NOBODY });
  const page = await context.newPage();
  await addPasskeyDevice(page);
  await page.goto(link);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  return page;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Preferences" }).first().click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test("an invited person joins, adds a passkey, signs in with it, and is locked out within five seconds of being suspended", async ({
  page,
  browser,
}) => {
  const link = await invite(page, { name: "Bo", email: "bo@desk.test", role: "trader" });
  const bo = await joinAt(browser, link);
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
  const cy = await joinAt(browser, link);
  await cy.getByRole("button", { name: "Set up sign-in codes" }).click();
  const secret = (await cy.getByTestId("totp-secret").textContent()) ?? "";
  await cy.getByLabel("The code that the app shows now").fill(codeOf(secret, 0));
  await cy.getByRole("button", { name: "Turn on" }).click();
  await expect(cy.getByTestId("recovery-codes").getByRole("listitem")).toHaveCount(10);

  const elsewhere = await (await browser.newContext({ storageState: NOBODY })).newPage();
  await elsewhere.goto(new URL("/sign-in", link).href);
  await elsewhere.getByLabel("E-mail address").fill("cy@desk.test");
  await elsewhere.getByLabel("Password", { exact: true }).fill("not the password");
  await elsewhere.getByRole("button", { name: "Sign in with the password" }).click();
  await expect(elsewhere.locator(".sign-in-fault")).toContainText("is wrong");
  await elsewhere.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in with the password" }).click();
  await elsewhere.getByLabel(/Code of your generator/).fill(codeOf(secret, 1));
  await elsewhere.getByRole("button", { name: "Sign in with the code" }).click();
  await expect(elsewhere.getByTestId("equity")).toBeVisible();

  await visit(cy, new URL("/settings", link).href);
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
