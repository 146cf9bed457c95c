import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, IBM, LIMITS, MORNING, SPY } from "../../test/builders.ts";
import { runs } from "../../test/runs.ts";
import { money } from "../number/money.ts";
import { price, priceFromUnits } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import { applyFill } from "../position/apply-fill.ts";
import { makePnl } from "../position/pnl.ts";
import { flatPosition, type Position } from "../position/position.ts";
import { noOrderSamples, noteRejection, type OrderSamples } from "./breakers/order-samples.ts";
import {
  checkDailyLoss,
  checkPriceMove,
  checkRejectBurst,
  checkStopLoss,
  createRiskWatch,
  describeBreach,
  type MarkReading,
  type RiskWatch,
  STANDING_MS,
} from "./real-time.ts";

function day(realized: string, unrealized: string, fees = "0") {
  return makePnl({ realized: money(realized), unrealized: money(unrealized), fees: money(fees) });
}

/** A reading of a quote's midpoint, `ms` after the first. */
function at(ms: number, mark = "90"): MarkReading {
  return { symbol: SPY, mark: price(mark), time: MORNING + ms, printed: false };
}

describe("daily loss", () => {
  const read = (watch: RiskWatch, pnl: ReturnType<typeof day>, reading: MarkReading) =>
    checkDailyLoss(watch, { ...reading, day: pnl }, LIMITS);

  it("by marks trips on a second reading that proves the first", () => {
    const watch = createRiskWatch();
    expect(read(watch, day("-400", "-600"), at(0, "90"))).toBeNull();
    expect(read(watch, day("-400", "-601"), at(1, "89.99"))).toEqual({
      kind: "daily_loss",
      loss: money("1001"),
      limit: money("1000"),
    });
  });

  it("is not tripped by one bad price, nor by quotes of other symbols meanwhile", () => {
    const watch = createRiskWatch();
    expect(read(watch, day("0", "-9000"), at(0))).toBeNull();
    expect(read(watch, day("0", "-9001"), { ...at(5, "180"), symbol: IBM })).toBeNull();
    expect(read(watch, day("0", "-10"), at(9, "100"))).toBeNull();
    expect(read(watch, day("0", "-9000"), at(20, "80"))).toBeNull();
  });

  it("is proven by any symbol's reading once the bad price has stood", () => {
    const watch = createRiskWatch();
    expect(read(watch, day("0", "-9000"), at(0))).toBeNull();
    const other = { ...at(STANDING_MS, "180"), symbol: IBM };
    expect(read(watch, day("0", "-9001"), other)).not.toBeNull();
  });

  it("that is realized trips at once: no print can undo it", () => {
    const breach = read(createRiskWatch(), day("-990", "0", "10"), at(0));
    expect(breach).toMatchObject({ loss: money("1000") });
  });

  it("that open profit makes good does not trip", () => {
    const watch = createRiskWatch();
    expect(read(watch, day("-1500", "800"), at(0))).toBeNull();
    expect(read(watch, day("-1500", "800"), at(1, "91"))).toBeNull();
  });

  it("goes on tripping as long as it lasts", () => {
    const watch = createRiskWatch();
    read(watch, day("0", "-1000"), at(0));
    expect(read(watch, day("0", "-1000"), at(1, "89"))).not.toBeNull();
    expect(read(watch, day("0", "-1000"), at(1, "89"))).not.toBeNull();
  });
});

describe("stop-loss", () => {
  const long = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100) }));
  const short = applyFill(
    flatPosition(IBM, 0),
    aFill({ symbol: IBM, side: "sell", quantity: shares(50) }),
  );

  /** What readings ten milliseconds apart give. */
  function read(position: Position, ...marks: string[]) {
    const watch = createRiskWatch();
    return marks.map((mark, index) =>
      checkStopLoss(watch, { ...at(index * 10, mark), symbol: position.symbol, position }, LIMITS),
    );
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
    expect(read(short, "102.01", "102.00")[1]).toMatchObject({
      side: "buy",
      quantity: shares(50),
      lossBps: 200,
    });
  });

  it("is not tripped by one bad print, nor by a loss short of it", () => {
    expect(read(long, "50.00", "99.00", "50.00", "99.00")).toEqual([null, null, null, null]);
    expect(read(long, "98.01", "98.02", "98.01")).toEqual([null, null, null]);
  });

  it.each<[string, Partial<MarkReading>, boolean]>([
    ["the same quote, of another size", { time: MORNING + 10 }, false],
    ["another price in the same instant", { mark: price("89") }, false],
    ["another price at another time", { mark: price("89"), time: MORNING + 1 }, true],
    ["the same quote a second later", { time: MORNING + STANDING_MS }, true],
    ["a trade", { printed: true }, true],
  ])("is proven or not by %s", (_, second, proven) => {
    const watch = createRiskWatch();
    const first = { ...at(0, "90"), position: long };
    expect(checkStopLoss(watch, first, LIMITS)).toBeNull();
    expect(checkStopLoss(watch, { ...first, ...second }, LIMITS) !== null).toBe(proven);
  });

  it("has nothing to close where nothing is held, or where it cost nothing", () => {
    expect(read(flatPosition(SPY, 0), "1.00", "1.01")).toEqual([null, null]);
    expect(read({ ...long, costBasis: money("0") }, "1.00", "1.01")).toEqual([null, null]);
  });

  it("of one symbol does not count for another", () => {
    const watch = createRiskWatch();
    expect(checkStopLoss(watch, { ...at(0, "90"), position: long }, LIMITS)).toBeNull();
    const other = { ...at(5, "110"), symbol: IBM, position: short };
    expect(checkStopLoss(watch, other, LIMITS)).toBeNull();
  });
});

describe("circuit breaker on rejections", () => {
  const noteReject = (samples: OrderSamples, time: number) => {
    noteRejection(samples, time, LIMITS.breakerRejectsWindowMs);
    return checkRejectBurst(samples, time, LIMITS);
  };

  it("trips when the window holds as many as the limit", () => {
    const samples = noOrderSamples();
    const breaches = [0, 1, 2, 3, 4].map((second) => noteReject(samples, MORNING + second * 1_000));
    expect(breaches.slice(0, 4)).toEqual([null, null, null, null]);
    expect(breaches[4]).toEqual({ kind: "reject_burst", rejects: 5, limit: 5, windowMs: 10_000 });
  });

  it("does not count what is exactly as old as the window", () => {
    const samples = noOrderSamples();
    for (const second of [0, 1, 2, 3]) noteReject(samples, MORNING + second * 1_000);
    expect(noteReject(samples, MORNING + 10_000)).toBeNull();
    expect(noteReject(samples, MORNING + 10_001)).not.toBeNull();
  });

  it("forgets what is older than the window", () => {
    const samples = noOrderSamples();
    const breaches = [0, 3, 6, 9, 12, 15].map((second) =>
      noteReject(samples, MORNING + second * 1_000),
    );
    expect(breaches.every((breach) => breach === null)).toBe(true);
    expect(samples.rejectedAt.length).toBeLessThanOrEqual(4);
  });
});

describe("circuit breaker on price moves", () => {
  function moves(
    readings: readonly (readonly [second: number, mark: string])[],
    watch = createRiskWatch(),
  ) {
    return readings.map(([second, mark]) =>
      checkPriceMove(watch, at(second * 1_000, mark), LIMITS),
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

  it("takes the same price again, or another in the same instant, for no second reading", () => {
    const start = [
      [0, "100"],
      [1, "100"],
    ] as const;
    const again = [...start, [9, "90"], [9.001, "90"], [9.999, "90"]] as const;
    expect(moves(again).every((breach) => breach === null)).toBe(true);
    expect(moves([...start, [9, "90"], [9, "89"]])[3]).toBeNull();
    expect(moves([...start, [9, "90"], [10, "90"]])[3]).toMatchObject({ to: price("90") });
    expect(moves([...start, [9, "90"], [9.001, "89"]])[3]).toMatchObject({ to: price("90") });
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
    for (const ms of [2_000, 3_000]) {
      expect(checkPriceMove(watch, { ...at(ms, "50"), symbol: IBM }, LIMITS)).toBeNull();
    }
  });

  it("finds every confirmed move inside the window, and none outside the window and a twelfth", () => {
    const tape = fc.array(
      fc.tuple(
        fc.integer({ min: STANDING_MS, max: 9_000 }),
        fc.integer({ min: 8_000, max: 12_000 }),
      ),
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
            { ...at(0), mark: priceFromUnits(cents * 10_000), time },
            LIMITS,
          );
          if (largestMove(seen, 60_000) >= 500) expect(breach).not.toBeNull();
          if (largestMove(seen, 65_000) < 500) expect(breach).toBeNull();
        }
      }),
      { numRuns: runs(300) },
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
