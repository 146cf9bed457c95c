import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aTrade, MORNING, SPY } from "../../test/builders.ts";
import { price, priceFromUnits, priceUnits } from "../number/price.ts";
import { MINUTE_MS, SECOND_MS } from "../time.ts";
import type { Bar } from "./bar.ts";
import {
  addTrade,
  advanceTime,
  type BarBuilder,
  createBarBuilder,
  markGap,
} from "./bar-builder.ts";
import type { MarketTrade } from "./trade.ts";

const STARTED = MORNING - MINUTE_MS;

function builderWith(trades: readonly MarketTrade[]): BarBuilder {
  const builder = createBarBuilder(SPY, STARTED);
  for (const trade of trades) addTrade(builder, trade);
  return builder;
}

describe("bar builder", () => {
  it("gives open, high, low, close, volume and count of a minute", () => {
    const builder = builderWith([
      aTrade({ price: price("100.00"), size: 100 }),
      aTrade({ price: price("100.30"), size: 200, venueAt: MORNING + 1 }),
      aTrade({ price: price("99.90"), size: 50, venueAt: MORNING + 2 }),
      aTrade({ price: price("100.10"), size: 25, venueAt: MORNING + 59_999 }),
    ]);
    expect(advanceTime(builder, MORNING + MINUTE_MS)).toEqual({
      symbol: SPY,
      startAt: MORNING,
      open: price("100.00"),
      high: price("100.30"),
      low: price("99.90"),
      close: price("100.10"),
      volume: 375,
      tradeCount: 4,
      complete: true,
    });
  });

  it("closes a minute by the clock only when it has passed, and only once", () => {
    const builder = builderWith([aTrade()]);
    expect(advanceTime(builder, MORNING + MINUTE_MS - 1)).toBeNull();
    expect(advanceTime(builder, MORNING + MINUTE_MS)).not.toBeNull();
    expect(advanceTime(builder, MORNING + MINUTE_MS)).toBeNull();
    expect(advanceTime(builder, MORNING)).toBeNull();
  });

  it("closes a minute by the first trade of a later one, which opens the next bar", () => {
    const builder = builderWith([aTrade({ price: price("100.00") })]);
    const closed = addTrade(
      builder,
      aTrade({ price: price("101.00"), venueAt: MORNING + 3 * MINUTE_MS }),
    );
    expect(closed?.close).toBe(price("100.00"));
    const next = advanceTime(builder, MORNING + 4 * MINUTE_MS);
    expect(next).toMatchObject({
      startAt: MORNING + 3 * MINUTE_MS,
      open: price("101.00"),
      volume: 100,
    });
  });

  it("M07 counts a late trade and drops it: a closed bar never changes", () => {
    const builder = builderWith([aTrade()]);
    advanceTime(builder, MORNING + MINUTE_MS);
    expect(addTrade(builder, aTrade({ venueAt: MORNING + 59_999 }))).toBeNull();
    expect(builder.lateTrades).toBe(1);
    expect(advanceTime(builder, MORNING + 2 * MINUTE_MS)).toBeNull();
  });

  it("marks the first bar after a start as incomplete, the next as complete", () => {
    const builder = createBarBuilder(SPY, MORNING + 20 * SECOND_MS);
    addTrade(builder, aTrade({ venueAt: MORNING + 30 * SECOND_MS }));
    expect(advanceTime(builder, MORNING + MINUTE_MS)?.complete).toBe(false);
    addTrade(builder, aTrade({ venueAt: MORNING + 90 * SECOND_MS }));
    expect(advanceTime(builder, MORNING + 2 * MINUTE_MS)?.complete).toBe(true);
  });

  it("M08 marks the bar that was running when trades may have been missed as incomplete", () => {
    const builder = builderWith([aTrade()]);
    markGap(builder, MORNING + 10 * SECOND_MS);
    expect(advanceTime(builder, MORNING + MINUTE_MS)?.complete).toBe(false);
    addTrade(builder, aTrade({ venueAt: MORNING + MINUTE_MS }));
    expect(advanceTime(builder, MORNING + 2 * MINUTE_MS)?.complete).toBe(true);
  });

  it("M08 makes no bar of a minute without a price, and forgets its volume", () => {
    const builder = builderWith([aTrade({ conditions: ["I"], size: 3 })]);
    expect(advanceTime(builder, MORNING + MINUTE_MS)).toBeNull();
    addTrade(builder, aTrade({ venueAt: MORNING + MINUTE_MS, size: 100 }));
    expect(advanceTime(builder, MORNING + 2 * MINUTE_MS)?.volume).toBe(100);
  });

  it("takes prices only from regular prints and volume from all that do not repeat one", () => {
    const builder = builderWith([
      aTrade({ price: price("50.00"), size: 7, conditions: ["@", "I"] }),
      aTrade({ price: price("100.00"), size: 100 }),
      aTrade({ price: price("150.00"), size: 11, conditions: ["W"] }),
      aTrade({ price: price("200.00"), size: 100, conditions: ["M"] }),
      aTrade({ price: price("100.02"), size: 100, conditions: ["20000020"] }),
    ]);
    expect(advanceTime(builder, MORNING + MINUTE_MS)).toMatchObject({
      open: price("100.00"),
      high: price("100.02"),
      low: price("100.00"),
      close: price("100.02"),
      volume: 218,
      tradeCount: 4,
    });
  });

  it("is plain data: it goes on from a copy as from itself", () => {
    const builder = builderWith([aTrade()]);
    const copy: BarBuilder = JSON.parse(JSON.stringify(builder));
    expect(advanceTime(copy, MORNING + MINUTE_MS)).toEqual(
      advanceTime(builder, MORNING + MINUTE_MS),
    );
  });
});

describe("bar builder and a naive grouping", () => {
  const trades = fc.array(
    fc.record({
      units: fc.integer({ min: 1, max: 400 }),
      size: fc.integer({ min: 1, max: 1_000 }),
      gapMs: fc.integer({ min: 0, max: 90_000 }),
    }),
    { maxLength: 60 },
  );

  it("give the same bars for trades in time order", () => {
    fc.assert(
      fc.property(trades, (steps) => {
        let time = MORNING;
        const tape = steps.map(({ units, size, gapMs }) => {
          time += gapMs;
          return aTrade({ price: priceFromUnits(units * 10_000), size, venueAt: time });
        });
        const builder = createBarBuilder(SPY, STARTED);
        const bars = tape.map((trade) => addTrade(builder, trade));
        bars.push(advanceTime(builder, time + MINUTE_MS));
        expect(bars.filter((bar) => bar !== null)).toEqual(groupByMinute(tape));
      }),
    );
  });

  function groupByMinute(tape: readonly MarketTrade[]): Bar[] {
    const minutes = [...new Set(tape.map((trade) => Math.floor(trade.venueAt / MINUTE_MS)))];
    return minutes.map((minute) => {
      const inside = tape.filter((trade) => Math.floor(trade.venueAt / MINUTE_MS) === minute);
      const units = inside.map((trade) => priceUnits(trade.price));
      return {
        symbol: SPY,
        startAt: minute * MINUTE_MS,
        open: priceFromUnits(units[0] ?? 0),
        high: priceFromUnits(Math.max(...units)),
        low: priceFromUnits(Math.min(...units)),
        close: priceFromUnits(units.at(-1) ?? 0),
        volume: inside.reduce((sum, trade) => sum + trade.size, 0),
        tradeCount: inside.length,
        complete: true,
      };
    });
  }
});
