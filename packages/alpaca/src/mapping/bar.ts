import { ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { type Price, priceFromNumber } from "@interlock/core/number/price";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";

/** The numbers of a bar under the venue's short names, from REST or a stream. */
export interface BarFields {
  readonly o: unknown;
  readonly h: unknown;
  readonly l: unknown;
  readonly c: unknown;
  readonly v: unknown;
  readonly n?: unknown;
}

function readNumberPrice(value: unknown): Price | null {
  if (typeof value !== "number") return null;
  const price = priceFromNumber(value);
  return price.ok ? price.value : null;
}

function readCount(value: unknown): number | null {
  const count = typeof value === "bigint" ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

interface Range {
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
}

/** Null when a price is none. */
function readRange(fields: BarFields): Range | null {
  const open = readNumberPrice(fields.o);
  const high = readNumberPrice(fields.h);
  const low = readNumberPrice(fields.l);
  const close = readNumberPrice(fields.c);
  return open === null || high === null || low === null || close === null
    ? null
    : { open, high, low, close };
}

function holdsItsEnds({ open, high, low, close }: Range): boolean {
  return low <= open && low <= close && high >= open && high >= close;
}

/** Reads a bar that starts at `startAt`. Refuses prices that are none and a range that does not hold its ends. */
export function mapBar(symbol: string, startAt: UnixMs, fields: BarFields): Result<Bar> {
  const range = readRange(fields);
  const volume = readCount(fields.v);
  const tradeCount = readCount(fields.n ?? 0);
  if (range === null) {
    return fail(`bar of ${symbol} at ${startAt} must have open, high, low and close above 0`);
  }
  if (volume === null || tradeCount === null) {
    return fail(
      `bar of ${symbol} at ${startAt} must have whole volume and trade count of at least 0`,
    );
  }
  if (!holdsItsEnds(range)) {
    return fail(`bar of ${symbol} at ${startAt} must hold open and close between low and high`);
  }
  return ok({ symbol: ticker(symbol), startAt, ...range, volume, tradeCount, complete: true });
}
