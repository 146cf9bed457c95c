import { InvariantError } from "../assert.ts";
import { type QuoteCondition, quoteCondition, regularMid } from "../market/quote.ts";
import { type Money, notional } from "../number/money.ts";
import { maxPrice, type Price } from "../number/price.ts";
import {
  addQuantity,
  maxQuantity,
  minQuantity,
  negateQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { orderPrice } from "../order/order.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import { worstCaseQuantity } from "../portfolio/exposure.ts";
import type { Denial, DenialCode } from "./denial.ts";
import type { RiskContext } from "./risk-context.ts";

/** How a check's value and limit are to be read: fixed-scale units, plain numbers, or numbers that stand for words. */
export type CheckUnit = "shares" | "usd" | "usd_per_share" | "bps" | "ms" | "count" | "words";

/** Which side of its limit a value must keep. */
export type CheckBound = "at_most" | "at_least" | "below";

/** The name of a check: the code of the denial that it gives. */
export type CheckCode = Exclude<DenialCode, "risk_check_failed" | "override_misfit">;

/** What a check is made of. */
export interface CheckTerms {
  readonly code: CheckCode;
  readonly label: string;
  readonly unit: CheckUnit;
  /** For unit "words": what the values 0, 1, … say. */
  readonly words?: readonly string[];
  readonly bound: CheckBound;
  /** Whether it also holds for orders that only bring a position toward flat. */
  readonly appliesToReducing: boolean;
  readonly value: (order: OrderUnderCheck) => number;
  readonly limit: (order: OrderUnderCheck) => number;
  /** Says why, with the value that was measured and the limit that it broke: never with other ones. */
  readonly deny: (order: OrderUnderCheck, value: number, limit: number) => Denial;
}

/**
 * One pre-trade check: it measures a number of the order and compares it with a limit. Values are at least zero, or
 * NOT_MEASURED, and then the check does not apply: another one must refuse what cannot be measured.
 */
export type Check = Required<CheckTerms>;

/**
 * Makes a check. All are made here because objects made in one place have one layout, and reading a field of any of
 * twenty then costs the same as reading it of one.
 */
export function defineCheck(terms: CheckTerms): Check {
  return {
    code: terms.code,
    label: terms.label,
    unit: terms.unit,
    words: terms.words ?? [],
    bound: terms.bound,
    appliesToReducing: terms.appliesToReducing,
    value: terms.value,
    limit: terms.limit,
    deny: terms.deny,
  };
}

/** An intent with what several checks need of it, computed once. */
export interface OrderUnderCheck {
  readonly intent: OrderIntent;
  readonly context: RiskContext;
  /**
   * True when the order can only bring the position toward flat, never past it. A strategy's order must do so for what
   * the strategy itself holds: closing another's shares is a new opinion, and a new risk of its own.
   */
  readonly reducing: boolean;
  /** Shares of the position that no open order closes yet; zero when the order does not go against the position. */
  readonly closable: Quantity;
  /** True when the order goes against the position, so that a larger one would pass through zero. */
  readonly closing: boolean;
  /** True unless a strategy wants to trade more against the position than it holds of it itself. */
  readonly closesOwn: boolean;
  readonly quoteCondition: QuoteCondition | "missing";
  /** Midpoint of a regular quote, otherwise null. */
  readonly mid: Price | null;
  /** By which shares are valued: the midpoint, or without one the context's reference. */
  readonly referencePrice: Price | null;
  /** The order's own price, or the far touch for one without. */
  readonly price: Price | null;
  /** Largest position, in shares, that any outcome of the open orders and this one can lead to. */
  readonly worstQuantity: Quantity;
}

/** Prepares an intent for the checks. Throws InvariantError on an intent without shares. */
export function underCheck(intent: OrderIntent, context: RiskContext): OrderUnderCheck {
  if (quantityUnits(intent.quantity) <= 0)
    throw new InvariantError("the order's quantity is not above zero");
  const { quote } = context;
  const condition = quote === null ? "missing" : quoteCondition(quote);
  const mid = believedMid(context);
  const closing = goesAgainst(intent, context.position);
  const closesOwn = isOwn(intent, context.ownPosition);
  const closable = closableQuantity(intent, context);
  return {
    intent,
    context,
    reducing: closesOwn && quantityUnits(intent.quantity) <= quantityUnits(closable),
    closable,
    closing,
    closesOwn,
    quoteCondition: condition,
    mid,
    referencePrice: mid ?? oneSidedReference(condition, context) ?? context.referencePrice,
    price: orderPrice(intent.pricing) ?? farTouch(intent, context),
    worstQuantity: worstQuantity(intent, context),
  };
}

/** A price that jumped and that nothing proves is no reference, although its quote looks regular. */
function believedMid({ quote, market }: RiskContext): Price | null {
  return quote === null || market.condition === "price_jump" ? null : regularMid(quote);
}

/**
 * Where the quote lacks a side, or there is none, the last print is the reference for a limit order, as long as it is
 * not older than a quote may be (fault M04). Null where the quote has both sides, or the print is too old.
 */
export function oneSidedReference(
  condition: QuoteCondition | "missing",
  { market, time, limits }: RiskContext,
): Price | null {
  const { lastTrade } = market;
  if (lastTrade === null || (condition !== "one_sided" && condition !== "missing")) return null;
  return time - lastTrade.venueAt <= limits.maxQuoteAgeMs ? lastTrade.price : null;
}

/** Tells whether an order goes against a signed position, so that it makes it smaller or passes through zero. */
export function goesAgainst(intent: OrderIntent, position: Quantity): boolean {
  const units = quantityUnits(position);
  return intent.side === "sell" ? units > 0 : units < 0;
}

/** Only signals are a strategy's own wish: a stop-loss or a person closes what the account holds, whoever opened it. */
function isOwn(intent: OrderIntent, own: Quantity): boolean {
  if (intent.purpose !== "signal") return true;
  const held = intent.side === "sell" ? own : negateQuantity(own);
  return quantityUnits(intent.quantity) <= quantityUnits(held);
}

/** Of a position that the order does not go against nothing is closable: less than nothing is held of it. */
function closableQuantity(intent: OrderIntent, context: RiskContext): Quantity {
  const { position, openOrders } = context;
  const held = intent.side === "sell" ? position : negateQuantity(position);
  const closingAlready = intent.side === "sell" ? openOrders.sells : openOrders.buys;
  return maxQuantity(subtractQuantity(held, minQuantity(closingAlready, held)), ZERO_QUANTITY);
}

function worstQuantity(intent: OrderIntent, { position, openOrders }: RiskContext): Quantity {
  const { buys, sells } = openOrders;
  const openBuys = intent.side === "buy" ? addQuantity(buys, intent.quantity) : buys;
  const openSells = intent.side === "sell" ? addQuantity(sells, intent.quantity) : sells;
  return worstCaseQuantity({ position, openBuys, openSells });
}

function farTouch(intent: OrderIntent, context: RiskContext): Price | null {
  if (context.quote === null) return null;
  return intent.side === "buy" ? context.quote.ask : context.quote.bid;
}

/**
 * Returns what the order is worth at most: quantity × its price, or for a sale the reference price where that is
 * higher, because a sale may fill above its limit. Null when there is no price at all.
 */
export function orderNotional(order: OrderUnderCheck): Money | null {
  const { intent, referencePrice } = order;
  const price = order.price ?? referencePrice;
  if (price === null) return null;
  const worst = intent.side === "sell" ? maxPrice(price, referencePrice ?? price) : price;
  return notional(worst, intent.quantity);
}
