import { describe, expect, onTestFinished, test } from "vitest";
import { formatQuantity } from "@interlock/core/number/quantity";
import { money } from "@interlock/core/number/money";
import { formatLimits } from "@interlock/core/risk/limit-text";
import { price } from "@interlock/core/number/price";
import { ticker } from "@interlock/core/ids";
import { MINUTE_MS } from "@interlock/core/time";
import { Rig, settings } from "../rig.ts";

function long(limits: Parameters<typeof withLimits>[0] = {}): Rig {
  const rig = new Rig().ready({ settings: withLimits(limits) });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return rig;
}

function withLimits(change: Partial<ReturnType<typeof settings>["limitDefaults"]>) {
  const base = settings();
  return { ...base, limitDefaults: { ...base.limitDefaults, ...change } };
}

/** A quote of SPY, some milliseconds after what was before. */
function quoteLater(rig: Rig, bid: string, ask: string): void {
  rig.time += 40;
  rig.quote("SPY", bid, ask);
}

function trade(rig: Rig, at: string): void {
  rig.time += 40;
  const print = { price: price(at), size: 100, exchange: "V", conditions: [] };
  rig.give({ kind: "trade", trade: { symbol: ticker("SPY"), venueAt: rig.time, ...print } });
}

describe("one bad quote, however often it is said", () => {
  const tripped = (rig: Rig) => rig.told("guard_tripped").map(({ guard }) => guard);

  test("too wide to be a mark, trips nothing and values nothing", () => {
    const rig = long();
    const before = rig.views.totals.marketValue;
    for (let n = 0; n < 50; n += 1) quoteLater(rig, "80.00", "100.02");
    expect(tripped(rig)).toEqual([]);
    expect(rig.views.totals.marketValue).toBe(before);
  });

  test("repeated with another size within a second is one reading", () => {
    const rig = long({ maxDailyLoss: money("20") });
    for (let n = 0; n < 20; n += 1) quoteLater(rig, "90.00", "90.02");
    expect(tripped(rig)).toEqual([]);
    quoteLater(rig, "100.00", "100.02");
    expect(tripped(rig)).toEqual([]);
  });

  test("that stands for a second is the market", () => {
    const rig = long();
    for (let n = 0; n < 30; n += 1) quoteLater(rig, "97.00", "97.02");
    expect(tripped(rig)).toEqual(["stop_loss"]);
  });

  test("crossed or locked proves nothing about the mark before it", () => {
    const rig = long();
    quoteLater(rig, "90.00", "90.02");
    for (let n = 0; n < 50; n += 1) quoteLater(rig, "90.05", "90.00");
    expect(tripped(rig)).toEqual([]);
  });

  test("too wide does not blind the stop-loss: the trades mark meanwhile", () => {
    const rig = long();
    quoteLater(rig, "80.00", "100.02");
    trade(rig, "97.00");
    expect(tripped(rig)).toEqual([]);
    trade(rig, "96.99");
    expect(tripped(rig)).toEqual(["stop_loss"]);
  });
});

describe("between orders", () => {
  test("one bad print trips no stop-loss; two readings close the position once", () => {
    const rig = long();
    quoteLater(rig, "90.00", "90.02");
    expect(rig.told("guard_tripped")).toEqual([]);
    quoteLater(rig, "100.00", "100.02");
    quoteLater(rig, "97.00", "97.02");
    quoteLater(rig, "97.01", "97.03");
    quoteLater(rig, "96.90", "96.92");
    expect(rig.told("guard_tripped").filter(({ guard }) => guard === "stop_loss")).toHaveLength(1);
    const closing = rig
      .told("order_approved")
      .filter(({ intent }) => intent.purpose === "stop_loss");
    expect(closing.map(({ intent }) => intent.side)).toEqual(["sell"]);
  });

  test("the daily loss, unrealized too, lets only reducing orders pass and stays after a restart", () => {
    const rig = long({ maxDailyLoss: money("20"), stopLossBps: 5_000 });
    quoteLater(rig, "99.40", "99.42");
    quoteLater(rig, "99.39", "99.41");
    expect(rig.state.trading).toMatchObject({ state: "reducing" });
    expect(rig.told("trading_held").at(-1)?.hold.source).toBe("daily_loss");
    rig.ready({ settings: withLimits({ maxDailyLoss: money("20"), stopLossBps: 5_000 }) });
    expect(rig.state.trading.state).toBe("reducing");
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 1)).toEqual([]);
    expect(
      rig
        .told("order_denied")
        .at(-1)
        ?.denials.map(({ code }) => code),
    ).toContain("trading_state");
  });

  test("a burst of rejects by the venue trips the breaker once and is latched", () => {
    const rig = new Rig().ready();
    const max = rig.state.limits?.values.breakerRejectsMax ?? 0;
    for (let n = 0; n < max + 2; n += 1) {
      rig.time += 3_000;
      rig.quote("SPY", "100.00", "100.02");
      const [intent] = rig.wish("SPY", 1);
      if (intent === undefined) break;
      const answer = {
        outcome: "rejected" as const,
        code: "40310000",
        message: "insufficient buying power",
        raw: "{}",
      };
      rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
    }
    expect(rig.told("guard_tripped").map(({ guard }) => guard)).toEqual(["circuit_breaker"]);
    expect(rig.state.trading.state).toBe("reducing");
  });
});

describe("limits", () => {
  const current = (rig: Rig) => formatLimits(rig.state.limits?.values ?? settings().limitDefaults);

  test("tightened by an operator deny the next order with their numbers", () => {
    const rig = new Rig().ready();
    rig.command({
      kind: "change_limits",
      baseVersion: 1,
      values: { ...current(rig), maxOrderQuantity: "10" },
      reason: "",
    });
    expect(rig.state.limits?.version).toBe(2);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials[0]).toMatchObject({ code: "order_quantity" });
  });

  test("changed on an older version are refused with who changed them", () => {
    const rig = new Rig().ready();
    const change = { ...current(rig), maxOrderQuantity: "10" };
    rig.command({ kind: "change_limits", baseVersion: 1, values: change, reason: "" });
    rig.command({
      kind: "change_limits",
      baseVersion: 1,
      values: { ...change, maxOrderQuantity: "11" },
      reason: "",
    });
    expect(rig.asked("answer_command").at(-1)).toMatchObject({ accepted: false });
    expect(rig.asked("answer_command").at(-1)?.sentence).toContain("Ada");
  });

  test("loosened need a reason and stay under the ceiling", () => {
    const rig = new Rig().ready();
    rig.command({
      kind: "change_limits",
      baseVersion: 1,
      values: { ...current(rig), maxOrderQuantity: "10" },
      reason: "",
    });
    const looser = { ...current(rig), maxOrderQuantity: "20" };
    rig.command({ kind: "change_limits", baseVersion: 2, values: looser, reason: "" });
    expect(rig.state.limits?.version).toBe(2);
    rig.command({
      kind: "change_limits",
      baseVersion: 2,
      values: looser,
      reason: "more room for the afternoon",
    });
    expect(rig.state.limits?.version).toBe(3);
    const beyond = { ...current(rig), maxDailyLoss: "99999999" };
    rig.command({
      kind: "change_limits",
      baseVersion: 3,
      values: beyond,
      reason: "more room for the afternoon",
    });
    expect(rig.asked("answer_command").at(-1)?.sentence).toContain("ceiling");
  });

  test.each(["", "NaN", "-5", "1e9", "ten"])("refuse %j and change nothing", (value) => {
    const rig = new Rig().ready();
    rig.command({
      kind: "change_limits",
      baseVersion: 1,
      values: { ...current(rig), maxOrderNotional: value },
      reason: "reason enough here",
    });
    expect(rig.asked("answer_command").at(-1)?.accepted).toBe(false);
    expect(rig.state.limits?.version).toBe(1);
  });
});

describe("new risk is refused", () => {
  test("D03 while the database is further behind than its limit, and taken again once it has caught up", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    rig.give({ kind: "projection_lag", lagMs: 600_000 });
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(
      rig
        .told("order_denied")
        .at(-1)
        ?.denials.map(({ code }) => code),
    ).toContain("projection_lag");
    rig.give({ kind: "projection_lag", lagMs: 0 });
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("T01 while the venue's clock and ours are seconds apart, and a person is told", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    rig.give({ kind: "venue_clock", trusted: false });
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("alert_raised")).toHaveLength(1);
    rig.give({ kind: "venue_clock", trusted: true });
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("while the order stream is down", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    rig.give({ kind: "connection", channel: "order_stream", up: false, reason: "cut" });
    expect(rig.wish("SPY", 1)).toEqual([]);
  });

  test.each([
    ["crossed", "100.05", "100.00"],
    ["locked", "100.00", "100.00"],
  ])("on a %s quote", (_condition, bid, ask) => {
    const rig = new Rig().ready();
    rig.quote("SPY", bid, ask);
    expect(rig.wish("SPY", 1)).toEqual([]);
  });
});

test("R17 a strategy that throws is disabled alone, with its error and an alert on record", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const first = rig.views.strategies[0];
  if (first === undefined) throw new Error("no strategy");
  const onQuote = () => {
    throw new Error("index out of range");
  };
  Object.assign(first, { instance: { ...first.instance, onQuote } });
  rig.quote("SPY", "100.00", "100.02");
  rig.quote("SPY", "100.00", "100.02");
  expect(rig.told("strategy_disabled")).toMatchObject([
    { strategyId: first.settings.id, error: "index out of range" },
  ]);
  expect(rig.told("alert_raised")).toMatchObject([
    {
      severity: "critical",
      sentence: `Strategy ${first.settings.id} was disabled: index out of range`,
    },
  ]);
  const second = rig.views.strategies[1]?.settings.id ?? "";
  expect(rig.state.strategies[second]?.disabledBecause).toBe("");
  expect(rig.views.markets.get(ticker("SPY"))?.quote).not.toBeNull();
});

test("R17 a strategy that throws at a bar of the past is not called for the bars after it", () => {
  const rig = new Rig().ready();
  const first = rig.views.strategies[0];
  if (first === undefined) throw new Error("no strategy");
  const [symbol = ticker("SPY")] = first.settings.symbols;
  let calls = 0;
  const onBar = () => {
    calls += 1;
    throw new Error("index out of range");
  };
  Object.assign(first, { instance: { ...first.instance, onBar } });
  const at = price("100.00");
  const shape = { open: at, high: at, low: at, close: at, volume: 100, tradeCount: 1 };
  const bars = [3, 2, 1].map((ago) => {
    const startAt = rig.time - ago * MINUTE_MS;
    return { symbol, startAt, ...shape, complete: true };
  });
  rig.give({ kind: "bars_backfilled", bars });
  expect([calls, rig.told("strategy_disabled").length]).toEqual([1, 1]);
});

describe("R17 a strategy that did not return before the last run ended", () => {
  const SEEN = "It was called and had not returned.";

  /** An engine that starts again on a journal of some bars, as the one before it was ended. */
  const again = (rig: Rig): Rig => {
    const id = rig.views.strategies[0]?.settings.id;
    if (id === undefined) throw new Error("no strategy");
    return rig.ready({ silentStrategies: [{ strategyId: id, seen: SEEN }] });
  };
  const first = (rig: Rig) => {
    const runtime = rig.views.strategies[0];
    if (runtime === undefined) throw new Error("no strategy");
    return { runtime, known: rig.state.strategies[runtime.settings.id] };
  };

  test("is disabled with what was seen and an alert, and none of its code runs", () => {
    const rig = again(new Rig().ready());
    const error = `${SEEN} A person must look at it and enable it again.`;
    expect(rig.told("strategy_disabled").map((one) => one.error)).toEqual([error]);
    expect(rig.told("alert_raised").at(-1)).toMatchObject({ severity: "critical" });
    expect([first(rig).runtime.asleep, first(rig).known?.disabledBecause]).toEqual([true, error]);
    expect(rig.views.strategies[1]?.asleep).toBe(false);
  });

  test("stays so over further starts, said once, until a person enables it: then it begins anew", () => {
    const rig = again(again(new Rig().ready()));
    rig.ready();
    expect(rig.told("strategy_disabled")).toHaveLength(1);
    const { id } = first(rig).runtime.settings;
    rig.command({ kind: "enable_strategy", strategyId: id, reason: "its loop is mended" });
    expect([first(rig).runtime.asleep, first(rig).known?.disabledBecause]).toEqual([false, ""]);
  });

  test("one that throws as it begins is disabled, and the start goes on", () => {
    const rig = new Rig().ready();
    const kind = first(rig).runtime.kind;
    const { start } = kind;
    onTestFinished(() => void Object.assign(kind, { start }));
    Object.assign(kind, {
      start: () => {
        throw new Error("no such file");
      },
    });
    rig.ready();
    expect(first(rig).known?.disabledBecause).toBe("no such file");
    expect(rig.state.recovered).toBe(true);
  });
});

describe("a loss that the closing fill realizes", () => {
  const closed = (at: string): Rig => {
    const rig = long({ maxDailyLoss: money("50") });
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
    const closing = rig.told("order_approved").at(-1)?.intent;
    if (closing === undefined) throw new Error("nothing was closed");
    rig.accept(closing);
    rig.fill(closing, { id: "x2", quantity: formatQuantity(closing.quantity), price: at });
    return rig;
  };

  test("latches and is told although nothing is held any more, and stays until a person re-arms it", () => {
    const rig = closed("90.00");
    expect(rig.told("guard_tripped").map(({ guard }) => guard)).toEqual(["daily_loss"]);
    expect(rig.told("alert_raised").at(-1)?.sentence).toContain(
      "Only orders that reduce risk pass",
    );
    expect(rig.state.trading.holds.map(({ source }) => source)).toEqual(["daily_loss"]);
    rig.pass(86_400_000);
    expect(rig.state.trading.state).toBe("reducing");
    rig.snapshot();
    rig.command({ kind: "rearm_breaker", breaker: "daily_loss", reason: "looked at it" });
    expect(rig.state.trading.holds).toEqual([]);
  });

  test("within the limit trips nothing", () => {
    expect(closed("99.50").told("guard_tripped")).toEqual([]);
  });
});
