import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, anOrder, MORNING } from "../../test/builders.ts";
import { clientOrderId, executionId, venueOrderId } from "../ids.ts";
import { addMoney, notional, ZERO_MONEY } from "../number/money.ts";
import { price, priceFromUnits } from "../number/price.ts";
import {
  addQuantity,
  type Quantity,
  quantityUnits,
  shares,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { isOpen, type Order } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import { isTerminal } from "./order-status.ts";
import { transitionOrder } from "./order-transition.ts";

const time = fc.integer({ min: 0, max: 100_000 }).map((offset) => MORNING + offset);
const reason = fc.constantFrom("a", "b");
const venueStatus = fc.constantFrom("new", "canceled", null);

const fill = fc
  .record({
    id: fc.integer({ min: 1, max: 12 }),
    count: fc.integer({ min: 1, max: 60 }),
    cents: fc.integer({ min: 9_900, max: 10_100 }),
    at: time,
  })
  .map(({ id, count, cents, at }) =>
    aFill({
      // The same execution always says the same: its numbers follow from its id.
      executionId: executionId(`e${id}-${count}-${cents}-${at}`),
      quantity: shares(count),
      price: priceFromUnits(cents * 10_000),
      venueAt: at,
    }),
  );

const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.record({ kind: fc.constant("submitted" as const), at: time }),
  fc.record({ kind: fc.constant("submit_outcome_unknown" as const), at: time, reason }),
  fc.record({ kind: fc.constant("never_sent" as const), at: time, reason }),
  fc.record({
    kind: fc.constant("accepted" as const),
    at: time,
    venueOrderId: fc.constantFrom(venueOrderId("venue-1"), venueOrderId("venue-2")),
    venueStatus,
  }),
  fc.record({ kind: fc.constant("rejected" as const), at: time, reason, venueStatus }),
  fill.map((one) => ({ kind: "fill" as const, fill: one })),
  fc.record({
    kind: fc.constant("cancel_requested" as const),
    at: time,
    reason,
  }),
  fc.record({
    kind: fc.constantFrom("canceled" as const, "expired" as const),
    at: time,
    reason,
    venueStatus,
  }),
  fc.record({
    kind: fc.constant("replace_requested" as const),
    at: time,
    replacement: fc.constant({
      clientOrderId: clientOrderId("order-2"),
      quantity: shares(130),
      pricing: { type: "limit" as const, limitPrice: price("100.00") },
      timeInForce: "day" as const,
    }),
  }),
  fc.record({ kind: fc.constant("replace_rejected" as const), at: time, reason }),
  fc.record({
    kind: fc.constant("replaced" as const),
    at: time,
    replacedBy: fc.constant(clientOrderId("order-2")),
    venueStatus,
  }),
  fc.record({
    kind: fc.constant("replacement_lives" as const),
    at: time,
    replacedBy: fc.constant(clientOrderId("order-2")),
  }),
  fc.record({
    kind: fc.constant("venue_status" as const),
    at: time,
    venueStatus: fc.constant("held"),
  }),
  fc.record({
    kind: fc.constant("ended_at_venue" as const),
    at: time,
    status: fc.constantFrom("filled", "canceled", "expired", "replaced"),
    filledQuantity: fc.constantFrom(shares(10), shares(130)),
    venueStatus,
  }),
  fc.record({ kind: fc.constant("executions_given_up" as const), at: time, reason }),
  fc.record({
    kind: fc.constant("terms_differ" as const),
    at: time,
    quantity: fc.constantFrom(shares(900), null),
    reason,
  }),
);

function step(order: Order, next: OrderEvent): Order {
  const result = transitionOrder(order, next);
  return result.kind === "ignored" ? order : result.order;
}

describe("transitionOrder, for any events in any order", () => {
  it("S05 never leaves a terminal state", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let order = anOrder();
        for (const next of events) {
          const before = order.status;
          order = step(order, next);
          if (isTerminal(before)) expect(order.status).toBe(before);
        }
      }),
    );
  });

  it("books every fill once, whatever else happens, and counts leaves by them", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const order = events.reduce(step, anOrder());
        const fills = new Map(
          events.flatMap((one) => (one.kind === "fill" ? [[one.fill.executionId, one.fill]] : [])),
        );
        const quantity = [...fills.values()].reduce(
          (sum: Quantity, one) => addQuantity(sum, one.quantity),
          ZERO_QUANTITY,
        );
        const cost = [...fills.values()].reduce(
          (sum, one) => addMoney(sum, notional(one.price, one.quantity)),
          ZERO_MONEY,
        );
        expect(order.filledQuantity).toBe(quantity);
        expect(order.filledCost).toBe(cost);
        expect(order.executionIds).toEqual([...fills.keys()].sort());
        const rest = quantityUnits(order.quantity) - quantityUnits(quantity);
        expect(quantityUnits(order.leavesQuantity)).toBe(isOpen(order) ? Math.max(0, rest) : 0);
      }),
    );
  });

  it("is open exactly as long as it has no end time, and never forgets a flag", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let order = anOrder();
        for (const next of events) {
          const flags = order.flags;
          order = step(order, next);
          expect(order.terminalAt === null).toBe(isOpen(order));
          for (const flag of flags) expect(order.flags).toContain(flag);
          if (order.status === "filled")
            expect(quantityUnits(order.filledQuantity)).toBeGreaterThanOrEqual(
              quantityUnits(order.quantity),
            );
        }
      }),
    );
  });

  it("repeating all events changes nothing of what was booked", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const once = events.reduce(step, anOrder());
        const twice = events.reduce(step, once);
        expect(twice.filledQuantity).toBe(once.filledQuantity);
        expect(twice.filledCost).toBe(once.filledCost);
      }),
    );
  });
});

describe("fills of one order", () => {
  const fills = fc.uniqueArray(fill, { maxLength: 10, selector: (one) => one.executionId });
  const shuffled = fills.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
    ),
  );
  const starts = fc.constantFrom<Order["status"]>(
    "pending_submit",
    "accepted",
    "pending_cancel",
    "canceled",
    "expired",
  );

  it("S06 S07 give the same order, to the byte, in whatever order they come", () => {
    fc.assert(
      fc.property(shuffled, starts, ([one, other], status) => {
        const from = anOrder({ status, terminalAt: isTerminal(status) ? MORNING : null });
        const book = (list: typeof one) =>
          list.reduce((order, next) => step(order, { kind: "fill", fill: next }), from);
        expect(JSON.stringify(book(other))).toBe(JSON.stringify(book(one)));
      }),
    );
  });
});
