import { expect, test } from "../fixtures/console.ts";
import { readText } from "../fixtures/read-json.ts";
import { killButton } from "../fixtures/gestures.ts";
import { processOf } from "../fixtures/processes.ts";
import type { System } from "../fixtures/system.ts";

test.use({ storageState: { cookies: [], origins: [] } });

async function newLink(system: System): Promise<string> {
  const { stdout } = await system.interlock("sign-in-link", "--json");
  return readText(JSON.parse(stdout), "signInLink");
}

test("a one-time link signs in once; the second use is refused with a sentence", async ({
  system,
  page,
  browser,
}) => {
  const link = await newLink(system);
  await page.goto(link);
  await expect(page.getByTestId("equity")).toBeVisible();
  await expect(page).toHaveURL(`${system.addresses.console}/`);

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
  await expect(stranger.locator(".sign-in-fault")).toHaveText(
    "It was used already, or its time ran out. Print another one with the command below.",
  );
  await expect(stranger.getByText("./interlock sign-in-link")).toBeVisible();
  await stranger.goto(`${system.addresses.console}/positions`);
  await expect(stranger).toHaveURL(/\/sign-in/);
  await stranger.context().close();
});

test("before the sign-in page listens nothing on it can be sent, so no password ends in an address", async ({
  browser,
  system,
}) => {
  const baseURL = system.addresses.console;
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("ada@desk.test");
  await page.getByLabel("Password", { exact: true }).fill("four words for ada's desk");
  await page.getByLabel("Password", { exact: true }).press("Enter");
  for (const name of ["Sign in with the password", "Sign in with a passkey"])
    await expect(page.getByRole("button", { name })).toBeDisabled();
  await expect(page).toHaveURL(/\/sign-in$/);
  await context.close();
});

test("without a session no page shows a figure, the API gives none, and the way to stop is named", async ({
  page,
}) => {
  for (const path of ["/", "/positions", "/orders", "/risk", "/kill"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  await expect(page.getByRole("link", { name: "plain kill page" })).toHaveAttribute(
    "href",
    "/kill/plain",
  );
  const answer = await page.request.get("/trpc/live.snapshot");
  expect(answer.status()).toBe(401);
  expect(await answer.text()).toContain("Sign in first: the session is missing or has ended.");
});

test("a page that was asked for while nobody could say who looks shows the way to stop, and sends a stranger to sign in", async ({
  page,
  system,
}) => {
  const engine = await processOf(system, "engine");
  process.kill(engine, "SIGSTOP");
  try {
    await page.goto("/positions");
    await expect(killButton(page, "Cancel all")).toBeVisible();
  } finally {
    process.kill(engine, "SIGCONT");
  }
  await expect(page).toHaveURL(/\/sign-in/);
});
