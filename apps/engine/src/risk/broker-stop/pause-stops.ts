import type { Ticker } from "@interlock/core/ids";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";

/** Places no stop of a symbol for a time; a longer pause that stands stays. */
export function pauseStops({ views, time }: Decision, symbol: Ticker, ms: number): void {
  const { pauses } = views.brokerStops;
  const { until, failures } = pauses.get(symbol) ?? { until: 0, failures: 0 };
  pauses.set(symbol, { until: Math.max(until, time + ms), failures });
}

/** Pause after a stop that did not stay, doubled by each: at most four a minute, and soon one in eight minutes. */
const FIRST_PAUSE_MS = 15 * SECOND_MS;
const DOUBLINGS_MAX = 5;
/** Failures in a row at which a person has to look. */
const FAILURES_CRITICAL = 3;

/** A stop was refused, or ended without anybody's wish: it is placed again later, and a person is told why. */
export function noteFailed(decision: Decision, symbol: Ticker, why: string): void {
  const { pauses } = decision.views.brokerStops;
  const failures = (pauses.get(symbol)?.failures ?? 0) + 1;
  const ms = FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, DOUBLINGS_MAX);
  pauses.set(symbol, { until: decision.time + ms, failures });
  const severity = failures === 1 ? "warning" : failures === FAILURES_CRITICAL ? "critical" : null;
  if (severity !== null)
    decision.alert(
      severity,
      `The stop of ${symbol} at the broker does not stand: ${why}. It is placed again in ${ms / SECOND_MS} s; the engine's own watches meanwhile, while it runs.`,
    );
}

/** The next stop of a symbol is not placed at once. */
export function notePlaced(decision: Decision, symbol: Ticker): void {
  pauseStops(decision, symbol, FIRST_PAUSE_MS);
}

/** A stop that has stood for so long ends the count of those before it that did not. */
const STANDS_MS = 60 * SECOND_MS;

/** Forgets failures of a symbol whose stop has stood since `acceptedAt`. */
export function noteStands({ views, time }: Decision, symbol: Ticker, acceptedAt: number): void {
  if (time - acceptedAt >= STANDS_MS) views.brokerStops.pauses.delete(symbol);
}
