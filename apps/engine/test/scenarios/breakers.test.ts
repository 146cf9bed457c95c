import { describe, expect, test } from "vitest";
import { nextOpen } from "@interlock/core/market/calendar";
import { money } from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { Limits } from "@interlock/core/risk/limits";
import { applyEntry } from "../../src/apply.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { tradingNow } from "../../src/trading-now.ts";
import { Rig, settings } from "../rig.ts";

function withLimits(change: Partial<Limits>) {
  const base = settings();
  return { ...base, limitDefaults: { ...base.limitDefaults, ...change } };
}

/** An engine that bought SPY at 100.02, under limits that only the test's own bind. */
function long(change: Partial<Limits>): Rig {
  const limits = { stopLossBps: 5_000, trailingStopBps: 5_000, breakerPriceMoveBps: 5_000 };
  const rig = new Rig().ready({ settings: withLimits({ ...limits, ...change }) });
  rig.quote("SPY", "100.00", "100.02");
  buy(rig, "x1");
  return rig;
}

function buy(rig: Rig, id: string, price = "100.02"): void {
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
  rig.accept(intent);
  rig.fill(intent, { id, quantity: formatQuantity(intent.quantity), price });
}

/** Has the strategy sell what it holds. */
function sell(rig: Rig, id: string, price: string): void {
  const [intent] = rig.wish("SPY", 0);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
  rig.accept(intent);
  rig.fill(intent, { id, quantity: formatQuantity(intent.quantity), price });
}

/** Quotes of SPY half a second apart, each a reading of equity. */
function quotes(rig: Rig, count: number, bid: string): void {
  for (let n = 0; n < count; n += 1) {
    rig.time += 500;
    rig.quote("SPY", bid, (Number(bid) + 0.02).toFixed(2));
  }
}

const tripped = (rig: Rig) => rig.told("guard_tripped").map(({ guard }) => guard);
const holds = (rig: Rig) => rig.state.trading.holds.map(({ source }) => source);
const critical = (rig: Rig) =>
  rig.told("alert_raised").filter(({ severity }) => severity === "critical");
const answer = (rig: Rig) => rig.asked("answer_command").at(-1);

/** Stops and starts again from its own snapshot, as a person's `kill -9` would have it. */
function restart(rig: Rig, change: Partial<Limits>): void {
  Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
  rig.ready({ settings: withLimits(change) });
}

describe("the daily loss", () => {
  test("trips within two seconds when a person lowers its limit below it, although nothing is held any more", () => {
    const rig = long(settings().limitDefaults);
    rig.quote("SPY", "99.80", "99.82");
    sell(rig, "x2", "99.80");
    expect(holds(rig)).toEqual([]);
    rig.command({
      kind: "change_limits",
      baseVersion: rig.state.limits?.version ?? 0,
      values: { maxDailyLoss: "5.00" },
      reason: "",
    });
    expect(answer(rig)).toMatchObject({ accepted: true });
    for (let n = 0; n < 8; n += 1) rig.pass(250);
    expect(holds(rig)).toEqual(["daily_loss"]);
    expect(tripped(rig)).toEqual(["daily_loss"]);
  });

  test("R08 by marks trips within a second, also where one quote comes and then none", () => {
    const rig = long({ maxDailyLoss: money("40") });
    rig.time += 500;
    rig.quote("SPY", "99.00", "99.02");
    expect(tripped(rig)).toEqual([]);
    rig.pass(1_000);
    expect(tripped(rig)).toEqual(["daily_loss"]);
  });

  test("R08 realized trips with the fill that realizes it", () => {
    const rig = long({ maxDailyLoss: money("40") });
    sell(rig, "x2", "99.00");
    expect(tripped(rig)).toEqual(["daily_loss"]);
  });

  test("R08 is reset by no restart, no midnight and no change of the clock", () => {
    const change = { maxDailyLoss: money("40"), stopLossBps: 5_000 };
    const rig = long(change);
    sell(rig, "x2", "99.00");
    restart(rig, change);
    expect(holds(rig)).toEqual(["daily_loss"]);
    // Over a weekend in which the clocks go back.
    rig.time = Date.UTC(2026, 9, 30, 19, 0, 0);
    rig.pass(1_000);
    rig.time = Date.UTC(2026, 10, 2, 15, 0, 0);
    rig.quote("SPY", "100.00", "100.02");
    rig.pass(1_000);
    expect(rig.state.day?.date).toBe("2026-11-02");
    expect(holds(rig)).toContain("daily_loss");
    expect(rig.wish("SPY", 1)).toEqual([]);
  });

  test("warns at 50 % and 80 %, each once, however often the figure crosses", () => {
    const rig = long({ maxDailyLoss: money("100"), maxDrawdownBps: 10_000 });
    const warned = () => rig.told("breaker_warned").filter(({ level }) => level > 0);
    quotes(rig, 5, "98.90");
    quotes(rig, 5, "99.05");
    quotes(rig, 5, "98.90");
    expect(warned().map(({ breaker, level }) => `${breaker} ${level}`)).toEqual(["daily_loss 50"]);
    quotes(rig, 5, "98.30");
    quotes(rig, 5, "98.45");
    quotes(rig, 5, "98.30");
    expect(warned().map(({ level }) => level)).toEqual([50, 80]);
    expect(warned().at(-1)?.sentence).toContain("At the limit all new risk stops.");
    expect(rig.told("alert_raised").map(({ severity }) => severity)).toEqual([
      "warning",
      "warning",
    ]);
  });

  test("is re-armed on the same day only within its limit, in the next session by one confirmation", () => {
    const rig = long({ maxDailyLoss: money("40") });
    sell(rig, "x2", "99.00");
    const rearm = (reason: string) =>
      rig.command({ kind: "rearm_breaker", breaker: "daily_loss", reason });
    rearm("I looked at every order of today");
    expect(answer(rig)).toMatchObject({ accepted: false });
    expect(answer(rig)?.sentence).toContain("In the next session one confirmation is enough");
    rig.time = nextOpen(rig.time) + 60_000;
    rig.quote("SPY", "99.00", "99.02");
    rig.pass(1_000);
    rearm("");
    expect(answer(rig)).toMatchObject({ accepted: true });
    expect(rig.told("breaker_rearmed").at(-1)).toMatchObject({
      by: "Ada",
      reason: "confirmed in the next session",
    });
    expect(holds(rig)).toEqual([]);
    expect(tradingNow(rig.state, rig.time).cause).toContain("only orders toward flat");
  });

  test("one fat print does not raise the high-water mark", () => {
    const rig = long({ maxDrawdownBps: 5, maxDailyLoss: money("20000") });
    quotes(rig, 5, "100.00");
    const before = rig.state.breakers.highWater;
    quotes(rig, 2, "180.00");
    quotes(rig, 5, "100.00");
    expect(rig.state.breakers.highWater).toEqual(before);
    expect(tripped(rig)).toEqual([]);
  });

  test("R09 counts after a restart from the high-water mark of before, and the journal alone holds it", () => {
    const change = {
      maxDrawdownBps: 10,
      maxDailyLoss: money("20000"),
      stopLossBps: 5_000,
      trailingStopBps: 5_000,
      breakerPriceMoveBps: 5_000,
    };
    const rig = long(change);
    quotes(rig, 5, "103.00");
    const highWater = rig.state.breakers.highWater;
    restart(rig, change);
    const folded = initialState();
    for (const entry of rig.entries) applyEntry(folded, entry);
    expect(folded.breakers.highWater).toEqual(highWater);
    quotes(rig, 5, "100.00");
    expect(rig.state.breakers.highWater).toEqual(highWater);
    expect(tripped(rig)).toEqual(["drawdown"]);
  });

  test("K13 latches once with one alert while equity moves about its limit", () => {
    const rig = long({ maxDrawdownBps: 5, maxDailyLoss: money("20000") });
    quotes(rig, 5, "100.00");
    for (let n = 0; n < 10; n += 1) quotes(rig, 5, n % 2 === 0 ? "98.00" : "99.90");
    expect(tripped(rig)).toEqual(["drawdown"]);
    expect(critical(rig)).toHaveLength(1);
    expect(holds(rig)).toEqual(["drawdown"]);
  });

  test("is re-armed by a person with a reason, and counts from the equity of then", () => {
    const rig = long({ maxDrawdownBps: 5, maxDailyLoss: money("20000") });
    quotes(rig, 5, "100.00");
    quotes(rig, 5, "98.00");
    rig.command({ kind: "rearm_breaker", breaker: "drawdown", reason: "ok" });
    expect(answer(rig)).toMatchObject({ accepted: false });
    expect(answer(rig)?.sentence).toContain("at least 10 characters");
    rig.command({ kind: "rearm_breaker", breaker: "drawdown", reason: "the position is meant" });
    expect(answer(rig)?.sentence).toBe(
      "Drawdown is armed again. Trading is active. For 60 s only orders toward flat pass.",
    );
    quotes(rig, 10, "98.00");
    expect(tripped(rig)).toEqual(["drawdown"]);
    quotes(rig, 5, "96.00");
    expect(tripped(rig)).toEqual(["drawdown", "drawdown"]);
  });

  test("stays tripped through a kill and its resume, and the high-water mark where it was", () => {
    const rig = long({ maxDrawdownBps: 5, maxDailyLoss: money("60") });
    quotes(rig, 5, "100.00");
    quotes(rig, 5, "98.00");
    expect(holds(rig)).toEqual(["daily_loss", "drawdown"]);
    const { highWater } = rig.state.breakers;
    rig.command({
      kind: "kill",
      mode: "halt",
      reason: "to look at it in quiet",
      includeStops: false,
    });
    rig.command({ kind: "resume", reason: "the position is meant to be held" });
    expect(answer(rig)).toMatchObject({ accepted: true });
    expect(answer(rig)?.sentence).toContain("re-armed each by itself");
    expect(holds(rig)).toEqual(["daily_loss", "drawdown"]);
    expect(rig.state.breakers.highWater).toEqual(highWater);
    rig.command({ kind: "resume", reason: "the position is meant to be held" });
    expect(answer(rig)).toMatchObject({ accepted: false });
    expect(answer(rig)?.sentence).toContain("re-armed each by itself");
  });

  test("of a breaker that has not tripped there is nothing to re-arm", () => {
    const rig = long({});
    rig.command({ kind: "rearm_breaker", breaker: "slippage", reason: "just to be sure" });
    expect(answer(rig)).toMatchObject({ accepted: false });
  });
});

describe("breakers on orders", () => {
  test("losses in a row trip, a profit between them starts anew, and a restart forgets none", () => {
    const change = { breakerLossStreak: 3, stopLossBps: 5_000 };
    const rig = long(change);
    const round = (n: number, out: string) => {
      rig.time += 60_000;
      rig.quote("SPY", "100.00", "100.02");
      if (n > 0) buy(rig, `in${n}`);
      rig.time += 60_000;
      rig.quote("SPY", "100.00", "100.02");
      sell(rig, `out${n}`, out);
    };
    round(0, "100.00");
    round(1, "100.00");
    round(2, "101.00");
    round(3, "100.00");
    round(4, "100.00");
    expect(rig.state.breakers.lossStreak).toBe(2);
    restart(rig, change);
    round(5, "100.00");
    expect(tripped(rig)).toEqual(["loss_streak"]);
    expect(rig.told("guard_tripped").at(-1)?.sentence).toBe(
      "3 positions in a row were closed at a loss; the limit is 3.",
    );
  });

  test("three of five orders that filled far from their arrival trip the slippage breaker", () => {
    const rig = long({ breakerSlippageBps: 30, breakerLossStreak: 100 });
    for (let n = 0; n < 3; n += 1) {
      rig.time += 60_000;
      rig.quote("SPY", "100.00", "100.02");
      sell(rig, `out${n}`, "99.50");
      if (tripped(rig).length > 0) break;
      rig.time += 60_000;
      rig.quote("SPY", "100.00", "100.02");
      buy(rig, `in${n}`, "100.60");
    }
    expect(tripped(rig)).toEqual(["slippage"]);
    expect(rig.told("guard_tripped").at(-1)?.sentence).toMatch(/^3 of the latest 4 orders filled/);
  });

  test("a venue that rejects half of the latest orders trips the reject rate, without a burst", () => {
    const rig = new Rig().ready({ settings: withLimits({ breakerRejectsMax: 50 }) });
    for (let n = 0; n < 12 && tripped(rig).length === 0; n += 1) {
      rig.time += 120_000;
      rig.quote("SPY", "100.00", "100.02");
      const [intent] = rig.wish("SPY", 1);
      if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
      const refused = { outcome: "rejected" as const, code: "40310000", message: "no", raw: "{}" };
      rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer: refused });
    }
    expect(tripped(rig)).toEqual(["reject_rate"]);
    expect(rig.told("guard_tripped").at(-1)?.sentence).toBe(
      "The venue rejected 10 of the latest 10 orders; the limit is 50 %.",
    );
  });
});

test("what the latest orders met is remembered over a restart: rejects and slippage go on counting", () => {
  const change = { breakerRejectsMax: 50, breakerSlippageBps: 40 };
  const rig = long(change);
  const reject = () => {
    rig.time += 120_000;
    rig.quote("SPY", "100.00", "100.02");
    sell(rig, `out${rig.time}`, "100.00");
    rig.quote("SPY", "100.00", "100.02");
    const [intent] = rig.wish("SPY", 1);
    if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
    const refused = { outcome: "rejected" as const, code: "40310000", message: "no", raw: "{}" };
    rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer: refused });
  };
  reject();
  const { samples } = rig.state.breakers;
  const before = structuredClone(samples);
  expect(before.rejectedAt).toHaveLength(1);
  expect(before.slippageBps).not.toEqual([]);
  restart(rig, change);
  expect(rig.state.breakers.samples).toEqual(before);
});

describe("the stops of a position", () => {
  test("trailing: closes when the price came back from its best, also where that was before a restart", () => {
    const change = { stopLossBps: 5_000, trailingStopBps: 200, breakerPriceMoveBps: 5_000 };
    const rig = long(change);
    quotes(rig, 4, "106.00");
    expect(rig.told("best_price_seen").length).toBeGreaterThan(0);
    restart(rig, change);
    quotes(rig, 3, "103.00");
    expect(tripped(rig)).toEqual(["stop_loss"]);
    expect(rig.told("stop_fired").at(-1)?.stop.cause).toMatchObject({ rule: "trailing" });
    const closing = rig
      .told("order_approved")
      .filter(({ intent }) => intent.purpose === "stop_loss");
    expect(closing.map(({ intent }) => intent.side)).toEqual(["sell"]);
  });

  test("time: closes what has stood at a loss for too long, and leaves a profit", () => {
    const rig = long({ timeStopMinutes: 30 });
    rig.time += 31 * 60_000;
    quotes(rig, 3, "100.50");
    expect(tripped(rig)).toEqual([]);
    quotes(rig, 3, "99.90");
    expect(tripped(rig)).toEqual(["stop_loss"]);
    expect(rig.told("stop_fired").at(-1)?.stop.cause).toMatchObject({
      rule: "time",
      heldMinutes: 31,
    });
  });
});
