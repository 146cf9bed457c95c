import type { TapeChunk, TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import type { UnixMs } from "@interlock/core/time";

/**
 * Returns a tape without the events at `at` and after. Its readers cannot see that there was more, so that whatever is
 * decided on it is decided without the future.
 */
export function cutTape(source: TapeSource, at: UnixMs): TapeSource {
  return {
    ...source,
    eventsTotal: null,
    open: () => {
      const reader = source.open();
      return {
        next: () => {
          const chunk = reader.next();
          const kept = chunk === null ? 0 : countBefore(chunk, at);
          return chunk === null || kept === 0 ? null : firstOf(chunk, kept);
        },
      };
    },
  };
}

function countBefore({ time, length }: TapeChunk, at: UnixMs): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstOf(chunk: TapeChunk, length: number): TapeChunk {
  if (length === chunk.length) return chunk;
  return {
    length,
    time: chunk.time.slice(0, length),
    kind: chunk.kind.slice(0, length),
    symbol: chunk.symbol.slice(0, length),
    priceA: chunk.priceA.slice(0, length),
    priceB: chunk.priceB.slice(0, length),
    sizeA: chunk.sizeA.slice(0, length),
    sizeB: chunk.sizeB.slice(0, length),
  };
}

/** Returns how many events a tape has, and when the first and the last of them happen; null of an empty one. */
export function spanOfTape(source: TapeSource): TapeSpan | null {
  const reader = source.open();
  let events = 0;
  let first: UnixMs | null = null;
  let last: UnixMs = 0;
  for (let chunk = reader.next(); chunk !== null; chunk = reader.next()) {
    events += chunk.length;
    first ??= chunk.time[0] ?? null;
    last = chunk.time[chunk.length - 1] ?? last;
  }
  return first === null ? null : { events, first, last };
}

/** What a tape holds. */
export interface TapeSpan {
  readonly events: number;
  readonly first: UnixMs;
  readonly last: UnixMs;
}
