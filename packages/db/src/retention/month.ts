/** The tables that have a partition for each month, by the month of `at` in UTC. */
export const MONTHLY_TABLES = [
  "order_events",
  "fills",
  "signals",
  "risk_decisions",
  "pnl_snapshots",
  "commands",
  "audit_entries",
] as const;

export type MonthlyTable = (typeof MONTHLY_TABLES)[number];

/** A month of UTC, e.g. "2019-01": they compare as texts do. */
export type Month = string;

/** Returns the month of an instant in Unix milliseconds. */
export function monthOf(at: number): Month {
  return new Date(at).toISOString().slice(0, 7);
}

/** Tells whether a text names a month. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** Returns the name of a table's partition. Throws RangeError for what is no month: the name goes into SQL. */
export function partitionOf(table: MonthlyTable, month: Month): string {
  if (!isMonth(month)) throw new RangeError(`"${month}" is no month: write it as 2019-01.`);
  return `${table}_${month.replace("-", "_")}`;
}

/** Returns the instant at which a month begins, and that at which the next one does, in Unix milliseconds. */
export function boundsOf(month: Month): { readonly from: number; readonly to: number } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { from: Date.UTC(year, number - 1), to: Date.UTC(year, number) };
}
