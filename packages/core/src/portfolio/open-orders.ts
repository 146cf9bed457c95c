import { maxPrice, minPrice, type Price } from "../number/price.ts";
import { addQuantity, type Quantity, ZERO_QUANTITY } from "../number/quantity.ts";
import { isOpen, type Order, openQuantity, orderPrice } from "../order/order.ts";

/**
 * What the open orders of one symbol add up to. Plain data; risk reads it instead of the orders, so that a check
 * costs the same whether one order is open or a thousand. Orders of unknown fate count in full.
 */
export interface OpenOrders {
  readonly count: number;
  readonly buys: Quantity;
  readonly sells: Quantity;
  /** Highest price at which a buy rests; null when none has a price. */
  readonly highestBuy: Price | null;
  /** Lowest price at which a sell rests; null when none has a price. */
  readonly lowestSell: Price | null;
  /** Highest price that any of them names, limit or stop: their worth where nothing else is known of the symbol. */
  readonly highestPrice: Price | null;
  /** Buys and sells that may trade at any price: market and stop orders. */
  readonly unpricedBuys: number;
  readonly unpricedSells: number;
}

/** No open orders. */
export const NO_OPEN_ORDERS: OpenOrders = {
  count: 0,
  buys: ZERO_QUANTITY,
  sells: ZERO_QUANTITY,
  highestBuy: null,
  lowestSell: null,
  highestPrice: null,
  unpricedBuys: 0,
  unpricedSells: 0,
};

/** Returns the sums over a symbol's orders; ended ones are passed over. To be called when one of them changes. */
export function sumOpenOrders(orders: Iterable<Order>): OpenOrders {
  let sum = NO_OPEN_ORDERS;
  for (const order of orders) if (isOpen(order)) sum = addOpenOrder(sum, order);
  return sum;
}

function addOpenOrder(sum: OpenOrders, order: Order): OpenOrders {
  const open = openQuantity(order);
  const price = restingPrice(order);
  const unpriced = price === null ? 1 : 0;
  const count = sum.count + 1;
  const highestPrice = higher(worstPrice(order), sum.highestPrice);
  if (order.side === "buy") {
    const highestBuy = price === null ? sum.highestBuy : maxPrice(price, sum.highestBuy ?? price);
    const unpricedBuys = sum.unpricedBuys + unpriced;
    return {
      ...sum,
      count,
      highestPrice,
      buys: addQuantity(sum.buys, open),
      highestBuy,
      unpricedBuys,
    };
  }
  const lowestSell = price === null ? sum.lowestSell : minPrice(price, sum.lowestSell ?? price);
  const unpricedSells = sum.unpricedSells + unpriced;
  return {
    ...sum,
    count,
    highestPrice,
    sells: addQuantity(sum.sells, open),
    lowestSell,
    unpricedSells,
  };
}

function higher(a: Price | null, b: Price | null): Price | null {
  return a === null || b === null ? (a ?? b) : maxPrice(a, b);
}

/** The higher of an order's limit and stop: shares are valued at no less. Null for a market order. */
function worstPrice({ pricing }: Order): Price | null {
  if (pricing.type === "stop_limit") return maxPrice(pricing.limitPrice, pricing.stopPrice);
  return orderPrice(pricing);
}

/** A stop becomes a market order once elected, so it has no price that protects. */
function restingPrice(order: Order): Price | null {
  return order.pricing.type === "stop" ? null : orderPrice(order.pricing);
}
