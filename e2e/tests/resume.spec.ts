import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/console.ts";
import { holdWithMouse, killButton, visit } from "../fixtures/gestures.ts";

test.beforeEach(async ({ operator, page }) => {
  await operator.resume();
  await visit(page, "/kill");
  await holdWithMouse(page, killButton(page, "Halt new"));
  await expect(page.getByRole("region", { name: "Progress" }).locator(".kill-result")).toHaveText(
    "HALTED",
  );
});
test.afterEach(({ operator }) => operator.resume());

const resumePanel = (page: Page) => page.getByRole("region", { name: "Resume trading" });

test("without a reason nobody resumes, neither by the page nor past it", async ({
  page,
  operator,
}) => {
  const panel = resumePanel(page);
  const button = panel.getByRole("button", { name: "Resume, after a 10 s wait" });
  await expect(button).toBeDisabled();
  await expect(panel).toContainText("Give a reason: 10 more characters.");
  await panel.getByRole("textbox", { name: /Reason/ }).fill("all well");
  await expect(button).toBeDisabled();
  await expect(panel).toContainText("Give a reason: 2 more characters.");

  const short = await operator.post("kill.resume", { reason: "short" });
  expect(short.status()).toBe(400);
  const answer = await operator.post("kill.resume", { reason: "" });
  expect(await answer.text()).toContain("a resume needs a reason");
  expect(await operator.tradingState()).toBe("halted");
});

test("called off in the countdown, trading stays halted", async ({ page, operator }) => {
  const panel = resumePanel(page);
  await panel.getByRole("textbox", { name: /Reason/ }).fill("the cause was found");
  await panel.getByRole("button", { name: "Resume, after a 10 s wait" }).click();
  await expect(panel).toContainText("Trading resumes in");
  await expect(panel.getByRole("button", { name: "Call it off" })).toBeFocused();
  await panel.getByRole("button", { name: "Call it off" }).click();
  await expect(panel.getByRole("button", { name: "Resume, after a 10 s wait" })).toBeVisible();
  expect(await operator.tradingState()).toBe("halted");
});

test("with a reason trading resumes: the strip says so and orders leave again", async ({
  page,
  venue,
}) => {
  const sent = (await venue.truth()).orders;
  const panel = resumePanel(page);
  await panel.getByRole("textbox", { name: /Reason/ }).fill("the cause was found");
  await panel.getByRole("button", { name: "Resume, after a 10 s wait" }).click();
  await panel.getByRole("button", { name: "Resume now" }).click();
  await expect(page.getByTestId("trading-state")).toHaveAttribute("data-state", "active");
  await expect(page.getByTestId("environment-strip")).not.toContainText("HALTED");
  await expect(panel).toHaveCount(0);
  await expect
    .poll(async () => (await venue.truth()).orders, { timeout: 30_000 })
    .toBeGreaterThan(sent);
});
