import type { StrategyId, Ticker } from "../../ids.ts";
import type { TradingSession } from "../../market/calendar.ts";
import { EXTERNAL_STRATEGY } from "../../portfolio/portfolio.ts";
import { directionOf } from "../check-limits.ts";
import { limitField } from "../limit-fields.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { NO_SYMBOLS, symbolListsOf } from "../lists/symbol-lists.ts";
import type { BoundBy, LevelGuard } from "./level-guard.ts";
import {
  type LimitLevel,
  type LimitSet,
  type LowerLevel,
  limitsAt,
  SAME_MEASURE_KEYS,
} from "./limit-levels.ts";

/** The limits that an order meets, and where each comes from. */
export interface LimitsInForce {
  readonly limits: Limits;
  /** For an order of no strategy with limits of its own. */
  readonly levels: LevelGuard;
}

/** What an order is about. */
export interface LimitScope {
  readonly strategyId: StrategyId | null;
  readonly symbol: Ticker;
  readonly session: TradingSession;
}

/**
 * Returns the tightest of what the account, the order's strategy, its symbol and its session allow, line by line; of
 * equal ones the higher level is named. The limits by which a strategy's own book is measured are not in it. What was
 * found is kept for as long as the set is: an order costs a look-up and allocates nothing.
 */
export function limitsFor(set: LimitSet, scope: LimitScope): LimitsInForce {
  const { strategies, symbols, sessions } = set.levels;
  // Orders of no strategy are EXTERNAL_STRATEGY's, which has no limits of its own.
  const strategyId =
    (scope.strategyId ?? EXTERNAL_STRATEGY) in strategies ? scope.strategyId : null;
  const symbol = scope.symbol in symbols ? scope.symbol : null;
  const session = scope.session in sessions ? scope.session : null;
  const byStrategy = mapAt(mapAt(foundOf(set), session), symbol);
  const known = byStrategy.get(strategyId);
  if (known !== undefined) return known;
  const found = tightest(set, scope);
  byStrategy.set(strategyId, found);
  return found;
}

type ByStrategy = Map<StrategyId | null, LimitsInForce>;
type BySymbol = Map<Ticker | null, ByStrategy>;
type BySession = Map<TradingSession | null, BySymbol>;

/** By the names of the levels that have limits of their own; null for those that have none. */
const memos = new WeakMap<LimitSet, BySession>();

function foundOf(set: LimitSet): BySession {
  let found = memos.get(set);
  if (found === undefined) {
    found = new Map();
    memos.set(set, found);
  }
  return found;
}

function mapAt<K, K2, V>(maps: Map<K, Map<K2, V>>, key: K): Map<K2, V> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}

function tightest(set: LimitSet, { strategyId, symbol, session }: LimitScope): LimitsInForce {
  let limits = set.values;
  const boundBy: Partial<Record<LimitKey, LowerLevel>> = {};
  const concerned: LowerLevel[] = [
    ...(strategyId === null ? [] : [{ kind: "strategy" as const, id: strategyId }]),
    { kind: "symbol", symbol },
    { kind: "session", session },
  ];
  for (const level of concerned) {
    const own = limitsAt(set.levels, level);
    for (const key of SAME_MEASURE_KEYS[level.kind]) {
      if (own[key] === undefined) continue;
      const line = { ...limits, [key]: own[key] };
      if (directionOf(limitField(key), limits, line) !== "tighter") continue;
      limits = line;
      boundBy[key] = level;
    }
  }
  const own = strategyId === null ? undefined : set.levels.strategies[strategyId];
  const ownLists = own === undefined ? null : symbolListsOf(own);
  return { limits, levels: { boundBy, own: null, lists: symbolListsOf(set.values), ownLists } };
}

/**
 * Returns the limits of a level as a complete set: what is not set there is as the account's, but for lists of symbols,
 * which hold beside the account's and name none where they are not set.
 */
export function completeLimits(account: Limits, own: Partial<Limits>): Limits {
  return { ...account, ...NO_SYMBOLS, ...own };
}

/** Returns the level of a denial: nothing for the account's own limit, as it was before there were levels. */
export function levelPart(boundBy: BoundBy, key: LimitKey): { readonly level?: LimitLevel } {
  const level = boundBy[key];
  return level === undefined ? {} : { level };
}
