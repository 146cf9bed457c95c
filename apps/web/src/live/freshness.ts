/**
 * How old a figure is, and what that means. Age counts from the figure's source on the venue's clock: the age that came
 * with the frame plus the time since the frame was received, so a lively socket with old figures is still stale.
 */

/** Classes of figures, each with its own patience. */
export type FreshKind =
  | "heartbeat"
  | "mark"
  | "order"
  | "position"
  | "account"
  | "comparison"
  | "limit";

/** `closed`: the market is shut, so an old mark is right. `unknown`: never received. */
export type FreshState = "fresh" | "aging" | "stale" | "closed" | "unknown";

/** Fresh up to and including `agingMs`, stale above `staleMs`. */
export interface Patience {
  readonly agingMs: number;
  readonly staleMs: number;
}

const PATIENCE: Readonly<Record<FreshKind, Patience>> = {
  heartbeat: { agingMs: 2_000, staleMs: 5_000 },
  mark: { agingMs: 2_000, staleMs: 5_000 },
  order: { agingMs: 3_000, staleMs: 10_000 },
  position: { agingMs: 5_000, staleMs: 15_000 },
  // Compared every 30 s: a threshold at the interval would call each figure stale just before the next one.
  account: { agingMs: 35_000, staleMs: 65_000 },
  // Compared every minute: older than two comparisons is more than one that is late.
  comparison: { agingMs: 65_000, staleMs: 125_000 },
  limit: { agingMs: 10_000, staleMs: 60_000 },
};

/** An engine whose last heartbeat is older than this counts as dead. */
export const HEARTBEAT_DEAD_MS = PATIENCE.heartbeat.staleMs;

export interface FreshQuestion {
  readonly kind: FreshKind;
  /** Null when the figure was never received. */
  readonly ageMs: number | null;
  /** Age of the engine's heartbeat: once that is dead, nothing on the page can be current. */
  readonly heartbeatAgeMs: number | null;
  readonly marketOpen: boolean;
  /** A longer patience for a symbol that seldom changes. */
  readonly staleAfterMs?: number;
}

/** Tells how a figure must look. */
export function freshState(question: FreshQuestion): FreshState {
  const { kind, ageMs, heartbeatAgeMs } = question;
  if (ageMs === null || !Number.isFinite(ageMs)) return "unknown";
  if (heartbeatAgeMs === null || heartbeatAgeMs > HEARTBEAT_DEAD_MS) return "stale";
  if (kind === "mark" && !question.marketOpen) return "closed";
  const patience = PATIENCE[kind];
  if (ageMs > Math.max(patience.staleMs, question.staleAfterMs ?? 0)) return "stale";
  return ageMs > patience.agingMs ? "aging" : "fresh";
}

const SEVERITY: Readonly<Record<FreshState, number>> = {
  fresh: 0,
  closed: 0,
  aging: 1,
  unknown: 2,
  stale: 3,
};

/** Returns the worst of several states: a total is as fresh as its oldest input. */
export function worstState(states: readonly FreshState[]): FreshState {
  return states.reduce<FreshState>(
    (worst, state) => (SEVERITY[state] > SEVERITY[worst] ? state : worst),
    "fresh",
  );
}
