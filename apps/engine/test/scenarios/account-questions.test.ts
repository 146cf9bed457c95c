import { describe, expect, test } from "vitest";
import { money } from "@interlock/core/number/money";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { Rig, venueOrder } from "../rig.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const ACCOUNT: VenueAccount = {
  accountId: "account",
  accountNumber: "PA1",
  status: "ACTIVE",
  cash: money("100000"),
  equity: money("100000"),
  lastEquity: money("100000"),
  buyingPower: money("400000"),
  accruedFees: money("0"),
  tradingBlocked: false,
};

const holdSources = (rig: Rig) => rig.state.trading.holds.map(({ source }) => source);
const asked = (rig: Rig) => rig.asked("ask_account").length;
const alerts = (rig: Rig) => rig.told("alert_raised").map(({ sentence }) => sentence);

function answer(rig: Rig, change: Partial<VenueAccount> = {}): void {
  rig.give({ kind: "account_answered", account: { ...ACCOUNT, ...change } });
}

function failAccount(rig: Rig, keyRefused = false): void {
  const reason = keyRefused ? "Key PK… was refused." : "503";
  const more = keyRefused ? { keyRefused: true as const } : {};
  rig.give({ kind: "venue_query_failed", what: "account", reason, ...more });
}

function buy(rig: Rig): OrderIntent {
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  return intent;
}

function refuseOrder(rig: Rig, { clientOrderId }: OrderIntent): void {
  const refusal = { outcome: "rejected" as const, code: "http_401", message: "refused", raw: "{}" };
  rig.give({ kind: "submit_answered", clientOrderId, answer: refusal });
}

/** A rig with a working order in IBM whose key was then refused for an order in SPY, and for the account. */
function revoked(): { readonly rig: Rig; readonly working: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("IBM", "200.00", "200.02");
  const [working] = rig.wish("IBM", 1);
  if (working === undefined) throw new Error("no order");
  rig.accept(working);
  rig.time += 2 * SECOND;
  refuseOrder(rig, buy(rig));
  failAccount(rig, true);
  return { rig, working };
}

/** Everything that was asked of the venue in a stretch of time in which it refuses the key. */
function refuseFor(rig: Rig, forMs: number): readonly string[] {
  const before = rig.effects.length;
  for (let passed = 0; passed < forMs; passed += SECOND) {
    rig.pass(SECOND);
    if (rig.views.accountQuestion.inFlight) failAccount(rig, true);
  }
  const kinds = rig.effects.slice(before).map(({ kind }) => kind);
  return kinds.filter((kind) => kind !== "raise_alert");
}

describe("a key that is revoked during the session", () => {
  test("B09 halts trading at the first refusal that the account's own answer confirms, with one critical alert", () => {
    const { rig } = revoked();
    expect(asked(rig)).toBe(1);
    expect(rig.state.trading.state).toBe("halted");
    expect(holdSources(rig)).toEqual(["venue_key"]);
    expect(alerts(rig)).toHaveLength(1);
    expect(rig.asked("raise_alert")).toHaveLength(1);
    refuseFor(rig, 10 * MINUTE);
    expect(alerts(rig)).toHaveLength(1);
  });

  test("B09 names the orders that a person must handle at the broker, in the alert and in the hold", () => {
    const { rig, working } = revoked();
    expect(alerts(rig)[0]).toContain(`buy 24 IBM (${working.clientOrderId})`);
    expect(rig.state.trading.holds[0]?.reason).toContain(working.clientOrderId);
  });

  test("B09 sends nothing in a loop: the account alone is asked for, minutes apart", () => {
    const { rig } = revoked();
    const kinds = refuseFor(rig, 30 * MINUTE);
    expect(new Set(kinds)).toEqual(new Set(["ask_account"]));
    expect(kinds.length).toBeLessThanOrEqual(12);
  });

  test("B09 is found by a cancel, too", () => {
    const rig = new Rig().ready();
    const { venueOrderId } = venueOrder(buy(rig));
    const refusal = { outcome: "unknown" as const, message: "refused", keyRefused: true as const };
    rig.give({ kind: "cancel_answered", venueOrderId, ...refusal });
    failAccount(rig, true);
    expect(holdSources(rig)).toEqual(["venue_key"]);
  });

  test("B09 is found by a question, too", () => {
    const rig = new Rig().ready();
    rig.give({ kind: "venue_query_failed", what: "orders", reason: "refused", keyRefused: true });
    failAccount(rig, true);
    expect(holdSources(rig)).toEqual(["venue_key"]);
  });

  test("B09 refused once, e.g. by a proxy, while the account is answered halts nothing", () => {
    const rig = new Rig().ready();
    refuseOrder(rig, buy(rig));
    expect(asked(rig)).toBe(1);
    answer(rig);
    expect(holdSources(rig)).toEqual([]);
    expect(alerts(rig)).toEqual([]);
  });

  test("B09 whose proof gets no answer is asked about again until there is one", () => {
    const rig = new Rig().ready();
    refuseOrder(rig, buy(rig));
    failAccount(rig);
    expect(holdSources(rig)).toEqual([]);
    rig.pass(5 * SECOND);
    expect(asked(rig)).toBe(2);
    failAccount(rig, true);
    expect(holdSources(rig)).toEqual(["venue_key"]);
  });

  test("B09 that is taken again trades on once the books were compared since, and not before", () => {
    const { rig } = revoked();
    rig.pass(5 * MINUTE);
    answer(rig);
    expect(holdSources(rig)).toEqual(["venue_key"]);
    expect(rig.asked("request_snapshot").length).toBeGreaterThan(1);
    rig.snapshot();
    expect(holdSources(rig)).toEqual([]);
    expect(rig.state.trading.state).toBe("active");
  });

  test("B09 does not keep a person's kill from trying", () => {
    const { rig } = revoked();
    rig.command({ kind: "kill", mode: "cancel", includeStops: false, reason: "key revoked" });
    expect(rig.asked("cancel_order").map(({ urgent }) => urgent)).toEqual([true]);
    expect(rig.asked("sweep_venue").length).toBeGreaterThan(0);
  });
});

describe("an account endpoint that fails alone", () => {
  /** Lets time pass while questions that need the account fail, and all others are answered. */
  function deadAccount(rig: Rig, forMs: number): void {
    for (let passed = 0; passed < forMs; passed += SECOND) {
      rig.pass(SECOND);
      if (rig.views.accountQuestion.inFlight) failAccount(rig);
      if (rig.views.snapshots.askedAt !== null)
        rig.give({ kind: "venue_query_failed", what: "snapshot", reason: "503" });
    }
  }

  test("B31 takes new risk on what was known for at most 60 s, and then none, with its reason, told once", () => {
    const rig = new Rig().ready();
    deadAccount(rig, 60 * SECOND);
    expect(holdSources(rig)).toEqual([]);
    deadAccount(rig, SECOND);
    expect(holdSources(rig)).toEqual(["account_stale"]);
    expect(rig.state.trading).toMatchObject({ state: "reducing" });
    expect(rig.state.trading.holds[0]?.reason).toContain("503");
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials[0]).toMatchObject({ code: "trading_state" });
    expect(alerts(rig)).toHaveLength(1);
  });

  test("B31 lets orders pass that reduce", () => {
    const rig = new Rig().ready();
    const bought = buy(rig);
    rig.accept(bought);
    rig.fill(bought, { id: "x1", quantity: "49", price: "100.02" });
    deadAccount(rig, 70 * SECOND);
    expect(holdSources(rig)).toContain("account_stale");
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 0).map(({ side }) => side)).toEqual(["sell"]);
  });

  test("B31 that answers again lets trading go on", () => {
    const rig = new Rig().ready();
    deadAccount(rig, 70 * SECOND);
    rig.pass(30 * SECOND);
    answer(rig);
    expect(holdSources(rig)).not.toContain("account_stale");
    rig.snapshot();
    expect(holdSources(rig)).toEqual([]);
  });

  test("B31 is asked for seconds apart, and not at all while comparisons answer", () => {
    const failing = new Rig().ready();
    deadAccount(failing, 5 * MINUTE);
    expect(asked(failing)).toBeGreaterThanOrEqual(4);
    expect(asked(failing)).toBeLessThanOrEqual(12);
    const well = new Rig().ready();
    for (let second = 0; second < 300; second += 1) {
      well.pass(SECOND);
      if (well.views.snapshots.askedAt !== null) well.snapshot();
    }
    expect(asked(well)).toBe(0);
  });

  test("B21 tells of a block between two comparisons, too", () => {
    const rig = new Rig().ready();
    answer(rig, { tradingBlocked: true });
    expect(holdSources(rig)).toEqual(["venue_account"]);
  });
});

describe("figures of the account that stop new risk", () => {
  test("R20 a margin deficit is told once, denies what opens, and ends with the venue's next figure", () => {
    const rig = new Rig().ready().pass(40 * SECOND);
    const short = { ...ACCOUNT, equity: money("100000"), maintenanceMargin: money("100250") };
    rig.give({ kind: "account_answered", account: short });
    rig.give({ kind: "account_answered", account: short });
    const told = rig.told("alert_raised").filter(({ sentence }) => sentence.includes("margin"));
    expect(told).toMatchObject([{ severity: "critical" }]);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "margin_deficit" }]);
    rig.give({
      kind: "account_answered",
      account: { ...short, maintenanceMargin: money("100000") },
    });
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("R10 an account without equity is told once, and denies what opens", () => {
    const rig = new Rig().ready().pass(40 * SECOND);
    const bare = { ...ACCOUNT, equity: money("0") };
    rig.give({ kind: "account_answered", account: bare });
    rig.give({ kind: "account_answered", account: bare });
    const told = rig.told("alert_raised").filter(({ sentence }) => sentence.includes("equity"));
    expect(told).toHaveLength(1);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "equity" }]);
  });
});
