import { describe, expect, it } from "vitest";
import { aFill, anOrder, IBM, MORNING } from "../../test/builders.ts";
import { after, ignoredReason } from "../../test/order-life.ts";
import { clientOrderId, executionId, venueOrderId } from "../ids.ts";
import { money } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { averageFillPrice, openQuantity } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import type { OrderStatus } from "./order-status.ts";
import { transitionOrder } from "./order-transition.ts";

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
function fillOf(count: number, id = `execution-${count}`): OrderEvent {
  return {
    kind: "fill",
    fill: aFill({ executionId: executionId(id), quantity: shares(count), venueAt: at }),
  };
}

describe("submitting", () => {
  it("notes when the request left, once", () => {
    const sent = after([{ kind: "submitted", at }]);
    expect(sent).toMatchObject({ status: "pending_submit", submittedAt: at, updatedAt: at });
    expect(ignoredReason(sent, { kind: "submitted", at: at + 1 })).toBe("already submitted");
  });

  it("keeps an order of unknown fate at full size", () => {
    const unknown = after([{ kind: "submit_outcome_unknown", at, reason: "timeout" }]);
    expect(unknown).toMatchObject({ status: "submit_unknown", lastReason: "timeout" });
    expect(openQuantity(unknown)).toBe(shares(100));
  });

  it("does not doubt what the venue has already shown", () => {
    const order = after([accept]);
    const reason = ignoredReason(order, { kind: "submit_outcome_unknown", at, reason: "504" });
    expect(reason).toBe("the order is accepted by evidence");
  });

  it.each<OrderStatus>(["pending_submit", "submit_unknown"])(
    "ends a %s order as expired when it was never sent",
    (status) => {
      const ended = after(
        [{ kind: "never_sent", at, reason: "not found at the venue" }],
        anOrder({ status }),
      );
      expect(ended).toMatchObject({
        status: "expired",
        terminalAt: at,
        leavesQuantity: ZERO_QUANTITY,
      });
    },
  );

  it("does not believe that an order was never sent against the venue's evidence", () => {
    const never: OrderEvent = { kind: "never_sent", at, reason: "not found" };
    expect(ignoredReason(after([accept]), never)).toBe("the venue knows the order as accepted");
    expect(ignoredReason(after([canceled]), never)).toBe("the order is already canceled");
    expect(transitionOrder(after([fillOf(10)]), never)).toMatchObject({
      kind: "flagged",
      flag: "unsent_but_filled",
    });
  });
});

describe("acknowledgment", () => {
  it.each<OrderStatus>(["pending_submit", "submit_unknown"])(
    "resolves %s to accepted",
    (status) => {
      expect(after([accept], anOrder({ status }))).toMatchObject({
        status: "accepted",
        venueOrderId: venue1,
        venueStatus: "new",
        acceptedAt: at,
      });
    },
  );

  it("S16 is the same before and after a fill", () => {
    expect(after([accept, fillOf(40)])).toMatchObject({
      status: "partially_filled",
      acceptedAt: at,
    });
    const late = after([fillOf(40), accept]);
    expect(late).toEqual({ ...after([accept, fillOf(40)]) });
  });

  it("is noted on an order that has ended, and does not open it", () => {
    expect(after([fillOf(100), accept])).toMatchObject({ status: "filled", acceptedAt: at });
    expect(after([canceled, accept])).toMatchObject({ status: "canceled", acceptedAt: at });
  });

  it("says when the venue ends the order by itself, where it says so", () => {
    expect(after([{ ...accept, expiresAt: at + 5 }]).expiresAt).toBe(at + 5);
    expect(after([accept])).not.toHaveProperty("expiresAt");
  });

  it("keeps a cancel that was asked for", () => {
    const order = after([accept, cancel]);
    expect(ignoredReason(order, accept)).toBe("already accepted");
    expect(order.status).toBe("pending_cancel");
  });

  it("under a second venue id is flagged", () => {
    const other: OrderEvent = { ...accept, venueOrderId: venueOrderId("venue-2") };
    const result = transitionOrder(after([accept]), other);
    expect(result).toMatchObject({ kind: "flagged", flag: "venue_order_id_mismatch" });
    expect(result.kind === "flagged" && result.order.venueOrderId).toBe(venue1);
  });

  it("of a rejected or never sent order is flagged and does not open it", () => {
    const rejection: OrderEvent = { kind: "rejected", at, reason: "no", venueStatus: "rejected" };
    const never: OrderEvent = { kind: "never_sent", at, reason: "too old" };
    for (const end of [rejection, never]) {
      const result = transitionOrder(after([end]), accept);
      expect(result).toMatchObject({ kind: "flagged", flag: "accepted_after_end" });
      expect(result.kind === "flagged" && result.order.terminalAt).toBe(at);
    }
  });
});

describe("rejection", () => {
  const rejection: OrderEvent = {
    kind: "rejected",
    at,
    reason: "insufficient",
    venueStatus: "rejected",
  };

  it.each<OrderStatus>([
    "pending_submit",
    "submit_unknown",
    "accepted",
    "pending_cancel",
    "pending_replace",
  ])("ends a %s order", (status) => {
    expect(after([rejection], anOrder({ status }))).toMatchObject({
      status: "rejected",
      lastReason: "insufficient",
      leavesQuantity: ZERO_QUANTITY,
      flags: [],
    });
  });

  it("after a fill keeps the fill and is flagged", () => {
    const result = transitionOrder(after([accept, fillOf(40)]), rejection);
    expect(result).toMatchObject({ kind: "flagged", flag: "rejected_after_fill" });
    expect(result.kind === "flagged" && result.order).toMatchObject({
      status: "rejected",
      filledQuantity: shares(40),
      flags: ["rejected_after_fill"],
    });
  });

  it("of an order that has ended is ignored", () => {
    expect(ignoredReason(after([canceled]), rejection)).toBe("the order is already canceled");
  });
});

describe("fills", () => {
  it("add up quantity, cost and average price", () => {
    const other: OrderEvent = {
      kind: "fill",
      fill: aFill({
        executionId: executionId("b"),
        quantity: shares(20),
        price: price("100.03"),
        venueAt: at + 5,
      }),
    };
    const order = after([accept, fillOf(10, "a"), other]);
    expect(order).toMatchObject({
      status: "partially_filled",
      filledQuantity: shares(30),
      leavesQuantity: shares(70),
      filledCost: money("3000.60"),
      executionIds: ["a", "b"],
      lastFillAt: at + 5,
    });
    expect(averageFillPrice(order)).toBe(price("100.02"));
  });

  it("before the acknowledgment are booked", () => {
    expect(after([fillOf(100)])).toMatchObject({
      status: "filled",
      venueOrderId: venue1,
      terminalAt: at,
    });
  });

  it("told twice are booked once", () => {
    const once = after([accept, fillOf(40)]);
    expect(ignoredReason(once, fillOf(40))).toBe("execution execution-40 is booked already");
  });

  it("keep a cancel or replace that is under way", () => {
    expect(after([accept, cancel, fillOf(40)])).toMatchObject({
      status: "pending_cancel",
      leavesQuantity: shares(60),
    });
    expect(after([accept, replaceAsk, fillOf(40)])).toMatchObject({ status: "pending_replace" });
    expect(after([accept, replaceAsk, fillOf(100)])).toMatchObject({
      status: "filled",
      replacement: null,
    });
  });

  it("after the end are booked and flagged, and the order stays ended", () => {
    const result = transitionOrder(after([accept, canceled]), fillOf(100));
    expect(result).toMatchObject({ kind: "flagged", flag: "late_fill" });
    expect(result.kind === "flagged" && result.order).toMatchObject({
      status: "canceled",
      filledQuantity: shares(100),
      leavesQuantity: ZERO_QUANTITY,
      terminalAt: at,
    });
  });

  it("B32 beyond the quantity are booked and flagged", () => {
    const result = transitionOrder(after([accept, fillOf(70)]), fillOf(50));
    expect(result).toMatchObject({ kind: "flagged", flag: "overfill" });
    expect(result.kind === "flagged" && result.order).toMatchObject({
      status: "filled",
      filledQuantity: shares(120),
      leavesQuantity: ZERO_QUANTITY,
    });
  });

  it("both late and beyond the quantity get both flags", () => {
    expect(after([canceled, fillOf(120)]).flags).toEqual(["late_fill", "overfill"]);
  });

  it("of another symbol or side are flagged and not booked here", () => {
    for (const change of [{ symbol: IBM }, { side: "sell" as const }]) {
      const result = transitionOrder(anOrder(), { kind: "fill", fill: aFill(change) });
      expect(result).toMatchObject({ kind: "flagged", flag: "fill_mismatch" });
      expect(result.kind === "flagged" && result.order.filledQuantity).toBe(ZERO_QUANTITY);
    }
  });

  it("canceled with fills keeps them", () => {
    expect(after([accept, fillOf(40), cancel, canceled])).toMatchObject({
      status: "canceled",
      filledQuantity: shares(40),
      leavesQuantity: ZERO_QUANTITY,
    });
  });
});

describe("canceling", () => {
  it("waits for the venue", () => {
    const order = after([accept, cancel]);
    expect(order).toMatchObject({
      status: "pending_cancel",
      cancelRequestedAt: at,
      lastReason: "operator",
    });
    expect(openQuantity(order)).toBe(shares(100));
  });

  it("of an order of unknown fate leaves its fate unknown", () => {
    const order = after([{ kind: "submit_outcome_unknown", at, reason: "timeout" }, cancel]);
    expect(order).toMatchObject({ status: "submit_unknown", cancelRequestedAt: at });
    expect(ignoredReason(order, cancel)).toBe("cancel already requested");
  });

  it("is asked for once, and not of an order that has ended", () => {
    expect(ignoredReason(after([accept, cancel]), cancel)).toBe("cancel already requested");
    expect(ignoredReason(after([canceled]), cancel)).toBe("the order is already canceled");
  });

  it("keeps the reason that was given when the venue gives none", () => {
    expect(after([accept, cancel, canceled]).lastReason).toBe("operator");
    expect(after([accept, { ...canceled, reason: "CORPORATE_ACTION" }]).lastReason).toBe(
      "CORPORATE_ACTION",
    );
  });
});

describe("expiry", () => {
  const expired: OrderEvent = { kind: "expired", at, reason: null, venueStatus: "expired" };

  it("ends an order and keeps its fills", () => {
    expect(after([accept, fillOf(40), expired])).toMatchObject({
      status: "expired",
      filledQuantity: shares(40),
    });
  });

  it("of an order that has ended is ignored", () => {
    expect(ignoredReason(after([fillOf(100)]), expired)).toBe("the order is already filled");
  });
});

describe("other words of the venue", () => {
  it("are kept as they came and change nothing else", () => {
    const order = after([accept]);
    const held = after([{ kind: "venue_status", at: at + 9, venueStatus: "done_for_day" }], order);
    expect(held).toEqual({ ...order, venueStatus: "done_for_day", updatedAt: at + 9 });
  });

  it("S16 never move updatedAt back", () => {
    const order = after([{ kind: "submitted", at: at + 50 }, accept]);
    expect(order.updatedAt).toBe(at + 50);
  });
});

describe("what a transition is called", () => {
  it("tells a change from what somebody must look at", () => {
    expect(transitionOrder(anOrder(), accept).kind).toBe("changed");
    expect(transitionOrder(after([accept]), fillOf(10)).kind).toBe("changed");
    expect(transitionOrder(after([accept]), fillOf(1_000)).kind).toBe("flagged");
  });

  it("keeps the flags in one order, whichever came first", () => {
    const over = after([accept, fillOf(200, "x2"), canceled, fillOf(10, "x1")]);
    expect(over.flags).toEqual([...over.flags].sort());
    const late = after([accept, canceled, fillOf(10, "x1"), fillOf(200, "x2")]);
    expect(late.flags).toEqual(["late_fill", "overfill"]);
    expect(
      after([accept, fillOf(200, "x2"), { ...accept, venueOrderId: venueOrderId("v2") }]).flags,
    ).toEqual(["overfill", "venue_order_id_mismatch"]);
    const other = { ...accept, venueOrderId: venueOrderId("v2") };
    expect(after([accept, other, fillOf(200, "x2")]).flags).toEqual([
      "overfill",
      "venue_order_id_mismatch",
    ]);
  });

  it("accepted once more, an order that expired at the venue stays as it was", () => {
    const expired: OrderEvent = { kind: "expired", at, reason: null, venueStatus: "expired" };
    expect(ignoredReason(after([accept, expired]), accept)).toBe("already accepted");
  });

  it("canceled while its arrival was in doubt, an accepted order is asked to be canceled anew", () => {
    const order = after([cancel, accept]);
    expect(order.status).toBe("accepted");
    expect(after([cancel], order).status).toBe("pending_cancel");
  });
});
