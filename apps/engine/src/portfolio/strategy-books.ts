import { idsOf, type StrategyId, type Ticker } from "@interlock/core/ids";
import type { Order } from "@interlock/core/order/order";
import type { LiveTotals, SymbolTotals } from "@interlock/core/portfolio/live-totals";
import type { OpenOrderBook } from "@interlock/core/portfolio/open-orders";
import {
  holdOrders,
  noteApproval,
  type StrategySums,
} from "@interlock/core/portfolio/strategy-sums";
import {
  closeStrategySums,
  openStrategySums,
  updateStrategyOrders,
  updateStrategyPosition,
} from "@interlock/core/portfolio/strategy-totals";
import { emptyRecord } from "@interlock/core/record-of-names";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";

/**
 * The sums of the strategies that have limits of their own: opened when limits are put in force, and followed from
 * record to record. What changes a book otherwise than by a fill or an order is rare, and they are opened anew.
 */

/** The sums over the book, and the open orders behind them. */
export interface SummedBooks {
  readonly totals: LiveTotals;
  readonly openBySymbol: ReadonlyMap<Ticker, OpenOrderBook>;
}

/** Opens the sums of every strategy that has limits of its own, from the state. */
export function openStrategyBooks({ totals, openBySymbol }: SummedBooks, state: EngineState): void {
  closeStrategySums(totals);
  for (const strategyId of idsOf<StrategyId>(state.limits?.levels.strategies ?? {}))
    openSums({ totals, openBySymbol }, state, strategyId);
}

function openSums(
  { totals, openBySymbol }: SummedBooks,
  state: EngineState,
  strategyId: StrategyId,
): StrategySums {
  const sums = openStrategySums(totals, strategyId, state);
  for (const [symbol, book] of openBySymbol) {
    const open = book.ofStrategy(strategyId);
    if (open.count > 0) updateStrategyOrders(totals, { strategyId, symbol }, open);
  }
  for (const order of state.recentOrders) {
    if (order.strategyId === strategyId) noteApproval(sums, order.at);
  }
  return sums;
}

/** Returns what a strategy's own book adds up to now, also of one without limits; made anew and kept by nobody. */
export function sumsOfStrategy(
  { totals, openBySymbol }: SummedBooks,
  state: EngineState,
  strategyId: StrategyId,
): StrategySums {
  const symbols = emptyRecord<Ticker, SymbolTotals>();
  for (const symbol of idsOf<Ticker>(totals.symbols)) {
    const row = totals.symbols[symbol];
    if (row !== undefined) symbols[symbol] = { ...row, holders: [] };
  }
  const scratch = { ...totals, symbols, strategies: emptyRecord<StrategyId, StrategySums>() };
  return openSums({ totals: scratch, openBySymbol }, state, strategyId);
}

/** Follows a record that was just applied. */
export function followStrategyBooks(
  books: SummedBooks,
  state: EngineState,
  record: EngineRecord,
): void {
  switch (record.kind) {
    case "fill_booked": {
      const { strategyId, symbol } = record.fill;
      const own =
        strategyId === null ? undefined : state.portfolio.byStrategy[strategyId]?.[symbol];
      if (strategyId !== null && own !== undefined)
        updateStrategyPosition(books.totals, strategyId, own);
      return;
    }
    case "order_approved": {
      const { strategyId } = record.intent;
      const sums = strategyId === null ? undefined : books.totals.strategies[strategyId];
      const at = state.recentOrders.at(-1)?.at;
      if (sums !== undefined && at !== undefined) noteApproval(sums, at);
      return;
    }
    case "day_opened":
    case "account_adopted":
    case "break_adopted":
    case "corporate_action_booked":
    case "limits_changed":
      return openStrategyBooks(books, state);
    default:
      return;
  }
}

/** Follows an open order that changed. */
export function followStrategyOrder(books: SummedBooks, order: Order): void {
  const { strategyId, symbol } = order;
  const open = books.openBySymbol.get(symbol)?.ofStrategy(strategyId);
  if (open !== undefined) updateStrategyOrders(books.totals, { strategyId, symbol }, open);
}

/** Follows an order of whoever it was that is open no more. */
export function followDroppedOrder({ totals, openBySymbol }: SummedBooks, symbol: Ticker): void {
  const row = totals.symbols[symbol];
  const book = openBySymbol.get(symbol);
  if (row === undefined || book === undefined) return;
  for (const holding of row.holders)
    holdOrders(holding, book.ofStrategy(holding.sums.strategyId), row.referencePrice);
}
