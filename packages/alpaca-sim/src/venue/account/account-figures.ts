import { totalFees } from "@interlock/core/fees/regulatory-fees";
import {
  absoluteMoney,
  addMoney,
  type Money,
  maxMoney,
  minMoney,
  money,
  moneyFromUnits,
  moneyUnits,
  notional,
  prorate,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import {
  absoluteQuantity,
  addQuantity,
  minQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { ordersIn } from "../book/book.ts";
import { averagePrice, leavesQuantity, type OrderRecord } from "../order/order-record.ts";
import { otherExitsOf } from "../order/order-group.ts";
import type { PositionRecord } from "./position-record.ts";
import { bookOf, type VenueState } from "../venue-state.ts";

/**
 * The account's figures, by the formulas that Alpaca publishes, made whole where it publishes none:
 *   equity            = cash + long market value + short market value (negative)
 *   initial margin    = 50 % of the gross market value
 *   maintenance       = long 30 %; short the greater of $5.00 a share and 30 % from $5.00 up,
 *                       of $2.50 a share and 100 % below
 *   regt buying power = 2 × (equity − initial margin) − reserved
 *   buying power      = by multiplier
 *     4: 4 × (the lesser of last equity and equity − last maintenance margin) − opened today at cost − reserved
 *     2: regt buying power
 *     1: cash − reserved
 * "Reserved" is what open orders that open positions would cost. The multiplier is 4 from $2,000 of equity, unless
 * the holder chose less, and 1 below. Fees that are accrued and not yet charged count nowhere; interest is not
 * charged.
 */

/** Figures of the account at one instant. */
export interface AccountFigures {
  readonly longValue: Money;
  readonly shortValue: Money;
  readonly equity: Money;
  readonly initialMargin: Money;
  readonly maintenanceMargin: Money;
  readonly reserved: Money;
  readonly multiplier: 1 | 2 | 4;
  readonly buyingPower: Money;
  readonly regtBuyingPower: Money;
  readonly nonMarginableBuyingPower: Money;
  readonly accruedFees: Money;
}

/** Equity from which the account may borrow and sell short. */
export const MARGIN_EQUITY = money("2000");
const FIVE_DOLLARS = 5_000_000;

/**
 * Returns the price at which a holding is valued: the last print that counts, else the middle of the quote, else
 * the last close.
 */
export function markPrice(state: VenueState, symbol: string): Price | null {
  const book = bookOf(state, symbol);
  if (book.lastPrice !== null) return book.lastPrice;
  if (book.bid !== null && book.ask !== null) {
    return priceFromUnits(Math.floor((priceUnits(book.bid) + priceUnits(book.ask)) / 2));
  }
  return state.closes.get(symbol) ?? null;
}

/** Returns the day's closing price of a symbol; before the first close the one at which holdings are valued. */
export function closePrice(state: VenueState, symbol: string): Price | null {
  return state.closes.get(symbol) ?? markPrice(state, symbol);
}

/** How holdings are valued: at present marks or at closing prices. */
type Valuation = (state: VenueState, symbol: string) => Price | null;

/** Returns the market value of a position, negative when short. Without any price it counts at cost. */
export function marketValue(
  state: VenueState,
  position: PositionRecord,
  valuation: Valuation = markPrice,
): Money {
  const price = valuation(state, position.symbol);
  return price === null ? position.cost : notional(price, position.quantity);
}

function percent(amount: Money, rate: number): Money {
  return moneyFromUnits(Math.round((moneyUnits(amount) * rate) / 100));
}

function times(amount: Money, factor: number): Money {
  return moneyFromUnits(moneyUnits(amount) * factor);
}

function maintenanceOf(state: VenueState, position: PositionRecord, valuation: Valuation): Money {
  const value = absoluteMoney(marketValue(state, position, valuation));
  if (signOfQuantity(position.quantity) > 0) return percent(value, 30);
  const price = valuation(state, position.symbol) ?? averagePrice(position.cost, position.quantity);
  const isCheap = price !== null && priceUnits(price) < FIVE_DOLLARS;
  const perShare = priceFromUnits(isCheap ? FIVE_DOLLARS / 2 : FIVE_DOLLARS);
  const floor = notional(perShare, absoluteQuantity(position.quantity));
  return maxMoney(floor, percent(value, isCheap ? 100 : 30));
}

/** Returns what an open order reserves of the buying power. */
export function reservedBy(order: Readonly<OrderRecord>): Money {
  if (order.reservePrice === null) return ZERO_MONEY;
  return notional(order.reservePrice, leavesQuantity(order));
}

function openedTodayAtCost(position: PositionRecord): Money {
  const held = absoluteQuantity(position.quantity);
  const sameWay = signOfQuantity(position.quantity) === signOfQuantity(position.carried);
  const carried = sameWay ? minQuantity(held, absoluteQuantity(position.carried)) : ZERO_QUANTITY;
  const opened = subtractQuantity(held, carried);
  return quantityUnits(held) === 0
    ? ZERO_MONEY
    : prorate(absoluteMoney(position.cost), opened, held);
}

/** Every order that is not closed. */
export function* openOrders(state: VenueState): Generator<OrderRecord> {
  yield* state.sidelined;
  for (const book of state.books.values()) yield* ordersIn(book);
}

/** Every order of one symbol that is not closed. */
export function* openOrdersOf(state: VenueState, symbol: string): Generator<OrderRecord> {
  for (const order of state.sidelined) if (order.symbol === symbol) yield order;
  yield* ordersIn(bookOf(state, symbol));
}

interface Sums {
  long: Money;
  short: Money;
  maintenance: Money;
  opened: Money;
  reserved: Money;
}

function sumUp(state: VenueState, valuation: Valuation): Sums {
  const sums: Sums = {
    long: ZERO_MONEY,
    short: ZERO_MONEY,
    maintenance: ZERO_MONEY,
    opened: ZERO_MONEY,
    reserved: ZERO_MONEY,
  };
  for (const position of state.positions.values()) {
    const value = marketValue(state, position, valuation);
    if (signOfQuantity(position.quantity) > 0) sums.long = addMoney(sums.long, value);
    else sums.short = addMoney(sums.short, value);
    sums.maintenance = addMoney(sums.maintenance, maintenanceOf(state, position, valuation));
    sums.opened = addMoney(sums.opened, openedTodayAtCost(position));
  }
  for (const order of openOrders(state)) sums.reserved = addMoney(sums.reserved, reservedBy(order));
  return sums;
}

function multiplierFor(state: VenueState, equity: Money): 1 | 2 | 4 {
  if (moneyUnits(equity) < moneyUnits(MARGIN_EQUITY)) return 1;
  return state.choices.maxMarginMultiplier === "4"
    ? 4
    : state.choices.maxMarginMultiplier === "2"
      ? 2
      : 1;
}

/** Returns the account's figures now, with holdings at present marks unless said otherwise. */
export function accountFigures(
  state: VenueState,
  valuation: Valuation = markPrice,
): AccountFigures {
  const sums = sumUp(state, valuation);
  const equity = addMoney(addMoney(state.cash, sums.long), sums.short);
  const initialMargin = percent(addMoney(sums.long, absoluteMoney(sums.short)), 50);
  const excess = maxMoney(subtractMoney(equity, initialMargin), ZERO_MONEY);
  const regt = maxMoney(subtractMoney(times(excess, 2), sums.reserved), ZERO_MONEY);
  const multiplier = multiplierFor(state, equity);
  const base = subtractMoney(
    minMoney(equity, state.dayStart.equity),
    state.dayStart.maintenanceMargin,
  );
  const intraday = subtractMoney(subtractMoney(times(base, 4), sums.opened), sums.reserved);
  const cash = subtractMoney(state.cash, sums.reserved);
  const power = multiplier === 4 ? intraday : multiplier === 2 ? regt : cash;
  return {
    longValue: sums.long,
    shortValue: sums.short,
    equity,
    initialMargin,
    maintenanceMargin: sums.maintenance,
    reserved: sums.reserved,
    multiplier,
    buyingPower: maxMoney(power, ZERO_MONEY),
    regtBuyingPower: regt,
    nonMarginableBuyingPower: maxMoney(subtractMoney(excess, sums.reserved), ZERO_MONEY),
    accruedFees: totalFees(state.accrued),
  };
}

/** Quantity of a position that is not promised to open orders, and how much is. Both at least zero. */
export interface Availability {
  readonly available: Quantity;
  readonly held: Quantity;
  readonly orderIds: readonly string[];
}

/**
 * Returns the shares that an open order holds: what it may still fill. Exits of one group hold them once, by the
 * take-profit where there is one; those that wait for their entry hold none yet.
 */
export function heldBy(state: VenueState, order: Readonly<OrderRecord>): Quantity {
  if (order.status === "held") return ZERO_QUANTITY;
  const isSecond = order.type !== "limit" && otherExitsOf(state, order).length > 0;
  return isSecond ? ZERO_QUANTITY : leavesQuantity(order);
}

/**
 * Returns what of a position open orders on the closing side leave. Orders stuck in `pending_cancel` still hold
 * shares.
 */
export function availabilityOf(state: VenueState, position: PositionRecord): Availability {
  const closingSide = signOfQuantity(position.quantity) > 0 ? "sell" : "buy";
  let held = ZERO_QUANTITY;
  const orderIds: string[] = [];
  for (const order of openOrdersOf(state, position.symbol)) {
    if (order.side !== closingSide) continue;
    const promised = heldBy(state, order);
    if (quantityUnits(promised) === 0) continue;
    held = addQuantity(held, promised);
    orderIds.push(order.id);
  }
  const total = absoluteQuantity(position.quantity);
  return { available: subtractQuantity(total, minQuantity(held, total)), held, orderIds };
}
