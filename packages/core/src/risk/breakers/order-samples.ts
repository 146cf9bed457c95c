import { type Order, averageFillPrice } from "../../order/order.ts";
import { priceFromUnits, priceUnits } from "../../number/price.ts";
import type { UnixMs } from "../../time.ts";
import type { Limits } from "../limits.ts";
import type { BreakerTrip } from "./breaker.ts";

/**
 * What the latest orders met at the venue: a fold of the journal, so that a restart forgets none of it. Plain data that
 * one owner updates in place.
 */
export interface OrderSamples {
  /** Times of the venue's rejections within the window of the latest one, oldest first. */
  readonly rejectedAt: UnixMs[];
  /** Whether the venue rejected each of the latest orders that it answered, oldest first. */
  readonly rejected: boolean[];
  /** Slippage of each of the latest orders that filled, in hundredths of a percent; above zero is a cost. */
  readonly slippageBps: number[];
}

/** A share needs a sample: of fewer orders none is told. */
const ANSWERS_MIN = 10;
const ANSWERS_KEPT = 20;
/** Slippage trips by 3 of the latest 5 orders: one order in a thin market is no pattern. */
const FILLED_KEPT = 5;
const FILLED_NEEDED = 3;

/** Returns samples of no order. */
export function noOrderSamples(): OrderSamples {
  return { rejectedAt: [], rejected: [], slippageBps: [] };
}

/** Forgets what was seen, e.g. because a person looked at it and re-armed. */
export function forgetSamples(samples: OrderSamples, what: keyof OrderSamples): void {
  samples[what].length = 0;
}

/** Takes the venue's answer to an order. */
export function noteAnswer({ rejected }: OrderSamples, isRejected: boolean): void {
  rejected.push(isRejected);
  if (rejected.length > ANSWERS_KEPT) rejected.shift();
}

/** Takes the time of a rejection; of those that are older than the window none counts any more. */
export function noteRejection({ rejectedAt }: OrderSamples, at: UnixMs, windowMs: number): void {
  rejectedAt.push(at);
  rejectedAt.splice(
    0,
    rejectedAt.findIndex((one) => one > at - windowMs),
  );
}

/** Counts the rejections within the window that ends now. */
export function rejectionsWithin(samples: OrderSamples, now: UnixMs, windowMs: number): number {
  return samples.rejectedAt.filter((at) => at > now - windowMs).length;
}

/** Takes an order that ended with something filled. One without an arrival price says nothing. */
export function noteFilled({ slippageBps }: OrderSamples, order: Order): void {
  const slippage = slippageBpsOf(order);
  if (slippage === null) return;
  slippageBps.push(slippage);
  if (slippageBps.length > FILLED_KEPT) slippageBps.shift();
}

/** Tells whether the venue rejects too many of our orders; only worth asking after a rejection. */
export function checkRejectRate(samples: OrderSamples, limits: Limits): BreakerTrip | null {
  const share = rejectShare(samples);
  if (share === null || share.bps < limits.breakerRejectShareBps) return null;
  const { count, answered } = share;
  return { kind: "reject_rate", rejected: count, answered, limitBps: limits.breakerRejectShareBps };
}

/** Tells whether most of the latest orders filled too much worse than at arrival. */
export function checkSlippage({ slippageBps }: OrderSamples, limits: Limits): BreakerTrip | null {
  const limitBps = limits.breakerSlippageBps;
  const worse = slippageBps.filter((bps) => bps >= limitBps);
  if (worse.length < FILLED_NEEDED) return null;
  const orders = slippageBps.length;
  return { kind: "slippage", worse: worse.length, orders, worstBps: Math.max(...worse), limitBps };
}

/** Returns the share of the latest orders that the venue rejected; null until it has answered enough of them. */
export function rejectShare({ rejected }: Pick<OrderSamples, "rejected">) {
  const answered = rejected.length;
  if (answered < ANSWERS_MIN) return null;
  const count = rejected.filter(Boolean).length;
  return { count, answered, bps: (count * 10_000) / answered };
}

/** Returns the level that the slippage breaker acts on: that which 3 of the latest 5 orders reached; null before. */
export function confirmedSlippageBps({ slippageBps }: OrderSamples): number | null {
  return [...slippageBps].sort((a, b) => b - a)[FILLED_NEEDED - 1] ?? null;
}

/**
 * Returns how much worse than the arrival midpoint an order filled, in hundredths of a percent; below zero is better.
 * Null without fills or without a midpoint.
 */
export function slippageBpsOf(order: Order): number | null {
  const average = averageFillPrice(order);
  if (average === null) return null;
  const arrival = priceUnits(order.arrivalMid ?? priceFromUnits(0));
  const paid = priceUnits(average);
  const cost = order.side === "buy" ? paid - arrival : arrival - paid;
  return arrival > 0 ? (cost * 10_000) / arrival : null;
}
