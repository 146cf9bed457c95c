import { describe, expect, it } from "vitest";
import { aFill, anOrder, MORNING } from "../../test/builders.ts";
import { after, ignoredReason } from "../../test/order-life.ts";
import { clientOrderId, executionId, venueOrderId } from "../ids.ts";
import { price } from "../number/price.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { openQuantity } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";

const at = MORNING + 1_000;
const venue1 = venueOrderId("venue-1");
const accept: OrderEvent = { kind: "accepted", at, venueOrderId: venue1, venueStatus: "new" };
const cancel: OrderEvent = { kind: "cancel_requested", at, reason: "operator" };
const canceled: OrderEvent = { kind: "canceled", at, reason: null, venueStatus: "canceled" };
const replaceAsk: OrderEvent = {
  kind: "replace_requested",
  at,
  replacement: {
    clientOrderId: clientOrderId("order-2"),
    quantity: shares(150),
    pricing: { type: "limit", limitPrice: price("100.10") },
    timeInForce: "day",
  },
};
const replaced: OrderEvent = {
  kind: "replaced",
  at,
  replacedBy: clientOrderId("order-2"),
  venueStatus: "replaced",
};

function fillOf(count: number): OrderEvent {
  return {
    kind: "fill",
    fill: aFill({ executionId: executionId("x1"), quantity: shares(count), venueAt: at }),
  };
}

describe("replacing", () => {
  it("C08 counts the larger of the old and the new order until the venue says which", () => {
    const order = after([accept, fillOf(40), replaceAsk]);
    expect(order.status).toBe("pending_replace");
    expect(openQuantity(order)).toBe(shares(150));
  });

  it("done, ends the old order and names the new one", () => {
    const order = after([accept, replaceAsk, replaced]);
    expect(order).toMatchObject({
      status: "replaced",
      replacedBy: "order-2",
      leavesQuantity: ZERO_QUANTITY,
    });
    expect(openQuantity(order)).toBe(ZERO_QUANTITY);
  });

  it("B15 may turn out done after the venue answered with an error", () => {
    const refusal: OrderEvent = { kind: "replace_rejected", at, reason: "500" };
    expect(after([accept, replaceAsk, refusal]).status).toBe("accepted");
    expect(after([accept, replaceAsk, refusal, replaced]).status).toBe("replaced");
  });

  it("B15 by an order that trades already leaves the old one to count beside it until its end is told", () => {
    const lives: OrderEvent = {
      kind: "replacement_lives",
      at,
      replacedBy: clientOrderId("order-2"),
    };
    const order = after([accept, fillOf(40), replaceAsk, lives]);
    expect(order).toMatchObject({ status: "pending_replace", replacedBy: "order-2" });
    expect(openQuantity(order)).toBe(shares(60));
    expect(after([replaced], order)).toMatchObject({ status: "replaced", replacedBy: "order-2" });
    expect(ignoredReason(order, lives)).toBe("no replace is under way");
    expect(ignoredReason(after([accept]), lives)).toBe("no replace is under way");
    expect(ignoredReason(after([canceled]), lives)).toBe("the order is already canceled");
    const refusal: OrderEvent = { kind: "replace_rejected", at, reason: "filled" };
    expect(ignoredReason(order, refusal)).toBe("no replace is under way");
  });

  it("refused while a cancel is pending leaves the cancel pending", () => {
    const refusal: OrderEvent = { kind: "replace_rejected", at, reason: "filled" };
    expect(after([accept, replaceAsk, cancel, refusal])).toMatchObject({
      status: "pending_cancel",
      replacement: null,
    });
    expect(ignoredReason(after([accept]), refusal)).toBe("no replace is under way");
  });

  it("refused after a part has filled leaves the rest to work", () => {
    const refusal: OrderEvent = { kind: "replace_rejected", at, reason: "500" };
    const order = after([accept, replaceAsk, fillOf(40), refusal]);
    expect(order).toMatchObject({ status: "partially_filled", replacement: null });
    expect(openQuantity(order)).toBe(shares(60));
    expect(ignoredReason(after([canceled]), refusal)).toBe("the order is already canceled");
  });

  it("is possible only for a working order", () => {
    expect(ignoredReason(anOrder(), replaceAsk)).toBe(
      "an order that is pending_submit cannot be replaced",
    );
    expect(ignoredReason(after([canceled]), replaced)).toBe("the order is already canceled");
  });
});
