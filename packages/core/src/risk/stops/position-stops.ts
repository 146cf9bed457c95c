import type { Ticker } from "../../ids.ts";
import { priceFromUnits } from "../../number/price.ts";
import { MINUTE_MS } from "../../time.ts";
import type { Limits } from "../limits.ts";
import {
  type HeldReading,
  lossOf,
  type RiskWatch,
  type StopBreach,
  stopBreach,
  suspect,
  type Suspicion,
} from "../real-time.ts";
import type { StopCause } from "../stopped-out.ts";
import type { Entry } from "./entry.ts";
import { beginTrail, comeBackBps, extendTrail, type Trail } from "./trail.ts";

/** A reading of a position's mark with the entry that it belongs to. */
export interface EntryReading extends HeldReading {
  readonly entry: Entry;
}

/** Takes a reading into the trail of its position, and returns that. Another entry begins another trail. */
function followTrail(watch: RiskWatch, { entry, mark, time }: EntryReading): Trail {
  let trail = watch.trails[entry.symbol];
  if (trail?.since !== entry.since) {
    trail = beginTrail(entry);
    watch.trails[entry.symbol] = trail;
  }
  extendTrail(trail, { mark, time, side: entry.side });
  return trail;
}

/**
 * Takes a reading of a position's mark: trips when it has come back `trailingStopBps` from the best price since the
 * entry. Like the stop-loss it takes a second reading that proves the first.
 */
export function checkTrailingStop(
  watch: RiskWatch,
  reading: EntryReading,
  limits: Limits,
): StopBreach | null {
  const trail = followTrail(watch, reading);
  const backBps = comeBackBps(trail, reading.entry.side, reading.mark);
  const limitBps = limits.trailingStopBps;
  if (!isProven(watch.trailing, reading, backBps >= limitBps)) return null;
  const best = priceFromUnits(trail.best);
  return withCause(reading, limits, { rule: "trailing", best, backBps, limitBps });
}

/** Takes a reading of a position's mark: trips when it was entered `timeStopMinutes` ago and stands at a loss. */
export function checkTimeStop(
  watch: RiskWatch,
  reading: EntryReading,
  limits: Limits,
): StopBreach | null {
  const heldMs = reading.time - reading.entry.since;
  const limitMinutes = limits.timeStopMinutes;
  const late = heldMs >= limitMinutes * MINUTE_MS;
  if (!isProven(watch.timed, reading, late && lossOf(reading.position, reading.mark) > 0))
    return null;
  const heldMinutes = Math.floor(heldMs / MINUTE_MS);
  return withCause(reading, limits, { rule: "time", heldMinutes, limitMinutes });
}

/** Opens a suspicion at the first reading beyond, and tells whether a later one has proven it. */
function isProven(
  open: Record<Ticker, Suspicion>,
  reading: HeldReading,
  isBeyond: boolean,
): boolean {
  const { symbol } = reading;
  if (!isBeyond) {
    delete open[symbol];
    return false;
  }
  const now = suspect(open[symbol], reading);
  open[symbol] = now;
  return now.proven;
}

function withCause(reading: HeldReading, limits: Limits, cause: StopCause): StopBreach {
  const lossBps = lossOf(reading.position, reading.mark);
  return { ...stopBreach(reading, lossBps, limits), cause };
}
