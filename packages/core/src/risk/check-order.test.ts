import { describe, expect, it } from "vitest";
import {
  aContext,
  anExposure,
  anIntent,
  aQuote,
  LIMITS,
  MORNING,
  SPY,
} from "../../test/builders.ts";
import { denialsOf, LONG, limit, MARKET, SELL, SHORT } from "../../test/denial-cases.ts";
import { money } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import { NO_OPEN_ORDERS } from "../portfolio/open-orders.ts";
import type { CheckCode } from "./check.ts";
import { CHECKS } from "./check-table.ts";
import { CHECKS_PER_NUMBER, hasFailed, wasSkipped } from "./check-bits.ts";
import { CHECK_ORDER, checkOrder, type Decision } from "./check-order.ts";
import { ACCOUNT_ALONE } from "./levels/level-guard.ts";
import { OPEN_MARKET } from "./market-guard.ts";
import { toRecentOrder } from "./recent-orders.ts";
import type { RiskContext } from "./risk-context.ts";

describe("an order in quiet circumstances", () => {
  it("is approved with the midpoint at arrival, and every check has measured it", () => {
    const intent = anIntent();
    const decision = checkOrder(intent, aContext());
    expect(decision).toMatchObject({
      kind: "approved",
      order: { intent, approvedAt: MORNING, arrivalMid: price("100.00"), reducing: false },
      measures: { checks: CHECK_ORDER, failed: 0 },
    });
    expect(decision.measures.values).toHaveLength(CHECK_ORDER.length);
    expect(decision.measures.limits).toHaveLength(CHECK_ORDER.length);
  });

  it("is plain data", () => {
    const decision = checkOrder(anIntent(), aContext());
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });
});

/** Checks of a strategy's own limits: they measure nothing of an order of no strategy. */
const OF_STRATEGIES = CHECK_ORDER.filter((code) => code.startsWith("strategy_"));

describe("what does not apply", () => {
  function skippedOf(intent: Partial<OrderIntent>, context: Partial<RiskContext>): string[] {
    const { measures } = checkOrder(anIntent(intent), aContext(context));
    return CHECK_ORDER.filter((_, index) => wasSkipped(measures, index));
  }

  it("to an opening purchase is a short sale, a duplicate or refusal that is not there, and a position that it does not close", () => {
    expect(skippedOf({}, {})).toEqual([
      "short_sale",
      "duplicate_intent",
      "price_band",
      "parent_quantity",
      "sliced_quantity",
      "sliced_notional",
      "crosses_zero",
      "canary_order_notional",
      "canary_gross_exposure",
      ...OF_STRATEGIES,
    ]);
  });

  it("without any price is all that needs one, for others refuse the order", () => {
    expect(skippedOf({ pricing: MARKET }, { quote: null, referencePrice: null })).toEqual([
      "short_sale",
      "duplicate_intent",
      "price_band",
      "quote_age",
      "price_collar",
      "parent_quantity",
      "order_notional",
      "sliced_quantity",
      "sliced_notional",
      "window_notional",
      "symbol_window_notional",
      "crosses_zero",
      "position_notional",
      "gross_exposure",
      "net_exposure",
      "long_exposure",
      "short_exposure",
      "concentration",
      "sector_exposure",
      "leverage",
      "buying_power",
      "canary_order_notional",
      "canary_gross_exposure",
      ...OF_STRATEGIES,
    ]);
  });

  it("to a closing market order is the price collar too", () => {
    expect(skippedOf({ side: "sell", pricing: MARKET }, LONG)).toContain("price_collar");
    expect(skippedOf(SELL, LONG)).not.toContain("price_collar");
  });
});

it("the first check beyond what one number can tell apart is the one that has failed", () => {
  const first = CHECK_ORDER[CHECKS_PER_NUMBER];
  expect(first).toBe("margin_deficit");
  const exposure = anExposure({ venue: { maintenanceMargin: money("100001") } });
  const { measures } = checkOrder(anIntent(), aContext({ exposure }));
  expect(CHECK_ORDER.filter((_, index) => hasFailed(measures, index))).toEqual([first]);
});

describe("the midpoint at arrival", () => {
  it("is absent when the quote is no reference", () => {
    const crossed = aQuote({ bid: price("100.02") });
    const decision = checkOrder(anIntent(SELL), aContext({ ...LONG, quote: crossed }));
    expect(decision).toMatchObject({
      kind: "approved",
      order: { arrivalMid: null, reducing: true },
    });
  });
});

describe("an order is toward flat", () => {
  const reduces = (intent: Partial<OrderIntent>, context: Partial<RiskContext>): unknown => {
    const decision = checkOrder(anIntent(intent), aContext(context));
    return decision.kind === "approved" ? decision.order.reducing : decision.denials;
  };
  const own = (count: number) => ({ ownPosition: shares(count) });

  it.each<[string, Partial<OrderIntent>, Partial<RiskContext>, boolean]>([
    ["up to all that its strategy holds", SELL, { ...LONG, ...own(10) }, true],
    ["not where its strategy holds a share less", SELL, { ...LONG, ...own(9) }, false],
    ["up to all that its strategy is short of", {}, { ...SHORT, ...own(-10) }, true],
    ["not where its strategy is short of a share less", {}, { ...SHORT, ...own(-9) }, false],
    ["not where its strategy holds the other side", {}, { ...SHORT, ...own(10) }, false],
    [
      "whoever opened it, where a person sends it",
      { ...SELL, purpose: "operator" },
      { ...LONG, ...own(0) },
      true,
    ],
    ["up to all that the account holds", SELL, { position: shares(10) }, true],
    ["up to all that the account is short of", {}, { position: shares(-10) }, true],
    ["never where nothing is held", {}, {}, false],
    ["never where it adds to what is held", {}, LONG, false],
    ["never where it adds to what is short", SELL, SHORT, false],
  ])("%s", (_, intent, context, expected) => {
    expect(reduces(intent, context)).toBe(expected);
  });
});

describe("a price that jumped", () => {
  it("is no reference: a closing order is measured against the last good one", () => {
    const market = { ...OPEN_MARKET, condition: "price_jump" as const };
    const closing = { ...LONG, market, quote: aQuote({ bid: price("89.9"), ask: price("90.1") }) };
    expect(checkOrder(anIntent(SELL), aContext(closing))).toMatchObject({
      kind: "approved",
      order: { arrivalMid: null },
    });
    const low = { ...SELL, pricing: limit("90.00") };
    expect(denialsOf(low, closing)).toMatchObject([
      { code: "price_collar", reference: price("100.00") },
    ]);
  });
});

describe("a check", () => {
  it("has words for its states where it measures no number, and otherwise none", () => {
    for (const { code, unit, words } of CHECKS)
      expect(words.length > 0, code).toBe(unit === "words");
  });
});

describe("several reasons", () => {
  it("are all returned, in the order of the checks", () => {
    const codes = denialsOf(
      { quantity: shares(400), pricing: limit("105.005") },
      {
        tradingState: "halted",
        session: "closed",
        openOrderCount: 20,
        time: MORNING + 3_000,
        exposureElsewhere: money("40000"),
        dayPnl: money("-1000"),
      },
    ).map(({ code }) => code);
    expect(codes).toEqual([
      "trading_state",
      "session",
      "open_orders",
      "price_tick",
      "quote_age",
      "price_collar",
      "order_quantity",
      "order_notional",
      "position_quantity",
      "position_notional",
      "gross_exposure",
      "leverage",
      "daily_loss",
    ]);
  });
});

describe("what cannot be checked", () => {
  it.each<[string, Partial<OrderIntent>, Partial<RiskContext>, string]>([
    [
      "an order without shares",
      { quantity: ZERO_QUANTITY },
      {},
      "the order's quantity is not above zero",
    ],
    [
      "a limit that is NaN",
      {},
      { limits: { ...LIMITS, maxOpenOrders: Number.NaN } },
      "open_orders: measured 1 against NaN",
    ],
    [
      "a lag that is infinite",
      {},
      { projectionLagMs: Number.POSITIVE_INFINITY },
      "projection_lag: measured Infinity against 5000",
    ],
    [
      "an amount beyond the exact range",
      { quantity: shares(9_000_000) },
      {
        limits: { ...LIMITS, maxOrderQuantity: shares(9_000_000) },
        quote: aQuote({ bid: price("999999"), ask: price("1000001") }),
        referencePrice: price("1000000"),
      },
      "position_notional: amount 9000000000000000000 is outside the exact range",
    ],
  ])("%s is denied", (_, intent, context, message) => {
    expect(denialsOf(intent, context)).toContainEqual({ code: "risk_check_failed", message });
  });

  it("R11 denies when its input throws, whatever it throws", () => {
    const broken = new Proxy(aContext(), {
      get(target, key, receiver) {
        if (key === "projectionLagMs") throw new Error("the gauge is gone");
        const value: unknown = Reflect.get(target, key, receiver);
        return value;
      },
    });
    expect(checkOrder(anIntent(), broken)).toMatchObject({
      kind: "denied",
      denials: [{ code: "risk_check_failed", message: "projection_lag: the gauge is gone" }],
    });
    const empty = new Proxy(aContext(), {
      get() {
        throw new Error("no context");
      },
    });
    expect(checkOrder(anIntent(), empty)).toMatchObject({
      kind: "denied",
      denials: [{ code: "risk_check_failed", message: "no context" }],
    });
  });

  it("R11 denies at every single field of the context that throws, never passes", () => {
    for (const field of Object.keys(aContext())) {
      const broken = new Proxy(aContext(), {
        get(target, key, receiver) {
          if (key === field) throw new Error(`${field} is broken`);
          const value: unknown = Reflect.get(target, key, receiver);
          return value;
        },
      });
      const decision = checkOrder(anIntent({ side: "buy" }), broken);
      // The reference price is read only where the quote gives none, the other only for orders that close.
      const isUnread = field === "referencePrice" || field === "haltClosings";
      expect(decision.kind, field).toBe(isUnread ? "approved" : "denied");
    }
  });
});

/** The checks that refused, in order. */
function failedOf({ measures }: Decision): CheckCode[] {
  return CHECK_ORDER.filter((_, index) => hasFailed(measures, index));
}

describe("what is written down of a denied order", () => {
  it("are exactly the checks that failed, by a limit or because they could not be made", () => {
    const late = checkOrder(anIntent(), aContext({ openOrderCount: 20, dayPnl: money("-1000") }));
    expect(failedOf(late)).toEqual(["open_orders", "daily_loss"]);
    const limits = { ...LIMITS, maxOpenOrders: Number.NaN };
    const unmeasured = checkOrder(anIntent(), aContext({ limits }));
    expect(failedOf(unmeasured)).toEqual(["open_orders"]);
  });

  it("is nothing where the order could not be prepared: no check passed, and none failed", () => {
    const { measures } = checkOrder(anIntent({ quantity: ZERO_QUANTITY }), aContext());
    expect(CHECK_ORDER.filter((_, index) => wasSkipped(measures, index))).toEqual(CHECK_ORDER);
    expect(wasSkipped(measures, CHECK_ORDER.length), "and none that is not there").toBe(false);
    expect(measures).toMatchObject({ failed: 0, failedMore: 0 });
  });

  it("is one failure where even the denial cannot be made", () => {
    const levels = {
      ...ACCOUNT_ALONE,
      get boundBy(): never {
        throw new Error("no levels");
      },
    };
    const decision = checkOrder(anIntent(), aContext({ openOrderCount: 20, levels }));
    expect(decision).toMatchObject({
      denials: [{ code: "risk_check_failed", message: "open_orders: no levels" }],
    });
    expect(failedOf(decision)).toEqual(["open_orders"]);
  });

  it("says what was thrown, even where it was no error", () => {
    const broken = new Proxy(aContext(), {
      get(target, key, receiver) {
        if (key === "projectionLagMs") throw "gone" as unknown as Error;
        const value: unknown = Reflect.get(target, key, receiver);
        return value;
      },
    });
    expect(checkOrder(anIntent(), broken)).toMatchObject({
      denials: [{ code: "risk_check_failed", message: "projection_lag: gone" }],
    });
  });
});

describe("the checks for orders toward flat", () => {
  it("are exactly the ten documented ones", () => {
    const worst: Partial<RiskContext> = {
      ...LONG,
      tradingState: "reducing",
      permission: "none",
      reconciliationBreaks: 3,
      projectionLagMs: 99_999,
      recentOrders: Array.from({ length: 99 }, () => toRecentOrder(anIntent(SELL), MORNING - 1)),
      openOrderCount: 99,
      exposureElsewhere: money("999999"),
      dayPnl: money("-99999"),
      time: MORNING + 99_999,
      openOrders: NO_OPEN_ORDERS,
      market: {
        ...OPEN_MARKET,
        condition: "status_unknown",
        bands: {
          symbol: SPY,
          venueAt: MORNING,
          lower: price("50"),
          upper: price("150"),
          inForce: true,
        },
      },
    };
    const decision = checkOrder(anIntent(SELL), aContext(worst));
    expect(decision.kind).toBe("approved");
    const applied = CHECK_ORDER.filter((_, index) => !wasSkipped(decision.measures, index));
    const expected: CheckCode[] = [
      "trading_state",
      "stop_loss",
      "corporate_action",
      "session",
      "session_order_type",
      "trading_halt",
      "price_tick",
      "price_band",
      "price_collar",
      "crosses_zero",
    ];
    expect(applied).toEqual(expected);
  });

  it("measure the others all the same, for the record", () => {
    const decision = checkOrder(anIntent(SELL), aContext({ ...LONG, dayPnl: money("-5000") }));
    expect(decision.measures.values.at(-1)).toBe(money("5000"));
    expect(decision.measures.limits.at(-1)).toBe(LIMITS.maxDailyLoss);
  });
});
