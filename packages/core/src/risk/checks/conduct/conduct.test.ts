import { describe, expect, it } from "vitest";
import { anIntent, LIMITS, MORNING } from "../../../../test/builders.ts";
import { type DenialCase, LONG, outcomeOf, SELL } from "../../../../test/denial-cases.ts";
import { shares } from "../../../number/quantity.ts";
import { toRecentOrder } from "../../recent-orders.ts";

const canceled = (count: number, ageMs: number) => ({
  conduct: { startedAt: 0, cancels: Array.from({ length: count }, () => MORNING - ageMs) },
});
const orders = (count: number, ageMs: number) =>
  Array.from({ length: count }, (_, n) =>
    toRecentOrder(anIntent({ quantity: shares(n + 11) }), MORNING - ageMs),
  );
const fast = { ...LIMITS, maxOrdersPerMinute: 1_000, maxCancelsPerMinute: 1_000 };
const slow = { ...LIMITS, warmUpMs: 10_000 };
const started = (ageMs: number) => ({
  limits: slow,
  conduct: { startedAt: MORNING - ageMs, cancels: [] },
});

describe("how the engine conducts itself", () => {
  it.each<DenialCase>([
    ["as many cancels as the minute holds pass", {}, canceled(12, 59_999), null],
    [
      "after one more no new risk passes",
      {},
      canceled(13, 59_999),
      { code: "cancel_rate", cancels: 13, limit: 12 },
    ],
    ["cancels of a minute ago count no more", {}, canceled(13, 60_000), null],
    ["closing passes whatever was canceled", SELL, { ...LONG, ...canceled(99, 1) }, null],
    [
      "orders and cancels of a second count together",
      {},
      { ...canceled(20, 999), recentOrders: orders(20, 999), limits: fast },
      { code: "message_rate", messages: 41, limit: 40 },
    ],
    [
      "one message less passes",
      {},
      { ...canceled(19, 999), recentOrders: orders(20, 999), limits: fast },
      null,
    ],
    [
      "those of a second ago count no more",
      {},
      { ...canceled(20, 1_000), recentOrders: orders(20, 999), limits: fast },
      null,
    ],
    [
      "no new risk is taken just after a start",
      {},
      started(9_999),
      { code: "warm_up", runningMs: 9_999, warmUpMs: 10_000 },
    ],
    ["it is taken once the engine is warm", {}, started(10_000), null],
    ["closing waits for no warm-up", SELL, { ...LONG, ...started(0) }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});
