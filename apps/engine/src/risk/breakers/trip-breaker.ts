import type { Ticker } from "@interlock/core/ids";
import type { BreakerId } from "@interlock/core/risk/breakers/breaker";
import type { Decision } from "../../decision.ts";

/** Why a breaker trips, as a sentence with its numbers, and the symbol where it is about one. */
export interface TripReason {
  readonly reason: string;
  readonly symbol: Ticker | null;
}

/**
 * Trips a breaker, once: while its hold stands nothing more is said, so that a figure that moves about its limit is one
 * alert. Trading is then reducing, not halted, so that positions can still be closed and stop-losses still act.
 */
export function tripBreaker(
  decision: Decision,
  breaker: BreakerId,
  { reason, symbol }: TripReason,
): void {
  if (decision.isHeldBy(breaker)) return;
  decision.emit({ kind: "guard_tripped", guard: breaker, symbol, sentence: reason });
  decision.hold({ source: breaker, state: "reducing", reason });
  decision.alert("critical", `${reason} Only orders that reduce risk pass.`);
}
