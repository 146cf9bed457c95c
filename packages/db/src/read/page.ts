import { z } from "zod";

/** A page by key; `nextCursor` is null on the last one. Rows come newest first. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

/** Where a page begins and how long it is. */
export interface PageRequest {
  /** The `nextCursor` of the page before; null or absent for the first one. */
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A cursor that no page of ours gave out. */
export class BadCursor extends Error {
  override readonly name = "BadCursor";
}

const PAGE_ROWS_MAX = 500;

/** Returns the number of rows that a page may have: 1 to 500. */
export function pageLength({ limit }: PageRequest): number {
  return Math.min(PAGE_ROWS_MAX, Math.max(1, Math.trunc(limit)));
}

/** Makes a page of one row more than it may show: the surplus row proves that there is a next page. */
export function toPage<Source, Row>(
  found: readonly Source[],
  {
    length,
    read,
    keyOf,
  }: {
    length: number;
    read: (source: Source) => Row;
    keyOf: (source: Source) => readonly unknown[];
  },
): Page<Row> {
  const shown = found.slice(0, length);
  const last = found.length > length ? shown.at(-1) : undefined;
  const nextCursor = last === undefined ? null : writeCursor(keyOf(last));
  return { rows: shown.map(read), nextCursor };
}

function writeCursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function readCursor<T>(cursor: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new BadCursor(
      `The cursor "${cursor.slice(0, 40)}" was not given out by a page of this kind.`,
    );
  }
}

const placeKey = z.tuple([z.number().int(), z.number().int(), z.number().int()]);
const orderKey = z.tuple([z.number().int(), z.string()]);

interface Placed {
  readonly at: Date;
  readonly journalSeq: bigint;
  readonly recordIndex: number;
}

/** Newest first, by time and then by place in the journal. */
export const NEWEST_FIRST = [
  { at: "desc" },
  { journalSeq: "desc" },
  { recordIndex: "desc" },
] as const;

/** Returns the key by which rows with a place in the journal are paged. */
export function placeOf({ at, journalSeq, recordIndex }: Placed): [number, number, number] {
  return [at.getTime(), Number(journalSeq), recordIndex];
}

/** Returns the place in the journal that a cursor stands for; null for none. Throws BadCursor. */
export function placeBefore(cursor: string | null | undefined): Placed | null {
  if (cursor === null || cursor === undefined) return null;
  const [ms, seq, recordIndex] = readCursor(cursor, placeKey);
  return { at: new Date(ms), journalSeq: BigInt(seq), recordIndex };
}

/** Returns the condition for what comes after a cursor, newest first. */
export function afterPlace(cursor: string | null | undefined) {
  const place = placeBefore(cursor);
  if (place === null) return {};
  const { at, journalSeq, recordIndex } = place;
  return {
    at: { lte: at },
    OR: [
      { at: { lt: at } },
      { at, journalSeq: { lt: journalSeq } },
      { at, journalSeq, recordIndex: { lt: recordIndex } },
    ],
  };
}

/** Returns the condition for orders after a cursor: by creation, newest first, then by id. */
export function afterOrder(cursor: string | null | undefined) {
  if (cursor === null || cursor === undefined) return {};
  const [ms, clientOrderId] = readCursor(cursor, orderKey);
  const createdAt = new Date(ms);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { createdAt, clientOrderId: { lt: clientOrderId } }],
  };
}
