import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../test/builders.ts";
import {
  type DenialCase,
  denialsOf,
  outcomeOf,
  LONG,
  limit,
  MARKET,
  openOrders,
  SELL,
  SHORT,
} from "../../../test/denial-cases.ts";
import { money } from "../../number/money.ts";
import { quantity, shares } from "../../number/quantity.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import type { Denial } from "../denial.ts";
import type { RiskContext } from "../risk-context.ts";

describe("size", () => {
  const rich = { ...LIMITS, maxOrderQuantity: quantity("1000"), maxOrderNotional: money("100000") };
  it.each<DenialCase>([
    ["an order of the most shares passes", { quantity: shares(100) }, {}, null],
    [
      "one share more is denied",
      { quantity: shares(101) },
      {},
      { code: "order_quantity", quantity: shares(101), limit: quantity("100") },
    ],
    [
      "an order worth more is denied",
      { quantity: shares(100) },
      { limits: { ...LIMITS, maxOrderNotional: money("10004.99") } },
      { code: "order_notional", notional: money("10005"), limit: money("10004.99") },
    ],
    [
      "a sale below the market is worth the market price",
      { ...SELL, quantity: shares(100) },
      { limits: { ...LIMITS, maxOrderNotional: money("9999.99") } },
      { code: "order_notional", notional: money("10000"), limit: money("9999.99") },
    ],
    [
      "a purchase below the market is worth its own price",
      { quantity: shares(100), pricing: limit("99.60") },
      { limits: { ...LIMITS, maxOrderNotional: money("9960") } },
      null,
    ],
    [
      "a market purchase is worth what is offered",
      { quantity: shares(100), pricing: MARKET },
      { limits: { ...LIMITS, maxOrderNotional: money("10000.99") } },
      { code: "order_notional", notional: money("10001"), limit: money("10000.99") },
    ],
    [
      "a sale above the market is worth its own price",
      { ...SELL, quantity: shares(100), pricing: limit("100.40") },
      { limits: { ...LIMITS, maxOrderNotional: money("10039.99") } },
      { code: "order_notional", notional: money("10040"), limit: money("10039.99") },
    ],
    ["a position at the limit passes", {}, { position: shares(290) }, null],
    [
      "one share more is denied",
      {},
      { position: shares(291) },
      { code: "position_quantity", quantity: shares(301), limit: quantity("300") },
    ],
    [
      "open and unknown orders count as filled",
      {},
      {
        position: shares(200),
        openOrders: openOrders({ quantity: shares(91), status: "submit_unknown" }),
      },
      { code: "position_quantity", quantity: shares(301), limit: quantity("300") },
    ],
    [
      "open orders on the other side do not make room",
      {},
      {
        position: shares(295),
        openOrders: openOrders({ side: "sell", quantity: shares(50), pricing: limit("100.30") }),
      },
      { code: "position_quantity", quantity: shares(305), limit: quantity("300") },
    ],
    [
      "a purchase adds nothing to what open sales could make short",
      {},
      { openOrders: openOrders({ side: "sell", quantity: shares(295), pricing: limit("100.30") }) },
      null,
    ],
    [
      "a sale adds nothing to what open purchases could make long",
      SELL,
      { openOrders: openOrders({ quantity: shares(295), pricing: limit("99.70") }) },
      null,
    ],
    [
      "a short counts as much as a long",
      SELL,
      { position: shares(-291) },
      { code: "position_quantity", quantity: shares(301), limit: quantity("300") },
    ],
    [
      "a position worth more is denied",
      {},
      { limits: { ...LIMITS, maxPositionNotional: money("999.99") } },
      { code: "position_notional", notional: money("1000"), limit: money("999.99") },
    ],
    ["all together at the limit passes", {}, { exposureElsewhere: money("49000") }, null],
    [
      "a cent more is denied",
      {},
      { exposureElsewhere: money("49000.01") },
      { code: "gross_exposure", exposure: money("50000.01"), limit: money("50000") },
    ],
    [
      "closing passes beyond every size",
      { ...SELL, quantity: shares(900) },
      { position: shares(900), exposureElsewhere: money("90000") },
      null,
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });

  it("closing more than may be ordered at once is the way out, not a new risk", () => {
    expect(
      denialsOf({ ...SELL, quantity: shares(500) }, { position: shares(500), limits: rich }),
    ).toEqual([]);
  });
});

describe("valuation", () => {
  it.each([
    ["a position that has no price of today", 1, 0],
    ["an open order that has none at all", 0, 1],
    ["one of each", 1, 1],
  ])("%s denies new risk, and passes closing", (_, unmarkedPositions, unpricedOrders) => {
    const hidden = { unmarkedPositions, unpricedOrders };
    expect(denialsOf({}, hidden)).toEqual([
      { code: "valuation", positions: unmarkedPositions, orders: unpricedOrders },
    ]);
    expect(denialsOf(SELL, { ...LONG, ...hidden })).toEqual([]);
  });
});

describe("going through zero", () => {
  const crossing = (side: "buy" | "sell", count: number, closable: number): Denial => ({
    code: "crosses_zero",
    side,
    quantity: shares(count),
    closable: shares(closable),
  });
  const codesOf = (intent: Partial<OrderIntent>, context: Partial<RiskContext>) =>
    denialsOf(intent, context).map(({ code }) => code);
  it.each<DenialCase>([
    ["R13 selling all of a long passes", { ...SELL, quantity: shares(100) }, LONG, null],
    [
      "R13 selling one more is denied",
      { ...SELL, quantity: shares(101) },
      { ...LONG, limits: { ...LIMITS, maxOrderQuantity: quantity("300") } },
      crossing("sell", 101, 100),
    ],
    ["buying back all of a short passes", { quantity: shares(100) }, SHORT, null],
    [
      "buying more is denied",
      { quantity: shares(100) },
      { position: shares(-60) },
      crossing("buy", 100, 60),
    ],
    [
      "what open orders close already cannot be closed again",
      { ...SELL, quantity: shares(50) },
      {
        ...LONG,
        openOrders: openOrders({ side: "sell", quantity: shares(60), pricing: limit("100.30") }),
      },
      crossing("sell", 50, 40),
    ],
    [
      "what open orders buy back already cannot be bought back again",
      { quantity: shares(50) },
      { ...SHORT, openOrders: openOrders({ quantity: shares(60), pricing: limit("99.70") }) },
      crossing("buy", 50, 40),
    ],
    [
      "R13 nothing is left to close when open orders close more than is held",
      SELL,
      {
        ...LONG,
        openOrders: openOrders({ side: "sell", quantity: shares(160), pricing: limit("100.30") }),
      },
      crossing("sell", 10, 0),
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });

  it("is no way around a halt", () => {
    expect(
      codesOf(
        { ...SELL, quantity: shares(101), purpose: "flatten" },
        { ...LONG, tradingState: "halted" },
      ),
    ).toContain("trading_state");
  });
});
