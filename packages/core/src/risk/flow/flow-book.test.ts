import { describe, expect, it } from "vitest";
import { aContext, anIntent, IBM, MORNING, SPY } from "../../../test/builders.ts";
import { LONG, SELL } from "../../../test/denial-cases.ts";
import { strategyId } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import { MINUTE_MS } from "../../time.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { checkOrder } from "../check-order.ts";
import {
  countApproval,
  countCancel,
  countExecution,
  countRefusal,
  emptyFlowBook,
  type FlowBook,
  forgetExecutions,
  newRiskOf,
  symbolFlowOf,
} from "./flow-book.ts";

const trend = strategyId("trend");
const order = { strategyId: trend, symbol: SPY, side: "buy" } as const;
const WINDOW = 1_000;

describe("a book of nothing", () => {
  it("has no order, no refusal, no execution and no cancel", () => {
    const book = emptyFlowBook();
    expect(book).toEqual({ account: { at: [], sums: [], base: 0 }, byStrategy: {}, cancels: [] });
    expect(symbolFlowOf(book, anIntent())).toEqual({
      orders: { at: [], sums: [], base: 0 },
      buy: null,
      sell: null,
      executed: { buy: [], sell: [] },
    });
  });
});

describe("approvals", () => {
  it("of orders that only go toward flat count nowhere: they take no new risk", () => {
    const book = emptyFlowBook();
    const intent = anIntent(SELL);
    const { measures } = checkOrder(intent, aContext(LONG));
    countApproval(book, { intent, measures, at: MORNING }, WINDOW);
    expect(book).toEqual(emptyFlowBook());
  });
});

describe("the new risk of an order", () => {
  const measures = (change: Partial<Parameters<typeof newRiskOf>[0]> = {}) => ({
    checks: ["order_quantity", "order_notional"],
    values: [10e9, 1_000e6],
    skipped: 0,
    ...change,
  });

  it("is what it is worth, nothing without a price, and none toward flat", () => {
    expect(newRiskOf(measures())).toBe(1_000e6);
    expect(newRiskOf(measures({ values: [10e9, NOT_MEASURED] }))).toBe(0);
    expect(newRiskOf(measures({ skipped: 1 }))).toBeNull();
  });

  it("is none where a build did not measure its size", () => {
    expect(newRiskOf(measures({ checks: ["gone", "order_notional"] }))).toBeNull();
  });
});

describe("a refusal", () => {
  const refuse = (book: FlowBook, codes: readonly string[], at: number) => {
    const denials = codes.map((code) => ({ code }));
    countRefusal(book, { intent: anIntent(), denials, at }, WINDOW);
    return symbolFlowOf(book, anIntent()).buy;
  };

  it.each([
    [["order_quantity"], true],
    [["order_notional"], true],
    [["price_collar", "order_notional"], true],
    [["price_collar"], false],
    [[], false],
  ])("for %j is remembered where one reason was the size: %s", (codes, expected) => {
    expect(refuse(emptyFlowBook(), codes, MORNING) !== null).toBe(expected);
  });

  it("within the window of another goes on with what followed that one, and after it begins anew", () => {
    const book = emptyFlowBook();
    refuse(book, ["order_quantity"], MORNING);
    const { measures } = checkOrder(anIntent(), aContext());
    countApproval(book, { intent: anIntent(), measures, at: MORNING + 1 }, WINDOW);
    const later = MORNING + WINDOW - 1;
    const followed = { quantity: shares(10), notional: money("1000.5") };
    expect(refuse(book, ["order_quantity"], later)).toEqual({ refusedAt: later, ...followed });
    expect(refuse(book, ["order_quantity"], later + WINDOW)).toEqual({
      refusedAt: later + WINDOW,
      quantity: shares(0),
      notional: money("0"),
    });
  });
});

describe("executions", () => {
  it("are counted by side, and those of a window ago are forgotten", () => {
    const book = emptyFlowBook();
    for (const ago of [WINDOW, WINDOW - 1, 0])
      countExecution(book, { ...order, at: MORNING - ago }, WINDOW);
    countExecution(book, { ...order, side: "sell", at: MORNING }, WINDOW);
    expect(symbolFlowOf(book, order).executed).toEqual({
      buy: [MORNING - WINDOW + 1, MORNING],
      sell: [MORNING],
    });
  });

  it("stay in order where a report comes late: it is known only now", () => {
    const book = emptyFlowBook();
    countExecution(book, { ...order, at: MORNING }, WINDOW);
    countExecution(book, { ...order, at: MORNING + 4 }, WINDOW);
    countExecution(book, { ...order, at: MORNING - 5 }, WINDOW);
    expect(symbolFlowOf(book, order).executed.buy).toEqual([MORNING, MORNING + 4, MORNING + 4]);
    countExecution(book, { ...order, at: MORNING + 9 }, WINDOW);
    countExecution(book, { ...order, at: MORNING + 5 }, WINDOW);
    expect(symbolFlowOf(book, order).executed.buy.at(-1)).toBe(MORNING + 9);
  });

  it("of one strategy are forgotten in all its symbols, and those of others stay", () => {
    const book = emptyFlowBook();
    const other = { ...order, strategyId: null };
    for (const one of [order, { ...order, symbol: IBM, side: "sell" as const }, other])
      countExecution(book, { ...one, at: MORNING }, WINDOW);
    forgetExecutions(book, trend);
    expect(symbolFlowOf(book, order).executed).toEqual({ buy: [], sell: [] });
    expect(symbolFlowOf(book, { ...order, symbol: IBM }).executed).toEqual({ buy: [], sell: [] });
    expect(symbolFlowOf(book, other).executed.buy).toEqual([MORNING]);
    expect(() => forgetExecutions(book, strategyId("nobody"))).not.toThrow();
  });
});

describe("cancels", () => {
  it("are those of a minute", () => {
    const book = emptyFlowBook();
    for (const ago of [MINUTE_MS, MINUTE_MS - 1, 0]) countCancel(book, MORNING - ago);
    expect(book.cancels).toEqual([MORNING - MINUTE_MS + 1, MORNING]);
  });
});
