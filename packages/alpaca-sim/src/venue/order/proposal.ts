import type { Price } from "@interlock/core/number/price";
import { priceFromUnits, priceUnits } from "@interlock/core/number/price";
import { type Money, moneyUnits, notional } from "@interlock/core/number/money";
import {
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  UNITS_PER_SHARE,
} from "@interlock/core/number/quantity";
import { markPrice } from "../account/account-figures.ts";
import type { Asset } from "../asset.ts";
import type { Book } from "../book/book.ts";
import { limitWhenElected } from "../book/elect.ts";
import { trailingStop } from "./order-class.ts";
import type { NewOrder, OrderRecord, PositionIntent } from "./order-record.ts";
import { bookOf, type VenueState } from "../venue-state.ts";

/** An order under examination: what is wanted, and what it means for this account in this market. */
export interface Proposal {
  readonly wanted: NewOrder;
  readonly asset: Asset;
  readonly book: Book;
  readonly quantity: Quantity;
  readonly intent: PositionIntent;
  /** Price at which its cost is reckoned; null when the venue knows no price of the symbol at all. */
  readonly price: Price | null;
  /** Of a trailing stop: the price that it trails at first, and its first stop. */
  readonly waterMark: Price | null;
  readonly trailedStop: Price | null;
  /** The order that it is to replace: what that one reserves and holds counts as free. */
  readonly replaced: OrderRecord | null;
}

/** Returns what an order does to the position that the account has now. */
export function inferIntent(state: VenueState, wanted: NewOrder): PositionIntent {
  const position = state.positions.get(bookOf(state, wanted.symbol).symbol);
  const sign = position === undefined ? 0 : signOfQuantity(position.quantity);
  if (wanted.side === "buy") return sign < 0 ? "buy_to_close" : "buy_to_open";
  return sign > 0 ? "sell_to_close" : "sell_to_open";
}

/** Tells whether an order opens or enlarges a position. */
export function opensPosition(intent: PositionIntent): boolean {
  return intent === "buy_to_open" || intent === "sell_to_open";
}

/**
 * Returns the price at which an order's cost is reckoned. A buy: its limit; for a stop the limit that it gets; for a
 * market order the offer in the regular session, the middle of the quote in extended hours, the last print when
 * closed. A short sale: 3 % above the offer, or its limit if that is higher.
 */
export function costPrice(state: VenueState, wanted: NewOrder): Price | null {
  const book = bookOf(state, wanted.symbol);
  if (wanted.side === "buy" && wanted.trail !== null) {
    const mark = markPrice(state, wanted.symbol);
    return mark === null ? null : trailingStop("buy", mark, wanted.trail);
  }
  if (wanted.side === "buy")
    return wanted.limitPrice ?? stopLimit(wanted) ?? marketPrice(state, book);
  const offer = book.ask ?? markPrice(state, wanted.symbol);
  if (offer === null) return wanted.limitPrice;
  const raised = Math.ceil((priceUnits(offer) * 103) / 100);
  return priceFromUnits(
    Math.max(raised, wanted.limitPrice === null ? 0 : priceUnits(wanted.limitPrice)),
  );
}

function stopLimit(wanted: NewOrder): Price | null {
  return wanted.stopPrice === null ? null : limitWhenElected(wanted);
}

function marketPrice(state: VenueState, book: Book): Price | null {
  const mark = markPrice(state, book.symbol);
  if (state.session === "closed" || book.ask === null) return mark ?? book.ask;
  if (state.session === "regular" || book.bid === null) return book.ask;
  return priceFromUnits(Math.ceil((priceUnits(book.bid) + priceUnits(book.ask)) / 2));
}

/**
 * Returns the quantity that an amount of dollars buys, rounded down to the billionth of a share; null beyond what
 * can be held.
 */
export function quantityFor(notional: Money, price: Price): Quantity | null {
  const fine = BigInt(moneyUnits(notional)) * BigInt(UNITS_PER_SHARE);
  const units = Number(fine / BigInt(priceUnits(price)));
  return Number.isSafeInteger(units) ? quantityFromUnits(units) : null;
}

/** Returns price × quantity; null beyond what the ledger can hold, some nine billion dollars. */
export function ledgerValue(price: Price, quantity: Quantity): Money | null {
  const shares = quantityUnits(quantity) / UNITS_PER_SHARE;
  return priceUnits(price) * shares < Number.MAX_SAFE_INTEGER ? notional(price, quantity) : null;
}
