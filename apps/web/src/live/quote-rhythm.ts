/**
 * How often a symbol's quote usually changes, so that a quiet one is not called stale for being quiet:
 * stale after five median gaps, at least 5 s and at most 30 s.
 */

const KEPT_GAPS = 20;
const GAPS_TO_LEAVE_UNDISTURBED = 5;
const SHORTEST_MS = 5_000;
const LONGEST_MS = 30_000;

/** Recent gaps between changes of one symbol's quote, oldest first. */
export interface QuoteRhythm {
  readonly lastSourceAt: number;
  readonly gapsMs: readonly number[];
}

/** Returns the rhythm after a quote with source time `sourceAt`; an unchanged or earlier time adds nothing. */
export function observeQuote(rhythm: QuoteRhythm | undefined, sourceAt: number): QuoteRhythm {
  if (rhythm === undefined) return { lastSourceAt: sourceAt, gapsMs: [] };
  if (sourceAt <= rhythm.lastSourceAt) return rhythm;
  const gapsMs = [...rhythm.gapsMs, sourceAt - rhythm.lastSourceAt].slice(-KEPT_GAPS);
  return { lastSourceAt: sourceAt, gapsMs };
}

/** Returns the age in milliseconds above which the symbol's mark counts as stale. */
export function staleAfterMs(rhythm: QuoteRhythm | undefined): number {
  if (rhythm === undefined || rhythm.gapsMs.length === 0) return SHORTEST_MS;
  const sorted = [...rhythm.gapsMs].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, median * GAPS_TO_LEAVE_UNDISTURBED));
}
