import { type Money, moneyFromUnits, ZERO_MONEY } from "../../number/money.ts";
import type { UnixMs } from "../../time.ts";
import { allowedRange } from "../levels/limit-range.ts";

/**
 * Orders that took new risk, as a window over time sees them: how many and for how much. Running sums make the answer
 * for any window a search in a sorted list, so that a window whose length changes needs nothing rebuilt.
 *
 * Plain data that one owner updates in place, durable: a restart opens no new window.
 */
export interface OrderFlow {
  /** When each was approved, oldest first. */
  readonly at: UnixMs[];
  /** Dollars of it and all before it since the list began, in millionths. */
  readonly sums: number[];
  /** The sum that those already dropped from the list came to. */
  base: number;
}

/** Sums begin anew beyond this: far from where a double stops counting millionths of a dollar. */
const SUM_MAX = 4e15;
/**
 * The longest window that limits may have: how long what is past is kept, whatever the one in force, so that a window
 * that gets longer sees all of it.
 */
export const LONGEST_WINDOW_MS = allowedRange("ms").max;
/** As many as a limit of a count may be: a window that reaches beyond these is full by the count alone. */
export const COUNTED_MAX = allowedRange("count").max;
/** Old entries leave together, so that most orders move nothing in memory. */
const DROPPED_AT_ONCE = 64;

/** Returns a flow without orders. */
export function emptyOrderFlow(): OrderFlow {
  return { at: [], sums: [], base: 0 };
}

/** Nothing approved: what is read of a flow that does not exist. */
export const NO_ORDER_FLOW: OrderFlow = emptyOrderFlow();

/**
 * Counts an order of so many dollars, in place. Forgets those that a window of `keepMs` reaches no more, and of very
 * many all but the newest: with these, every limit of the count denies already.
 */
export function countOrder(flow: OrderFlow, order: CountedOrder, keepMs: number): void {
  const old = Math.max(firstAfter(flow.at, order.at - keepMs), flow.at.length - COUNTED_MAX);
  if (old >= DROPPED_AT_ONCE || old === flow.at.length) dropOldest(flow, old);
  if ((flow.sums.at(-1) ?? flow.base) > SUM_MAX) rebase(flow);
  flow.at.push(order.at);
  flow.sums.push((flow.sums.at(-1) ?? flow.base) + order.units);
}

/** An order as the flow counts it. */
export interface CountedOrder {
  readonly at: UnixMs;
  /** Its dollars in millionths. */
  readonly units: number;
}

/** Returns how many orders came after `since`. */
export function ordersSince(flow: OrderFlow, since: UnixMs): number {
  return flow.at.length - firstAfter(flow.at, since);
}

/** Returns the dollars of the orders that came after `since`. */
export function notionalSince(flow: OrderFlow, since: UnixMs): Money {
  const { sums } = flow;
  const last = sums.at(-1);
  if (last === undefined) return ZERO_MONEY;
  const first = firstAfter(flow.at, since);
  return moneyFromUnits(last - (first === 0 ? flow.base : (sums[first - 1] ?? last)));
}

/** Returns how many of the sorted times came after `since`. */
export function countAfter(times: readonly UnixMs[], since: UnixMs): number {
  return times.length - firstAfter(times, since);
}

/** Returns where in a sorted list the first time after `since` stands; its length when there is none. */
export function firstAfter(times: readonly UnixMs[], since: UnixMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= since) low = middle + 1;
    else high = middle;
  }
  return low;
}

function dropOldest(flow: OrderFlow, count: number): void {
  flow.base = flow.sums[count - 1] ?? flow.base;
  flow.at.splice(0, count);
  flow.sums.splice(0, count);
  if (flow.at.length === 0) flow.base = 0;
}

function rebase(flow: OrderFlow): void {
  for (let index = 0; index < flow.sums.length; index++)
    flow.sums[index] = (flow.sums[index] ?? 0) - flow.base;
  flow.base = 0;
}
