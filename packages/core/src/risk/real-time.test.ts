import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, IBM, LIMITS, MORNING, SPY } from "../../test/builders.ts";
import { money } from "../number/money.ts";
import { price, priceFromUnits } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import { applyFill } from "../position/apply-fill.ts";
import { makePnl } from "../position/pnl.ts";
import { flatPosition, type Position } from "../position/position.ts";
import {
  checkDailyLoss,
  checkPriceMove,
  checkStopLoss,
  createRiskWatch,
  describeBreach,
  noteReject,
  type RiskWatch,
} from "./real-time.ts";

function day(realized: string, unrealized: string, fees = "0") {
  return makePnl({ realized: money(realized), unrealized: money(unrealized), fees: money(fees) });
}

describe("daily loss", () => {
  it("by marks trips on the second consecutive reading, not on the first", () => {
    const watch = createRiskWatch();
    expect(checkDailyLoss(watch, day("-400", "-600"), LIMITS)).toBeNull();
    expect(checkDailyLoss(watch, day("-400", "-601"), LIMITS)).toEqual({
      kind: "daily_loss",
      loss: money("1001"),
      limit: money("1000"),
    });
  });

  it("is not tripped by one bad print", () => {
    const watch = createRiskWatch();
    expect(checkDailyLoss(watch, day("0", "-9000"), LIMITS)).toBeNull();
    expect(checkDailyLoss(watch, day("0", "-10"), LIMITS)).toBeNull();
    expect(checkDailyLoss(watch, day("0", "-9000"), LIMITS)).toBeNull();
  });

  it("that is realized trips at once: no print can undo it", () => {
    const breach = checkDailyLoss(createRiskWatch(), day("-990", "0", "10"), LIMITS);
    expect(breach).toMatchObject({ loss: money("1000") });
  });

  it("that open profit makes good does not trip", () => {
    const watch = createRiskWatch();
    expect(checkDailyLoss(watch, day("-1500", "800"), LIMITS)).toBeNull();
    expect(checkDailyLoss(watch, day("-1500", "800"), LIMITS)).toBeNull();
  });

  it("goes on tripping as long as it lasts, across a restart too", () => {
    const watch = createRiskWatch();
    checkDailyLoss(watch, day("0", "-1000"), LIMITS);
    const restored: RiskWatch = JSON.parse(JSON.stringify(watch));
    expect(checkDailyLoss(restored, day("0", "-1000"), LIMITS)).not.toBeNull();
    expect(checkDailyLoss(restored, day("0", "-1000"), LIMITS)).not.toBeNull();
  });
});

describe("stop-loss", () => {
  const long = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100) }));
  const short = applyFill(
    flatPosition(IBM, 0),
    aFill({ symbol: IBM, side: "sell", quantity: shares(50) }),
  );

  function read(position: Position, ...marks: string[]) {
    const watch = createRiskWatch();
    return marks.map((mark) => checkStopLoss(watch, { position, mark: price(mark) }, LIMITS));
  }

  it("describes the order that closes a long which lost its share twice in a row", () => {
    expect(read(long, "98.00", "97.90")).toEqual([
      null,
      {
        kind: "stop_loss",
        symbol: SPY,
        side: "sell",
        quantity: shares(100),
        averageEntry: price("100"),
        mark: price("97.90"),
        lossBps: 210,
        limitBps: 200,
      },
    ]);
  });

  it("buys back a short", () => {
    expect(read(short, "102.00", "102.00")[1]).toMatchObject({
      side: "buy",
      quantity: shares(50),
      lossBps: 200,
    });
  });

  it("is not tripped by one bad print, nor by a loss short of it", () => {
    expect(read(long, "50.00", "99.00", "50.00", "99.00")).toEqual([null, null, null, null]);
    expect(read(long, "98.01", "98.01", "98.01")).toEqual([null, null, null]);
  });

  it("has nothing to close where nothing is held, or where it cost nothing", () => {
    expect(read(flatPosition(SPY, 0), "1.00", "1.00")).toEqual([null, null]);
    expect(read({ ...long, costBasis: money("0") }, "1.00", "1.00")).toEqual([null, null]);
  });

  it("of one symbol does not count for another", () => {
    const watch = createRiskWatch();
    expect(checkStopLoss(watch, { position: long, mark: price("90") }, LIMITS)).toBeNull();
    expect(checkStopLoss(watch, { position: short, mark: price("110") }, LIMITS)).toBeNull();
  });
});

describe("circuit breaker on rejections", () => {
  it("trips when the window holds as many as the limit", () => {
    const watch = createRiskWatch();
    const breaches = [0, 1, 2, 3, 4].map((second) =>
      noteReject(watch, MORNING + second * 1_000, LIMITS),
    );
    expect(breaches.slice(0, 4)).toEqual([null, null, null, null]);
    expect(breaches[4]).toEqual({ kind: "reject_burst", rejects: 5, limit: 5, windowMs: 10_000 });
  });

  it("does not count what is exactly as old as the window", () => {
    const watch = createRiskWatch();
    for (const second of [0, 1, 2, 3]) noteReject(watch, MORNING + second * 1_000, LIMITS);
    expect(noteReject(watch, MORNING + 10_000, LIMITS)).toBeNull();
    expect(noteReject(watch, MORNING + 10_001, LIMITS)).not.toBeNull();
  });

  it("forgets what is older than the window", () => {
    const watch = createRiskWatch();
    const breaches = [0, 3, 6, 9, 12, 15].map((second) =>
      noteReject(watch, MORNING + second * 1_000, LIMITS),
    );
    expect(breaches.every((breach) => breach === null)).toBe(true);
    expect(watch.rejects.length).toBeLessThanOrEqual(4);
  });
});

describe("circuit breaker on price moves", () => {
  function moves(
    readings: readonly (readonly [second: number, mark: string])[],
    watch = createRiskWatch(),
  ) {
    return readings.map(([second, mark]) =>
      checkPriceMove(
        watch,
        { symbol: SPY, mark: price(mark), time: MORNING + second * 1_000 },
        LIMITS,
      ),
    );
  }

  it("trips when two readings confirm a move of the limit within the window", () => {
    const [, , first, second] = moves([
      [0, "100.00"],
      [1, "100.00"],
      [20, "95.00"],
      [21, "94.90"],
    ]);
    expect(first).toBeNull();
    expect(second).toEqual({
      kind: "price_move",
      symbol: SPY,
      from: price("100"),
      to: price("95"),
      moveBps: 500,
      limitBps: 500,
      windowMs: 60_000,
    });
  });

  it("trips on a rise as on a fall", () => {
    const readings = [
      [0, "100"],
      [1, "100"],
      [9, "105"],
      [10, "106"],
    ] as const;
    expect(moves(readings)[3]).toMatchObject({
      from: price("100"),
      to: price("105"),
      moveBps: 500,
    });
  });

  it("is not tripped by one bad print, nor by the way back from it", () => {
    const readings = [
      [0, "100"],
      [1, "100.01"],
      [2, "10"],
      [3, "100.02"],
      [4, "100"],
      [5, "900"],
      [6, "100"],
      [7, "100"],
    ] as const;
    expect(moves(readings).every((breach) => breach === null)).toBe(true);
  });

  it("is not tripped by the same move spread over more than the window and its slack", () => {
    const readings = Array.from(
      { length: 130 },
      (_, second) => [second, (100 - second * 0.06).toFixed(2)] as const,
    );
    expect(moves(readings).every((breach) => breach === null)).toBe(true);
  });

  it("watches each symbol by itself", () => {
    const watch = createRiskWatch();
    moves(
      [
        [0, "100"],
        [1, "100"],
      ],
      watch,
    );
    const other = { symbol: IBM, mark: price("50"), time: MORNING + 2_000 };
    expect(checkPriceMove(watch, other, LIMITS)).toBeNull();
    expect(checkPriceMove(watch, other, LIMITS)).toBeNull();
  });

  it("finds every confirmed move inside the window, and none outside the window and a twelfth", () => {
    const tape = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 8_000, max: 12_000 })),
      { minLength: 2, maxLength: 50 },
    );
    fc.assert(
      fc.property(tape, (steps) => {
        const watch = createRiskWatch();
        let time = MORNING;
        const seen: { time: number; cents: number }[] = [];
        for (const [gap, cents] of steps) {
          time += gap;
          seen.push({ time, cents });
          const breach = checkPriceMove(
            watch,
            { symbol: SPY, mark: priceFromUnits(cents * 10_000), time },
            LIMITS,
          );
          if (largestMove(seen, 60_000) >= 500) expect(breach).not.toBeNull();
          if (largestMove(seen, 65_000) < 500) expect(breach).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  /** The largest move that ends at the last reading, by definition: levels that two consecutive readings reached. */
  function largestMove(seen: readonly { time: number; cents: number }[], windowMs: number): number {
    const last = seen.at(-1);
    const before = seen.at(-2);
    if (last === undefined || before === undefined) return 0;
    const reachedHigh = Math.min(last.cents, before.cents);
    const reachedLow = Math.max(last.cents, before.cents);
    let largest = 0;
    seen.forEach((one, index) => {
      const previous = seen[index - 1];
      if (previous === undefined || one.time <= last.time - windowMs) return;
      const low = Math.max(one.cents, previous.cents);
      const high = Math.min(one.cents, previous.cents);
      largest = Math.max(
        largest,
        ((reachedHigh - low) / low) * 10_000,
        ((high - reachedLow) / high) * 10_000,
      );
    });
    return Math.round(largest * 1e6) / 1e6;
  }
});

describe("describeBreach", () => {
  it.each([
    [
      { kind: "daily_loss", loss: money("1001"), limit: money("1000") },
      "The day's loss is $1,001.00; the limit is $1,000.00.",
    ],
    [
      {
        kind: "stop_loss",
        symbol: SPY,
        side: "sell",
        quantity: shares(100),
        averageEntry: price("100"),
        mark: price("97.90"),
        lossBps: 210,
        limitBps: 200,
      },
      "The position of 100 SPY from 100.00 has lost 210.0 bps at 97.90; the stop-loss is 200 bps.",
    ],
    [
      { kind: "reject_burst", rejects: 5, limit: 5, windowMs: 10_000 },
      "The venue rejected 5 orders within 10000 ms; the limit is 5.",
    ],
    [
      {
        kind: "price_move",
        symbol: SPY,
        from: price("100"),
        to: price("95"),
        moveBps: 500,
        limitBps: 500,
        windowMs: 60_000,
      },
      "SPY moved 500.0 bps from 100.00 to 95.00 within 60000 ms; the limit is 500 bps.",
    ],
  ] as const)("%j", (breach, sentence) => {
    expect(describeBreach(breach)).toBe(sentence);
  });
});
