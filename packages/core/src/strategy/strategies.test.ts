import { describe, expect, it } from "vitest";
import { aBar, aQuote, IBM, MORNING, SPY } from "../../test/builders.ts";
import { ticker } from "../ids.ts";
import { type Quantity, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { MINUTE_MS } from "../time.ts";
import type { MeanReversionParams } from "./mean-reversion.ts";
import type { CrossoverParams } from "./moving-average-crossover.ts";
import {
  createExponentialMovingAverage,
  pushToExponentialAverage,
} from "./indicators/exponential-moving-average.ts";
import { findStrategy, STRATEGIES } from "./registry.ts";
import type { Signal } from "./signal.ts";
import type { StrategyContext, StrategyInstance } from "./strategy.ts";

const CROSSOVER: CrossoverParams = {
  fastBars: 2,
  slowBars: 4,
  average: "simple",
  deadBandBps: 0,
  allowShort: true,
};
const REVERSION: MeanReversionParams = {
  lookbackBars: 4,
  entryZ: 1.5,
  exitZ: 0.5,
  allowShort: true,
};

function contextWith(position: Quantity): StrategyContext {
  return { time: MORNING, positionOf: () => position, quoteOf: () => aQuote() };
}

function start(kind: string, params: object, saved: unknown = null): StrategyInstance {
  const strategy = findStrategy(kind);
  if (!strategy.ok) throw new Error(strategy.error);
  const started = strategy.value.start({ params, symbols: [SPY, IBM], saved });
  if (!started.ok) throw new Error(started.error);
  return started.value;
}

/** Feeds closes as bars, one a minute. The position follows each signal unless it is held at one. */
function feed(
  instance: StrategyInstance,
  closes: readonly string[],
  heldAt?: Quantity,
): (Signal | null)[] {
  let position = heldAt ?? ZERO_QUANTITY;
  return closes.map((close, index) => {
    const bar = aBar(close, { startAt: MORNING + index * MINUTE_MS });
    const signal = instance.onBar?.(bar, contextWith(position)) ?? null;
    if (signal !== null && heldAt === undefined) position = shares(Math.sign(signal.target) * 10);
    return signal;
  });
}

function targets(signals: readonly (Signal | null)[]): (number | null)[] {
  return signals.map((signal) => signal?.target ?? null);
}

describe("moving-average crossover", () => {
  it("says nothing while it warms up, and how far it is", () => {
    const instance = start("moving-average-crossover", CROSSOVER);
    expect(targets(feed(instance, ["10", "11", "12"]))).toEqual([null, null, null]);
    expect(instance.status(SPY)).toEqual({ phase: "warming", text: "warming 3/4 bars", target: 0 });
    expect(instance.status(IBM).text).toBe("warming 0/4 bars");
  });

  it("goes long when the fast average rises above the slow one, short when it falls below, and only then", () => {
    const instance = start("moving-average-crossover", CROSSOVER);
    const signals = feed(instance, ["10", "11", "12", "13", "14", "9", "8", "7"]);
    expect(targets(signals)).toEqual([null, null, null, 1, null, -1, null, null]);
    expect(signals[3]).toEqual({
      symbol: SPY,
      target: 1,
      reason: "fast 12.5000 is 1.0000 above slow 11.5000",
      horizonMs: 4 * MINUTE_MS,
    });
    expect(instance.status(SPY)).toEqual({
      phase: "ready",
      text: "fast 7.5000 is 2.0000 below slow 9.5000",
      target: -1,
    });
  });

  it("goes flat instead of short where short sales are not wanted", () => {
    const instance = start("moving-average-crossover", { ...CROSSOVER, allowShort: false });
    expect(targets(feed(instance, ["10", "11", "12", "13", "9", "8"]))).toEqual([
      null,
      null,
      null,
      1,
      0,
      null,
    ]);
  });

  it("keeps its side inside the dead band, and at equality", () => {
    const wide = start("moving-average-crossover", { ...CROSSOVER, deadBandBps: 100 });
    expect(targets(feed(wide, ["100", "100", "100", "100.50", "100.50"]))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    const equal = start("moving-average-crossover", CROSSOVER);
    expect(targets(feed(equal, ["10", "10", "10", "10"]))).toEqual([null, null, null, null]);
    expect(equal.status(SPY).text).toBe("fast 10.0000 is at slow 10.0000");
  });

  it("follows exponential averages too", () => {
    const instance = start("moving-average-crossover", { ...CROSSOVER, average: "exponential" });
    expect(targets(feed(instance, ["10", "11", "12", "13", "14", "5"]))).toEqual([
      null,
      null,
      null,
      1,
      null,
      -1,
    ]);
  });

  it("repeats its wish as long as the holding does not show it", () => {
    const instance = start("moving-average-crossover", CROSSOVER);
    const signals = feed(instance, ["10", "11", "12", "13", "14", "15"], ZERO_QUANTITY);
    expect(targets(signals)).toEqual([null, null, null, 1, 1, 1]);
  });

  it("passes over incomplete bars and symbols that are not its own", () => {
    const instance = start("moving-average-crossover", CROSSOVER);
    const context = contextWith(ZERO_QUANTITY);
    instance.onBar?.(aBar("10", { complete: false }), context);
    instance.onBar?.(aBar("10", { symbol: ticker("BAC") }), context);
    expect(instance.status(SPY).text).toBe("warming 0/4 bars");
    expect(() => instance.status(ticker("BAC"))).toThrow("BAC is not among the strategy's symbols");
  });
});

describe("mean reversion", () => {
  it("says nothing while it warms up, and how far it is", () => {
    const instance = start("mean-reversion", REVERSION);
    feed(instance, ["10", "10"]);
    expect(instance.status(SPY)).toEqual({ phase: "warming", text: "warming 2/4 bars", target: 0 });
  });

  it("buys far below the mean and is flat again near it", () => {
    const instance = start("mean-reversion", REVERSION);
    const signals = feed(instance, ["10", "10", "10", "9", "9.9"]);
    expect(targets(signals)).toEqual([null, null, null, 1, 0]);
    expect(signals[3]?.reason).toBe(
      "z -1.73 (close 9.0000, mean 9.7500); enters beyond ±1.5, leaves within ±0.5",
    );
  });

  it("sells short far above the mean, or stays flat where short sales are not wanted", () => {
    const closes = ["10", "10", "10", "11", "10.1"];
    expect(targets(feed(start("mean-reversion", REVERSION), closes))).toEqual([
      null,
      null,
      null,
      -1,
      0,
    ]);
    const longOnly = start("mean-reversion", { ...REVERSION, allowShort: false });
    expect(targets(feed(longOnly, closes))).toEqual([null, null, null, null, null]);
  });

  it("keeps what it has between exit and entry", () => {
    const instance = start("mean-reversion", REVERSION);
    expect(targets(feed(instance, ["10", "10", "10", "9", "9.2"]))).toEqual([
      null,
      null,
      null,
      1,
      null,
    ]);
    expect(instance.status(SPY)).toMatchObject({ phase: "ready", target: 1 });
  });

  it("leaves when one bar leaps over the mean", () => {
    const instance = start("mean-reversion", REVERSION);
    expect(targets(feed(instance, ["10", "10", "10", "9", "10.2"]))).toEqual([
      null,
      null,
      null,
      1,
      0,
    ]);
  });

  it("does nothing while the price does not move", () => {
    const instance = start("mean-reversion", REVERSION);
    expect(targets(feed(instance, ["10", "10", "10", "10"]))).toEqual([null, null, null, null]);
    expect(instance.status(SPY).text).toBe("close 10.0000, mean 10.0000: no movement to measure");
  });

  it("passes over incomplete bars and symbols that are not its own", () => {
    const instance = start("mean-reversion", REVERSION);
    instance.onBar?.(aBar("10", { complete: false }), contextWith(ZERO_QUANTITY));
    expect(
      instance.onBar?.(aBar("10", { symbol: ticker("BAC") }), contextWith(ZERO_QUANTITY)),
    ).toBeNull();
    expect(instance.status(SPY).text).toBe("warming 0/4 bars");
    expect(() => instance.status(ticker("BAC"))).toThrow("BAC is not among the strategy's symbols");
  });
});

describe("every built-in strategy", () => {
  const params: Readonly<Record<string, object>> = {
    "moving-average-crossover": CROSSOVER,
    "mean-reversion": REVERSION,
  };
  const closes = Array.from({ length: 80 }, (_, index) =>
    (100 + 3 * Math.sin(index / 4) + (index % 7) / 10).toFixed(2),
  );

  it.each(STRATEGIES.map(({ kind }) => kind))(
    "%s goes on from its saved state as if it had never stopped",
    (kind) => {
      const unbroken = feed(start(kind, params[kind] ?? {}), closes);
      const first = start(kind, params[kind] ?? {});
      const before = feed(first, closes.slice(0, 37));
      const held = [...before].reverse().find((signal) => signal !== null)?.target ?? 0;
      const saved: unknown = JSON.parse(JSON.stringify(first.state));
      const second = start(kind, params[kind] ?? {}, saved);
      let position = shares(Math.sign(held) * 10);
      const after = closes.slice(37).map((close, index) => {
        const bar = aBar(close, { startAt: MORNING + (37 + index) * MINUTE_MS });
        const signal = second.onBar?.(bar, contextWith(position)) ?? null;
        if (signal !== null) position = shares(Math.sign(signal.target) * 10);
        return signal;
      });
      expect([...before, ...after]).toEqual(unbroken);
      expect(unbroken.some((signal) => signal !== null)).toBe(true);
    },
  );

  it.each(STRATEGIES.map(({ kind }) => kind))(
    "%s gives the same signals for the same bars",
    (kind) => {
      const once = feed(start(kind, params[kind] ?? {}), closes);
      expect(feed(start(kind, params[kind] ?? {}), closes)).toEqual(once);
    },
  );

  it.each([
    ["other parameters", { params: { ...CROSSOVER, fastBars: 3 }, symbols: { SPY: {}, IBM: {} } }],
    ["other symbols", { params: CROSSOVER, symbols: { SPY: {} } }],
    ["no parameters", { symbols: {} }],
    ["no symbols", { params: CROSSOVER, symbols: null }],
    ["words", "memory"],
  ])("begins afresh with a memory of %s", (_, saved) => {
    const instance = start("moving-average-crossover", CROSSOVER, saved);
    expect(instance.status(SPY).text).toBe("warming 0/4 bars");
  });

  it("knows its memory again whatever the order of its keys", () => {
    const first = start("moving-average-crossover", CROSSOVER);
    feed(first, ["10", "11"]);
    const reordered = Object.fromEntries(Object.entries(CROSSOVER).reverse());
    const saved = { ...JSON.parse(JSON.stringify(first.state)), params: reordered };
    expect(start("moving-average-crossover", CROSSOVER, saved).status(SPY).text).toBe(
      "warming 2/4 bars",
    );
  });
});

describe("the registry", () => {
  it("tells how many bars a configured strategy needs", () => {
    const needed = STRATEGIES.map(({ kind, checkParams }) =>
      checkParams(kind === "mean-reversion" ? REVERSION : CROSSOVER),
    );
    expect(needed).toEqual([
      { ok: true, value: { warmupBars: 4 } },
      { ok: true, value: { warmupBars: 4 } },
    ]);
  });

  it("counts an exponential average as warm when what came before weighs a millionth", () => {
    const [crossover] = STRATEGIES;
    const found = crossover?.checkParams({ ...CROSSOVER, average: "exponential" });
    if (found?.ok !== true) throw new Error("the crossover is not known");
    const { warmupBars } = found.value;
    const after = (first: string): number => {
      const average = createExponentialMovingAverage(CROSSOVER.slowBars);
      const closes = [first, ...Array.from({ length: warmupBars - 1 }, () => "10")];
      for (const close of closes) pushToExponentialAverage(average, Number(close));
      return average.value;
    };
    expect(Math.abs(after("11") - after("10"))).toBeLessThan(1e-6);
    expect(warmupBars).toBeLessThan(10 * CROSSOVER.slowBars);
  });

  it("names the kinds there are when asked for another", () => {
    expect(findStrategy("momentum")).toEqual({
      ok: false,
      error:
        'strategy kind "momentum" is not known: must be one of moving-average-crossover, mean-reversion',
    });
  });

  it.each([
    ["moving-average-crossover", null, "parameters must be an object"],
    ["moving-average-crossover", [], "parameters must be an object"],
    [
      "moving-average-crossover",
      {},
      'parameter "fastBars" is missing: must be a whole number from 1 to 2000',
    ],
    [
      "moving-average-crossover",
      { ...CROSSOVER, fastBars: "2" },
      'parameter "fastBars" is "2": must be a whole number from 1 to 2000',
    ],
    [
      "moving-average-crossover",
      { ...CROSSOVER, slowBars: 4.5 },
      'parameter "slowBars" is 4.5: must be a whole number from 1 to 2000',
    ],
    [
      "moving-average-crossover",
      { ...CROSSOVER, average: "hull" },
      'parameter "average" is "hull": must be one of simple, exponential',
    ],
    [
      "moving-average-crossover",
      { ...CROSSOVER, deadBandBps: Number.NaN },
      'parameter "deadBandBps" is NaN: must be a number from 0 to 1000',
    ],
    [
      "moving-average-crossover",
      { ...CROSSOVER, allowShort: 1 },
      'parameter "allowShort" is 1: must be true or false',
    ],
    ["moving-average-crossover", { ...CROSSOVER, speed: 9 }, 'parameter "speed" is not known'],
    [
      "moving-average-crossover",
      { ...CROSSOVER, fastBars: 4 },
      '"fastBars" is 4: must be below "slowBars", 4',
    ],
    ["mean-reversion", { ...REVERSION, exitZ: 2 }, '"exitZ" is 2: must be below "entryZ", 1.5'],
    [
      "mean-reversion",
      { ...REVERSION, entryZ: -1 },
      'parameter "entryZ" is -1: must be a number from 0.1 to 10',
    ],
  ])("%s refuses %j with a sentence", (kind, raw, error) => {
    const strategy = findStrategy(kind);
    if (!strategy.ok) throw new Error(strategy.error);
    expect(strategy.value.checkParams(raw)).toEqual({ ok: false, error });
    expect(strategy.value.start({ params: raw, symbols: [SPY], saved: null })).toEqual({
      ok: false,
      error,
    });
  });
});
