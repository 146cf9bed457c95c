import type { Ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { priceUnits } from "@interlock/core/number/price";
import { addQuantity, type Quantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { openQuantity, type Order } from "@interlock/core/order/order";
import type { Side } from "@interlock/core/order/side";
import type { Decision } from "../decision.ts";
import { openOrdersOf } from "../views.ts";

/** What lies between a stop-loss and a flat position: the open orders of the symbol, by what they mean to it. */
export interface StopWay {
  /** Ours that would keep the closing order from the venue, or hold the shares at a price that the market has left. */
  readonly ours: readonly Order[];
  /** Shares that all open orders on the closing side may still close, those of unknown fate included. */
  readonly closing: Quantity;
  /** Another program's closing order that holds shares away from the market; null when there is none. */
  readonly foreign: Order | null;
}

/** A limit order of a stop-loss, as sent outside regular hours, that has not filled by then is priced anew. */
const REPRICE_MS = 5_000;

/** Returns what lies in the way of closing `symbol` by orders of `side`. */
export function stopWay(decision: Decision, symbol: Ticker, side: Side): StopWay {
  const { state, views, time } = decision;
  const quote = views.markets.get(symbol)?.quote ?? null;
  const ours: Order[] = [];
  let closing = ZERO_QUANTITY;
  let foreign: Order | null = null;
  for (const order of openOrdersOf(views, state, symbol)) {
    const closes = order.side === side;
    if (closes) closing = addQuantity(closing, openQuantity(order));
    if (state.orders[order.clientOrderId] === order) {
      if (!(closes && isAtWork(order, time))) ours.push(order);
    } else if (closes && !isMarketable(order, quote)) foreign = order;
  }
  return { ours, closing, foreign };
}

/** Our own closing order that the market fills as soon as it can. */
function isAtWork(order: Order, time: number): boolean {
  if (order.pricing.type === "market") return true;
  return order.purpose === "stop_loss" && time - order.createdAt < REPRICE_MS;
}

/** Tells whether an order would trade at the quote as it stands. A stop order waits for a price: it would not. */
function isMarketable({ pricing, side, otherType }: Order, quote: Quote | null): boolean {
  // A trailing stop stands as a market order in our books, and waits like any stop.
  if (otherType !== undefined) return false;
  if (pricing.type === "market") return true;
  if (pricing.type !== "limit" || quote === null) return false;
  const touch = side === "sell" ? quote.bid : quote.ask;
  if (touch === null) return false;
  const distance = priceUnits(pricing.limitPrice) - priceUnits(touch);
  return side === "sell" ? distance <= 0 : distance >= 0;
}
