import { describe, expect, it } from "vitest";
import { aContext, anIntent, IBM, MORNING, SPY } from "../../../test/builders.ts";
import { LONG, SELL } from "../../../test/denial-cases.ts";
import { strategyId } from "../../ids.ts";
import { MINUTE_MS } from "../../time.ts";
import { checkOrder } from "../check-order.ts";
import {
  countApproval,
  countCancel,
  countExecution,
  emptyFlowBook,
  forgetExecutions,
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
