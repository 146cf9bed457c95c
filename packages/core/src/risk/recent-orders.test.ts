import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anIntent, IBM, MORNING } from "../../test/builders.ts";
import { strategyId } from "../ids.ts";
import { price } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import {
  lastEqualOrderAt,
  ordersInLastMinute,
  type RecentOrder,
  rememberOrder,
  toRecentOrder,
} from "./recent-orders.ts";

function remembered(times: readonly number[], windowMs = 1_000): RecentOrder[] {
  const recent: RecentOrder[] = [];
  for (const at of times) rememberOrder(recent, toRecentOrder(anIntent(), at), windowMs);
  return recent;
}

describe("ordersInLastMinute", () => {
  it("counts what is younger than 60 seconds", () => {
    const recent = remembered([MORNING, MORNING + 1, MORNING + 30_000]);
    expect(ordersInLastMinute(recent, MORNING + 59_999)).toBe(3);
    expect(ordersInLastMinute(recent, MORNING + 60_000)).toBe(2);
    expect(ordersInLastMinute(recent, MORNING + 90_000)).toBe(0);
    expect(ordersInLastMinute([], MORNING)).toBe(0);
  });

  it("equals a count of all orders ever, however many were dropped from the list", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        gaps,
        fc.nat(70_000),
        fc.constantFrom(1_000, 120_000),
        (steps, later, windowMs) => {
          let time = MORNING;
          const times = steps.map((step) => (time += step));
          const recent = remembered(times, windowMs);
          const now = time + later;
          expect(ordersInLastMinute(recent, now)).toBe(
            times.filter((at) => at > now - 60_000).length,
          );
          const kept = Math.max(windowMs, 60_000);
          expect(recent.every(({ at }) => at > time - kept)).toBe(true);
        },
      ),
    );
  });
});

describe("rememberOrder", () => {
  it("drops what is as old as the longest window, and all of it after a long pause", () => {
    const times = (list: readonly RecentOrder[]) => list.map(({ at }) => at - MORNING);
    expect(times(remembered([MORNING, MORNING + 1, MORNING + 60_000]))).toEqual([1, 60_000]);
    expect(times(remembered([MORNING, MORNING + 500_000]))).toEqual([500_000]);
  });
});

describe("lastEqualOrderAt", () => {
  const recent = remembered([MORNING]);
  const within = { time: MORNING + 500, windowMs: 1_000 };

  it("finds an equal order within the window, and none beyond it", () => {
    expect(lastEqualOrderAt(recent, anIntent(), within)).toBe(MORNING);
    expect(lastEqualOrderAt(recent, anIntent(), { ...within, time: MORNING + 1_000 })).toBeNull();
    expect(lastEqualOrderAt([], anIntent(), within)).toBeNull();
  });

  it.each<[string, Partial<OrderIntent>]>([
    ["symbol", { symbol: IBM }],
    ["side", { side: "sell" }],
    ["quantity", { quantity: shares(11) }],
    ["price", { pricing: { type: "limit", limitPrice: price("100.06") } }],
    ["type", { pricing: { type: "stop", stopPrice: price("100.05") } }],
    ["strategy", { strategyId: strategyId("other") }],
  ])("does not take an order of another %s for the same", (_, change) => {
    expect(lastEqualOrderAt(recent, anIntent(change), within)).toBeNull();
  });

  it("takes two market orders for the same", () => {
    const market = anIntent({ pricing: { type: "market" } });
    expect(lastEqualOrderAt([toRecentOrder(market, MORNING)], market, within)).toBe(MORNING);
  });
});
