import type { StrategyId } from "../ids.ts";
import { maxPrice, minPrice, type Price } from "../number/price.ts";
import { addQuantity, type Quantity, subtractQuantity, ZERO_QUANTITY } from "../number/quantity.ts";
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
  /** Those of them that are our stops at the broker: they hold shares, and are nobody's wish to trade. */
  readonly protective: ProtectiveOrders;
}

/** How many are open, and the shares that they may still buy and sell. */
export interface OpenSides {
  readonly count: number;
  readonly buys: Quantity;
  readonly sells: Quantity;
}

/** Our stops at the broker, with how many of them buy. */
export interface ProtectiveOrders extends OpenSides {
  readonly buyCount: number;
}

const NO_OPEN_SIDES: OpenSides = { count: 0, buys: ZERO_QUANTITY, sells: ZERO_QUANTITY };

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
  protective: { ...NO_OPEN_SIDES, buyCount: 0 },
};

/**
 * Returns the sums as they are once our stops at the broker are gone: what a wish to trade meets after they made way
 * for it. Stop orders have no price at which they rest, so that no price changes.
 */
export function withoutProtective(open: OpenOrders): OpenOrders {
  const { count, buys, sells, buyCount } = open.protective;
  if (count === 0) return open;
  return {
    ...open,
    count: open.count - count,
    buys: subtractQuantity(open.buys, buys),
    sells: subtractQuantity(open.sells, sells),
    unpricedBuys: open.unpricedBuys - buyCount,
    unpricedSells: open.unpricedSells - (count - buyCount),
    protective: NO_OPEN_ORDERS.protective,
  };
}

/**
 * The open orders of one symbol and their sums, kept current one order at a time: a change costs the same whether one
 * order is open or a thousand. Only when the last order at the best price of its side leaves are the other prices
 * looked at, never the orders.
 *
 * Invariant, tested against adding up anew: all sums are those of the orders last given to `track`.
 */
export class OpenOrderBook {
  readonly #counted = new Map<string, Order>();
  readonly #byStrategy = new Map<StrategyId | null, OpenSides>();
  readonly #buyPrices = new PriceLevels(maxPrice);
  readonly #sellPrices = new PriceLevels(minPrice);
  readonly #worstPrices = new PriceLevels(maxPrice);
  #sum = NO_OPEN_ORDERS;

  /** The sums over all of them. */
  get sum(): OpenOrders {
    return this.#sum;
  }

  /** The ids under which open orders are tracked, in the order in which they came. */
  ids(): Iterable<string> {
    return this.#counted.keys();
  }

  /**
   * Returns what a strategy's own orders may still trade, its stops at the broker left out; null stands for orders of
   * no strategy.
   */
  ofStrategy(strategyId: StrategyId | null): OpenSides {
    return this.#byStrategy.get(strategyId) ?? NO_OPEN_SIDES;
  }

  /** Takes an order as it is now; one that has ended is dropped. Returns false when that changed nothing. */
  track(id: string, order: Order): boolean {
    if (!isOpen(order)) return this.drop(id);
    const before = this.#counted.get(id);
    this.#counted.set(id, order);
    this.#count(order, 1);
    if (before !== undefined) this.#count(before, -1);
    return true;
  }

  /** Drops an order. Returns false when it was not tracked. */
  drop(id: string): boolean {
    const before = this.#counted.get(id);
    if (before === undefined) return false;
    this.#counted.delete(id);
    this.#count(before, -1);
    return true;
  }

  #count(order: Order, change: 1 | -1): void {
    const { side, strategyId } = order;
    const price = restingPrice(order);
    (side === "buy" ? this.#buyPrices : this.#sellPrices).change(price, change);
    this.#worstPrices.change(worstPrice(order), change);
    // One that somebody turned into another type at the venue is an order like any other.
    const protects = order.purpose === "protect" && order.pricing.type === "stop";
    if (!protects)
      this.#byStrategy.set(strategyId, changeSides(this.ofStrategy(strategyId), order, change));
    const { unpricedBuys, unpricedSells, protective } = this.#sum;
    const unpriced = price === null ? change : 0;
    this.#sum = {
      ...changeSides(this.#sum, order, change),
      highestBuy: this.#buyPrices.best,
      lowestSell: this.#sellPrices.best,
      highestPrice: this.#worstPrices.best,
      unpricedBuys: unpricedBuys + (side === "buy" ? unpriced : 0),
      unpricedSells: unpricedSells + (side === "sell" ? unpriced : 0),
      protective: protects ? changeProtective(protective, order, change) : protective,
    };
  }
}

function changeProtective(
  before: ProtectiveOrders,
  order: Order,
  change: 1 | -1,
): ProtectiveOrders {
  const buyCount = before.buyCount + (order.side === "buy" ? change : 0);
  return { ...changeSides(before, order, change), buyCount };
}

function changeSides(sides: OpenSides, order: Order, change: 1 | -1): OpenSides {
  const { buys, sells } = sides;
  const move = change === 1 ? addQuantity : subtractQuantity;
  const open = openQuantity(order);
  const count = sides.count + change;
  return order.side === "buy"
    ? { count, buys: move(buys, open), sells }
    : { count, buys, sells: move(sells, open) };
}

/** How many orders stand at each price, and the best price of all. */
class PriceLevels {
  readonly #orders = new Map<Price, number>();
  readonly #better: (a: Price, b: Price) => Price;
  #best: Price | null = null;

  constructor(better: (a: Price, b: Price) => Price) {
    this.#better = better;
  }

  get best(): Price | null {
    return this.#best;
  }

  /** Counts an order more or less at a price; one without a price stands nowhere. */
  change(price: Price | null, change: 1 | -1): void {
    if (price === null) return;
    const orders = (this.#orders.get(price) ?? 0) + change;
    if (orders > 0) {
      this.#orders.set(price, orders);
      this.#best = this.#better(price, this.#best ?? price);
      return;
    }
    this.#orders.delete(price);
    if (price === this.#best) this.#best = this.#findBest();
  }

  #findBest(): Price | null {
    let best: Price | null = null;
    for (const price of this.#orders.keys()) best = this.#better(price, best ?? price);
    return best;
  }
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
