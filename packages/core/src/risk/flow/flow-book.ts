import { idsOf, type StrategyId, type Ticker } from "../../ids.ts";
import { addMoney, type Money, moneyFromUnits, ZERO_MONEY } from "../../number/money.ts";
import { addQuantity, type Quantity, ZERO_QUANTITY } from "../../number/quantity.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import type { Side } from "../../order/side.ts";
import { EXTERNAL_STRATEGY } from "../../portfolio/portfolio.ts";
import { emptyRecord, recordOf } from "../../record-of-names.ts";
import { MINUTE_MS, type UnixMs } from "../../time.ts";
import { NOT_MEASURED, type SkippedChecks, wasSkipped } from "../check-bits.ts";
import {
  COUNTED_MAX,
  countOrder,
  emptyOrderFlow,
  firstAfter,
  NO_ORDER_FLOW,
  type OrderFlow,
} from "./order-flow.ts";

/**
 * What of late was approved, refused for its size and canceled: the account's, and each strategy's in each symbol.
 * Plain data that one owner updates in place, durable: a restart opens no new window.
 */
export interface FlowBook {
  readonly account: OrderFlow;
  /** Orders of no strategy under EXTERNAL_STRATEGY. */
  readonly byStrategy: Record<StrategyId, Record<Ticker, SymbolFlow>>;
  /** When cancels were asked for, oldest first; a minute's. */
  readonly cancels: UnixMs[];
}

/** One strategy's orders in one symbol. */
export interface SymbolFlow {
  readonly orders: OrderFlow;
  /** What followed a buy, and a sale, that was too large; null when none was refused. */
  buy: Slices | null;
  sell: Slices | null;
  /** When orders of the strategy began to fill, by side, oldest first: one order counts once. */
  readonly executed: Readonly<Record<Side, UnixMs[]>>;
}

/**
 * What was approved on one side since an order was refused for its size. A blocked order must not pass in slices
 * (ESMA74-1505669079-10311: hard blocks may not be bypassed indirectly by slicing), so for a window after the refusal
 * all that follows counts as one order and keeps one order's limits.
 */
export interface Slices {
  refusedAt: UnixMs;
  quantity: Quantity;
  notional: Money;
}

/** What is read of a strategy and symbol that never had an order. */
export const NO_SYMBOL_FLOW: SymbolFlow = {
  orders: NO_ORDER_FLOW,
  buy: null,
  sell: null,
  executed: { buy: [], sell: [] },
};

/** Returns a book of nothing. */
export function emptyFlowBook(): FlowBook {
  return { account: emptyOrderFlow(), byStrategy: emptyRecord(), cancels: [] };
}

/** Returns a book as it was read from JSON, whose names must find nothing but what was put in. */
export function readFlowBook({ account, byStrategy, cancels }: FlowBook): FlowBook {
  const read = emptyRecord<StrategyId, Record<Ticker, SymbolFlow>>();
  for (const id of idsOf<StrategyId>(byStrategy)) read[id] = recordOf(byStrategy[id] ?? {});
  return { account, byStrategy: read, cancels };
}

/** Returns what a strategy did of late in a symbol. */
export function symbolFlowOf(
  { byStrategy }: FlowBook,
  { strategyId, symbol }: Pick<OrderIntent, "strategyId" | "symbol">,
): SymbolFlow {
  return byStrategy[strategyId ?? EXTERNAL_STRATEGY]?.[symbol] ?? NO_SYMBOL_FLOW;
}

/** What the checks of an order measured, by name: as much of it as is counted here. */
interface Measured extends SkippedChecks {
  readonly checks: readonly string[];
  readonly values: readonly number[];
}

/** An answer of risk with its time, as the journal has it. */
export interface AnsweredIntent {
  readonly intent: OrderIntent;
  readonly measures: Measured;
  readonly at: UnixMs;
}

/**
 * Counts an order that was approved, in place. One that only goes toward flat takes no new risk and counts nowhere.
 * `keepMs` is how far a window may reach at most, later too.
 */
export function countApproval(book: FlowBook, answered: AnsweredIntent, keepMs: number): void {
  const notional = newRiskOf(answered.measures);
  if (notional === null) return;
  const { intent, at } = answered;
  const order = { at, units: notional };
  countOrder(book.account, order, keepMs);
  const flow = openFlow(book, intent);
  countOrder(flow.orders, order, keepMs);
  const slices = flow[intent.side];
  if (slices === null) return;
  slices.quantity = addQuantity(slices.quantity, intent.quantity);
  slices.notional = addMoney(slices.notional, moneyFromUnits(notional));
}

/** Remembers an order that was refused for its own size, in place; other refusals change nothing. */
export function countRefusal(
  book: FlowBook,
  { intent, denials, at }: Pick<AnsweredIntent, "intent" | "at"> & RefusedFor,
  windowMs: number,
): void {
  if (!denials.some(({ code }) => code === "order_quantity" || code === "order_notional")) return;
  const flow = openFlow(book, intent);
  const slices = slicesOf(flow, intent.side, at - windowMs);
  if (slices === null)
    flow[intent.side] = { refusedAt: at, quantity: ZERO_QUANTITY, notional: ZERO_MONEY };
  else slices.refusedAt = at;
}

/** Why risk refused an intent. */
interface RefusedFor {
  readonly denials: readonly { readonly code: string }[];
}

/** Counts that an order began to fill, in place; `keepMs` is how far a window may reach at most, later too. */
export function countExecution(book: FlowBook, order: ExecutedOrder, keepMs: number): void {
  const times = openFlow(book, order).executed[order.side];
  const old = Math.max(firstAfter(times, order.at - keepMs), times.length - COUNTED_MAX);
  times.splice(0, old);
  // A report that comes late belongs to the past, but only now is it known.
  times.push(Math.max(order.at, times.at(-1) ?? 0));
}

/** Whose order began to fill, and when. */
export interface ExecutedOrder extends Pick<OrderIntent, "strategyId" | "symbol" | "side"> {
  readonly at: UnixMs;
}

/** Forgets how often a strategy's orders filled, in place: a person has looked at it. */
export function forgetExecutions(book: FlowBook, strategyId: StrategyId): void {
  for (const { executed } of Object.values(book.byStrategy[strategyId] ?? {})) {
    executed.buy.splice(0);
    executed.sell.splice(0);
  }
}

/** Counts a cancel that was asked for, in place. */
export function countCancel(book: FlowBook, at: UnixMs): void {
  book.cancels.splice(0, firstAfter(book.cancels, at - MINUTE_MS));
  book.cancels.push(at);
}

/** Returns what followed an order refused after `since` on that side; null when none was. */
export function slicesOf(flow: SymbolFlow, side: Side, since: UnixMs): Slices | null {
  const slices = flow[side];
  return slices !== null && slices.refusedAt > since ? slices : null;
}

/** Returns the dollars of an order in millionths, by what its checks measured; null for one that takes no new risk. */
export function newRiskOf(measures: Measured): number | null {
  const { checks, values } = measures;
  const size = checks.indexOf("order_quantity");
  if (size < 0 || wasSkipped(measures, size)) return null;
  const value = values[checks.indexOf("order_notional")] ?? NOT_MEASURED;
  return value === NOT_MEASURED ? 0 : value;
}

function emptySymbolFlow(): SymbolFlow {
  return { orders: emptyOrderFlow(), buy: null, sell: null, executed: { buy: [], sell: [] } };
}

function openFlow(
  book: FlowBook,
  { strategyId, symbol }: Pick<OrderIntent, "strategyId" | "symbol">,
): SymbolFlow {
  const owner = strategyId ?? EXTERNAL_STRATEGY;
  const symbols = book.byStrategy[owner] ?? emptyRecord<Ticker, SymbolFlow>();
  book.byStrategy[owner] = symbols;
  const flow = symbols[symbol] ?? emptySymbolFlow();
  symbols[symbol] = flow;
  return flow;
}
