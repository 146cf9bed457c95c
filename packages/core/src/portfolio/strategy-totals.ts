import { idsOf, type StrategyId, type Ticker } from "../ids.ts";
import type { Position } from "../position/position.ts";
import { type LiveTotals, type SymbolTotals, totalsOf } from "./live-totals.ts";
import type { OpenSides } from "./open-orders.ts";
import type { Portfolio } from "./portfolio.ts";
import {
  emptyHolding,
  emptyStrategySums,
  holdOrders,
  holdPosition,
  type StrategyHolding,
  type StrategySums,
} from "./strategy-sums.ts";
import { type DayBaseline, sumPnl } from "./valuation.ts";

/**
 * The sums of those strategies that have limits of their own, beside the account's and valued by the same prices: a
 * mark reaches a strategy's holding through the symbol's row, which names its holders.
 */

/** Whose open orders of what. */
export interface StrategySymbol {
  readonly strategyId: StrategyId | null;
  readonly symbol: Ticker;
}

/** Drops the sums of all strategies. */
export function closeStrategySums(totals: LiveTotals): void {
  for (const id of idsOf<StrategyId>(totals.strategies)) delete totals.strategies[id];
  for (const row of Object.values<SymbolTotals>(totals.symbols)) row.holders.length = 0;
}

/** Begins to keep a strategy's sums, with all that it holds; its open orders and approvals are told one by one. */
export function openStrategySums(
  totals: LiveTotals,
  strategyId: StrategyId,
  books: { readonly portfolio: Portfolio; readonly day: DayBaseline | null },
): StrategySums {
  const { portfolio, day } = books;
  const baseline = day === null ? null : sumPnl(day.byStrategy[strategyId] ?? {}).net;
  const sums = emptyStrategySums(strategyId, baseline);
  totals.strategies[strategyId] = sums;
  for (const position of Object.values<Position>(portfolio.byStrategy[strategyId] ?? {}))
    updateStrategyPosition(totals, strategyId, position);
  return sums;
}

/** Returns a strategy's holding of a symbol, an empty one at its first mention; null where its sums are not kept. */
export function strategyHolding(
  totals: LiveTotals,
  { strategyId, symbol }: StrategySymbol,
): StrategyHolding | null {
  const sums = strategyId === null ? undefined : totals.strategies[strategyId];
  if (sums === undefined) return null;
  const known = sums.holdings.get(symbol);
  if (known !== undefined) return known;
  const holding = emptyHolding(sums);
  sums.holdings.set(symbol, holding);
  totalsOf(totals, symbol).holders.push(holding);
  return holding;
}

/** Returns the same to be read only: a first mention makes an empty holding that nobody keeps. */
export function readStrategyHolding(
  { strategies }: LiveTotals,
  { strategyId, symbol }: StrategySymbol,
): StrategyHolding | null {
  const sums = strategyId === null ? undefined : strategies[strategyId];
  return sums === undefined ? null : (sums.holdings.get(symbol) ?? emptyHolding(sums));
}

/** Takes a strategy's position that changed into its sums; nothing where they are not kept. */
export function updateStrategyPosition(
  totals: LiveTotals,
  strategyId: StrategyId,
  position: Position,
): void {
  const { symbol } = position;
  const holding = strategyHolding(totals, { strategyId, symbol });
  if (holding !== null) holdPosition(holding, position, totalsOf(totals, symbol).referencePrice);
}

/** Takes a strategy's open orders in a symbol, which changed, into its sums; nothing where they are not kept. */
export function updateStrategyOrders(
  totals: LiveTotals,
  whose: StrategySymbol,
  open: OpenSides,
): void {
  const holding = strategyHolding(totals, whose);
  if (holding !== null) holdOrders(holding, open, totalsOf(totals, whose.symbol).referencePrice);
}
