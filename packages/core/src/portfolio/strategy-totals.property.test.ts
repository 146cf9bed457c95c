import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, anOrder, IBM, MORNING, SPY } from "../../test/builders.ts";
import { executionId, type StrategyId, strategyId, type Ticker } from "../ids.ts";
import { isoDate } from "../market/civil-date.ts";
import { addMoney, money, notional, ZERO_MONEY } from "../number/money.ts";
import { type Price, priceFromUnits } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import type { Order } from "../order/order.ts";
import { MINUTE_MS } from "../time.ts";
import { worstCaseQuantity } from "./exposure.ts";
import { emptyTotals, updateMark, updateOpenOrders, updatePosition } from "./live-totals.ts";
import { OpenOrderBook } from "./open-orders.ts";
import {
  applyFillToPortfolio,
  openPortfolio,
  positionOf,
  strategyPositionOf,
} from "./portfolio.ts";
import {
  approvalsInLastMinute,
  emptyStrategySums,
  noteApproval,
  strategyDayPnl,
} from "./strategy-sums.ts";
import {
  closeStrategySums,
  openStrategySums,
  strategyHolding,
  updateStrategyOrders,
  updateStrategyPosition,
} from "./strategy-totals.ts";
import { dayPnlByStrategy, openDay, sumPnl } from "./valuation.ts";

const trend = strategyId("trend");
const revert = strategyId("revert");
const SYMBOLS = [SPY, IBM];
const symbol = fc.constantFrom(SPY, IBM);
const owner = fc.constantFrom(trend, revert, null);
const units = fc.integer({ min: 1_000_000, max: 300_000_000 });
const side = fc.constantFrom("buy" as const, "sell" as const);
const count = fc.integer({ min: 1, max: 300 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("mark" as const), symbol, units }),
  fc.record({ kind: fc.constant("fill" as const), symbol, owner, side, count, units }),
  fc.record({
    kind: fc.constant("order" as const),
    id: fc.constantFrom("a", "b", "c"),
    symbol,
    side,
    count,
    status: fc.constantFrom("accepted" as const, "submit_unknown" as const, "canceled" as const),
  }),
  fc.record({ kind: fc.constant("limits" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A book of an account and of two strategies, of which one has limits. */
class Account {
  readonly totals = emptyTotals();
  readonly portfolio = openPortfolio(money("100000"));
  readonly marks: Record<Ticker, Price> = {};
  readonly orders: Record<string, Order> = {};
  readonly books: Record<Ticker, OpenOrderBook> = {
    [SPY]: new OpenOrderBook(),
    [IBM]: new OpenOrderBook(),
  };
  readonly day = openDay(this.portfolio, isoDate("2013-10-08"), {});
  #executions = 0;

  constructor() {
    // Prices are known before anything is held: what is not priced is not measured, which the gate refuses.
    for (const one of SYMBOLS) this.take({ kind: "mark", symbol: one, units: 100_000_000 });
    this.open();
  }

  open(): void {
    closeStrategySums(this.totals);
    openStrategySums(this.totals, trend, this);
    for (const one of SYMBOLS)
      updateStrategyOrders(
        this.totals,
        { strategyId: trend, symbol: one },
        this.bookOf(one).ofStrategy(trend),
      );
  }

  bookOf(one: Ticker): OpenOrderBook {
    return this.books[one] ?? new OpenOrderBook();
  }

  take(one: Step): void {
    switch (one.kind) {
      case "mark":
        this.marks[one.symbol] = priceFromUnits(one.units);
        return updateMark(this.totals, one.symbol, priceFromUnits(one.units));
      case "fill":
        return this.#fill(one);
      case "order":
        return this.#order(one);
      case "limits":
        return this.open();
    }
  }

  #fill(one: Extract<Step, { kind: "fill" }>): void {
    const fill = aFill({
      executionId: executionId(String(++this.#executions)),
      symbol: one.symbol,
      strategyId: one.owner,
      side: one.side,
      quantity: shares(one.count),
      price: priceFromUnits(one.units),
    });
    applyFillToPortfolio(this.portfolio, fill);
    updatePosition(this.totals, positionOf(this.portfolio, one.symbol));
    if (one.owner === null) return;
    const own = strategyPositionOf(this.portfolio, one.owner, one.symbol);
    updateStrategyPosition(this.totals, one.owner, own);
  }

  #order(one: Extract<Step, { kind: "order" }>): void {
    const at = this.orders[one.id]?.symbol ?? one.symbol;
    const order = anOrder({
      symbol: at,
      strategyId: trend,
      side: one.side,
      status: one.status,
      leavesQuantity: shares(one.status === "canceled" ? 0 : one.count),
    });
    this.orders[one.id] = order;
    const book = this.bookOf(at);
    book.track(one.id, order);
    updateOpenOrders(this.totals, at, book.sum);
    updateStrategyOrders(this.totals, { strategyId: trend, symbol: at }, book.ofStrategy(trend));
  }

  /** What a strategy's book could come to, by looking at everything. */
  worstCase(id: StrategyId) {
    let worst = ZERO_MONEY;
    let open = 0;
    for (const one of SYMBOLS) {
      const own = this.bookOf(one).ofStrategy(id);
      const position = strategyPositionOf(this.portfolio, id, one).quantity;
      const holding = { position, openBuys: own.buys, openSells: own.sells };
      worst = addMoney(worst, notional(this.marks[one] ?? never(), worstCaseQuantity(holding)));
      open += own.count;
    }
    return { worst, open };
  }
}

function never(): never {
  throw new Error("a symbol without a mark");
}

describe("a strategy's sums", () => {
  it("equal those computed anew after every fill, order, mark and change of limits", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const account = new Account();
        for (const one of steps) {
          account.take(one);
          const sums = account.totals.strategies[trend];
          const { worst, open } = account.worstCase(trend);
          const days = dayPnlByStrategy(account.portfolio, account.day, account.marks);
          expect(sums?.worstCaseExposure).toBe(worst);
          expect(sums?.openOrders).toBe(open);
          expect(sums && strategyDayPnl(sums)).toBe(sumPnl(days[trend] ?? {}).net);
        }
      }),
    );
  });

  it("are kept of none but those asked for", () => {
    const account = new Account();
    expect(strategyHolding(account.totals, { strategyId: revert, symbol: SPY })).toBeNull();
    expect(strategyHolding(account.totals, { strategyId: null, symbol: SPY })).toBeNull();
    closeStrategySums(account.totals);
    expect(strategyHolding(account.totals, { strategyId: trend, symbol: SPY })).toBeNull();
    expect(account.totals.symbols[SPY]?.holders).toEqual([]);
  });

  it("count the approvals of the last minute, however they come", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.nat(90_000), (between, later) => {
        const sums = emptyStrategySums(trend, null);
        let at = MORNING;
        const all: number[] = [];
        for (const gap of between) {
          at += gap;
          all.push(at);
          noteApproval(sums, at);
        }
        const now = at + later;
        const slow = all.filter((one) => one > now - MINUTE_MS).length;
        expect(approvalsInLastMinute(sums, now)).toBe(slow);
      }),
    );
  });

  it("have no day's profit before the first day was opened", () => {
    expect(strategyDayPnl(emptyStrategySums(trend, null))).toBe(ZERO_MONEY);
  });
});
