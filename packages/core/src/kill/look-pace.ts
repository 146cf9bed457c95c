/**
 * How often a kill looks at the venue: often in its first seconds, then less and less while nothing changes. The venue
 * takes 200 requests a minute for the whole account and refuses everything beyond, cancels included, so that looking
 * too often would keep a kill from doing its work. Engine and watchdog may look at the same time.
 */

/** Times between looks. Milliseconds. */
export interface LookTempo {
  /** The first so many looks follow each other that fast, whatever they show. */
  readonly fastLooks: number;
  readonly fastMs: number;
  /** After them: the next look after one that showed something new. */
  readonly changedMs: number;
  /** No time between looks grows beyond. */
  readonly slowestMs: number;
}

/** What production uses, in engine and watchdog. */
export const LOOK_TEMPO: LookTempo = {
  fastLooks: 6,
  fastMs: 500,
  changedMs: 2_000,
  slowestMs: 10_000,
};

/** How many looks there were, and how long to wait for the next. */
export interface LookPace {
  readonly looks: number;
  readonly delayMs: number;
}

const GROWTH = 1.5;

/** Returns the pace of a kill that somebody just asked for. */
export function firstPace(tempo: LookTempo): LookPace {
  return { looks: 0, delayMs: tempo.fastMs };
}

/** Returns the pace after a look; one that failed or showed the same as before counts as unchanged. */
export function nextPace(pace: LookPace, changed: boolean, tempo: LookTempo): LookPace {
  const looks = pace.looks + 1;
  if (looks < tempo.fastLooks) return { looks, delayMs: tempo.fastMs };
  if (changed) return { looks, delayMs: tempo.changedMs };
  return { looks, delayMs: Math.min(pace.delayMs * GROWTH, tempo.slowestMs) };
}
