import type { Ticker } from "@interlock/core/ids";
import type { HoldSource } from "@interlock/core/risk/trading-state";
import type { EngineState } from "../state.ts";

/** Holds that stand while what we know of the venue's orders may be of another time, and what they mean for it. */
const DOUBTS: readonly (readonly [HoldSource, string])[] = [
  ["recovery", "the books have not been compared with the venue's"],
  ["order_stream", "the order stream was away, and the books have not been compared since"],
  ["reconciliation", "comparisons with the venue fail"],
  ["account_lease", "another engine writes the account"],
];

/**
 * Why our picture of a symbol's orders at the venue may not be the venue's own of now, as a phrase; empty while
 * reports come in, the last comparison stands and nothing of the symbol is disputed.
 */
export function venueOrdersDoubt(state: EngineState, symbol: Ticker): string {
  if (!state.recovered) return "the books have not been compared with the venue's";
  if (!state.connections.order_stream) return "the order stream is down";
  const { holds } = state.trading;
  const doubt = DOUBTS.find(([source]) => holds.some((hold) => hold.source === source));
  if (doubt !== undefined) return doubt[1];
  // An order that cannot be read may be of any symbol; a difference in cash is of none.
  const disputed = Object.values(state.breaks).some(
    (one) => one.symbol === symbol || (one.symbol === null && one.kind !== "cash"),
  );
  return disputed ? `our books and the venue differ in ${symbol}` : "";
}
