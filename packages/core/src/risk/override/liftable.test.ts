import { describe, expect, it, test } from "vitest";
import type { DenialCode } from "../denial.ts";
import {
  isLifted,
  LIFTABLE,
  liftableOf,
  liftedLine,
  type LiftedLine,
  unliftable,
} from "./liftable.ts";

/** Every line that a person may raise for one order, by the denials that it lifts. */
const LINES: readonly (readonly [LiftedLine["of"], LiftedLine["key"], readonly DenialCode[]])[] = [
  ["order", "maxOrderQuantity", ["order_quantity", "sliced_quantity"]],
  ["order", "maxOrderNotional", ["order_notional", "sliced_notional"]],
  ["order", "maxOrderVolumeBps", ["order_volume_share"]],
  ["order", "maxPositionVolumeBps", ["position_volume_share"]],
  ["order", "maxPositionQuantity", ["position_quantity"]],
  ["order", "maxPositionNotional", ["position_notional"]],
  ["order", "maxConcentrationBps", ["concentration"]],
  ["order", "maxSectorExposureBps", ["sector_exposure"]],
  ["order", "maxGrossExposure", ["gross_exposure"]],
  ["order", "maxNetExposure", ["net_exposure"]],
  ["order", "maxLongExposure", ["long_exposure"]],
  ["order", "maxShortExposure", ["short_exposure"]],
  ["order", "priceCollarBps", ["price_collar"]],
  ["strategy", "maxPositionQuantity", ["strategy_position_quantity"]],
  ["strategy", "maxPositionNotional", ["strategy_position_notional"]],
  ["strategy", "maxGrossExposure", ["strategy_gross_exposure"]],
];

describe("what a person may lift for one order", () => {
  test.each(LINES)("R16 of the %s, %s lifts %j", (of, key, codes) => {
    for (const code of codes) expect(liftedLine(code)).toEqual({ of, key });
  });

  test("R16 is nothing else", () => {
    const lifted = Object.entries(LIFTABLE).flatMap(([code, { line }]) =>
      line === null ? [] : [code],
    );
    expect(lifted.sort()).toEqual(LINES.flatMap(([, , codes]) => codes).sort());
  });

  it.each(Object.entries(LIFTABLE))("says of %s why", (_, { why }) => {
    expect(why).toMatch(/^[a-z].+[^.]$/);
  });

  test("R16 is a line by its own name, and none by a denial that nobody lifts", () => {
    expect(isLifted("order_quantity", ["order_notional", "quote_age"])).toBe(false);
    expect(isLifted("order_quantity", ["quote_age", "sliced_quantity"])).toBe(true);
  });

  test("R16 is no denial of a build that judged others", () => {
    const strange = { code: "moon_phase" } as unknown as Parameters<typeof unliftable>[0][number];
    const size = { code: "crosses_zero" } as unknown as typeof strange;
    const lifted = { code: "order_quantity" } as unknown as typeof strange;
    expect(unliftable([strange, lifted, size])).toEqual([strange, size]);
    const why = "this build does not know the check that denied it";
    expect(liftableOf(strange.code)).toEqual({ line: null, why });
  });
});
