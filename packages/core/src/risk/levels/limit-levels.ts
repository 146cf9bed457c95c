import type { StrategyId, Ticker } from "../../ids.ts";
import type { TradingSession } from "../../market/calendar.ts";
import { emptyRecord, recordOf } from "../../record-of-names.ts";
import type { LimitKey, Limits } from "../limits.ts";

/**
 * Limits stand at four levels: the account's, complete; and below it those of a strategy, a symbol and a session, each
 * with only the lines that are set there. All that concern an order must pass, so what is missing at a level is what
 * the account's is, and no line is ever unlimited.
 */

/** Where a limit stands. */
export type LimitLevel =
  | { readonly kind: "account" }
  | { readonly kind: "strategy"; readonly id: StrategyId }
  | { readonly kind: "symbol"; readonly symbol: Ticker }
  | { readonly kind: "session"; readonly session: TradingSession };

/** A level below the account's. */
export type LowerLevel = Exclude<LimitLevel, { readonly kind: "account" }>;

/** The kinds of levels below the account's, in the order in which they are applied and shown. */
export const LOWER_LEVELS = ["strategy", "symbol", "session"] as const;

const ORDER_KEYS = [
  "maxOrderQuantity",
  "maxOrderNotional",
  "maxOrderVolumeBps",
  "priceCollarBps",
  "maxQuoteAgeMs",
  "shortSelling",
] as const satisfies readonly LimitKey[];

/**
 * The limits that each level may have, all numbers among them tighter when lower. A symbol's and a session's bound the
 * measures of the account; of a strategy's the first six do, and the others bound the strategy's own position,
 * exposure, orders and loss. Its lists of symbols hold beside the account's: it may trade what both allow.
 */
export const LEVEL_KEYS = {
  strategy: [
    ...ORDER_KEYS,
    "maxPositionQuantity",
    "maxPositionNotional",
    "maxGrossExposure",
    "maxDailyLoss",
    "maxOpenOrders",
    "maxOrdersPerMinute",
    "restricted",
    "allowed",
  ],
  symbol: [
    ...ORDER_KEYS,
    "maxPositionQuantity",
    "maxPositionNotional",
    "maxPositionVolumeBps",
    "maxConcentrationBps",
  ],
  session: [
    ...ORDER_KEYS,
    "maxPositionQuantity",
    "maxPositionNotional",
    "maxPositionVolumeBps",
    "maxGrossExposure",
    "maxNetExposure",
    "maxLongExposure",
    "maxShortExposure",
    "maxConcentrationBps",
    "maxSectorExposureBps",
    "maxLeverageBps",
    "maxDailyLoss",
    "maxOpenOrders",
    "maxOrdersPerMinute",
  ],
} as const satisfies Readonly<Record<LowerLevel["kind"], readonly LimitKey[]>>;

/** Those of them that bound the same measure at every level. */
export const SAME_MEASURE_KEYS: Readonly<Record<LowerLevel["kind"], readonly LimitKey[]>> = {
  ...LEVEL_KEYS,
  strategy: ORDER_KEYS,
};

/** Limits of one strategy; each bounds it beside the account's. Plain data. */
export type StrategyLimits = Partial<Pick<Limits, (typeof LEVEL_KEYS)["strategy"][number]>>;
/** Limits in one symbol. Plain data. */
export type SymbolLimits = Partial<Pick<Limits, (typeof LEVEL_KEYS)["symbol"][number]>>;
/** Limits in one session of the day. Plain data. */
export type SessionLimits = Partial<Pick<Limits, (typeof LEVEL_KEYS)["session"][number]>>;

/** All limits below the account's. Plain data; the books have no prototype. */
export interface LimitLevels {
  readonly strategies: Readonly<Record<StrategyId, StrategyLimits>>;
  readonly symbols: Readonly<Record<Ticker, SymbolLimits>>;
  readonly sessions: Readonly<Partial<Record<TradingSession, SessionLimits>>>;
}

/** The limits of all levels. Never changed: another version is another object. */
export interface LimitSet {
  /** The account's. */
  readonly values: Limits;
  readonly levels: LimitLevels;
}

/** No limits below the account's. */
export const NO_LEVELS: LimitLevels = {
  strategies: emptyRecord(),
  symbols: emptyRecord(),
  sessions: emptyRecord<TradingSession, SessionLimits>(),
};

/** Returns the levels in books without a prototype, e.g. of some read from JSON; none where there are none. */
export function levelsOf(levels: LimitLevels | undefined): LimitLevels {
  if (levels === undefined) return NO_LEVELS;
  return {
    strategies: recordOf(levels.strategies),
    symbols: recordOf(levels.symbols),
    sessions: Object.assign(emptyRecord<TradingSession, SessionLimits>(), levels.sessions),
  };
}

/** Returns the limits that are set at a level itself; none where there are none. */
export function limitsAt(levels: LimitLevels, level: LowerLevel): Partial<Limits> {
  switch (level.kind) {
    case "strategy":
      return levels.strategies[level.id] ?? {};
    case "symbol":
      return levels.symbols[level.symbol] ?? {};
    case "session":
      return levels.sessions[level.session] ?? {};
  }
}

/** Returns every level that has limits of its own: strategies, symbols, sessions. */
export function levelsIn({ strategies, symbols, sessions }: LimitLevels): LowerLevel[] {
  return [
    ...keysOf(strategies).map((id) => ({ kind: "strategy" as const, id })),
    ...keysOf(symbols).map((symbol) => ({ kind: "symbol" as const, symbol })),
    ...keysOf(sessions).map((session) => ({ kind: "session" as const, session })),
  ];
}

function keysOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] {
  return Object.keys(record).sort() as K[];
}

/** Returns the levels with the limits of one replaced; without limits the level is gone. */
export function withLevel(
  levels: LimitLevels,
  level: LowerLevel,
  limits: Partial<Limits>,
): LimitLevels {
  switch (level.kind) {
    case "strategy":
      return { ...levels, strategies: replaced(levels.strategies, level.id, limits) };
    case "symbol":
      return { ...levels, symbols: replaced(levels.symbols, level.symbol, limits) };
    case "session":
      return { ...levels, sessions: replaced(levels.sessions, level.session, limits) };
  }
}

function replaced<K extends string>(
  book: Readonly<Partial<Record<K, Partial<Limits>>>>,
  name: K,
  limits: Partial<Limits>,
): Record<K, Partial<Limits>> {
  const result = emptyRecord<K, Partial<Limits>>();
  Object.assign(result, book);
  if (Object.keys(limits).length > 0) result[name] = limits;
  else delete result[name];
  return result;
}

/** Tells whether two levels are the same one. */
export function isSameLevel(a: LimitLevel, b: LimitLevel): boolean {
  return a.kind === b.kind && nameOfLevel(a) === nameOfLevel(b);
}

/** A level by its names as they are written, e.g. in a page's address. */
export type WrittenLevel =
  | { readonly kind: "account" }
  | { readonly kind: "strategy"; readonly id: string }
  | { readonly kind: "symbol"; readonly symbol: string }
  | { readonly kind: "session"; readonly session: string };

/** Returns the name of what a level limits, e.g. "IBM"; empty for the account. */
export function nameOfLevel(level: WrittenLevel): string {
  switch (level.kind) {
    case "account":
      return "";
    case "strategy":
      return level.id;
    case "symbol":
      return level.symbol;
    case "session":
      return level.session;
  }
}

/** Says whose limits they are: "the account", "strategy trend", "IBM", "the pre session". */
export function describeLevel(level: LimitLevel): string {
  switch (level.kind) {
    case "account":
      return "the account";
    case "strategy":
      return `strategy ${level.id}`;
    case "symbol":
      return level.symbol;
    case "session":
      return `the ${level.session} session`;
  }
}
