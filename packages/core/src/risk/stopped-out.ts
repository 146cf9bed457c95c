import { isAboveZero } from "../number/quantity.ts";
import type { Ticker } from "../ids.ts";
import { formatPrice, type Price } from "../number/price.ts";
import type { Side } from "../order/side.ts";
import type { Position } from "../position/position.ts";
import type { UnixMs } from "../time.ts";

/** What else than its loss closed a position, with the numbers. */
export type StopCause =
  | {
      readonly rule: "trailing";
      readonly best: Price;
      readonly backBps: number;
      readonly limitBps: number;
    }
  | { readonly rule: "time"; readonly heldMinutes: number; readonly limitMinutes: number }
  /** Our stop at the broker was set off. */
  | { readonly rule: "broker"; readonly stopPrice: Price };

/** Says a cause as a part of a sentence. */
export function describeStopCause(cause: StopCause): string {
  if (cause.rule === "time")
    return `it was entered ${cause.heldMinutes} minutes ago and stands at a loss, and the time stop is ${cause.limitMinutes} minutes`;
  if (cause.rule === "broker")
    return `its stop at the broker was set off at ${formatPrice(cause.stopPrice)}`;
  const back = `it came back ${cause.backBps.toFixed(1)} bps from its best of ${formatPrice(cause.best)}`;
  return `${back}, and the trailing stop is ${cause.limitBps} bps`;
}

/**
 * What a stop-loss leaves behind for a strategy: it may not enter that side again on the opinion that just lost. A
 * falling market would otherwise be bought at every bar and stopped at every next one, without end.
 *
 * A fresh opinion ends it: the strategy's own target has been at zero or on the other side, or a new market day opened.
 * Plain data, durable: a restart is no fresh opinion.
 */
export interface StoppedOut {
  readonly symbol: Ticker;
  /** The side of the entries that are refused. */
  readonly side: Side;
  readonly at: UnixMs;
  /** Where a stop at the broker left nothing of the position, its stop price. */
  readonly averageEntry: Price;
  readonly mark: Price;
  /** Loss at `mark` and limit, in hundredths of a percent of what the position cost. */
  readonly lossBps: number;
  readonly limitBps: number;
  /** Absent where the loss itself was beyond its limit. */
  readonly cause?: StopCause;
}

/** A stop-loss that fired, as risk sees it: while it closes no order of a strategy passes, after it no entry. */
export interface StopGuard {
  readonly phase: "closing" | "stopped_out";
  readonly stop: StoppedOut;
}

/** Returns the side that opened a position: the one that a stop-loss refuses afterwards. */
export function entrySide(position: Position): Side {
  return isAboveZero(position.quantity) ? "buy" : "sell";
}

/** Tells whether a target (a fraction of an allocation, -1 to 1) wants to hold what `side` enters. */
export function wantsSide(target: number, side: Side): boolean {
  return side === "buy" ? target > 0 : target < 0;
}
