import { describe, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { coverOf } from "../../src/risk/watch-protection.ts";
import { canceled, ended, guarded, long, placed, sent, SPY, wait } from "../guarded-rig.ts";
import { foreignOrder, type Rig } from "../rig.ts";

function refused(rig: Rig, intent: OrderIntent): void {
  const answer = { outcome: "rejected" as const, code: "40310000", message: "no", raw: "{}" };
  rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
}

function streamDown(rig: Rig): void {
  rig.give({ kind: "connection", channel: "order_stream", up: false, reason: "gone" });
}

/** Two quotes a second apart, with which a position at 100.02 has lost beyond its stop-loss. */
function fall(rig: Rig): void {
  for (const bid of ["96.00", "95.90"]) {
    rig.time += 1_000;
    rig.quote("SPY", bid, `${bid.slice(0, -1)}2`);
  }
}

describe("a stop at the broker", () => {
  test("is placed for what is held, good till canceled, and not where the policy is off", () => {
    const { rig, stop } = guarded();
    expect(stop).toMatchObject({ side: "sell", timeInForce: "gtc", extendedHours: false });
    expect(formatQuantity(stop.quantity)).toBe("49");
    expect(stop.pricing).toEqual({ type: "stop", stopPrice: price("95.01") });
    expect(coverOf(rig, SPY, rig.time)).toMatchObject({ byVenue: stop.quantity });
    wait(rig, 60);
    expect(placed(rig)).toHaveLength(1);
    const off = long(0);
    wait(off, 60);
    expect(placed(off)).toEqual([]);
  });

  test("is no wish to sell: a strategy that has what it wants stays at its target", () => {
    const { rig } = guarded();
    const { orders } = rig.state.today;
    rig.pass(61_000);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("signal_suppressed").at(-1)?.cause).toBe("at_target");
    expect(rig.state.today.orders).toBe(orders);
    expect(rig.views.totals.openOrders).toBe(0);
    expect(rig.state.recentOrders).toHaveLength(1);
  });

  test.each([
    ["an exit", 0, "sell", 49],
    ["a reduction", 0.5, "sell", 25],
  ])(
    "makes way for %s, which leaves once the venue has confirmed that",
    (_what, target, side, left) => {
      const { rig, stop } = guarded();
      rig.pass(61_000);
      rig.quote("SPY", "100.00", "100.02");
      expect(rig.wish("SPY", target)).toEqual([]);
      expect(rig.told("signal_suppressed").at(-1)?.cause).toBe("stop_at_broker");
      expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
      wait(rig, 3);
      expect(sent(rig).filter(({ purpose }) => purpose === "signal")).toHaveLength(1);
      ended(rig, stop);
      const [order] = sent(rig)
        .filter(({ purpose }) => purpose === "signal")
        .slice(1);
      expect(order).toMatchObject({ side, quantity: quantity(String(left)) });
      wait(rig, 60);
      expect(placed(rig)).toHaveLength(1);
    },
  );

  test("makes way for more on its own side, and covers all of it afterwards", () => {
    const { rig, stop } = guarded();
    rig.pass(61_000);
    rig.quote("SPY", "90.00", "90.02");
    Object.assign(rig.state.settings?.strategies[0] ?? {}, { allocation: money("10000") });
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    ended(rig, stop);
    const buy = sent(rig).at(-1);
    expect(buy).toMatchObject({ side: "buy", purpose: "signal" });
    if (buy === undefined) return;
    rig.accept(buy);
    rig.fill(buy, { id: "x2", quantity: "20", price: "100.02" });
    wait(rig, 20);
    expect(placed(rig)).toHaveLength(1);
    rig.report(buy, { status: "canceled", venueStatus: "canceled" });
    wait(rig, 2);
    expect(placed(rig).at(-1)?.quantity).toBe(quantity("69"));
  });

  test("stays where the order that it would make way for is denied", () => {
    const { rig } = guarded();
    rig.give({ kind: "projection_lag", lagMs: 60_000 });
    Object.assign(rig.state.settings?.strategies[0] ?? {}, { allocation: money("10000") });
    rig.pass(61_000);
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    expect(rig.told("order_denied")).toHaveLength(1);
    expect(canceled(rig)).toEqual([]);
  });

  test("is not placed beside any other open order of its symbol", () => {
    const rig = long();
    const order = foreignOrder({ symbol: SPY, side: "buy" });
    const report = { event: "other" as const, venueEvent: "new", order, execution: null };
    const seen = { ...report, reason: "", venueAt: rig.time, raw: "{}" };
    rig.give({ kind: "execution_report", report: seen });
    wait(rig, 30);
    expect(placed(rig)).toEqual([]);
  });

  test("that the venue refuses is tried again ever later, and a person is told at first and at the third", () => {
    const rig = long();
    for (let seconds = 0; seconds < 80; seconds += 1) {
      rig.pass(1_000);
      rig.quote("SPY", "100.00", "100.02");
      const last = placed(rig).at(-1);
      if (last !== undefined && rig.state.orders[last.clientOrderId]?.status === "pending_submit")
        refused(rig, last);
    }
    expect(placed(rig)).toHaveLength(3);
    const told = rig
      .told("alert_raised")
      .filter(({ sentence }) => sentence.includes("at the broker"));
    expect(told.map(({ severity }) => severity)).toEqual(["warning", "critical"]);
    expect(told[0]?.sentence).toContain("the venue rejected it (40310000: no)");
  });

  test("that the venue ends by itself is placed again", () => {
    const { rig, stop } = guarded();
    rig.report(stop, { status: "expired", venueStatus: "expired" });
    wait(rig, 20);
    expect(placed(rig)).toHaveLength(2);
    expect(new Set(placed(rig).map(({ clientOrderId }) => clientOrderId)).size).toBe(2);
  });

  test("of unknown fate counts as working for what may be sold, and covers nothing", () => {
    const rig = long();
    rig.pass(1_000);
    const [stop] = placed(rig);
    if (stop === undefined) throw new Error("no stop was placed");
    const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
    rig.give({ kind: "submit_answered", clientOrderId: stop.clientOrderId, answer });
    wait(rig, 60);
    expect(placed(rig)).toHaveLength(1);
    expect(coverOf(rig, SPY, rig.time)).toMatchObject({ byVenue: quantity("0") });
    expect(rig.views.totals.symbols[SPY]?.openOrders.sells).toBe(quantity("49"));
  });

  test("never sells with the engine's own: that cancels it, and closes once the venue has confirmed it", () => {
    const { rig, stop } = guarded();
    fall(rig);
    expect(rig.told("stop_fired")).toHaveLength(1);
    expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
    wait(rig, 4);
    expect(sent(rig).filter(({ purpose }) => purpose === "stop_loss")).toEqual([]);
    ended(rig, stop);
    expect(sent(rig).filter(({ purpose }) => purpose === "stop_loss")).toHaveLength(1);
  });

  test("once set off has what it leaves closed, and its side not entered again on the same opinion", () => {
    const { rig, stop } = guarded();
    rig.fill(stop, { id: "x2", quantity: "20", price: "95.00" });
    expect(rig.told("stop_fired").map((record) => record.stop)).toMatchObject([
      { side: "buy", mark: price("95"), cause: { rule: "broker", stopPrice: price("95.01") } },
    ]);
    expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
    ended(rig, stop);
    const closing = sent(rig).at(-1);
    expect(closing).toMatchObject({ purpose: "stop_loss", quantity: quantity("29") });
    if (closing === undefined) return;
    rig.accept(closing);
    rig.fill(closing, { id: "x3", quantity: "29", price: "95.00" });
    expect(rig.told("stop_ended")).toHaveLength(1);
    rig.pass(61_000);
    rig.quote("SPY", "95.00", "95.02");
    rig.wish("SPY", 1);
    expect(
      rig
        .told("order_denied")
        .at(-1)
        ?.denials.map(({ code }) => code),
    ).toEqual(["stop_loss"]);
  });

  test("is in the books of the strategy that holds the shares", () => {
    const { rig, stop } = guarded();
    const [strategy] = rig.state.settings?.strategies ?? [];
    expect(stop.strategyId).toBe(strategy?.id);
    rig.fill(stop, { id: "x2", quantity: "49", price: "95.00" });
    const own = rig.state.portfolio.byStrategy[stop.strategyId ?? strategyId("none")];
    expect(own?.[SPY]?.quantity).toBe(quantity("0"));
  });

  test("is one for each strategy's part, together for what the account holds", () => {
    const { rig } = guarded();
    Object.assign(rig.views.strategies[1]?.settings ?? {}, { symbols: [SPY] });
    const [first, second] = rig.state.settings?.strategies ?? [];
    rig.pass(61_000);
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1, 1);
    for (const stop of placed(rig)) ended(rig, stop);
    const buy = sent(rig).at(-1);
    if (buy?.purpose !== "signal") throw new Error("the second strategy bought nothing");
    rig.accept(buy);
    rig.fill(buy, { id: "x2", quantity: formatQuantity(buy.quantity), price: "100.02" });
    wait(rig, 20);
    const parts = placed(rig).slice(1);
    expect(parts.map((stop) => stop.strategyId)).toEqual([first?.id, second?.id]);
    expect(parts.map((stop) => stop.quantity)).toEqual([quantity("49"), buy.quantity]);
  });

  test.each([
    ["outside the regular session", (rig: Rig) => rig.pass(7 * 3_600_000)],
    ["beyond the market", (rig: Rig) => rig.quote("SPY", "95.00", "95.02")],
    ["while trading in it is halted", (rig: Rig) => rig.status("SPY", "halted")],
    ["while books and venue are not known to agree", (rig: Rig) => streamDown(rig)],
  ])("is not placed %s", (_when, change) => {
    const rig = long();
    change(rig);
    wait(rig, 20);
    expect(placed(rig)).toEqual([]);
  });

  test("that is set off while it makes way ends the wish: what that was for is no more", () => {
    const { rig, stop } = guarded();
    Object.assign(rig.state.settings?.strategies[0] ?? {}, { allocation: money("10000") });
    rig.pass(61_000);
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    expect(rig.told("signal_suppressed").at(-1)?.cause).toBe("stop_at_broker");
    rig.fill(stop, { id: "x2", quantity: "20", price: "95.00" });
    ended(rig, stop);
    expect(sent(rig).filter(({ purpose }) => purpose === "signal")).toHaveLength(1);
    expect(rig.told("order_denied")).toEqual([]);
    expect(rig.told("strategy_disabled")).toEqual([]);
  });

  test("does not make way for a wish of long ago", () => {
    const { rig, stop } = guarded();
    rig.pass(61_000);
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 0);
    wait(rig, 12);
    ended(rig, stop);
    expect(sent(rig).filter(({ purpose }) => purpose === "signal")).toHaveLength(1);
  });

  test("makes way for a person's closing, who is told to ask again", () => {
    const { rig, stop } = guarded();
    const close = { kind: "close_position" as const, symbol: SPY, percent: 100 };
    rig.command(close);
    expect(rig.asked("answer_command").at(-1)).toMatchObject({
      accepted: false,
      sentence:
        "Not closed: its stop at the broker holds the shares and is being canceled; close it again in a few seconds.",
    });
    ended(rig, stop);
    wait(rig, 5);
    rig.command(close);
    expect(sent(rig).at(-1)).toMatchObject({ purpose: "operator", quantity: quantity("49") });
  });

  test("is not placed again while what it made way for is under way", () => {
    const { rig, stop } = guarded();
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    ended(rig, stop);
    wait(rig, 14);
    expect(placed(rig)).toHaveLength(1);
    wait(rig, 3);
    expect(placed(rig)).toHaveLength(2);
  });

  test("is canceled where it would sell more than is held, and where the policy was turned off", () => {
    const { rig, stop } = guarded();
    Object.assign(rig.state.settings ?? {}, { brokerStopBps: 0 });
    rig.pass(1_000);
    expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
    const shrunk = guarded();
    const position = shrunk.rig.state.portfolio.positions[SPY];
    if (position !== undefined)
      shrunk.rig.state.portfolio.positions[SPY] = { ...position, quantity: quantity("40") };
    shrunk.rig.pass(1_000);
    expect(canceled(shrunk.rig)).toEqual([`v-${shrunk.stop.clientOrderId}`]);
  });
});
