import { describe, expect, test } from "vitest";
import { anOrder, LIMITS } from "../../../test/builders.ts";
import { money } from "../../number/money.ts";
import { priceFromUnits } from "../../number/price.ts";
import { shares } from "../../number/quantity.ts";
import { describeTrip } from "./breaker.ts";
import {
  checkRejectRate,
  checkSlippage,
  confirmedSlippageBps,
  forgetSamples,
  noOrderSamples,
  noteAnswer,
  noteFilled,
  noteRejection,
  rejectionsWithin,
  rejectShare,
  slippageBpsOf,
} from "./order-samples.ts";

/** A buy of 100 that filled at `price` dollars a share, arrival 100.00. */
function filledAt(price: number) {
  return anOrder({
    filledQuantity: shares(100),
    filledCost: money(String(price * 100)),
    status: "filled",
  });
}

describe("the reject rate", () => {
  const answers = (text: string) => {
    const samples = noOrderSamples();
    for (const one of text) noteAnswer(samples, one === "x");
    return { samples, trip: checkRejectRate(samples, LIMITS) };
  };

  test("trips when the venue rejected its share of the latest orders, and says of how many", () => {
    const { trip } = answers("..x.x.x.xx");
    expect(trip).toEqual({ kind: "reject_rate", rejected: 5, answered: 10, limitBps: 5_000 });
    expect(trip === null ? "" : describeTrip(trip)).toBe(
      "The venue rejected 5 of the latest 10 orders; the limit is 50 %.",
    );
    expect(answers("..x.x.x..x").trip).toBeNull();
  });

  test("of fewer than ten orders is none", () => {
    expect(answers("xxxxxxxxx").trip).toBeNull();
  });

  test("counts the latest twenty orders and no more", () => {
    const { samples } = answers(`${"x".repeat(9)}${".".repeat(20)}`);
    expect(rejectShare(samples)).toEqual({ count: 0, answered: 20, bps: 0 });
  });
});

describe("rejections", () => {
  test("are kept for a window, and counted where they lie within the one that ends now", () => {
    const samples = noOrderSamples();
    for (const at of [1_000, 1_400, 1_999]) noteRejection(samples, at, 1_000);
    expect(samples.rejectedAt).toEqual([1_000, 1_400, 1_999]);
    expect(rejectionsWithin(samples, 1_999, 1_000)).toBe(3);
    expect(rejectionsWithin(samples, 2_000, 1_000)).toBe(2);
    expect(rejectionsWithin(samples, 2_999, 1_000)).toBe(0);
    noteRejection(samples, 2_400, 1_000);
    expect(samples.rejectedAt).toEqual([1_999, 2_400]);
  });
});

describe("slippage", () => {
  test("is what an order filled worse than at arrival, of either side", () => {
    expect(slippageBpsOf(filledAt(100.5))).toBeCloseTo(50);
    expect(slippageBpsOf({ ...filledAt(100.5), side: "sell" })).toBeCloseTo(-50);
    expect(slippageBpsOf({ ...filledAt(100.5), arrivalMid: null })).toBeNull();
    expect(slippageBpsOf(anOrder())).toBeNull();
    expect(slippageBpsOf({ ...filledAt(100.5), arrivalMid: priceFromUnits(0) })).toBeNull();
  });

  test("is kept of the latest five orders that have one, and forgotten on a person's word", () => {
    const samples = noOrderSamples();
    expect(samples).toEqual({ rejectedAt: [], rejected: [], slippageBps: [] });
    noteFilled(samples, anOrder());
    expect(samples.slippageBps).toEqual([]);
    for (const paid of [101, 100, 100, 100, 100]) noteFilled(samples, filledAt(paid));
    expect(samples.slippageBps[0]).toBeCloseTo(100);
    noteFilled(samples, filledAt(100));
    expect(samples.slippageBps).toEqual([0, 0, 0, 0, 0]);
    noteAnswer(samples, true);
    forgetSamples(samples, "slippageBps");
    expect(samples).toMatchObject({ rejected: [true], slippageBps: [] });
  });

  test("has a confirmed level from the third order on", () => {
    const samples = noOrderSamples();
    for (const paid of [101, 102]) noteFilled(samples, filledAt(paid));
    expect(confirmedSlippageBps(samples)).toBeNull();
    noteFilled(samples, filledAt(103));
    expect(confirmedSlippageBps(samples)).toBeCloseTo(100);
  });

  test("of one order, or two of five, trips nothing; the third does", () => {
    const samples = noOrderSamples();
    const note = (price: number) => {
      noteFilled(samples, filledAt(price));
      return checkSlippage(samples, LIMITS);
    };
    expect([note(109), note(100), note(108), note(100)]).toEqual([null, null, null, null]);
    expect(note(100.4)).toEqual({
      kind: "slippage",
      worse: 3,
      orders: 5,
      worstBps: expect.closeTo(900) as number,
      limitBps: 40,
    });
    expect(confirmedSlippageBps(samples)).toBeCloseTo(40);
  });
});
