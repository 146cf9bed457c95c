import { fullTime } from "../format/time-text.ts";
import type { Column } from "./column.ts";

/**
 * Writes rows as CSV (RFC 4180). Instants get two columns, UTC in ISO form and New York. A text that a
 * spreadsheet would
 * run as a formula gets an apostrophe before it; plain numbers, negative ones too, stay numbers.
 */
export function tableCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const exported = columns.filter((column) => column.kind !== "action");
  const header = exported.flatMap((column) =>
    column.kind === "time" ? [`${column.label} (UTC)`, `${column.label} (ET)`] : [column.label],
  );
  const lines = rows.map((row) => exported.flatMap((column) => cellsOf(column, row)));
  return [header, ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

function cellsOf<Row>(column: Column<Row>, row: Row): readonly string[] {
  const value = column.value(row);
  if (column.kind !== "time") return [value === null ? "" : String(value)];
  if (typeof value !== "number") return ["", ""];
  return [new Date(value).toISOString(), fullTime(value, "ET")];
}

const FORMULA_START = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

function quoted(text: string): string {
  const safe = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns a file name with the grid's name and a date: "interlock-orders-2026-11-23.csv". */
export function csvFileName(table: string, date: string): string {
  return `interlock-${table}-${date}.csv`;
}
