import { priceUnits } from "@interlock/core/number/price";
import { quantityUnits, UNITS_PER_SHARE } from "@interlock/core/number/quantity";
import type { Evidence } from "./evidence.ts";
import { Ledger } from "./ledger.ts";

/** A mark is the middle of a quote or a print inside of it: two cents a share at most lie between them. */
const MARK_UNITS = 20_000;

/**
 * Returns the least that the first day has lost, in millionths of a dollar, by the fills that the journal has and the
 * quotes that were heard; null where that says nothing, e.g. because a part of the account was taken over.
 */
export function dayLoss({ book, quotes, isFirstDay }: Evidence): number | null {
  if (!isFirstDay || book.inOpening.size > 0 || book.adoptions.length > 0) return null;
  const ledger = new Ledger();
  for (const { symbol, side, quantity, price } of book.fills.values())
    ledger.book({ symbol, side, quantity: quantityUnits(quantity), price: priceUnits(price) });
  let pnl = ledger.cashFlow;
  for (const symbol of ledger.symbols) {
    const held = ledger.positionOf(symbol);
    if (held === 0) continue;
    const quote = quotes.get(symbol);
    if (quote?.bid == null || quote.ask === null) return null;
    const middle = (priceUnits(quote.bid) + priceUnits(quote.ask)) / 2;
    pnl += (held * middle + Math.abs(held) * MARK_UNITS) / UNITS_PER_SHARE;
  }
  return -pnl;
}
