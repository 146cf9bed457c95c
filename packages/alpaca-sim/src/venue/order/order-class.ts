import { parseFixed } from "@interlock/core/number/fixed";
import {
  parsePrice,
  type Price,
  priceFromUnits,
  priceUnits,
  tickUnits,
} from "@interlock/core/number/price";
import type { Side } from "@interlock/core/order/side";
import { granted, type Outcome, refused } from "../outcome.ts";
import { malformed } from "../venue-error.ts";

/** Classes of orders. In answers `simple` is written as an empty text. */
export const ORDER_CLASSES = ["simple", "bracket", "oco", "oto"] as const;
export type OrderClass = (typeof ORDER_CLASSES)[number];

/** An exit that takes a loss: a stop, or a stop-limit where a limit is given. */
export interface StopLoss {
  readonly stopPrice: Price;
  readonly limitPrice: Price | null;
}

/** The exits of an order that is not simple. The take-profit is a limit order at its price. */
export interface Exits {
  readonly takeProfit: Price | null;
  readonly stopLoss: StopLoss | null;
}

export const NO_EXITS: Exits = { takeProfit: null, stopLoss: null };

/** How far a trailing stop trails its high-water mark: dollars a share, or millionths of one percent. */
export type Trail =
  | { readonly by: "price"; readonly distance: Price }
  | { readonly by: "percent"; readonly millionths: number };

const WHOLE = 100_000_000;
const PERCENT_DECIMALS = 6;
const LEAST_PERCENT = 100_000;

/** Reads the distance of a trailing stop in dollars. */
export function trailByPrice(text: string): Outcome<Trail> {
  const distance = parsePrice(text);
  if (!distance.ok || priceUnits(distance.value) <= 0) {
    return refused(malformed("trail_price must be > 0"));
  }
  return granted({ by: "price", distance: distance.value });
}

/** Reads the distance of a trailing stop in percent, a tenth at least and less than all. */
export function trailByPercent(text: string): Outcome<Trail> {
  const percent = parseFixed(text, PERCENT_DECIMALS);
  if (!percent.ok || percent.value < LEAST_PERCENT) {
    return refused(malformed("trail_percent must be greater than or equal to 0.1"));
  }
  if (percent.value >= WHOLE) return refused(malformed("trail_percent must be less than 100"));
  return granted({ by: "percent", millionths: percent.value });
}

/**
 * Returns the stop price of a trailing stop at a high-water mark (of a buy: low-water mark), rounded to the nearest
 * legal tick; never less than one tick.
 */
export function trailingStop(side: Side, mark: Price, trail: Trail): Price {
  const units = priceUnits(mark);
  const distance =
    trail.by === "price" ? priceUnits(trail.distance) : (units * trail.millionths) / WHOLE;
  const stop = Math.max(side === "sell" ? units - distance : units + distance, 1);
  const tick = tickUnits(priceFromUnits(Math.max(1, Math.round(stop))));
  return priceFromUnits(Math.max(1, Math.round(stop / tick)) * tick);
}
