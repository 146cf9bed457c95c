import { describe, expect, it } from "vitest";
import { aFill, MORNING } from "../../test/builders.ts";
import { after, ignoredReason } from "../../test/order-life.ts";
import { executionId, venueOrderId } from "../ids.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { awaitsExecutions, openQuantity } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";

const at = MORNING + 1_000;
const venue1 = venueOrderId("venue-1");
const accept: OrderEvent = { kind: "accepted", at, venueOrderId: venue1, venueStatus: "new" };
const canceled: OrderEvent = { kind: "canceled", at, reason: null, venueStatus: "canceled" };

function fillOf(count: number): OrderEvent {
  const fill = { executionId: executionId("x1"), quantity: shares(count), venueAt: at };
  return { kind: "fill", fill: aFill(fill) };
}

describe("an end at the venue whose executions are missing", () => {
  const gone: OrderEvent = {
    kind: "ended_at_venue",
    at,
    status: "filled",
    filledQuantity: shares(100),
    venueStatus: "filled",
  };
  const givenUp: OrderEvent = { kind: "executions_given_up", at, reason: "adopted by Ada" };

  it("B20 leaves the order open and counted until its executions come", () => {
    const order = after([accept, gone]);
    expect(order).toMatchObject({ status: "accepted", venueStatus: "filled" });
    expect(awaitsExecutions(order)).toBe(true);
    expect(openQuantity(order)).toBe(shares(100));
    expect(after([fillOf(100)], order).status).toBe("filled");
  });

  it("says nothing of an order whose executions are all booked, or that has ended", () => {
    expect(ignoredReason(after([accept]), { ...gone, filledQuantity: shares(0) })).toBe(
      "nothing of it is missing",
    );
    expect(ignoredReason(after([canceled]), gone)).toBe("the order is already canceled");
  });

  it("B20 can be given up, which is flagged, and a fill that comes after all is late", () => {
    const order = after([accept, gone, givenUp]);
    expect(order).toMatchObject({ status: "canceled", flags: ["executions_not_listed"] });
    expect(openQuantity(order)).toBe(ZERO_QUANTITY);
    expect(after([fillOf(100)], order).flags).toEqual(["executions_not_listed", "late_fill"]);
    for (const status of ["expired", "replaced"] as const)
      expect(after([accept, { ...gone, status }, givenUp]).status).toBe(status);
  });

  it("cannot be given up while the venue works the order", () => {
    expect(ignoredReason(after([accept]), givenUp)).toBe("no execution of it is awaited");
  });
});

describe("other terms at the venue than were asked for", () => {
  const differ: OrderEvent = { kind: "terms_differ", at, quantity: shares(900), reason: "900" };

  it("B08 count from then on", () => {
    expect(openQuantity(after([accept, differ]))).toBe(shares(900));
    const unnamed = after([accept, { ...differ, quantity: null }]);
    expect(openQuantity(unnamed)).toBe(shares(100));
    expect(unnamed).not.toHaveProperty("venueQuantity");
  });

  it("of an order that has ended are ignored", () => {
    expect(ignoredReason(after([canceled]), differ)).toBe("the order is already canceled");
  });
});
