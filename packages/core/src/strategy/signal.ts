import type { Ticker } from "../ids.ts";
import { fail, ok, type Result } from "../result.ts";

/** What a strategy wants to hold of a symbol. It says nothing of shares or orders: sizing and risk do that. */
export interface Signal {
  readonly symbol: Ticker;
  /** Fraction of the strategy's allocation, in [-1, 1]; its sign is the direction, 0 is flat. */
  readonly target: number;
  /** Why, with the numbers that decided it. */
  readonly reason: string;
  /** For how long the strategy expects to hold, in milliseconds; null when it does not know. */
  readonly horizonMs: number | null;
}

/** Longest reason that is kept. */
const REASON_LENGTH_MAX = 500;

/** Returns the signal if it may be acted on: a target in range, for a symbol of the strategy's, with a reason. */
export function checkSignal(signal: Signal, symbols: readonly Ticker[]): Result<Signal> {
  if (!symbols.includes(signal.symbol)) {
    return fail(
      `signal for ${signal.symbol}, which is not among the strategy's symbols ${symbols.join(", ")}`,
    );
  }
  // Written so that NaN fails too.
  if (!(Math.abs(signal.target) <= 1))
    return fail(`signal target ${signal.target} must be from -1 to 1`);
  if (signal.horizonMs !== null && !(signal.horizonMs > 0 && Number.isFinite(signal.horizonMs))) {
    return fail(`signal horizon ${signal.horizonMs} ms must be above 0, or null`);
  }
  if (signal.reason === "" || signal.reason.length > REASON_LENGTH_MAX) {
    return fail(
      `signal reason must have 1 to ${REASON_LENGTH_MAX} characters, not ${signal.reason.length}`,
    );
  }
  return ok({ ...signal, target: signal.target + 0 });
}
