import type { Ticker } from "@interlock/core/ids";
import type { PriceBands } from "@interlock/core/market/price-bands";
import type { AmendedPrint, TradeAmendment } from "@interlock/core/market/trade-amendment";
import type { TradingPhase, TradingStatus } from "@interlock/core/market/trading-status";
import { priceFromNumber } from "@interlock/core/number/price";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";

/**
 * What a market tells besides quotes, trades and bars: trading statuses, limit bands, corrections and cancellations.
 * Codes are those of the consolidated tapes as Alpaca passes them on: digits for tapes A and B, letters for C and O.
 */

/** One message's fields under the venue's short names, with whose and of when it is. */
export interface NoticeFields {
  readonly symbol: Ticker;
  readonly venueAt: UnixMs;
  readonly item: Readonly<Record<string, unknown>>;
}

/** 2, H halt · P volatility pause · Q quotes resume · 3, T trading resumes. */
const PHASES: Readonly<Record<string, TradingPhase>> = {
  "2": "halted",
  H: "halted",
  P: "halted",
  Q: "quoting",
  "3": "trading",
  T: "trading",
};

/** Price indications, imbalances, short-sale restriction, limit up limit down: the symbol trades, or not, as before. */
const INFORMATION: ReadonlySet<string> = new Set([..."456789ACDEF"]);

/** Circuit breakers of the whole market, levels 1 to 3. */
const MARKET_WIDE: ReadonlySet<string> = new Set(["MWC1", "MWC2", "MWC3", "1", "2", "3"]);

const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, 100) : "");

/** Reads a trading status; null for one that changes nothing of whether the symbol trades. */
export function readStatus({ symbol, venueAt, item }: NoticeFields): Result<TradingStatus | null> {
  if (typeof item.sc !== "string" || item.sc === "")
    return fail(`status of ${symbol} must have a code in sc`);
  if (INFORMATION.has(item.sc)) return ok(null);
  const phase = PHASES[item.sc] ?? "unclear";
  const reason = textOf(item.rc);
  const why = [reason, textOf(item.rm)].filter((text) => text !== "").join(" ");
  const what = textOf(item.sm) === "" ? `status ${item.sc.slice(0, 16)}` : textOf(item.sm);
  return ok({
    symbol,
    venueAt,
    phase,
    marketWide: phase === "halted" && MARKET_WIDE.has(reason),
    words: why === "" ? what : `${what}, ${why}`,
  });
}

/** D suspended during a halt or pause · F outside the hours of the rule. */
const NOT_IN_FORCE: ReadonlySet<unknown> = new Set(["D", "F"]);

/** Reads limit bands in dollars a share. Refuses prices that are none, and a lower band that is not below the upper. */
export function readBands({ symbol, venueAt, item }: NoticeFields): Result<PriceBands> {
  const upper = priceOf(item.u);
  const lower = priceOf(item.d);
  if (!upper.ok) return upper;
  if (!lower.ok) return lower;
  if (lower.value >= upper.value) return fail(`the bands of ${symbol} must have d below u`);
  const inForce = !NOT_IN_FORCE.has(item.i);
  return ok({ symbol, venueAt, lower: lower.value, upper: upper.value, inForce });
}

/** Reads a correction ("c") of a print: what it was, and what it should have been. */
export function readCorrection({ symbol, venueAt, item }: NoticeFields): Result<TradeAmendment> {
  const original = printOf(item.op, item.os, item.x);
  if (!original.ok) return original;
  const corrected = printOf(item.cp, item.cs, item.x);
  if (!corrected.ok) return corrected;
  const conditions = Array.isArray(item.cc)
    ? item.cc.filter((text) => typeof text === "string")
    : [];
  const print = { ...corrected.value, conditions };
  return ok({ symbol, venueAt, original: original.value, corrected: print });
}

/** Reads a cancellation ("x") of a print, also of one that was sent in error. */
export function readCancellation({ symbol, venueAt, item }: NoticeFields): Result<TradeAmendment> {
  const original = printOf(item.p, item.s, item.x);
  return original.ok
    ? ok({ symbol, venueAt, original: original.value, corrected: null })
    : original;
}

function priceOf(value: unknown) {
  return priceFromNumber(typeof value === "number" ? value : Number.NaN);
}

function printOf(dollars: unknown, size: unknown, exchange: unknown): Result<AmendedPrint> {
  const price = priceOf(dollars);
  if (!price.ok) return price;
  const shares = typeof size === "bigint" ? Number(size) : size;
  if (typeof shares !== "number" || !Number.isSafeInteger(shares) || shares <= 0)
    return fail("the size of a print must be a whole number above 0");
  return ok({ price: price.value, size: shares, exchange: textOf(exchange) });
}
