import { describe, expect, test } from "vitest";
import { buildOrderView } from "../../test/build-order-view.ts";
import { acceptLatencyMs, cancelWait, isWorking, pricingText } from "./order-words.ts";

describe("an order in words", () => {
  test("an unknown submission counts as working, because it may fill", () => {
    expect(isWorking("submit_unknown")).toBe(true);
    expect(isWorking("denied")).toBe(false);
  });

  test("a cancel that waits is slow after five seconds and stuck after thirty", () => {
    const order = buildOrderView({ status: "pending_cancel", updatedAt: 0 });
    expect(cancelWait(order, 5_000)).toMatchObject({ tone: "accent", stuck: false });
    expect(cancelWait(order, 5_001)).toMatchObject({ tone: "warn", stuck: false });
    expect(cancelWait(order, 30_001)).toMatchObject({ tone: "critical", stuck: true });
    expect(cancelWait(buildOrderView(), 30_001)).toBeNull();
  });

  test("type and prices are named together", () => {
    expect(pricingText(buildOrderView({ type: "limit", limitPrice: "144.25" }))).toBe(
      "limit 144.25",
    );
    expect(
      pricingText(buildOrderView({ type: "stop_limit", stopPrice: "143", limitPrice: "142.9" })),
    ).toBe("stop limit 143.00 → 142.90");
  });

  test("the time to acceptance is unknown until both ends are known", () => {
    expect(acceptLatencyMs(buildOrderView({ submittedAt: 10, acceptedAt: 24 }))).toBe(14);
    expect(acceptLatencyMs(buildOrderView({ submittedAt: 10 }))).toBeNull();
  });

  test("a venue's clock that stood still measures nothing", () => {
    expect(acceptLatencyMs(buildOrderView({ submittedAt: 10, acceptedAt: 10 }))).toBeNull();
  });
});
