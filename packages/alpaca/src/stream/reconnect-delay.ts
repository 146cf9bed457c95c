/** How long to wait before connecting again. Milliseconds. */
export interface ReconnectPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Each delay is drawn from its value plus or minus this fraction, so that many clients do not return together. */
  readonly jitter: number;
  /** A connection that was ready for this long starts the series anew; one that flaps does not. */
  readonly stableMs: number;
  /** Least delay after the venue said that there are too many connections: it must notice first that ours is gone. */
  readonly connectionLimitMs: number;
}

/** What production uses. */
export const RECONNECT_POLICY: ReconnectPolicy = {
  initialMs: 1_000,
  maxMs: 60_000,
  jitter: 0.2,
  stableMs: 10_000,
  connectionLimitMs: 15_000,
};

/** Returns the delay before attempt `attempt` (from 0). `random` is uniform in [0, 1). */
export function reconnectDelayMs(policy: ReconnectPolicy, attempt: number, random: number): number {
  const base = Math.min(policy.initialMs * 2 ** Math.min(attempt, 30), policy.maxMs);
  return Math.min(base * (1 - policy.jitter + 2 * policy.jitter * random), policy.maxMs);
}
