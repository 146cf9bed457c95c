import { describe, expect, it } from "vitest";
import { aContext, anIntent } from "../../test/builders.ts";
import { shares } from "../number/quantity.ts";
import { NOT_MEASURED } from "./check-bits.ts";
import type { CheckCode } from "./check.ts";
import { CHECK_ORDER, type CheckMeasures, checkOrder } from "./check-order.ts";
import { describeMeasures } from "./describe-measures.ts";

function lineOf(measures: CheckMeasures, code: string) {
  return describeMeasures(measures).find((line) => line.code === code);
}

describe("describeMeasures", () => {
  const { measures } = checkOrder(anIntent({ quantity: shares(101) }), aContext());

  it("gives a line for every check, in order", () => {
    expect(describeMeasures(measures).map(({ code }) => code)).toEqual(CHECK_ORDER);
  });

  it("writes value and limit in the check's unit, and what came of it", () => {
    expect(lineOf(measures, "order_quantity")).toEqual({
      code: "order_quantity",
      label: "Order quantity",
      value: "101",
      limit: "100",
      bound: "at_most",
      outcome: "failed",
      headroom: "-1",
    });
    expect(lineOf(measures, "order_notional")).toMatchObject({
      value: "$10,105.05",
      limit: "$11,000.00",
      outcome: "passed",
    });
    expect(lineOf(measures, "price_collar")).toMatchObject({
      value: "5.0 bps",
      limit: "50.0 bps",
      outcome: "passed",
    });
    expect(lineOf(measures, "price_tick")).toMatchObject({ value: "$0.00", limit: "$0.00" });
    expect(lineOf(measures, "quote_age")).toMatchObject({ value: "0 ms", limit: "2,000 ms" });
    expect(lineOf(measures, "trading_state")).toMatchObject({
      value: "active",
      limit: "active",
      bound: "is",
    });
  });

  it("says what is left below a limit, and nothing where more is better or nothing is counted", () => {
    expect(lineOf(measures, "order_notional")?.headroom).toBe("$894.95");
    expect(lineOf(measures, "price_collar")?.headroom).toBe("45.0 bps");
    expect(lineOf(measures, "duplicate_intent")?.headroom).toBeNull();
    expect(lineOf(measures, "equity")).toMatchObject({ value: "$100,000.00", headroom: null });
    expect(lineOf(measures, "crosses_zero"), "not measured").toMatchObject({ headroom: null });
    expect(lineOf(measures, "trading_state")?.headroom).toBeNull();
  });

  it("says what did not apply or could not be measured", () => {
    expect(lineOf(measures, "duplicate_intent")).toMatchObject({
      value: null,
      outcome: "not_applied",
      bound: "at_least",
    });
    const closing = checkOrder(anIntent({ side: "sell" }), aContext({ position: shares(10) }));
    expect(lineOf(closing.measures, "order_rate")).toMatchObject({
      value: "1",
      limit: "30",
      outcome: "not_applied",
    });
  });

  it("shows nothing measured of an order that could not be prepared", () => {
    const failed = checkOrder(anIntent({ quantity: shares(0) }), aContext());
    const lines = describeMeasures(failed.measures);
    expect(lines.every(({ value, outcome }) => value === null && outcome === "not_applied")).toBe(
      true,
    );
  });

  it("reads a decision of another build, whose checks it does not know", () => {
    const foreign = {
      checks: ["moon_phase", "trading_state"],
      values: [7.5, 9],
      limits: [3, 9],
      failed: 1,
      skipped: 0,
    } as unknown as CheckMeasures;
    expect(describeMeasures(foreign)).toEqual([
      {
        code: "moon_phase",
        label: "moon_phase",
        value: "7.5",
        limit: "3",
        bound: "at_most",
        outcome: "failed",
        headroom: null,
      },
      {
        code: "trading_state",
        label: "Trading state",
        value: "9",
        limit: "9",
        bound: "is",
        outcome: "passed",
        headroom: null,
      },
    ]);
    const torn = { ...foreign, limits: [3] };
    expect(describeMeasures(torn)[1]?.limit).toBeNull();
    expect(describeMeasures({ ...foreign, values: [7.5] })).toHaveLength(1);
  });

  it("says by how much a limit is broken, and of nothing that was compared with none", () => {
    const headroomOf = (code: CheckCode, value: number, limit: number) =>
      describeMeasures({
        checks: [code],
        values: [value],
        limits: [limit],
        failed: 0,
        skipped: 0,
      })[0]?.headroom;
    expect(headroomOf("price_tick", 5_000, 0)).toBe("-$0.005");
    expect(headroomOf("order_quantity", 2_345e9, 1_000e9)).toBe("-1,345");
    expect(headroomOf("order_notional", 2_345.5e6, 1_000e6)).toBe("-$1,345.50");
    expect(headroomOf("price_collar", 1_100, 50)).toBe("-1,050.0 bps");
    expect(headroomOf("open_orders", 20, 20)).toBe("0");
    expect(headroomOf("open_orders", 20, NOT_MEASURED)).toBeNull();
    expect(headroomOf("open_orders", NOT_MEASURED, 20)).toBeNull();
  });
});
