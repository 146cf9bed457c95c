import { assert } from "@interlock/core/assert";
import { formatFixed, parseFixed } from "@interlock/core/number/fixed";
import { formatMoney, MONEY_SCALE, moneyFromUnits } from "@interlock/core/number/money";
import { QUANTITY_SCALE } from "@interlock/core/number/quantity";

/** What the client returns of a numeric column: exact, with a plain notation of its own. */
interface DecimalValue {
  toFixed(): string;
}

/** Returns dollars as the ledger writes them, e.g. "12.50" or "0.123456". */
export function dollarsText(value: DecimalValue): string {
  return formatMoney(moneyFromUnits(units(value, MONEY_SCALE)));
}

/** Returns dollars, or null. */
export function maybeDollars(value: DecimalValue | null): string | null {
  return value === null ? null : dollarsText(value);
}

/** Returns shares as the ledger writes them, e.g. "100" or "0.125". */
export function sharesText(value: DecimalValue): string {
  return formatFixed(units(value, QUANTITY_SCALE), QUANTITY_SCALE);
}

/** Returns a time in milliseconds, or null. */
export function maybeMs(value: Date | null): number | null {
  return value === null ? null : value.getTime();
}

/** Returns where a row comes from. */
export function placeFields(row: { at: Date; journalSeq: bigint; recordIndex: number }) {
  return {
    journalSeq: Number(row.journalSeq),
    recordIndex: row.recordIndex,
    at: row.at.getTime(),
  };
}

function units(value: DecimalValue, scale: number): number {
  const parsed = parseFixed(value.toFixed(), scale);
  assert(parsed.ok, parsed.ok ? "" : `a number of the ledger: ${parsed.error}`);
  return parsed.value;
}
