import { MONEY_SCALE } from "@interlock/core/number/money";
import { QUANTITY_SCALE } from "@interlock/core/number/quantity";
import { parseFixed } from "@interlock/core/number/fixed";
import type { UnixMs } from "@interlock/core/time";
import { storableJson, storableText } from "./storable-text.ts";

/**
 * How a field of a row becomes a column. Every value travels as text and is cast by the server to the column's type;
 * what a column cannot hold exactly is refused here, because Postgres would round it.
 */
export interface Column<Row> {
  readonly name: string;
  /** Postgres type to cast to. */
  readonly type: string;
  encode(row: Row): string | null;
}

/** A value that its column cannot hold. The message says what is wrong with it. */
export class UnfitValue extends Error {
  override readonly name = "UnfitValue";
}

/** Times outside are mistakes: they would make partitions for months that never were. */
const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Dollars, as price or amount: numeric(20,6). */
export function dollars<Row>(name: string, read: (row: Row) => string | null): Column<Row> {
  return { name, type: "numeric", encode: (row) => decimal(read(row), MONEY_SCALE) };
}

/** Shares: numeric(20,9). */
export function shares<Row>(name: string, read: (row: Row) => string | null): Column<Row> {
  return { name, type: "numeric", encode: (row) => decimal(read(row), QUANTITY_SCALE) };
}

/** Free text, an identity or, with a type, a member of an enum. */
export function text<Row>(
  name: string,
  read: (row: Row) => string | null,
  type = "text",
): Column<Row> {
  return { name, type, encode: (row) => mapNullable(read(row), storableText) };
}

/** A list of words. */
export function textList<Row>(name: string, read: (row: Row) => readonly string[]): Column<Row> {
  return { name, type: "text[]", encode: (row) => arrayLiteral(read(row)) };
}

/** An instant, with milliseconds. */
export function instant<Row>(name: string, read: (row: Row) => UnixMs | null): Column<Row> {
  return { name, type: "timestamptz", encode: (row) => mapNullable(read(row), isoInstant) };
}

/** A whole number. */
export function integer<Row>(name: string, read: (row: Row) => number | null): Column<Row> {
  return { name, type: "bigint", encode: (row) => mapNullable(read(row), wholeNumber) };
}

/** A double, for what is no money. */
export function real<Row>(name: string, read: (row: Row) => number): Column<Row> {
  return { name, type: "float8", encode: (row) => finiteNumber(read(row)) };
}

/** True or false. */
export function flag<Row>(name: string, read: (row: Row) => boolean): Column<Row> {
  return { name, type: "boolean", encode: (row) => String(read(row)) };
}

/** Plain data. */
export function json<Row>(name: string, read: (row: Row) => unknown): Column<Row> {
  return { name, type: "jsonb", encode: (row) => storableJson(read(row)) };
}

function mapNullable<T>(value: T | null, write: (value: T) => string): string | null {
  return value === null ? null : write(value);
}

/** Also refuses what core's exact numbers could not have held. */
function decimal(value: string | null, scale: number): string | null {
  if (value === null) return null;
  const parsed = parseFixed(value, scale);
  if (!parsed.ok) throw new UnfitValue(parsed.error);
  return value;
}

/** Writes a time as ISO 8601. Throws UnfitValue for one that no ledger row can have. */
export function isoInstant(ms: UnixMs): string {
  if (!(ms >= EARLIEST_MS && ms < LATEST_MS) || !Number.isInteger(ms)) {
    throw new UnfitValue(`${ms} is not a time in whole milliseconds from 1990 to 2199`);
  }
  return new Date(ms).toISOString();
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new UnfitValue(`${value} is not a whole number`);
  return String(value);
}

function finiteNumber(value: number): string {
  if (!Number.isFinite(value)) throw new UnfitValue(`${value} is not a finite number`);
  return String(value);
}

function arrayLiteral(words: readonly string[]): string {
  const quoted = words.map((word) => `"${storableText(word).replace(/[\\"]/g, "\\$&")}"`);
  return `{${quoted.join(",")}}`;
}
