import { expect, it } from "vitest";
import { IBM, LIMITS, SPY } from "../../../test/builders.ts";
import { denialsOf } from "../../../test/denial-cases.ts";
import { LevelDesk, type Wish } from "../../../test/level-desk.ts";
import { strategyId } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { addQuantity, quantity } from "../../number/quantity.ts";
import { checkOrder } from "../check-order.ts";
import { NO_LEVELS, withLevel } from "./limit-levels.ts";

it("R01 of a hundred orders each just inside what is left exactly those pass that fit together", () => {
  const trend = strategyId("trend");
  const own = { maxGrossExposure: money("9999") };
  const levels = withLevel(NO_LEVELS, { kind: "strategy", id: trend }, own);
  const desk = new LevelDesk({ values: { ...LIMITS, maxOrdersPerMinute: 1_000 }, levels }, [
    SPY,
    IBM,
  ]);
  const passed: Wish[] = [];
  for (let n = 0; n < 100; n += 1) {
    // Each is of another size and symbol, so that none is the duplicate of one before.
    const wish: Wish = {
      strategyId: trend,
      symbol: n % 2 === 0 ? SPY : IBM,
      count: 20 + (n % 30),
      cents: 1,
      session: "regular",
      afterMs: 0,
      quoteAgeMs: 0,
    };
    if (checkOrder(desk.intentOf(wish), desk.contextOf(wish)).kind !== "approved") continue;
    passed.push(wish);
    desk.reserve(wish);
  }
  // 20 + 21 + 22 + 23 shares at $100 are $8,600; no other of the hundred is as small as the $1,399 that are left.
  expect(passed.map(({ count }) => count)).toEqual([20, 21, 22, 23]);
});

it("R18 a tenth and two tenths of a share are three tenths: at the limit, and not beyond it", () => {
  const tenth = quantity("0.1");
  const context = {
    position: tenth,
    limits: { ...LIMITS, maxPositionQuantity: quantity("0.3") },
  };
  expect(denialsOf({ quantity: addQuantity(tenth, tenth) }, context)).toEqual([]);
  const more = quantity("0.200000001");
  expect(denialsOf({ quantity: more }, context)).toMatchObject([
    { code: "position_quantity", quantity: quantity("0.300000001") },
  ]);
});
