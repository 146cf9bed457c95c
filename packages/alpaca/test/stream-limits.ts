import { STREAM_LIMITS, type StreamLimits } from "../src/stream/stream-connection.ts";

/** Production's bounds with delays that a test can wait for. */
export const QUICK_LIMITS: StreamLimits = {
  ...STREAM_LIMITS,
  reconnect: { initialMs: 10, maxMs: 200, jitter: 0, stableMs: 10_000, connectionLimitMs: 150 },
  stepMs: 5_000,
  watchMs: 10,
};

/** The same, for a venue that leaves a step out. */
export const HASTY_LIMITS: StreamLimits = { ...QUICK_LIMITS, stepMs: 300 };
