/**
 * Which public prints may move a bar's prices. A print whose price was not made at its time in the open market must
 * not: an average over a period, a price agreed elsewhere, one out of sequence, a lot too small to be a quotation, or
 * the exchange's own summary of prints already seen. Codes are those of the consolidated tapes as Alpaca passes them
 * on (CTS for tapes A and B, UTDF for C). Unknown codes, and the numeric words of recorded data, count as regular.
 */

/**
 * B, W average price · C cash sale · H price variation · I odd lot · N next day · P prior reference price · R seller ·
 * U extended hours, late · V contingent · Z out of sequence · 4 derivatively priced · 7 qualified contingent.
 */
const NOT_A_MARKET_PRICE: ReadonlySet<string> = new Set([..."BWCHINPRUVZ47"]);

/** M official close · Q official open · 9 corrected close: they repeat a print whose volume is on the tape already. */
const REPEATS_A_PRINT: ReadonlySet<string> = new Set([..."MQ9"]);

/** Tells whether a print with these conditions sets a bar's open, high, low and close. */
export function countsForPrice(conditions: readonly string[]): boolean {
  for (const condition of conditions) {
    if (NOT_A_MARKET_PRICE.has(condition) || REPEATS_A_PRINT.has(condition)) return false;
  }
  return true;
}

/** Tells whether a print with these conditions adds to a bar's volume. */
export function countsForVolume(conditions: readonly string[]): boolean {
  for (const condition of conditions) if (REPEATS_A_PRINT.has(condition)) return false;
  return true;
}
