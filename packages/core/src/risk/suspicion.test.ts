import { describe, expect, it } from "vitest";
import { aFill, LIMITS, MORNING, SPY } from "../../test/builders.ts";
import { money } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import { applyFill } from "../position/apply-fill.ts";
import { makePnl } from "../position/pnl.ts";
import { flatPosition } from "../position/position.ts";
import {
  checkDailyLoss,
  checkSettledLoss,
  checkStopLoss,
  createRiskWatch,
  forgetSymbol,
  stopBreach,
} from "./real-time.ts";

describe("a suspicion", () => {
  const long = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100) }));
  const at = (mark: string, time: number) => ({
    symbol: SPY,
    mark: price(mark),
    time: MORNING + time,
    printed: false,
    position: long,
  });

  it("of a stop-loss ends with a reading inside the limit: what comes later proves nothing of before", () => {
    const watch = createRiskWatch();
    expect(checkStopLoss(watch, at("97", 1), LIMITS)).toBeNull();
    expect(checkStopLoss(watch, at("100", 2), LIMITS)).toBeNull();
    expect(checkStopLoss(watch, at("96", 3), LIMITS)).toBeNull();
    expect(checkStopLoss(watch, at("96.5", 4), LIMITS)).toMatchObject({ side: "sell" });
  });

  it("of shares that are others now is forgotten, of every stop", () => {
    const watch = createRiskWatch();
    const open = { ...at("97", 1), proven: false };
    for (const book of [watch.stops, watch.trailing, watch.timed]) book[SPY] = { ...open };
    forgetSymbol(watch, SPY);
    for (const book of [watch.stops, watch.trailing, watch.timed]) expect(book).toEqual({});
  });

  it("of a day's loss, once proven, is a breach by its name", () => {
    const watch = createRiskWatch();
    const nothing = money("0");
    const day = makePnl({ realized: nothing, unrealized: money("-1000"), fees: nothing });
    expect(checkDailyLoss(watch, { ...at("97", 1), day }, LIMITS)).toBeNull();
    expect(checkDailyLoss(watch, { ...at("96", 2), day }, LIMITS)).toEqual({
      kind: "daily_loss",
      loss: money("1000"),
      limit: LIMITS.maxDailyLoss,
    });
  });

  it("is not needed for a loss that fills and fees made, which no mark can undo", () => {
    const day = makePnl({ realized: money("-999"), unrealized: money("0"), fees: money("1") });
    expect(checkSettledLoss(day, LIMITS)).toEqual({
      kind: "daily_loss",
      loss: money("1000"),
      limit: LIMITS.maxDailyLoss,
    });
    expect(checkDailyLoss(createRiskWatch(), { ...at("97", 1), day }, LIMITS)).not.toBeNull();
  });

  it("needs something held: a flat position has no stop", () => {
    const flat = { ...at("97", 1), position: flatPosition(SPY, 0) };
    expect(() => stopBreach(flat, 0, LIMITS)).toThrow("SPY lost on nothing");
  });
});
