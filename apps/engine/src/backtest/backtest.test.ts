import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { moneyUnits } from "@interlock/core/number/money";
import { priceToNumber } from "@interlock/core/number/price";
import { ok } from "@interlock/core/result";
import { findStrategy, type RegisteredStrategy } from "@interlock/core/strategy/registry";
import type { Signal } from "@interlock/core/strategy/signal";
import { MINUTE_MS } from "@interlock/core/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSmallDay } from "../cli/test/small-day.ts";
import { checkoutRoot } from "../config/checkout-root.ts";
import { loadConfig } from "../config/load-config.ts";
import type { EngineSettings } from "../settings.ts";
import { figuresOf } from "./backtest-figures.ts";
import { checkLookAhead } from "./check-look-ahead.ts";
import { checkRecursion } from "./check-recursion.ts";
import { compareWithTruth } from "./compare-truth.ts";
import { loadSessions } from "./load-sessions.ts";
import { marketEvents } from "./market-events.ts";
import { type BacktestRequest, type BacktestRun, runBacktest } from "./run-backtest.ts";

const SYMBOLS = ["SPY", "IBM"];
/** Long enough for every configured strategy to warm up, and to go on for an hour after. */
const LIVELY_MINUTES = 200;
const POINTS = { points: 5 };

let folder: string;
let request: BacktestRequest;
let run: BacktestRun;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "backtest-"));
  writeSmallDay(folder, LIVELY_MINUTES);
  request = { sessions: recorded(), settings: settings(), seed: "7", build: "b".repeat(64) };
  run = await runBacktest(request);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recorded(): readonly TapeSource[] {
  const loaded = loadSessions({ folder, dates: null, symbols: SYMBOLS });
  if (!loaded.ok) throw new Error(loaded.error);
  return loaded.value.sessions;
}

function settings(): EngineSettings {
  const read = loadConfig({ environment: "sim", root: checkoutRoot(), symbols: SYMBOLS });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config.settings;
}

/** A strategy that says what a rule wants of each bar, in place of the first that is configured. */
function played(warmupBars: number, rule: () => (bar: Bar) => number): RegisteredStrategy {
  return {
    kind: "made-for-a-test",
    title: "Made for a test",
    checkParams: () => ok({ warmupBars }),
    start: () => {
      const wants = rule();
      const last = new Map<Ticker, number>();
      const onBar = (bar: Bar): Signal | null => {
        const target = wants(bar);
        if (target === last.get(bar.symbol)) return null;
        last.set(bar.symbol, target);
        return { symbol: bar.symbol, target, reason: `wants ${target}`, horizonMs: null };
      };
      return ok({
        state: {},
        onBar,
        status: () => ({ phase: "ready" as const, text: "ready", target: 0 }),
      });
    },
  };
}

function playing(make: (sessions: readonly TapeSource[]) => RegisteredStrategy): BacktestRequest {
  const [first] = request.settings.strategies;
  if (first === undefined) throw new Error("the configuration has no strategy");
  return {
    ...request,
    settings: { ...request.settings, strategies: [first] },
    played: (sessions) => new Map([[first.id, make(sessions)]]),
  };
}

test("the same data, seed and strategies give the same records byte for byte", async () => {
  const again = await runBacktest({ ...request, sessions: recorded() });
  expect(again.recordsHash).toBe(run.recordsHash);
  expect(again.ledger.orders).toBeGreaterThan(10);
  const other = await runBacktest({ ...request, seed: "8" });
  expect(other.recordsHash).not.toBe(run.recordsHash);
});

test("a backtest ends with the venue's own books, its fees charged", () => {
  expect(compareWithTruth(run)).toEqual([]);
  expect(run.venue.charges.length).toBeGreaterThan(0);
  expect(run.ledger.fills.length).toBe(run.venue.executions.length);
});

test("fills cross the spread and come in parts, and gross less slippage and fees is net to the last unit", () => {
  const { account, books, orders } = figuresOf(run);
  expect(account.fills).toBeGreaterThan(orders);
  expect(moneyUnits(account.slippage)).toBeGreaterThan(0);
  expect(moneyUnits(account.fees)).toBeGreaterThan(0);
  for (const { gross, slippage, fees, net } of [account, ...books])
    expect(moneyUnits(gross) - moneyUnits(slippage) - moneyUnits(fees)).toBe(moneyUnits(net));
  expect(books.map(({ fills }) => fills).reduce((a, b) => a + b)).toBe(account.fills);
});

test("the built-in strategies pass both checks, each of which compared something", async () => {
  const lookAhead = await checkLookAhead(request, run, POINTS);
  expect(lookAhead).toMatchObject({ passed: true, points: 5, difference: null });
  expect(lookAhead.compared).toBeGreaterThan(0);
  const recursion = checkRecursion(request, run, POINTS);
  expect(recursion).toMatchObject({ passed: true, points: 10, difference: null });
  expect(recursion.compared).toBeGreaterThan(0);
});

test("a strategy that reads the future is found, with the first order that differs", async () => {
  const cheating = playing((sessions) =>
    played(1, () => (bar) => Math.sign(change(sessions, bar))),
  );
  const whole = await runBacktest(cheating);
  expect(whole.ledger.orders).toBeGreaterThan(0);
  const found = await checkLookAhead(cheating, whole, { points: 20 });
  expect(found.passed).toBe(false);
  expect(found.difference).toMatch(
    /^cut at .* leads to .*; the first order that differs is crossover: (buy|sell) \d+ (SPY|IBM) at 2013/,
  );
});

/** How far the price will have moved within half an hour, as nobody can know. */
function change(sessions: readonly TapeSource[], bar: Bar): number {
  const until = bar.startAt + 30 * MINUTE_MS;
  let last: number | null = null;
  for (const session of sessions)
    for (const { heard } of marketEvents(session)) {
      if (heard.kind !== "trade" || heard.trade.symbol !== bar.symbol) continue;
      if (heard.trade.venueAt > until)
        return priceToNumber(heard.trade.price) - priceToNumber(bar.close);
      last = priceToNumber(heard.trade.price);
    }
  return (last ?? 0) - priceToNumber(bar.close);
}

test("a strategy that depends on more bars than it declares is found, with the first target that differs", async () => {
  /** Goes by how many bars there ever were. */
  const counting = () => {
    const seen = new Map<Ticker, number>();
    return (bar: Bar) => {
      const count = (seen.get(bar.symbol) ?? 0) + 1;
      seen.set(bar.symbol, count);
      return Math.floor(count / 7) % 2;
    };
  };
  const cheating = playing(() => played(10, counting));
  const found = checkRecursion(cheating, await runBacktest(cheating), POINTS);
  expect(found.passed).toBe(false);
  expect(found.difference).toMatch(
    /^crossover, begun at .* with its 10 bars .*, wants [01] of (SPY|IBM) at .*, and [01] with all bars/,
  );
});

test("an exponential average that declared its span alone as its warm-up would be found", () => {
  const [first] = request.settings.strategies;
  expect(first?.params.average).toBe("exponential");
  const hasty = playing(() => {
    const { kind, start } = builtIn();
    return { kind, title: kind, start, checkParams: () => ok({ warmupBars: 15 }) };
  });
  expect(checkRecursion(hasty, run, { points: 40 })).toMatchObject({ passed: false });
});

test("a tape too short for the warm-up has not passed: nothing could be compared", () => {
  const slow = playing(() => played(5_000, () => () => 0));
  const found = checkRecursion(slow, run, POINTS);
  expect(found).toMatchObject({ passed: false, compared: 0 });
  expect(found.difference).toMatch(
    /declares a warm-up of 5000 bars, and no symbol of the tape has more/,
  );
});

test("a strategy that remembers more than bars has not passed the recursion check, and is told so", () => {
  const { kind, checkParams, start } = builtIn();
  const clever = playing(() => ({
    kind,
    title: kind,
    checkParams,
    start: (asked) => {
      const started = start(asked);
      return started.ok ? ok({ ...started.value, onQuote: () => null }) : started;
    },
  }));
  const found = checkRecursion(clever, run, POINTS);
  expect(found.passed).toBe(false);
  expect(found.difference).toMatch(/^crossover handles quotes, .* cannot be checked$/);
});

test("several days are played in their order, each day's fees charged before the next", async () => {
  const days = join(folder, "two");
  writeSmallDay(days, 40);
  writeSmallDay(days, 40, "2013-10-09");
  const loaded = loadSessions({ folder: days, dates: null, symbols: SYMBOLS });
  if (!loaded.ok) throw new Error(loaded.error);
  const { sessions } = loaded.value;
  expect(sessions.map(({ firstDate }) => firstDate)).toEqual(["2013-10-08", "2013-10-09"]);
  const both = await runBacktest({ ...request, sessions });
  expect(compareWithTruth(both)).toEqual([]);
  const charged = new Set(both.venue.charges.map(({ date }) => date));
  expect([...charged]).toEqual(["2013-10-08", "2013-10-09"]);
  const first = await runBacktest({ ...request, sessions: sessions.slice(0, 1) });
  expect(both.hashes.slice(0, first.hashes.length)).toEqual(first.hashes);
});

test("a file that was cut, a folder and a day that are not there are named in a sentence", () => {
  const load = (change: object) => {
    const loaded = loadSessions({ folder, dates: null, symbols: SYMBOLS, ...change });
    return loaded.ok ? "loaded" : loaded.error;
  };
  expect(load({ folder: "/nowhere" })).toMatch(/\/nowhere does not exist: name a folder of days/);
  expect(load({ symbols: ["BAC"] })).toMatch(/no day with quotes and trades of BAC/);
  expect(load({ dates: ["2013-10-09"] })).toMatch(/has no day 2013-10-09; there are: 2013-10-08/);
  const file = join(folder, "2013-10-08", "IBM.quotes.csv.gz");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  expect(load({})).toMatch(/2013-10-08\/IBM\.quotes\.csv\.gz cannot be unpacked/);
  writeFileSync(file, bytes);
});

function builtIn(): RegisteredStrategy {
  const found = findStrategy("moving-average-crossover");
  if (!found.ok) throw new Error(found.error);
  return found.value;
}
