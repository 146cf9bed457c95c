import { setTimeout as pause } from "node:timers/promises";
import { type Ticker, ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import { priceFromUnits } from "@interlock/core/number/price";
import { shares } from "@interlock/core/number/quantity";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { Limits } from "@interlock/core/risk/limits";
import type { StrategyInstance } from "@interlock/core/strategy/strategy";
import { checkoutRoot } from "../../apps/engine/src/config/checkout-root.ts";
import { loadConfig } from "../../apps/engine/src/config/load-config.ts";
import type { Effect } from "../../apps/engine/src/effect.ts";
import { type CommitLog, Engine } from "../../apps/engine/src/engine.ts";
import type { InputBody } from "../../apps/engine/src/input.ts";
import type { EngineSettings } from "../../apps/engine/src/settings.ts";
import { type EngineState, initialState } from "../../apps/engine/src/state.ts";
import { emptyViews, type Views } from "../../apps/engine/src/views.ts";
import { FILL_PRICE_UNITS, FillingVenue } from "./filling-venue.ts";

/** 10:00 in New York on a trading day. */
export const MORNING = Date.UTC(2026, 5, 16, 14, 0, 0);

/** What a benchmark wants of an engine of its own. */
export interface BenchEngineOptions {
  /** How many symbols are followed. */
  readonly symbols: number;
  readonly log: CommitLog;
  /** Milliseconds of market time since 10:00. */
  readonly elapsedMs: () => number;
  /** Called when an order may leave: its record is durable. */
  readonly onSubmit: (order: ApprovedOrder) => void;
  /** Limits other than the loose ones. */
  readonly limits?: Partial<Limits>;
  /** What the only strategy does; nothing when absent. */
  readonly strategy?: Pick<StrategyInstance, "onTrade" | "onQuote" | "onFill">;
}

/** The engine's own loop, rules and state, its venue and its strategy played by the benchmark. */
export interface BenchEngine {
  readonly engine: Engine;
  readonly state: EngineState;
  readonly views: Views;
  readonly symbols: readonly Ticker[];
  readonly venue: FillingVenue;
  /** Market time now. */
  readonly now: () => number;
}

/** Opens an engine with the configuration of environment sim, quotes every symbol, and finishes its recovery. */
export function openBenchEngine(options: BenchEngineOptions): BenchEngine {
  const symbols = Array.from({ length: options.symbols }, (_, index) => ticker(symbolName(index)));
  const state = initialState();
  const views = emptyViews();
  const venue = new FillingVenue();
  const now = () => MORNING + Math.floor(options.elapsedMs());
  const perform = (effect: Effect): void => {
    if (effect.kind === "submit_order") options.onSubmit(effect.order);
    if (effect.kind !== "request_snapshot") return;
    const { purpose, fillsBooked } = effect;
    const snapshot = venue.snapshot(now());
    engine.accept({ kind: "venue_snapshot", purpose, fillsBookedBefore: fillsBooked, snapshot });
  };
  const engine: Engine = new Engine({
    state,
    views,
    log: options.log,
    clock: { timeOf: now },
    performer: { perform, inFlight: 0 },
  });
  engine.accept(startInput(benchSettings(symbols, options.limits ?? {})));
  for (const channel of ["order_stream", "account_lease", "market_data"] as const)
    engine.accept({ kind: "connection", channel, up: true, reason: "" });
  for (const symbol of symbols) engine.accept(tradeInput(symbol, now()));
  for (const symbol of symbols) engine.accept(quoteInput(symbol, now()));
  setStrategy(views, options.strategy ?? {});
  return { engine, state, views, symbols, venue, now };
}

const LOOK_MS = 50;
const RECOVERY_LOOKS_MAX = 200;

/** Resolves once the engine's opening comparison with the venue is done, from when on it trades. */
export async function whenTrading({ engine, state }: BenchEngine): Promise<void> {
  for (let looks = 0; looks < RECOVERY_LOOKS_MAX && !state.recovered; looks += 1) {
    await engine.settled();
    await pause(LOOK_MS);
    // A second comparison is asked for by the clock, some seconds after the first.
    engine.accept({ kind: "clock" });
  }
  if (!state.recovered) throw new Error("the engine did not finish its recovery");
}

/** A quote around $100. */
export function quoteOf(symbol: Ticker, venueAt: number, shiftUnits = 0): Quote {
  const bid = priceFromUnits(FILL_PRICE_UNITS - 10_000 + shiftUnits);
  const ask = priceFromUnits(FILL_PRICE_UNITS + 10_000 + shiftUnits);
  return { symbol, venueAt, bid, bidSize: 500, ask, askSize: 500 };
}

/** The same as an input of the engine. */
export function quoteInput(symbol: Ticker, venueAt: number, shiftUnits = 0): InputBody {
  return { kind: "quote", quote: quoteOf(symbol, venueAt, shiftUnits) };
}

/** A trade at $100. */
export function tradeOf(symbol: Ticker, venueAt: number): MarketTrade {
  const price = priceFromUnits(FILL_PRICE_UNITS);
  return { symbol, venueAt, price, size: 100, exchange: "V", conditions: ["@"] };
}

/** The same as an input of the engine. */
export function tradeInput(symbol: Ticker, venueAt: number): InputBody {
  return { kind: "trade", trade: tradeOf(symbol, venueAt) };
}

/** Limits that a storm does not reach; every check is computed all the same. */
const LOOSE = {
  maxOrderQuantity: shares(1_000_000),
  maxPositionQuantity: shares(1_000_000),
  maxOrdersPerMinute: 100_000_000,
  maxOpenOrders: 10_000_000,
  maxGrossExposure: money("1000000000"),
  maxPositionNotional: money("1000000000"),
  maxOrderNotional: money("1000000"),
  maxDailyLoss: money("1000000000"),
  maxWindowOrders: 100_000_000,
  maxWindowNotional: money("9000000000"),
  maxSymbolWindowOrders: 100_000_000,
  maxSymbolWindowNotional: money("9000000000"),
  maxNetExposure: money("1000000000"),
  maxLongExposure: money("1000000000"),
  maxShortExposure: money("1000000000"),
  maxConcentrationBps: 1_000_000_000,
  maxSectorExposureBps: 1_000_000_000,
  maxLeverageBps: 1_000_000_000,
  maxAccountAgeMs: 86_400_000_000,
  maxCancelsPerMinute: 100_000_000,
  maxMessagesPerSecond: 100_000_000,
  maxRepeatedFills: 100_000_000,
  duplicateIntentWindowMs: 1,
  maxQuoteAgeMs: 86_400_000,
  stopLossBps: 9_999,
  breakerPriceMoveBps: 9_999,
  breakerLossStreak: 1_000_000_000,
} satisfies Partial<Limits>;

function benchSettings(symbols: readonly Ticker[], chosen: Partial<Limits>): EngineSettings {
  const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { settings } = loaded.config;
  const limits: Limits = { ...settings.limitDefaults, ...LOOSE, ...chosen };
  return {
    ...settings,
    symbols,
    strategies: settings.strategies.slice(0, 1).map((one) => ({ ...one, symbols })),
    limitDefaults: limits,
    limitCeilings: limits,
    // A comparison asks for the venue's whole answer, which is not what is measured here.
    reconcileEveryMs: 1e12,
    orderRestMs: 1e12,
  };
}

function startInput(settings: EngineSettings): InputBody {
  return {
    kind: "engine_started",
    settings,
    build: "bench",
    instance: "bench0",
    accountId: "bench",
    accountNumber: "PABENCH",
    haltedBecause: "",
    latch: null,
  };
}

function setStrategy(
  views: Views,
  strategy: Pick<StrategyInstance, "onTrade" | "onQuote" | "onFill">,
): void {
  const [runtime] = views.strategies;
  if (runtime === undefined) throw new Error("the configuration has no strategy");
  const silent = { onBar: undefined, onTimer: undefined, onFill: undefined };
  Object.assign(runtime, { instance: { ...runtime.instance, ...silent, ...strategy } });
}

function symbolName(index: number): string {
  const letter = (n: number): string => String.fromCharCode(65 + (Math.floor(n) % 26));
  return `${letter(index)}${letter(index / 26)}${letter(index / 676)}`;
}
