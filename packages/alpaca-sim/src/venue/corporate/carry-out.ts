import { type Ticker, ticker } from "@interlock/core/ids";
import { newYorkDate } from "@interlock/core/market/calendar";
import { divideHalfEven } from "@interlock/core/number/fixed";
import { addMoney, notional, ZERO_MONEY } from "@interlock/core/number/money";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import {
  negateQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { openOrdersOf } from "../account/account-figures.ts";
import { enter } from "../account/enter.ts";
import { assetOf } from "../asset.ts";
import { emptyBook } from "../book/book.ts";
import { cancel } from "../order/lifecycle.ts";
import { isClosed } from "../order/order-record.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { malformed, notFound } from "../venue-error.ts";
import { bookOf, takeId, type VenueState } from "../venue-state.ts";
import type { CorporateAction, CorporateTerms } from "./corporate-action.ts";

/** Takes an announcement. What is due already is carried out at once. */
export function announce(state: VenueState, terms: CorporateTerms): Outcome<null> {
  if (!state.books.has(terms.symbol)) {
    return refused(notFound(`symbol not found: ${terms.symbol}`));
  }
  if (terms.kind === "name_change" && state.books.has(terms.newSymbol)) {
    return refused(malformed(`symbol is taken: ${terms.newSymbol}`));
  }
  state.corporateActions.push({
    id: takeId(state, "corporate"),
    terms,
    declaredOn: newYorkDate(state.now),
    isEffective: false,
    entitled: null,
  });
  carryOutCorporateActions(state);
  return granted(null);
}

/**
 * Carries out what is due on the present date: called before the first session of each market day. Open orders of a
 * symbol that splits or changes its name are canceled with the reason that Alpaca gives.
 */
export function carryOutCorporateActions(state: VenueState): void {
  const today = newYorkDate(state.now);
  for (const action of state.corporateActions) {
    const { terms } = action;
    if (!action.isEffective && terms.exDate <= today) {
      action.isEffective = true;
      begin(state, action);
    }
    if (terms.kind === "cash_dividend" && action.entitled !== null && terms.payableDate <= today) {
      pay(state, action.entitled, terms);
      action.entitled = null;
    }
  }
}

function begin(state: VenueState, action: CorporateAction): void {
  const { terms } = action;
  if (terms.kind === "cash_dividend") {
    action.entitled = state.positions.get(ticker(terms.symbol))?.quantity ?? null;
    return;
  }
  for (const order of [...openOrdersOf(state, terms.symbol)]) {
    if (!isClosed(order)) cancel(state, order, "CORPORATE_ACTION");
  }
  if (terms.kind === "split") split(state, terms);
  else rename(state, terms);
}

function pay(
  state: VenueState,
  entitled: Quantity,
  terms: Extract<CorporateTerms, { kind: "cash_dividend" }>,
): void {
  const amount = notional(terms.rate, entitled);
  state.cash = addMoney(state.cash, amount);
  enter(state, {
    type: "DIV",
    symbol: terms.symbol,
    quantity: entitled,
    perShare: terms.rate,
    amount,
    description: `cash dividend of ${terms.symbol}`,
  });
}

type SplitTerms = Extract<CorporateTerms, { kind: "split" }>;

function splitQuantity(quantity: Quantity, { newRate, oldRate }: SplitTerms): Quantity {
  const fine = BigInt(quantityUnits(quantity)) * BigInt(newRate);
  return quantityFromUnits(Number(divideHalfEven(fine, BigInt(oldRate))));
}

function splitPrice(price: Price | null, { newRate, oldRate }: SplitTerms): Price | null {
  if (price === null) return null;
  const units = divideHalfEven(BigInt(priceUnits(price)) * BigInt(oldRate), BigInt(newRate));
  return priceFromUnits(Math.max(1, Number(units)));
}

/** Shares change, cost does not. Fractions that result are kept. Known prices are those of before, converted. */
function split(state: VenueState, terms: SplitTerms): void {
  const book = bookOf(state, terms.symbol);
  book.lastPrice = splitPrice(book.lastPrice, terms);
  book.bid = null;
  book.ask = null;
  const close = splitPrice(state.closes.get(terms.symbol) ?? null, terms);
  if (close !== null) state.closes.set(terms.symbol, close);
  const position = state.positions.get(book.symbol);
  if (position === undefined) return;
  const before = position.quantity;
  position.quantity = splitQuantity(before, terms);
  position.carried = splitQuantity(position.carried, terms);
  enter(state, {
    type: "SPLIT",
    symbol: terms.symbol,
    quantity: subtractQuantity(position.quantity, before),
    amount: ZERO_MONEY,
    description: `split of ${terms.symbol}`,
  });
}

/** The position goes on under the new name; the old one does not trade any more. */
function rename(
  state: VenueState,
  { symbol, newSymbol }: Extract<CorporateTerms, { kind: "name_change" }>,
): void {
  const [old, fresh]: [Ticker, Ticker] = [ticker(symbol), ticker(newSymbol)];
  const asset = state.assets.get(symbol) ?? assetOf(symbol);
  state.assets.set(newSymbol, { ...asset, ...named(newSymbol) });
  state.assets.set(symbol, { ...asset, isActive: false, tradable: false });
  const book = { ...emptyBook(fresh), lastPrice: bookOf(state, symbol).lastPrice };
  state.books.set(newSymbol, book);
  const close = state.closes.get(symbol);
  if (close !== undefined) state.closes.set(newSymbol, close);
  const position = state.positions.get(old);
  if (position === undefined) return;
  state.positions.delete(old);
  state.positions.set(fresh, { ...position, symbol: fresh });
  for (const [name, quantity] of [
    [symbol, negateQuantity(position.quantity)],
    [newSymbol, position.quantity],
  ] as const) {
    const description = `${symbol} is now ${newSymbol}`;
    enter(state, { type: "NC", symbol: name, quantity, amount: ZERO_MONEY, description });
  }
}

function named(symbol: string): Pick<ReturnType<typeof assetOf>, "id" | "symbol"> {
  const { id, symbol: name } = assetOf(symbol);
  return { id, symbol: name };
}
