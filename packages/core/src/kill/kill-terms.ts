/**
 * What a kill was asked to do, and how requests join. Engine and watchdog use the same rules, so that it never matters
 * which of the two took a request first.
 */

/** Cumulative, mildest first: flatten includes cancel, cancel includes halt. */
export type KillMode = "halt" | "cancel" | "flatten";

/** Who made a kill stronger than it was asked for at first, from which mode, and why. */
export interface KillRaise {
  readonly from: KillMode;
  readonly by: string;
  readonly reason: string;
}

/** How far a kill goes. */
export interface KillTerms {
  readonly mode: KillMode;
  /** Also cancel protective stops; removing them raises risk, so it is off by default. */
  readonly includeStops: boolean;
  /** Absent: it goes no further than who asked for it said. */
  readonly raised?: KillRaise | undefined;
}

/** Looks at the venue that must show nothing, one after another, before a kill is proven. */
export const CLEAN_LOOKS_MIN = 2;

const STRENGTH: Readonly<Record<KillMode, number>> = { halt: 0, cancel: 1, flatten: 2 };

/** Tells whether a kill removes protective stops; a flatten always does, because they hold the shares. */
export function removesStops(terms: KillTerms): boolean {
  return terms.includeStops || terms.mode === "flatten";
}

/**
 * Returns the terms of the kill in force joined by a request: the stronger mode wins, and stops once included stay
 * included. The standing object itself comes back when the request adds nothing.
 */
export function mergeTerms<T extends KillTerms>(standing: T, asked: KillTerms): T | KillTerms {
  const stronger = STRENGTH[asked.mode] > STRENGTH[standing.mode];
  const moreStops = asked.includeStops && !removesStops(standing);
  if (!stronger && !moreStops) return standing;
  return {
    mode: stronger ? asked.mode : standing.mode,
    includeStops: standing.includeStops || asked.includeStops,
  };
}
