import { describe, expect, it } from "vitest";
import { anIntent, anOrder, MORNING } from "../../test/builders.ts";
import { clientOrderId } from "../ids.ts";
import { price } from "../number/price.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import {
  averageFillPrice,
  awaitsExecutions,
  beginOrder,
  openQuantity,
  orderFromReplacement,
  orderPrice,
} from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import { ORDER_STATUSES, type OrderStatus, isTerminal } from "./order-status.ts";
import { transitionOrder } from "./order-transition.ts";
import { oppositeSide, signedQuantity } from "./side.ts";

describe("beginOrder", () => {
  it("begins an order with everything of its intent and the midpoint at approval", () => {
    const intent = anIntent();
    const begin = { at: MORNING, arrivalMid: price("100.00"), replaces: null };
    expect(beginOrder(intent, begin)).toMatchObject({
      ...intent,
      status: "pending_submit",
      leavesQuantity: intent.quantity,
      filledQuantity: ZERO_QUANTITY,
      arrivalMid: price("100.00"),
      createdAt: MORNING,
      flags: [],
    });
  });
});

describe("an order", () => {
  it("awaits executions while it counts here and has ended at the venue", () => {
    const end = { status: "filled", filledQuantity: shares(100), at: MORNING } as const;
    expect(awaitsExecutions(anOrder({ status: "accepted", endedAtVenue: end }))).toBe(true);
    expect(awaitsExecutions(anOrder({ status: "accepted" }))).toBe(false);
    expect(awaitsExecutions(anOrder({ status: "filled", endedAtVenue: end }))).toBe(false);
  });

  it("is plain data: JSON gives it back", () => {
    const order = anOrder();
    expect(JSON.parse(JSON.stringify(order))).toEqual(order);
  });

  it("has no average price before its first fill", () => {
    expect(averageFillPrice(anOrder())).toBeNull();
  });

  it("counts nothing once it has ended", () => {
    expect(openQuantity(anOrder({ status: "canceled" }))).toBe(ZERO_QUANTITY);
  });

  it("B08 counts what the venue works where that is more than was asked for, and never less than was", () => {
    const filled = { filledQuantity: shares(40), leavesQuantity: shares(60) };
    expect(openQuantity(anOrder({ ...filled, venueQuantity: shares(900) }))).toBe(shares(860));
    expect(openQuantity(anOrder({ ...filled, venueQuantity: shares(50) }))).toBe(shares(60));
  });
});

describe("orderFromReplacement", () => {
  it("begins the new order under its own id, chained to the old one", () => {
    const replacement = {
      clientOrderId: clientOrderId("order-2"),
      quantity: shares(50),
      pricing: { type: "market" } as const,
      timeInForce: "day" as const,
    };
    expect(orderFromReplacement(anOrder({ replacement }), MORNING + 7)).toMatchObject({
      ...replacement,
      side: "buy",
      status: "pending_submit",
      leavesQuantity: shares(50),
      replaces: "order-1",
      createdAt: MORNING + 7,
    });
  });

  it("is nothing for an order that was not asked to be replaced", () => {
    expect(orderFromReplacement(anOrder(), MORNING)).toBeNull();
  });
});

describe("an event outside the closed set", () => {
  it("is a programmer's error", () => {
    const stranger: unknown = { kind: "exploded" };
    expect(() => transitionOrder(anOrder(), stranger as OrderEvent)).toThrow("unexpected value");
  });
});

describe("orderPrice", () => {
  it("is the order's own worst price, and absent for a market order", () => {
    const limitPrice = price("10");
    const stopPrice = price("11");
    expect(orderPrice({ type: "market" })).toBeNull();
    expect(orderPrice({ type: "limit", limitPrice })).toBe(limitPrice);
    expect(orderPrice({ type: "stop", stopPrice })).toBe(stopPrice);
    expect(orderPrice({ type: "stop_limit", stopPrice, limitPrice })).toBe(limitPrice);
  });
});

describe("order status", () => {
  it("is terminal for exactly five of eleven", () => {
    expect(ORDER_STATUSES.filter(isTerminal)).toEqual([
      "filled",
      "canceled",
      "expired",
      "replaced",
      "rejected",
    ]);
    const outside: unknown = "held";
    expect(() => isTerminal(outside as OrderStatus)).toThrow("unexpected value");
  });
});

describe("side", () => {
  it("gives a sale its sign and its other side", () => {
    expect(signedQuantity("sell", shares(3))).toBe(shares(-3));
    expect(signedQuantity("buy", shares(3))).toBe(shares(3));
    expect([oppositeSide("buy"), oppositeSide("sell")]).toEqual(["sell", "buy"]);
  });
});
