import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Desk, Member } from "../fixtures/desk.ts";
import { expect } from "../fixtures/desk.ts";
import { test } from "../fixtures/launch-desk.ts";
import { holdWithMouse, pressTwice, visit } from "../fixtures/gestures.ts";
import { readField, readList, readNumber, readText } from "../fixtures/read-json.ts";
import { stepUp, usePasskey } from "../fixtures/step-up.ts";

// One installation, from its first minute to the demotion: each test goes on where the one before it ended.
test.describe.configure({ mode: "serial" });
test.beforeEach(() => test.setTimeout(400_000));

/** Slow enough that what people do together takes minutes of the market, and not its day. */
const BY_HAND = 5;
const REASON = "everything was rehearsed and looked at";

const gate = (page: Page, id: string) => page.getByTestId(`gate-${id}`);
const stage = (page: Page) => page.getByTestId("launch-stage");
const station = (page: Page, name: string) => page.getByTestId(`station-${name}`);

/** A gate as the engine judges it now. */
async function gateOf({ calls }: Member, id: string) {
  const gates = readList(await calls.golive(), "gates");
  const found = gates.find((one) => readText(one, "id") === id);
  return {
    verdict: readText(found, "verdict"),
    value: readText(found, "value"),
    sentence: readText(found, "sentence"),
  };
}

/** When a gate goes stale by itself, in Unix milliseconds of the market. */
async function validUntil({ calls }: Member, id: string): Promise<number> {
  const gates = readList(await calls.golive(), "gates");
  const found = gates.find((one) => readText(one, "id") === id);
  return readNumber(found, "validUntil");
}

/** The gates that keep a launch from being declared. */
async function openGates({ calls }: Member): Promise<readonly string[]> {
  const gates = readList(await calls.golive(), "gates");
  return gates
    .filter((one) => !["green", "amber"].includes(readText(one, "verdict")))
    .map((one) => readText(one, "id"));
}

async function hasVoted({ calls }: Member, name: string): Promise<boolean> {
  const stations = readList(await calls.golive(), "stations");
  const found = stations.find((one) => readText(one, "station") === name);
  return readField(found, "vote") !== null;
}

/** Every station says go, by three people: strategy and risk are never one. */
async function sayGo({ ada, bo, owner }: Desk): Promise<void> {
  const votes = [
    [ada, "strategy"],
    [bo, "risk"],
    [owner, "ops"],
    [ada, "data"],
  ] as const;
  for (const [member, name] of votes) {
    // A page that is a moment behind votes on other gates, and is refused.
    await expect(async () => {
      if (!(await hasVoted(member, name)))
        await station(member.page, name).getByRole("button", { name: "GO", exact: true }).click();
      expect(await hasVoted(member, name)).toBe(true);
    }).toPass({ timeout: 60_000 });
    await expect(station(member.page, name)).toContainText(/GO/);
  }
}

/** The director asks, another person agrees, and the director begins the countdown; both with a passkey. */
async function declareTogether({ bo, owner }: Desk): Promise<void> {
  await bo.page.getByRole("textbox", { name: /^Reason, at least/ }).fill(REASON);
  await pressTwice(bo.page, "Declare GO", bo.page.getByTestId("launch-request"));
  const request = owner.page.getByTestId("launch-request");
  await request.getByRole("textbox").fill(REASON);
  await pressTwice(request, "Approve going live", stepUp(owner.page));
  await usePasskey(owner.page);
  await pressTwice(bo.page, "Begin the countdown", stepUp(bo.page));
  await usePasskey(bo.page);
}

/** Ends a halt as the whole ladder wants it: one asks, another agrees with a passkey, and it is applied with one. */
async function resumeTogether({ bo, owner }: Desk): Promise<void> {
  const wish = { ask: { kind: "resume" }, reason: REASON };
  // Refused until the venue itself shows that the kill is done.
  await expect(async () => {
    const asked = await bo.calls.post("approvals.request", wish);
    expect(await asked.text()).toContain('"accepted":true');
  }).toPass({ timeout: 60_000 });
  const request = (page: Page) => page.getByRole("article", { name: /^Resume/ });
  await visit(owner.page, "/approvals");
  const title = await request(owner.page).getByRole("heading").innerText();
  await request(owner.page)
    .getByRole("button", { name: "Difference and impact looked at" })
    .click();
  await pressTwice(request(owner.page), `Approve ${title}`, stepUp(owner.page));
  await usePasskey(owner.page);
  await visit(bo.page, "/approvals");
  await pressTwice(request(bo.page), `Apply ${title}`, stepUp(bo.page));
  await usePasskey(bo.page);
  await expect(request(bo.page)).toBeHidden();
}

test("on the first morning every gate that needs a record is red or unknown, and nothing can be declared", async ({
  desk: { bo },
}) => {
  await visit(bo.page, "/go-live");
  await expect(stage(bo.page)).toHaveText(/NOT READY/);
  for (const id of ["G2", "G5", "G6", "G7", "G14"])
    await expect(gate(bo.page, id)).toHaveAttribute("data-verdict", "unknown");
  for (const id of ["G1", "G4", "G8"])
    await expect(gate(bo.page, id)).toHaveAttribute("data-verdict", "red");
  await bo.page.getByRole("textbox", { name: /^Reason, at least/ }).fill(REASON);
  await expect(bo.page.getByRole("button", { name: "Declare GO" })).toBeDisabled();
});

test("five sessions pass by the venue's clock, and their clean books turn the gate of reconciliation green", async ({
  desk: { bo },
  venue,
}) => {
  await venue.speedTape("max");
  await expect
    .poll(async () => Number.parseInt((await gateOf(bo, "G1")).value, 10), { timeout: 360_000 })
    .toBeGreaterThanOrEqual(5);
  await expect.poll(() => venue.isOpen(), { timeout: 30_000 }).toBe(true);
  await venue.speedTape(BY_HAND);
  await expect(gate(bo.page, "G4")).toHaveAttribute("data-verdict", "green");
});

test("a person brings the limits inside the production ceiling, and drills of every kind make their own evidence", async ({
  desk,
}) => {
  const { bo, owner } = desk;
  const { sentence } = await gateOf(bo, "G8");
  const lines = [...sentence.matchAll(/(\w+) \S+ above ([\w.]*\w)/g)];
  const tighter = Object.fromEntries(
    lines.map(([, key = "", value = ""]): [string, string] => [key, value]),
  );
  const baseVersion = await bo.calls.limitsVersion();
  const change = { baseVersion, values: tighter, reason: REASON };
  const changed = await bo.calls.post("limits.change", change);
  expect(await changed.text()).toContain('"accepted":true');
  await expect(gate(bo.page, "G8")).toHaveAttribute("data-verdict", "green");

  for (const label of ["Halt new", "Cancel all", "Flatten"]) {
    const before = await owner.calls.killId();
    await visit(owner.page, "/kill");
    await holdWithMouse(
      owner.page,
      owner.page.getByRole("button", { name: `Hold to drill: ${label}` }),
    );
    await expect.poll(() => owner.calls.killId()).not.toBe(before);
    await resumeTogether(desk);
  }
  await visit(owner.page, "/go-live");
  await expect(gate(owner.page, "G5")).toHaveAttribute("data-verdict", "green");
  await pressTwice(
    owner.page,
    "Stream-loss drill",
    owner.page.getByText("The streams are cut now"),
  );
  await expect(gate(owner.page, "G7")).toHaveAttribute("data-verdict", "green", {
    timeout: 90_000,
  });
  await pressTwice(owner.page, "Crash drill", owner.page.getByText("The engine ends itself now"));
  await expect(gate(owner.page, "G6")).toHaveAttribute("data-verdict", "green", {
    timeout: 120_000,
  });
});

test("what the build machine signed is taken, two channels are acknowledged, the trail verifies, and the runbooks are read", async ({
  desk: { ada, owner },
  system,
  ci,
  notices,
}) => {
  const file = join(system.dataDir, "attestation.json");
  // A person of the desk, who does not hold the station risk.
  const builder = await ada.calls.userId();
  const passed = { build: await owner.calls.build(), builder, symbol: "IBM" };
  const signed = await ci.signBuild(system, file, passed);
  expect(signed.code, signed.stderr + signed.stdout).toBe(0);
  const { code, stderr } = await system.interlock("attest", file);
  expect(code, stderr).toBe(0);

  await owner.calls.send("notices.test", {});
  await expect.poll(() => notices.codes().length, { timeout: 30_000 }).toBe(2);
  for (const testCode of notices.codes()) {
    const answer = await owner.calls.send("notices.acknowledge", { code: testCode });
    expect(await answer.text()).toContain('"accepted":true');
  }

  await visit(owner.page, "/audit");
  const verify = owner.page.getByRole("button", { name: "Verify all" });
  await verify.click();
  await expect(owner.page.getByTestId("audit-verdicts")).toContainText("Sound.", {
    timeout: 60_000,
  });

  await visit(owner.page, "/go-live");
  for (const runbook of ["kill-switch", "live-demotion", "broker-outage", "restore"]) {
    await owner.page.getByRole("button", { name: `I have read the runbook ${runbook}` }).click();
    await expect(owner.page.getByText(`Runbook ${runbook}`, { exact: true })).toBeVisible();
  }
  for (const id of ["G2", "G10", "G14", "G16", "G18"])
    await expect(gate(owner.page, id)).toHaveAttribute("data-verdict", "green");
});

test("gates that a simulation cannot pass are waived by two people, one with a passkey, and stay amber", async ({
  desk: { ada, bo },
}) => {
  await visit(ada.page, "/go-live");
  await visit(bo.page, "/go-live");
  for (const id of await openGates(bo)) {
    await ada.page.getByRole("combobox", { name: "Gate to waive" }).selectOption(id);
    await ada.page.getByRole("textbox", { name: "Reason of the waiver" }).fill(REASON);
    await ada.page.getByRole("button", { name: "Ask for one session" }).click();
    await bo.page.getByRole("button", { name: `Agree to waive ${id}` }).click();
    await usePasskey(bo.page);
    await expect(gate(bo.page, id)).toHaveAttribute("data-verdict", "amber");
  }
  expect(await openGates(bo)).toEqual([]);
  await expect(stage(bo.page)).toHaveText(/READY/);
});

test("check 22: a gate that goes stale inside the countdown aborts it by its name, and is good again once measured anew", async ({
  desk,
  venue,
}) => {
  const { ada, bo, owner } = desk;
  for (const { page } of [ada, bo, owner]) await visit(page, "/go-live");
  // The gate is as old as the books that agreed last, and none are compared without positions.
  await venue.failsToTell("/v2/positions");
  await expect.poll(() => venue.struck(), { timeout: 60_000 }).toBeGreaterThan(0);
  await venue.pauseAt((await validUntil(bo, "G11")) - 25_000);
  await expect(gate(bo.page, "G11")).toHaveAttribute("data-verdict", "green");
  await sayGo(desk);
  await declareTogether(desk);
  await expect(bo.page.getByTestId("countdown")).toHaveText(/^T-/);
  await venue.speedTape(BY_HAND);
  await venue.pauseTape(false);
  await expect(stage(bo.page)).toHaveText(/ABORTED/, { timeout: 30_000 });
  await expect(bo.page.getByText(/G11 Account: The measurement is too old/).first()).toBeVisible();
  await expect(gate(bo.page, "G11")).toHaveAttribute("data-verdict", "red");
  await venue.answerTruly();
  await expect(gate(bo.page, "G11")).toHaveAttribute("data-verdict", "green", { timeout: 90_000 });
});

test("four stations say go, another person approves, and the countdown that anybody aborts leaves nothing in force", async ({
  desk,
}) => {
  const { ada, bo, owner } = desk;
  for (const { page } of [ada, bo, owner]) await visit(page, "/go-live");
  await sayGo(desk);
  await declareTogether(desk);
  await expect(bo.page.getByTestId("countdown")).toHaveText(/^T-/);
  await ada.page.getByRole("button", { name: "Abort the countdown" }).click();
  await expect(stage(bo.page)).toHaveText(/ABORTED/);
  await expect(bo.page.getByText(/aborted by Ada/).first()).toBeVisible();
});

test("a second countdown runs to its end, and the first order that adds risk is within a tenth of the limits", async ({
  desk,
  venue,
}) => {
  const { bo } = desk;
  await sayGo(desk);
  await declareTogether(desk);
  await expect(stage(bo.page)).toHaveText(/IN FORCE/, { timeout: 60_000 });
  await expect(bo.page.getByText(/Canary day 1: 10 % of the limits/)).toBeVisible();
  const before = (await venue.truth()).orders;
  await venue.speedTape(600);
  await expect
    .poll(() => venue.buysAfter(before).then(({ length }) => length), { timeout: 180_000 })
    .toBeGreaterThan(0);
  await venue.speedTape(BY_HAND);
  const [first = Number.NaN] = await venue.buysAfter(before);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(Number((await bo.calls.limits())["maxOrderNotional"]) / 10);
});

test("a launch whose orders the venue rejects demotes itself, says so on every page, and takes no new risk", async ({
  desk: { ada, bo },
  venue,
}) => {
  await venue.rejectOrders("the exchange takes no such order now", 0.4);
  await venue.speedTape("max");
  await expect(bo.page.getByTestId("launch-banner")).toContainText("Rolled back to PAPER", {
    timeout: 300_000,
  });
  await venue.speedTape(BY_HAND);
  await venue.answerTruly();
  await expect(bo.page.getByTestId("launch-banner")).toContainText("reject rate");
  await visit(bo.page, "/go-live");
  await expect(stage(bo.page)).toHaveText(/DEMOTED TO PAPER/);
  expect(await bo.calls.tradingState()).not.toBe("active");
  await visit(ada.page, "/");
  await expect(ada.page.getByTestId("launch-banner")).toContainText("Rolled back to PAPER");
});
