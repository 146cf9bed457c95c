import { describe, expect, it } from "vitest";
import { aContext, anIntent, LIMITS, MORNING } from "../../../../test/builders.ts";
import {
  type DenialCase,
  limit,
  LONG,
  MARKET,
  outcomeOf,
  SELL,
} from "../../../../test/denial-cases.ts";
import { ticker } from "../../../ids.ts";
import { money } from "../../../number/money.ts";
import { shares } from "../../../number/quantity.ts";
import type { OrderIntent } from "../../../order/order-intent.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { checkOrder } from "../../check-order.ts";
import {
  countApproval,
  countRefusal,
  emptyFlowBook,
  type FlowBook,
  NO_SYMBOL_FLOW,
  readFlowBook,
  symbolFlowOf,
} from "../../flow/flow-book.ts";
import { countOrder, emptyOrderFlow, type OrderFlow } from "../../flow/order-flow.ts";
import type { RiskContext } from "../../risk-context.ts";

const WINDOW = LIMITS.rollingWindowMs;

/** So many orders of so many dollars each, all half a window ago. */
function flowOf(count: number, dollars: number): OrderFlow {
  const flow = emptyOrderFlow();
  for (let n = 0; n < count; n += 1)
    countOrder(flow, { at: MORNING - WINDOW / 2, units: dollars * 1_000_000 }, WINDOW);
  return flow;
}

const symbolFlow = (count: number, dollars: number) => ({
  orders: flowOf(count, dollars),
  buy: null,
  sell: null,
  executed: { buy: [], sell: [] },
});

describe("the rolling window", () => {
  it.each<DenialCase>([
    ["the last order of the account passes", {}, { accountFlow: flowOf(24, 1) }, null],
    [
      "one more is denied",
      {},
      { accountFlow: flowOf(25, 1) },
      { code: "window_orders", orders: 26, limit: 25, windowMs: WINDOW },
    ],
    [
      "it passes once the window is over",
      {},
      {
        accountFlow: flowOf(25, 1),
        time: MORNING + WINDOW / 2,
        limits: { ...LIMITS, maxQuoteAgeMs: 80_000 },
      },
      null,
    ],
    ["closing passes all the same", SELL, { ...LONG, accountFlow: flowOf(25, 9_000) }, null],
    [
      "dollars beyond the account's are denied",
      {},
      { accountFlow: flowOf(20, 5_450) },
      {
        code: "window_notional",
        notional: money("110000.5"),
        limit: money("110000"),
        windowMs: WINDOW,
      },
    ],
    [
      "one order more of the strategy in the symbol is denied",
      {},
      { symbolFlow: symbolFlow(15, 1) },
      {
        code: "symbol_window_orders",
        symbol: anIntent().symbol,
        orders: 16,
        limit: 15,
        windowMs: WINDOW,
      },
    ],
    [
      "dollars of the strategy in the symbol beyond theirs are denied",
      {},
      { symbolFlow: symbolFlow(10, 4_300) },
      {
        code: "symbol_window_notional",
        symbol: anIntent().symbol,
        notional: money("44000.5"),
        limit: money("44000"),
        windowMs: WINDOW,
      },
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

/** A strategy that asks, as the engine would answer it and remember the answers. */
class Asking {
  readonly book = emptyFlowBook();
  bought = 0;

  ask(change: Partial<OrderIntent>, at: number): readonly string[] {
    const intent = anIntent(change);
    const context: Partial<RiskContext> = {
      time: at,
      limits: { ...LIMITS, maxQuoteAgeMs: 1_000_000 },
      accountFlow: this.book.account,
      symbolFlow: symbolFlowOf(this.book, intent),
    };
    const decision = checkOrder(intent, aContext(context));
    if (decision.kind === "approved") {
      countApproval(this.book, { intent, measures: decision.measures, at }, WINDOW);
      this.bought += 1;
      return [];
    }
    countRefusal(this.book, { intent, denials: decision.denials, at }, WINDOW);
    return decision.denials.map(({ code }) => code);
  }
}

describe("a refused order in slices", () => {
  it("R02 stays refused: fifty slices of it bring no more than one order may", () => {
    const asking = new Asking();
    expect(asking.ask({ quantity: shares(150) }, MORNING)).toContain("order_quantity");
    const answers = Array.from({ length: 50 }, (_, n) =>
      asking.ask({ quantity: shares(30) }, MORNING + 1_000 * (n + 1)),
    );
    expect(answers.slice(0, 3)).toEqual([[], [], []]);
    expect(answers.slice(3).every((codes) => codes.includes("sliced_quantity"))).toBe(true);
    expect(asking.bought).toBe(3);
  });

  it("R02 is held to its dollars where those were too many", () => {
    const asking = new Asking();
    expect(asking.ask({ quantity: shares(111) }, MORNING)).toContain("order_notional");
    asking.ask({ quantity: shares(60) }, MORNING + 1_000);
    expect(asking.ask({ quantity: shares(60) }, MORNING + 2_000)).toEqual([
      "sliced_quantity",
      "sliced_notional",
    ]);
  });

  it("R02 meets the strategy's window where none of them was refused first", () => {
    const asking = new Asking();
    const codes = Array.from({ length: 50 }, (_, n) =>
      asking.ask({ quantity: shares(20 + n) }, MORNING + 1_000 * n),
    ).flat();
    expect(codes).toContain("symbol_window_notional");
    expect(asking.bought).toBeLessThan(16);
  });

  it("leaves the other side, other strategies and the time after the window alone", () => {
    const asking = new Asking();
    asking.ask({ quantity: shares(150) }, MORNING);
    expect(asking.ask({ quantity: shares(90) }, MORNING + 1)).toEqual([]);
    expect(asking.ask({ ...SELL, quantity: shares(91) }, MORNING + 2)).toEqual([]);
    expect(asking.ask({ quantity: shares(92) }, MORNING + 3)).toEqual(
      ["sliced_quantity", "sliced_notional"].slice(0, 2),
    );
    expect(asking.ask({ quantity: shares(93) }, MORNING + WINDOW)).toEqual([]);
  });

  it("measures no dollars of an order without any price: others refuse it", () => {
    const book = emptyFlowBook();
    const refused = { intent: anIntent(), denials: [{ code: "order_quantity" }], at: MORNING };
    countRefusal(book, refused, WINDOW);
    const blind = {
      quote: null,
      referencePrice: null,
      symbolFlow: symbolFlowOf(book, anIntent()),
    };
    const { measures } = checkOrder(anIntent({ pricing: MARKET }), aContext(blind));
    expect(measures.values[measures.checks.indexOf("sliced_notional")]).toBe(NOT_MEASURED);
    expect(measures.values[measures.checks.indexOf("sliced_quantity")]).toBe(10e9);
  });

  it("is none where something else refused the order", () => {
    const asking = new Asking();
    expect(asking.ask({ pricing: limit("105.00") }, MORNING)).toEqual(["price_collar"]);
    expect(symbolFlowOf(asking.book, anIntent()).buy).toBeNull();
  });

  it("survives a snapshot, and finds nothing under a hostile name", () => {
    const asking = new Asking();
    asking.ask({ quantity: shares(150) }, MORNING);
    const snapshot: FlowBook = JSON.parse(JSON.stringify(asking.book));
    const read = readFlowBook(snapshot);
    expect(symbolFlowOf(read, anIntent())).toEqual(symbolFlowOf(asking.book, anIntent()));
    expect(symbolFlowOf(read, anIntent({ symbol: ticker("constructor") }))).toBe(NO_SYMBOL_FLOW);
  });
});
