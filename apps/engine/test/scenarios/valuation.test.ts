import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatMoney, moneyToNumber } from "@interlock/core/number/money";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { price } from "@interlock/core/number/price";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import { foreignOrder, Rig } from "../rig.ts";

const SPY = ticker("SPY");

/** A rig that holds SPY, bought at 100.02. */
function long(): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order was approved");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return rig;
}

/** Closes the day at `close`, stops, and starts again before the next one opens. */
function overnight(close: number): Rig {
  const rig = long();
  rig.time = Date.UTC(2026, 5, 16, 19, 59, 10);
  const print = { price: price(close.toFixed(2)), size: 100, exchange: "V", conditions: [] };
  rig.give({ kind: "trade", trade: { symbol: SPY, venueAt: rig.time, ...print } });
  rig.quote("SPY", (close - 0.01).toFixed(2), (close + 0.01).toFixed(2));
  rig.time = Date.UTC(2026, 5, 16, 20, 1, 0);
  rig.give({ kind: "clock" });
  rig.time = Date.UTC(2026, 5, 17, 13, 20, 0);
  return rig;
}

const dayPnl = (rig: Rig): number => {
  if (rig.state.day === null) throw new Error("no day is open");
  return moneyToNumber(liveDayPnl(rig.state.portfolio, rig.views.totals, rig.state.day).net);
};
const lastCodes = (rig: Rig) =>
  rig
    .told("order_denied")
    .at(-1)
    ?.denials.map(({ code }) => code);

describe("the zero of a day", () => {
  test("is the prior close after a night without the engine, not the price that was paid", () => {
    const rig = overnight(110);
    rig.ready();
    expect(rig.state.day?.date).toBe("2026-06-17");
    rig.time = Date.UTC(2026, 5, 17, 13, 30, 1);
    rig.quote("SPY", "104.99", "105.01");
    expect(dayPnl(rig)).toBeCloseTo(-5 * 49, 1);
  });

  test("is the venue's own prior close where it names one", () => {
    const rig = overnight(110);
    const held = rig.state.portfolio.positions[SPY]?.quantity ?? quantity("0");
    const named = { averagePrice: "100.02", priorClose: price("109"), currentPrice: price("108") };
    rig.start();
    rig.snapshot({ positions: [{ symbol: SPY, quantity: held, ...named }] });
    expect(dayPnl(rig)).toBeCloseTo(-1 * 49, 1);
  });

  test("waits for recovery: books that were not compared are no baseline", () => {
    const rig = overnight(110);
    rig.start();
    rig.pass(61_000);
    expect(rig.state.day?.date).toBe("2026-06-16");
  });

  test("is the mark of the moment on the first day of a ledger", () => {
    const rig = new Rig().start();
    rig.snapshot({ positions: [{ symbol: SPY, quantity: quantity("10"), averagePrice: "90" }] });
    expect(rig.state.day).toBeNull();
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.state.day?.date).toBe("2026-06-16");
    expect(dayPnl(rig)).toBe(0);
  });
});

describe("while something held has no price of today", () => {
  /** Restarted with SPY at 99.01: a loss of a dollar a share that the fill's price does not show. */
  function restarted(): Rig {
    const rig = long();
    rig.pass(61_000);
    rig.quote("SPY", "99.00", "99.02");
    rig.pass(61_000);
    return rig.ready();
  }

  test("the P&L goes on from the last mark, and neither curve nor peak is written", () => {
    const rig = restarted();
    const before = rig.state.lastMark;
    const marked = rig.told("equity_marked").length;
    rig.pass(120_000);
    expect(dayPnl(rig)).toBeCloseTo(-49.49, 1);
    expect(rig.told("equity_marked")).toHaveLength(marked);
    expect(rig.state.lastMark).toEqual(before);
    rig.quote("SPY", "99.00", "99.02");
    expect(rig.told("equity_marked")).toHaveLength(marked + 1);
    expect(formatMoney(rig.state.lastMark?.equity ?? rig.state.portfolio.cash)).toBe("99950.51");
  });

  test("new risk is denied with what is missing, in any symbol, and taken again after a quote", () => {
    const rig = restarted();
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 1)).toEqual([]);
    expect(lastCodes(rig)).toEqual(["valuation"]);
    rig.quote("SPY", "99.00", "99.02");
    rig.time += 2_000;
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 1)).toHaveLength(1);
  });

  test("a position may be closed all the same", () => {
    const rig = restarted();
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    expect(rig.asked("submit_order").at(-1)?.order.intent).toMatchObject({
      purpose: "operator",
      side: "sell",
    });
  });
});

describe("outside the universe", () => {
  const TSLA = ticker("TSLA");
  const held = (at: string | null) => ({
    symbol: TSLA,
    quantity: quantity("100"),
    averagePrice: "400",
    ...(at === null ? {} : { currentPrice: price(at) }),
  });

  test("a holding is valued as the venue values it, again at every comparison", () => {
    const rig = new Rig().start();
    rig.snapshot({ positions: [held("390")] });
    expect(rig.views.totals.symbols[TSLA]).toMatchObject({ markSource: "venue" });
    expect(formatMoney(rig.state.lastMark?.equity ?? rig.state.portfolio.cash)).toBe("139000.00");
    rig.time += 61_000;
    rig.snapshot({ positions: [held("380")] });
    expect(formatMoney(rig.views.totals.marketValue)).toBe("38000.00");
    expect(dayPnl(rig)).toBe(-1_000);
  });

  test("a holding that nobody values keeps new risk out", () => {
    const rig = new Rig().start();
    rig.snapshot({ positions: [held(null)] });
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastCodes(rig)).toEqual(["valuation"]);
    expect(rig.told("equity_marked")).toEqual([]);
  });

  test("another program's stop order counts at its stop price", () => {
    const rig = new Rig().ready();
    const pricing = { type: "stop" as const, stopPrice: price("400.00") };
    see(rig, foreignOrder({ symbol: TSLA, quantity: quantity("500"), pricing, type: "stop" }));
    expect(formatMoney(rig.views.totals.worstCaseExposure)).toBe("200000.00");
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastCodes(rig)).toEqual(["gross_exposure", "net_exposure", "long_exposure", "leverage"]);
  });

  test("another program's order without any price keeps new risk out until it is gone", () => {
    const rig = new Rig().ready();
    const order = foreignOrder({ symbol: TSLA, pricing: { type: "market" }, type: "market" });
    see(rig, order);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastCodes(rig)).toEqual(["valuation"]);
    see(rig, { ...order, status: "canceled", venueStatus: "canceled" });
    rig.time += 2_000;
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });
});

function see(rig: Rig, order: ReturnType<typeof foreignOrder>): void {
  const report = {
    event: "other" as const,
    venueEvent: "test",
    order,
    execution: null,
    reason: "",
  };
  rig.give({ kind: "execution_report", report: { ...report, venueAt: rig.time, raw: "{}" } });
}
