import { describe, expect, test } from "vitest";
import { ticker, venueOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { DAY_MS } from "@interlock/core/time";
import { coverOf } from "../../src/risk/watch-protection.ts";
import { foreignOrder, MORNING, Rig, settings } from "../rig.ts";

const SPY = ticker("SPY");

/** An engine that holds SPY and alarms after ten seconds without a stop. */
function long(): Rig {
  const base = settings();
  const limitDefaults = { ...base.limitDefaults, maxUncoveredMs: 10_000 };
  const rig = new Rig().ready({ settings: { ...base, limitDefaults } });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return rig;
}

function lose(rig: Rig): void {
  rig.give({ kind: "connection", channel: "market_data", up: false, reason: "gone" });
}

function find(rig: Rig): void {
  rig.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
}

/** Seconds go by, one clock input each. */
function wait(rig: Rig, seconds: number): void {
  for (let n = 0; n < seconds; n += 1) rig.pass(1_000);
}

const LATER = MORNING + 90 * DAY_MS;

/** A stop for nine shares of SPY that another program placed for the day. */
function theirStop(change: Partial<VenueOrder> = {}): VenueOrder {
  return foreignOrder({
    symbol: SPY,
    side: "sell",
    quantity: quantity("9"),
    pricing: { type: "stop", stopPrice: price("98") },
    type: "stop",
    venueOrderId: venueOrderId("v-stop"),
    ...change,
  });
}

/** The venue tells of their stop. */
function show(rig: Rig, change: Partial<VenueOrder> = {}): void {
  const report = {
    event: "other" as const,
    venueEvent: "new",
    order: theirStop(change),
    execution: null,
    reason: "",
    venueAt: rig.time,
    raw: "{}",
  };
  rig.give({ kind: "execution_report", report });
}

const answer = (rig: Rig) => rig.asked("answer_command").at(-1);

describe("shares without a stop", () => {
  test("raise one alarm after their time, that says which and why, and one end", () => {
    const rig = long();
    lose(rig);
    wait(rig, 10);
    expect(rig.told("stop_cover_lost")).toEqual([]);
    wait(rig, 20);
    expect(rig.told("stop_cover_lost")).toEqual([
      {
        kind: "stop_cover_lost",
        symbol: SPY,
        quantity: rig.state.portfolio.positions[SPY]?.quantity,
        since: expect.any(Number) as number,
        why: "blind: market data is down",
      },
    ]);
    const said = rig.told("alert_raised").filter(({ sentence }) => sentence.includes("no stop"));
    expect(said.map(({ severity }) => severity)).toEqual(["critical"]);
    find(rig);
    wait(rig, 2);
    expect(rig.told("stop_cover_found").map(({ how }) => how)).toEqual([
      "every share is covered again",
    ]);
    expect(rig.state.uncovered).toEqual(Object.create(null));
  });

  test("for less than their time raise nothing, and the time begins anew", () => {
    const rig = long();
    for (let n = 0; n < 5; n += 1) {
      lose(rig);
      wait(rig, 8);
      find(rig);
      wait(rig, 1);
    }
    expect(rig.told("stop_cover_lost")).toEqual([]);
  });

  test("are those that a stop at the broker leaves: it covers while the engine sees nothing", () => {
    const rig = long();
    lose(rig);
    show(rig);
    const cover = coverOf(rig, SPY, rig.time);
    expect(cover?.byVenue).toBe(quantity("9"));
    expect(cover?.expiresAt).not.toBeNull();
    expect(cover?.why).toBe("blind: market data is down");
    wait(rig, 12);
    expect(rig.told("stop_cover_lost").map((record) => record.quantity)).toEqual([
      cover?.uncovered,
    ]);
  });

  test("are not those of a trailing stop that somebody else placed, nor what the venue makes smaller", () => {
    const rig = long();
    show(rig, { pricing: null, type: "trailing_stop", timeInForce: "gtc", expiresAt: LATER });
    expect(coverOf(rig, SPY, rig.time)).toMatchObject({
      byVenue: quantity("9"),
      byBoth: quantity("9"),
      byVenueNext: quantity("9"),
      expiresAt: LATER,
    });
    const openOrders = [{ ...theirStop(), quantity: quantity("4") }];
    rig.give({ kind: "open_orders_listed", askedAt: rig.time, openOrders });
    expect(coverOf(rig, SPY, rig.time)?.byVenue).toBe(quantity("4"));
  });

  test("are those that only an old word of the venue covers, until the books are compared again", () => {
    const rig = long();
    const all = rig.state.portfolio.positions[SPY]?.quantity;
    show(rig, { quantity: all ?? null });
    lose(rig);
    wait(rig, 12);
    expect(rig.told("stop_cover_lost")).toEqual([]);
    rig.give({ kind: "connection", channel: "order_stream", up: false, reason: "gone" });
    wait(rig, 12);
    expect(rig.told("stop_cover_lost")).toMatchObject([
      {
        quantity: all,
        why: "stops at the broker are not known for sure: the order stream is down",
      },
    ]);
    rig.give({ kind: "connection", channel: "order_stream", up: true, reason: "" });
    expect(coverOf(rig, SPY, rig.time)?.doubt).toBe(
      "the order stream was away, and the books have not been compared since",
    );
  });
});

test("a halted symbol is covered by no stop of the engine: nothing it sent would be taken", () => {
  const rig = long();
  rig.status("SPY", "halted", { words: "Trading Halt, T1" });
  expect(coverOf(rig, SPY, rig.time)).toMatchObject({
    byEngine: quantity("0"),
    why: "waits: Trading in SPY is halted (Trading Halt, T1)",
  });
  wait(rig, 12);
  expect(rig.told("stop_cover_lost")).toHaveLength(1);
});

describe("re-arming a stop-loss", () => {
  test("asks the venue for a quote where it waits for one", () => {
    const rig = long();
    Object.assign(rig.views.totals.symbols[SPY] ?? {}, { markSource: "provisional" });
    rig.effects.length = 0;
    rig.give({ kind: "latest_quotes", quotes: [] });
    rig.command({ kind: "rearm_stop", symbol: SPY });
    expect(answer(rig)).toMatchObject({ accepted: true });
    expect(rig.asked("request_quotes")).toHaveLength(1);
  });

  test("of what is covered, or not held, is refused, and so is what another gesture has to mend", () => {
    const rig = long();
    rig.command({ kind: "rearm_stop", symbol: SPY });
    expect(answer(rig)?.sentence).toBe(
      "Nothing to re-arm: every share of SPY is covered by a stop.",
    );
    rig.command({ kind: "rearm_stop", symbol: ticker("IBM") });
    expect(answer(rig)?.sentence).toBe("There is no position in IBM.");
    lose(rig);
    rig.command({ kind: "rearm_stop", symbol: SPY });
    expect(answer(rig)).toMatchObject({ accepted: false });
    expect(answer(rig)?.sentence).toContain("market data is down");
  });
});
