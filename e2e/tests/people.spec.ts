import { createHmac } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test, TRADING_DAY } from "../fixtures/console.ts";
import { changeByHand } from "../fixtures/forger.ts";
import { holdWithMouse, killButton, visit } from "../fixtures/gestures.ts";
import { freshBrowser, invite, joinAt, PASSWORD, signOut } from "../fixtures/people.ts";
import { readField, readText } from "../fixtures/read-json.ts";
import { findSecrets, noteCookies, type Secrets } from "../fixtures/secrets.ts";

/** Secrets that the product is started with; nobody listens where the webhook leads. */
const GIVEN = {
  INTERLOCK_KILL_TOKEN: "standing-kill-token-of-this-desk-0001",
  INTERLOCK_SLACK_WEBHOOK_URL: "http://127.0.0.1:9/services/T0001/B0001/token-of-a-webhook-0001",
};

test.use({ systemOptions: { ...TRADING_DAY, env: GIVEN } });

/** Everything secret that the tests of this file use, to be looked for when they are over. */
const used: Secrets = new Map([...Object.entries(GIVEN), ["password", PASSWORD]]);

const noteSignedIn = async (page: Page, whose: string) =>
  noteCookies(used, whose, await page.context().cookies());

test("W05 an invited person joins, adds a passkey, signs in with it, and is locked out within five seconds of being suspended", async ({
  page,
  browser,
}) => {
  const link = await invite(page, { name: "Bo", email: "bo@desk.test", role: "trader" });
  const { page: bo } = await joinAt(browser, link);
  used.set("invitation", new URL(link).hash.slice(1));
  await noteSignedIn(bo, "Bo");
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

test("W05 a password asks for the generator's code once codes are on, and a session is ended from another browser", async ({
  page,
  browser,
}) => {
  const link = await invite(page, { name: "Cy", email: "cy@desk.test", role: "viewer" });
  const { page: cy } = await joinAt(browser, link);
  await cy.getByRole("button", { name: "Set up sign-in codes" }).click();
  const secret = (await cy.getByTestId("totp-secret").textContent()) ?? "";
  used.set("secret of sign-in codes", secret);
  await noteSignedIn(cy, "Cy");
  await cy.getByLabel("The code that the app shows now").fill(codeOf(secret, 0));
  await cy.getByRole("button", { name: "Turn on" }).click();
  const codes = cy.getByTestId("recovery-codes").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  used.set("recovery code", await codes.first().innerText());

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

test("somebody signed out stops trading at the plain page with the kill token, without JavaScript", async ({
  browser,
  system,
  operator,
}) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: system.addresses.console,
    storageState: { cookies: [], origins: [] },
  });
  const phone = await context.newPage();
  await phone.goto("/sign-in");
  await phone.getByRole("link", { name: "plain kill page" }).click();
  const engage = phone.getByRole("button", { name: "Engage the kill switch" });
  await phone.getByLabel("Kill token").fill("not the kill token of this machine");
  await phone.getByLabel("Yes, stop trading now").check();
  await engage.click();
  await expect(phone.getByRole("alert")).toContainText("Nothing was done");
  await phone.getByLabel("Kill token").fill(GIVEN.INTERLOCK_KILL_TOKEN);
  await phone.getByLabel("Yes, stop trading now").check();
  await engage.click();
  await expect(phone.getByText("the holder of the kill token (plain)")).toBeVisible();
  await expect(async () => {
    await phone.getByLabel("Kill token").fill(GIVEN.INTERLOCK_KILL_TOKEN);
    await phone.getByRole("button", { name: "Only show what is stopped" }).click();
    await expect(phone.getByText("Proven: the venue showed no open order twice.")).toBeVisible();
  }).toPass({ timeout: 30_000 });
  expect(new URL(phone.url()).search).toBe("");
  await context.close();
  await operator.resume();
});

test("W22 no secret of a whole run is in any log, journal, receipt, export or row of the database, and one that is planted is found", async ({
  page,
  system,
  operator,
}) => {
  await visit(page, "/audit");
  await noteSignedIn(page, "the owner");
  used.set("sign-in link", new URL(system.addresses.signInLink).searchParams.get("token") ?? "");
  used.set("broker's secret", "simulated-venue-keeps-no-secrets");
  const made = await operator.send("keys.create", { name: "script", scopes: ["read"], days: 30 });
  const key = readText(readField(readField(await made.json(), "result"), "data"), "secret");
  used.set("API key", key);
  for (const authorization of [`Bearer ${key}`, `Bearer ${GIVEN.INTERLOCK_KILL_TOKEN}`])
    await page.request.get("/trpc/live.snapshot", { headers: { authorization } });
  await operator.send("notices.test", {});
  const files: Promise<string>[] = [];
  page.on("download", (file) => files.push(file.path()));
  await page.getByRole("button", { name: "Export with proof" }).click();
  await expect.poll(() => files.length, { timeout: 30_000 }).toBe(2);
  await holdWithMouse(page, killButton(page, "Cancel all"));
  await operator.resume();
  const paths = await Promise.all(files);
  const exported = Object.fromEntries(
    paths.map((path, nth) => [`export ${nth}`, readFileSync(path, "utf8")]),
  );
  expect(Math.min(...Object.values(exported).map(({ length }) => length))).toBeGreaterThan(100);
  expect(used.size).toBeGreaterThanOrEqual(12);
  expect(await findSecrets(system, used, exported)).toEqual([]);

  appendFileSync(join(system.dataDir, "logs", "console.log"), `Bearer ${key}\n`);
  await changeByHand(system, `update identity.user set name = '${PASSWORD.replace("'", "''")}'`);
  const planted = await findSecrets(system, used, { "export 0": GIVEN.INTERLOCK_KILL_TOKEN });
  expect(planted).toEqual([
    { secret: "API key", where: "logs/console.log" },
    { secret: "password", where: "identity.user" },
    { secret: "INTERLOCK_KILL_TOKEN", where: "export 0" },
  ]);
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
