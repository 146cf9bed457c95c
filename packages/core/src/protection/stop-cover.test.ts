import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anOrder, MORNING } from "../../test/builders.ts";
import { venueOrderId } from "../ids.ts";
import { nextClose, nextOpen } from "../market/calendar.ts";
import { price } from "../number/price.ts";
import {
  absoluteQuantity,
  addQuantity,
  type Quantity,
  quantityUnits,
  shares,
} from "../number/quantity.ts";
import type { Order } from "../order/order.ts";
import { describeNextSession, stopCover, waitsForOpen } from "./stop-cover.ts";

/** A sell stop that works at the venue. */
function aStop(change: Partial<Order> = {}): Order {
  const working = { status: "accepted" as const, venueOrderId: venueOrderId("v1") };
  const pricing = { type: "stop" as const, stopPrice: price("98") };
  return {
    ...anOrder({ side: "sell", quantity: shares(60), ...change }),
    pricing,
    ...working,
    ...change,
  };
}

const cover = (orders: readonly Order[], whyNoLocal = "", position: Quantity = shares(100)) =>
  stopCover({ position, orders, whyNoLocal, now: MORNING });

describe("the cover of a position", () => {
  test("is the broker's stop, then the engine's own for the rest", () => {
    expect(cover([aStop()])).toEqual({
      held: shares(100),
      byVenue: shares(60),
      byEngine: shares(40),
      uncovered: shares(0),
      byVenueNextDay: shares(0),
      expiresAt: nextClose(MORNING),
      why: "",
    });
  });

  test("is none for the rest where the engine's own would not act, with the reason", () => {
    expect(cover([aStop()], "waits for a quote")).toMatchObject({
      byEngine: shares(0),
      uncovered: shares(40),
      why: "waits for a quote",
    });
  });

  test("leaves out shares that the engine's own leaves alone, those that the broker covers last", () => {
    const apart = { quantity: shares(50), why: "off for trend" };
    const part = (orders: readonly Order[]) =>
      stopCover({ position: shares(100), orders, whyNoLocal: "", apart, now: MORNING });
    expect(part([])).toMatchObject({
      byEngine: shares(50),
      uncovered: shares(50),
      why: "off for trend",
    });
    expect(part([aStop()])).toMatchObject({ byEngine: shares(0), uncovered: shares(40) });
    expect(part([aStop({ quantity: shares(100), leavesQuantity: shares(100) })]).why).toBe("");
  });

  test("of a stop that is unknown, being canceled or on the other side is none", () => {
    const none = [
      aStop({ status: "submit_unknown" }),
      aStop({ status: "pending_submit" }),
      aStop({ status: "pending_cancel", cancelRequestedAt: MORNING }),
      aStop({ side: "buy" }),
      aStop({ status: "canceled", leavesQuantity: shares(0) }),
      aStop({ pricing: { type: "limit", limitPrice: price("101") } }),
    ];
    expect(cover(none, "off").uncovered).toBe(shares(100));
  });

  test("outlasts the day only where the stop is good till canceled", () => {
    const lasting = cover([aStop({ timeInForce: "gtc", quantity: shares(100) })]);
    expect(lasting).toMatchObject({ byVenueNextDay: shares(100), expiresAt: null });
    expect(describeNextSession(lasting, MORNING)).toBe(
      "The stops at the broker stay for the next session. A gap overnight is bounded by no stop: it fills at the first price after it.",
    );
    expect(describeNextSession(cover([aStop()]), MORNING)).toBe(
      "After today's close 100 have no stop at the broker: only the engine's own, while it runs. A gap overnight is bounded by no stop: it fills at the first price after it.",
    );
  });

  test("waits for the open while the regular session is not on", () => {
    const night = nextClose(MORNING) + 5 * 3_600_000;
    expect(waitsForOpen(MORNING)).toBeNull();
    expect(waitsForOpen(night)).toBe(nextOpen(night));
  });

  test("counts every share once: the three parts are what is held, whatever orders there are", () => {
    const stop = fc.record({
      quantity: fc.integer({ min: 1, max: 300 }).map(shares),
      side: fc.constantFrom("buy" as const, "sell" as const),
      timeInForce: fc.constantFrom("day" as const, "gtc" as const),
    });
    fc.assert(
      fc.property(
        fc.array(stop, { maxLength: 6 }),
        fc.integer({ min: -300, max: 300 }),
        fc.constantFrom("", "off"),
        (stops, held, why) => {
          const position = shares(held);
          const found = cover(
            stops.map((one) => aStop(one)),
            why,
            position,
          );
          const parts = addQuantity(addQuantity(found.byVenue, found.byEngine), found.uncovered);
          expect(parts).toBe(absoluteQuantity(position));
          expect(quantityUnits(found.byVenueNextDay)).toBeLessThanOrEqual(
            quantityUnits(found.byVenue),
          );
        },
      ),
    );
  });
});
