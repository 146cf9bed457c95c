import { VenueClient } from "@interlock/alpaca/venue-client";
import { money } from "@interlock/core/number/money";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startVenue, type VenueInProcess } from "../../../test/venue-in-process.ts";
import { log } from "../log.ts";
import { askAccount, checkAccount } from "./identify-account.ts";
import { openVenue } from "./open-venue.ts";
import { ReplayedTime } from "./venue-time.ts";

let venue: VenueInProcess;
beforeAll(async () => {
  venue = await startVenue();
});
afterAll(() => venue.close());

/** Returns why an account may not be traded, or "" when it may. */
function refusal(
  accountNumber: string,
  expected: { mode: "sim" | "paper" | "live"; pinnedId?: string; journaledId?: string },
): string {
  const account = {
    accountId: "a-1",
    accountNumber,
    status: "ACTIVE",
    cash: money("1"),
    equity: money("1"),
    lastEquity: money("1"),
    buyingPower: money("1"),
    accruedFees: money("0"),
    tradingBlocked: false,
  };
  const checked = checkAccount(account, {
    environment: { ...venue.environment, mode: expected.mode },
    pinnedId: expected.pinnedId ?? null,
    journaledId: expected.journaledId ?? "",
  });
  return checked.ok ? "" : checked.error;
}

test("an account whose number, pin and journal agree with the environment may be traded", () => {
  expect(refusal("PA1", { mode: "sim" })).toBe("");
  expect(refusal("PA1", { mode: "paper", pinnedId: "a-1", journaledId: "a-1" })).toBe("");
  expect(refusal("21", { mode: "live", pinnedId: "a-1" })).toBe("");
});

test("B24 live never trades a paper account, and nothing else trades a live one", () => {
  expect(refusal("PA1", { mode: "live" })).toBe(
    "the account PA1 is a paper account, but the environment is live: use live keys, or INTERLOCK_ENV=paper",
  );
  for (const mode of ["sim", "paper"] as const)
    expect(refusal("21", { mode })).toBe(
      `the account 21 is not a paper account, but the environment is ${mode}: use paper keys`,
    );
});

test("a live account that the configuration does not name is refused, with the id to write there", () => {
  expect(refusal("21", { mode: "live" })).toBe(
    "the configuration names no live account: write a-1 as accountId into config/system.production.json if that is the one to be traded",
  );
});

test("B24 keys of another account than the pinned one, or than the journal's, are refused with both ids", () => {
  expect(refusal("PA1", { mode: "paper", pinnedId: "a-2" })).toBe(
    "the keys belong to account a-1, the configuration pins a-2: correct accountId or the keys",
  );
  expect(refusal("PA1", { mode: "paper", journaledId: "a-3" })).toBe(
    "this data folder holds the journal of account a-3, the keys belong to a-1: use another --data-dir or the right keys",
  );
});

test("a venue that fails is asked again, with the reason, until it answers", async () => {
  const client = new VenueClient({ environment: venue.environment, venueNow: () => 0 });
  await venue.faults({ rest5xx: 20 });
  const reasons: string[] = [];
  const account = await askAccount(client, async (reason) => {
    reasons.push(reason);
    await venue.faults({ rest5xx: 0 });
  });
  await client.close();
  expect(account.accountNumber).toMatch(/^PA/);
  expect(reasons[0]).toMatch(/500/);
});

test("a venue is not open before it has told its time", async () => {
  vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const clock = vi.spyOn(VenueClient.prototype, "clock");
  const failure = { kind: "no_answer", message: "503", retryAt: null, raw: "" } as const;
  clock.mockResolvedValueOnce({ ok: false, failure });
  const time = new ReplayedTime();
  const { environment } = venue;
  const opened = await openVenue({ environment, time, pinnedId: null, journaledId: "" });
  await opened.venue.close();
  expect(clock).toHaveBeenCalledTimes(2);
  expect(time.now()).toBeGreaterThan(0);
  vi.restoreAllMocks();
});

test("an opened venue has told its account and its time", async () => {
  const time = new ReplayedTime();
  const opened = await openVenue({
    environment: venue.environment,
    time,
    pinnedId: null,
    journaledId: "",
  });
  await opened.venue.close();
  expect(opened.account.accountNumber).toMatch(/^PA/);
  expect(new Date(time.now()).toISOString()).toMatch(/^2026-06-16T14:0/);
});
