import { describe, expect, it } from "vitest";
import { aContext, anIntent, MORNING } from "../../../../test/builders.ts";
import { denialsOf, LONG, limit, MARKET, SELL, SHORT } from "../../../../test/denial-cases.ts";
import { strategyId } from "../../../ids.ts";
import { money } from "../../../number/money.ts";
import { shares, ZERO_QUANTITY } from "../../../number/quantity.ts";
import type { OrderIntent } from "../../../order/order-intent.ts";
import { emptyHolding, emptyStrategySums } from "../../../portfolio/strategy-sums.ts";
import type { StrategyHolding } from "../../../portfolio/strategy-sums.ts";
import { hasFailed, NOT_MEASURED } from "../../check-bits.ts";
import { underCheck } from "../../check.ts";
import { checkOrder } from "../../check-order.ts";
import type { Denial } from "../../denial.ts";
import { ACCOUNT_ALONE } from "../../levels/level-guard.ts";
import type { StrategyLimits } from "../../levels/limit-levels.ts";
import type { RiskContext } from "../../risk-context.ts";
import { STRATEGY_CHECKS } from "./strategy-checks.ts";

const trend = strategyId("trend");

/** The book of the strategy: what its sums are, and what it has open in the symbol, in shares. */
interface Book {
  readonly own?: number;
  readonly buys?: number;
  readonly sells?: number;
  readonly openOrders?: number;
  readonly worstCaseExposure?: string;
  /** Of that in the symbol of the order. */
  readonly worstCaseHere?: string;
  readonly lost?: string;
  readonly approvedAt?: readonly number[];
}

function holdingOf(book: Book): StrategyHolding {
  const sums = {
    ...emptyStrategySums(trend, money(book.lost ?? "0")),
    openOrders: book.openOrders ?? 0,
    worstCaseExposure: money(book.worstCaseExposure ?? "0"),
    approvedAt: [...(book.approvedAt ?? [])],
  };
  const open = { count: 0, buys: shares(book.buys ?? 0), sells: shares(book.sells ?? 0) };
  return { ...emptyHolding(sums), open, worstCase: money(book.worstCaseHere ?? "0") };
}

/** Circumstances in which the strategy asks, with these limits of its own. */
function asking(limits: StrategyLimits, book: Book = {}): Partial<RiskContext> {
  const own = { strategyId: trend, limits, holding: holdingOf(book) };
  return {
    levels: { ...ACCOUNT_ALONE, own },
    ownPosition: book.own === undefined ? ZERO_QUANTITY : shares(book.own),
  };
}

const quantity = { maxPositionQuantity: shares(30) };
const notional = { maxPositionNotional: money("3000") };
const gross = { maxGrossExposure: money("9000") };
const open = { maxOpenOrders: 3 };
const rate = { maxOrdersPerMinute: 3 };
const loss = { maxDailyLoss: money("100") };
const whose = { strategyId: trend };
const ofSpy = { ...whose, symbol: anIntent().symbol };
/** A sale that waits above the market, so that it is no self-trade. */
const OFFER: Partial<OrderIntent> = { side: "sell", pricing: limit("100.10") };

describe("a strategy's own limits", () => {
  it.each<[string, Partial<OrderIntent>, Partial<RiskContext>, Denial | null]>([
    ["as many shares as it may hold pass", {}, asking(quantity, { own: 20 }), null],
    [
      "one share more is denied",
      {},
      asking(quantity, { own: 21 }),
      { code: "strategy_position_quantity", ...ofSpy, quantity: shares(31), limit: shares(30) },
    ],
    [
      "its open purchases count as filled",
      {},
      asking(quantity, { own: 1, buys: 20 }),
      { code: "strategy_position_quantity", ...ofSpy, quantity: shares(31), limit: shares(30) },
    ],
    [
      "a purchase adds nothing to what its open sales could make short",
      {},
      asking(quantity, { sells: 25 }),
      null,
    ],
    [
      "a sale adds nothing to what its open purchases could make long",
      OFFER,
      asking(quantity, { buys: 25 }),
      null,
    ],
    ["its open sales make no room", {}, asking(quantity, { own: 20, sells: 20 }), null],
    [
      "a short counts as much as a long, with its open sales",
      OFFER,
      asking(quantity, { own: -1, sells: 20 }),
      { code: "strategy_position_quantity", ...ofSpy, quantity: shares(31), limit: shares(30) },
    ],
    ["its open purchases are no short", OFFER, asking(quantity, { own: -20, buys: 20 }), null],
    ["as many dollars as it may hold pass", {}, asking(notional, { own: 20 }), null],
    [
      "a share's worth more is denied",
      {},
      asking(notional, { own: 21 }),
      {
        code: "strategy_position_notional",
        ...ofSpy,
        notional: money("3100"),
        limit: money("3000"),
      },
    ],
    [
      "its exposure at the limit passes: elsewhere, and here with the order",
      {},
      asking(gross, { own: 10, worstCaseExposure: "8000", worstCaseHere: "1000" }),
      null,
    ],
    [
      "a cent more elsewhere is denied",
      {},
      asking(gross, { own: 10, worstCaseExposure: "8000.01", worstCaseHere: "1000" }),
      {
        code: "strategy_gross_exposure",
        ...whose,
        exposure: money("9000.01"),
        limit: money("9000"),
      },
    ],
    ["the last open order that it may have passes", {}, asking(open, { openOrders: 2 }), null],
    [
      "one open order more is denied",
      {},
      asking(open, { openOrders: 3 }),
      { code: "strategy_open_orders", ...whose, open: 4, limit: 3 },
    ],
    [
      "the last order of its minute passes",
      {},
      asking(rate, { approvedAt: [MORNING - 60_000, MORNING - 59_999, MORNING - 1] }),
      null,
    ],
    [
      "one order more is denied",
      {},
      asking(rate, { approvedAt: [MORNING - 59_999, MORNING - 2, MORNING - 1] }),
      { code: "strategy_order_rate", ...whose, orders: 4, limit: 3 },
    ],
    ["a loss short of its limit passes", {}, asking(loss, { lost: "99.99" }), null],
    [
      "a loss at its limit is denied",
      {},
      asking(loss, { lost: "100" }),
      { code: "strategy_daily_loss", ...whose, loss: money("100"), limit: money("100") },
    ],
    ["a profit passes", {}, asking(loss, { lost: "-5000" }), null],
  ])("%s", (_, intent, context, denial) => {
    expect(denialsOf(intent, context)).toEqual(denial === null ? [] : [denial]);
  });

  it("are told as the checks that failed, and no other is", () => {
    const full = { openOrders: 3, approvedAt: Array<number>(3).fill(MORNING) };
    const { measures } = checkOrder(anIntent(), aContext(asking({ ...rate, ...open }, full)));
    const failed = measures.checks.filter((_, index) => hasFailed(measures, index));
    expect(failed).toEqual(["strategy_order_rate", "strategy_open_orders"]);
  });

  it("let pass what goes toward flat, whatever its book says", () => {
    const all = { ...quantity, ...notional, ...gross, ...open, ...rate, ...loss };
    const full = {
      openOrders: 9,
      worstCaseExposure: "99999",
      lost: "9999",
      approvedAt: Array<number>(9).fill(MORNING),
    };
    expect(denialsOf(SELL, { ...LONG, ...asking(all, { ...full, own: 100 }) })).toEqual([]);
    expect(denialsOf({}, { ...SHORT, ...asking(all, { ...full, own: -100 }) })).toEqual([]);
  });

  it("measure no dollars where no price is known: others refuse the order", () => {
    const blind = { quote: null, referencePrice: null, ...asking({ ...notional, ...gross }) };
    const decision = checkOrder(anIntent({ pricing: MARKET }), aContext(blind));
    expect(decision).toMatchObject({ denials: [{ code: "reference_quote" }] });
    const { checks, values } = decision.measures;
    for (const code of ["strategy_position_notional", "strategy_gross_exposure"] as const)
      expect(values[checks.indexOf(code)], code).toBe(NOT_MEASURED);
  });

  it.each(Object.entries({ ...quantity, ...notional, ...gross, ...open, ...rate, ...loss }))(
    "deny where nobody keeps the book that %s is measured by",
    (key, value) => {
      const own = { strategyId: trend, limits: { [key]: value }, holding: null };
      const denials = denialsOf({}, { levels: { ...ACCOUNT_ALONE, own } });
      expect(denials).toHaveLength(1);
      expect(denials[0]).toMatchObject({
        code: "risk_check_failed",
        message: expect.stringContaining("the sums of the strategy are not kept") as string,
      });
    },
  );

  it("are of nobody's but the strategy's: none denies an order of no strategy", () => {
    const order = underCheck(anIntent(), aContext({ levels: ACCOUNT_ALONE }));
    for (const check of STRATEGY_CHECKS)
      expect(() => check.deny(order, 1, 0)).toThrow(
        "a strategy's limit refused an order of no strategy",
      );
  });
});
