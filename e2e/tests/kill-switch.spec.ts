import type { Page, Request } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import {
  holdWithMouse,
  holdWithSpace,
  killBar,
  killButton,
  releaseEarly,
  visit,
} from "../fixtures/gestures.ts";
import { readText } from "../fixtures/read-json.ts";

test.beforeEach(async ({ operator, venue }) => {
  await operator.resume();
  await venue.placeRestingOrder("SPY");
  await venue.placeRestingOrder("IBM");
  expect(await venue.openOrders()).toBeGreaterThanOrEqual(2);
});
test.afterEach(async ({ operator, venue }) => {
  await venue.delayAnswers(0);
  await operator.resume();
});

/** Counts what the page sends to stop trading, to the engine or to the watchdog. */
function killRequests(page: Page): readonly Request[] {
  const sent: Request[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== "POST") return;
    if (pathname === "/kill" || pathname.endsWith("kill.engage")) sent.push(request);
  });
  return sent;
}

const progressOf = (page: Page) =>
  page.getByRole("region", { name: "Progress", exact: true }).getByTestId("kill-progress");

test("Cancel all, held with the mouse, ends when the venue shows no open order", async ({
  page,
  venue,
}) => {
  await visit(page, "/positions");
  await killButton(page, "Cancel all").hover();
  await expect(page.getByTestId("kill-preview")).toContainText(/[2-9] open orders/);
  await holdWithMouse(page, killButton(page, "Cancel all"));
  const outcome = killBar(page).getByTestId("kill-outcome");
  await expect(outcome).toContainText("Taken by the engine");
  await expect(outcome.locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  await expect(outcome.locator("[data-step=venue]")).toContainText("0 open orders");
  expect(await venue.openOrders()).toBe(0);
  await expect(page.getByTestId("environment-strip")).toContainText("HALTED");
});

test("Shift+K and a held Space stop trading from any page, without a mouse", async ({
  page,
  venue,
}) => {
  await visit(page, "/orders");
  await page.keyboard.press("Shift+K");
  await expect(killButton(page, "Halt new")).toBeFocused();
  await page.keyboard.press("Tab");
  await holdWithSpace(page, killButton(page, "Cancel all"));
  await expect(killBar(page).locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  expect(await venue.openOrders()).toBe(0);
});

test("with the WebSocket cut and refused, the kill goes out and its progress is polled to the end", async ({
  page,
  venue,
}) => {
  let cut = false;
  const sockets: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/\/feed$/, (socket) => {
    if (cut) {
      void socket.close();
      return;
    }
    socket.connectToServer();
    sockets.push(socket);
  });
  await visit(page, "/kill");
  cut = true;
  await Promise.all(sockets.map((socket) => socket.close()));
  await expect(page.getByTestId("connection-banner")).toContainText("Live updates lost");
  await expect(page.getByTestId("connection-banner")).toContainText("The kill switch works.", {
    timeout: 15_000,
  });

  await holdWithMouse(page, killButton(page, "Cancel all"));
  await expect(progressOf(page).locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  expect(await venue.openOrders()).toBe(0);
});

test("Flatten ends when the venue shows neither an open order nor a position", async ({
  page,
  venue,
}) => {
  await expect.poll(() => venue.heldSymbols(), { timeout: 30_000 }).toBeGreaterThan(0);
  await visit(page, "/");
  await holdWithMouse(page, killButton(page, "Flatten"));
  await expect(killBar(page).locator(".kill-result")).toHaveText("FLAT", { timeout: 20_000 });
  expect(await venue.truth()).toMatchObject({ openOrders: 0, holdings: {} });
  await visit(page, "/positions");
  await expect(page.getByText("No open positions")).toBeVisible();
});

test("letting go early sends nothing, and a hold sends one kill with one command id", async ({
  page,
}) => {
  const sent = killRequests(page);
  await visit(page, "/");
  for (const name of ["Halt new", "Cancel all", "Flatten"]) {
    await releaseEarly(killButton(page, name));
  }
  expect(sent).toHaveLength(0);
  await holdWithMouse(page, killButton(page, "Cancel all"));
  await expect(killBar(page).locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  const ids = sent.map((request) => readText(request.postDataJSON(), "commandId"));
  expect(new Set(ids).size).toBe(1);
});

test("a second gesture joins the kill under way instead of starting another", async ({
  page,
  operator,
  venue,
}) => {
  await venue.delayAnswers(1_500);
  await visit(page, "/");
  const button = killButton(page, "Cancel all");
  await holdWithMouse(page, button);
  await expect(killBar(page)).toContainText("Taken by the engine");
  const first = await operator.killId();
  await expect(button).toHaveAttribute("data-phase", "idle");
  await holdWithMouse(page, button);
  await expect(killBar(page)).toContainText("it covers this one");
  expect(await operator.killId()).toBe(first);
});

test("a reload in the middle of a kill shows the same progress, to a second browser too", async ({
  page,
  browser,
  venue,
  system,
  session,
}) => {
  await visit(page, "/kill");
  await venue.delayAnswers(1_500);
  await page.getByRole("textbox", { name: /Reason, if there is time/ }).fill("seen by everybody");
  const button = page.getByRole("region", { name: "Stop trading" }).getByRole("button", {
    name: "Cancel all",
  });
  await holdWithMouse(page, button);
  await expect(progressOf(page).locator(".kill-result")).toHaveText("IN PROGRESS");
  const requested = await progressOf(page).locator("[data-step=requested]").innerText();
  const at = await progressOf(page).locator("time").first().getAttribute("datetime");
  expect(requested).toContain("seen by everybody");

  const context = await browser.newContext({ storageState: session });
  const second = await context.newPage();
  await visit(second, `${system.addresses.console}/kill`);
  await page.reload();
  for (const one of [page, second]) {
    await expect(progressOf(one).locator(".kill-result")).toHaveText("IN PROGRESS");
    await expect(progressOf(one).locator("time").first()).toHaveAttribute("datetime", at ?? "");
    expect(await progressOf(one).locator("[data-step=requested]").innerText()).toBe(requested);
  }
  await venue.delayAnswers(0);
  for (const one of [page, second]) {
    await expect(progressOf(one).locator(".kill-result")).toHaveText("NO OPEN ORDERS");
  }
  expect(await venue.openOrders()).toBe(0);
  await context.close();
});
