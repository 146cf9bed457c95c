import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anOrder, MORNING } from "../../test/builders.ts";
import { venueOrderId } from "../ids.ts";
import { nextClose } from "../market/calendar.ts";
import { price } from "../number/price.ts";
import { absoluteQuantity, addQuantity, quantityUnits, shares } from "../number/quantity.ts";
import { type Order, openQuantity } from "../order/order.ts";
import { type CoverFacts, stopCover } from "./stop-cover.ts";

const HOUR_MS = 3_600_000;
const MARKET = { type: "market" as const };
const STOP_LIMIT = {
  type: "stop_limit" as const,
  stopPrice: price("98"),
  limitPrice: price("97.5"),
};
const PARTLY = {
  status: "partially_filled" as const,
  venueStatus: "partially_filled",
  filledQuantity: shares(20),
  leavesQuantity: shares(40),
};

/** A sell stop that works at the venue. */
function aStop(change: Partial<Order> = {}): Order {
  const working = {
    status: "accepted" as const,
    venueStatus: "new",
    venueOrderId: venueOrderId("v1"),
  };
  const pricing = { type: "stop" as const, stopPrice: price("98") };
  return {
    ...anOrder({ side: "sell", quantity: shares(60), ...change }),
    pricing,
    ...working,
    ...change,
  };
}

const HELD: CoverFacts = {
  position: shares(100),
  orders: [],
  whyNoLocal: "",
  doubt: "",
  now: MORNING,
};

const cover = (orders: readonly Order[], change: Partial<CoverFacts> = {}) =>
  stopCover({ ...HELD, orders, ...change });

const OFF = { whyNoLocal: "off" };
const CLOSE = nextClose(MORNING);

describe("the cover of a position", () => {
  test("is the broker's stop, then the engine's own for the rest; a share with both is the broker's", () => {
    expect(cover([aStop()])).toEqual({
      held: shares(100),
      byVenue: shares(60),
      byBoth: shares(60),
      byEngine: shares(40),
      uncovered: shares(0),
      unguarded: shares(0),
      byVenueNext: shares(0),
      expiresAt: CLOSE,
      why: "",
      whyUnguarded: "",
      doubt: "",
    });
  });

  test("is none for the rest where the engine's own would not act, with the reason", () => {
    expect(cover([aStop()], { whyNoLocal: "waits for a quote" })).toMatchObject({
      byBoth: shares(0),
      byEngine: shares(0),
      uncovered: shares(40),
      unguarded: shares(40),
      why: "waits for a quote",
      whyUnguarded: "waits for a quote",
    });
  });

  test("leaves out shares that the engine's own leaves alone, those that the broker covers last", () => {
    const apart = { quantity: shares(50), why: "off for trend" };
    expect(cover([], { apart })).toMatchObject({
      byEngine: shares(50),
      uncovered: shares(50),
      why: "off for trend",
    });
    const part = cover([aStop()], { apart });
    expect(part).toMatchObject({ byBoth: shares(50), byEngine: shares(0), uncovered: shares(40) });
    const whole = aStop({ quantity: shares(100), leavesQuantity: shares(100) });
    expect(cover([whole], { apart })).toMatchObject({ byBoth: shares(50), why: "" });
  });

  test.each([
    ["a stop", aStop()],
    ["a stop-limit", aStop({ pricing: { ...STOP_LIMIT } })],
    ["a trailing stop of another program", aStop({ pricing: MARKET, otherType: "trailing_stop" })],
    ["one that waits for its session to begin", aStop({ venueStatus: "accepted" })],
    ["one that has filled in part", aStop({ ...PARTLY })],
  ])("counts %s at the venue", (_what, order) => {
    expect(cover([order], OFF).byVenue).toBe(openQuantity(order));
  });

  test.each([
    ["whose fate is unknown", aStop({ status: "submit_unknown" })],
    ["that has not been answered", aStop({ status: "pending_submit", venueStatus: null })],
    ["that is being canceled", aStop({ status: "pending_cancel", cancelRequestedAt: MORNING })],
    ["that is being replaced", aStop({ status: "pending_replace" })],
    ["that is held for the other exit", aStop({ venueStatus: "held" })],
    ["that is not routed yet", aStop({ venueStatus: "pending_new" })],
    ["that is suspended", aStop({ venueStatus: "suspended" })],
    ["on the position's own side", aStop({ side: "buy" })],
    ["that has ended", aStop({ status: "canceled", leavesQuantity: shares(0) })],
    ["that is a limit order", aStop({ pricing: { type: "limit", limitPrice: price("101") } })],
    ["whose day is over", aStop({ createdAt: MORNING - 24 * HOUR_MS })],
    ["whose last day is over", aStop({ timeInForce: "gtc", expiresAt: MORNING })],
  ])("counts none %s", (_what, order) => {
    expect(cover([order], OFF)).toMatchObject({ byVenue: shares(0), uncovered: shares(100) });
  });

  test("ends at the close of its day, or when the venue says of one that is good till canceled", () => {
    const later = MORNING + 90 * 24 * HOUR_MS;
    const lasting = aStop({ timeInForce: "gtc" });
    expect(cover([lasting])).toMatchObject({ expiresAt: null, byVenueNext: shares(60) });
    expect(cover([{ ...lasting, expiresAt: later }])).toMatchObject({
      expiresAt: later,
      byVenueNext: shares(60),
    });
    const tonight = { ...lasting, expiresAt: CLOSE + 15 * 60_000 };
    expect(cover([tonight])).toMatchObject({ expiresAt: tonight.expiresAt, byVenueNext: 0 });
    expect(cover([aStop({ quantity: shares(50) }), lasting])).toMatchObject({
      expiresAt: CLOSE,
      byVenueNext: shares(60),
    });
  });

  test("guards nothing while the broker's stops rest and the engine's own is off", () => {
    const evening = CLOSE + HOUR_MS;
    const lasting = aStop({ timeInForce: "gtc" });
    expect(cover([lasting], { ...OFF, now: evening })).toMatchObject({
      byVenue: shares(60),
      uncovered: shares(40),
      unguarded: shares(100),
      whyUnguarded: "off; stops at the broker rest until the regular session",
    });
    expect(cover([lasting], { now: evening }).unguarded).toBe(shares(0));
  });

  test("guards nothing by stops at the broker of which the last word may be old", () => {
    const doubt = "the order stream is down";
    expect(cover([aStop()], { ...OFF, doubt })).toMatchObject({
      byVenue: shares(60),
      uncovered: shares(40),
      unguarded: shares(100),
      whyUnguarded: `off; stops at the broker are not known for sure: ${doubt}`,
    });
    expect(cover([aStop()], { doubt })).toMatchObject({ unguarded: shares(0), doubt });
  });

  test("counts every share once: the three parts are what is held, whatever orders there are", () => {
    const stop = fc.record({
      quantity: fc.integer({ min: 1, max: 300 }).map(shares),
      side: fc.constantFrom("buy" as const, "sell" as const),
      timeInForce: fc.constantFrom("day" as const, "gtc" as const),
    });
    const facts = fc.record({
      position: fc.integer({ min: -300, max: 300 }).map(shares),
      whyNoLocal: fc.constantFrom("", "off"),
      apart: fc.option(fc.record({ quantity: fc.nat(300).map(shares), why: fc.constant("kill") }), {
        nil: undefined,
      }),
      doubt: fc.constantFrom("", "down"),
      now: fc.constantFrom(MORNING, CLOSE + HOUR_MS),
    });
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 6 }), facts, (stops, change) => {
        const found = cover(
          stops.map((one) => aStop(one)),
          change,
        );
        const parts = addQuantity(addQuantity(found.byVenue, found.byEngine), found.uncovered);
        expect(parts).toBe(absoluteQuantity(change.position));
        const amounts = [found.byBoth, found.byVenue, found.byVenueNext, found.unguarded];
        for (const amount of amounts) expect(quantityUnits(amount)).toBeGreaterThanOrEqual(0);
        expect(quantityUnits(found.byBoth)).toBeLessThanOrEqual(quantityUnits(found.byVenue));
        expect(quantityUnits(found.unguarded)).toBeLessThanOrEqual(quantityUnits(found.held));
        expect(found.whyUnguarded === "").toBe(quantityUnits(found.unguarded) === 0);
      }),
      { numRuns: 100 },
    );
  });
});
