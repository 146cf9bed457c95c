import { idsOf, type Ticker } from "../ids.ts";
import { addMoney, type Money, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import { emptyRecord, recordOf } from "../record-of-names.ts";

/** The sector of each symbol that has one. */
export type SectorMap = Readonly<Record<Ticker, string>>;

/** The sector of all symbols that nobody has put into another: together they are bounded like any. */
export const UNCLASSIFIED = "unclassified";

/** What the symbols of one sector add up to. Updated in place by one owner. */
export interface SectorTotals {
  readonly sector: string;
  /** Gross exposure in the worst case of all open orders, in dollars. */
  worstCase: Money;
}

/** The sums of all sectors in which something was ever held or open. */
export interface SectorBook {
  map: SectorMap;
  readonly sums: Record<string, SectorTotals>;
}

/** What a row of a symbol brings to its sector. */
interface SectorRow {
  sector: SectorTotals;
  readonly worstCase: Money;
}

/** Returns a book in which every symbol is unclassified. */
export function emptySectorBook(): SectorBook {
  return { map: emptyRecord(), sums: emptyRecord() };
}

/** Returns the name of a symbol's sector. */
export function sectorNameOf({ map }: SectorBook, symbol: Ticker): string {
  return map[symbol] ?? UNCLASSIFIED;
}

/** Returns the sums of a symbol's sector, empty ones at its first mention. */
export function sectorSumOf(book: SectorBook, symbol: Ticker): SectorTotals {
  const sector = sectorNameOf(book, symbol);
  const known = book.sums[sector];
  if (known !== undefined) return known;
  const sum: SectorTotals = { sector, worstCase: ZERO_MONEY };
  book.sums[sector] = sum;
  return sum;
}

/** Takes a symbol's worst case that changed into the sum of its sector. */
export function moveSector(sum: SectorTotals, before: Money, after: Money): void {
  sum.worstCase = addMoney(sum.worstCase, subtractMoney(after, before));
}

/** Puts every symbol into the sector that the map names, and adds the sectors up anew. */
export function regroupSectors(
  book: SectorBook,
  map: SectorMap,
  rows: Readonly<Record<Ticker, SectorRow>>,
): void {
  book.map = recordOf(map);
  for (const sector of Object.keys(book.sums)) delete book.sums[sector];
  for (const symbol of idsOf<Ticker>(rows)) {
    const row = rows[symbol];
    if (row === undefined) continue;
    row.sector = sectorSumOf(book, symbol);
    moveSector(row.sector, ZERO_MONEY, row.worstCase);
  }
}
