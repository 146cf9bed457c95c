import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import { decideOrders } from "../decide-orders.ts";
import { noteStops, workStops } from "../stop-loss.ts";
import { freedWishes } from "./make-way.ts";
import { noteBrokerStops } from "./note-stops.ts";
import { stopsToPlace } from "./keep-stops.ts";

/** Everything that closes or protects what is held: stops at the broker, then the engine's own. */
export function workAllStops(decision: Decision, input: Input): void {
  workBrokerStops(decision, input);
  const closings = workStops(decision);
  if (closings.length > 0) noteStops(decision, decideOrders(decision, { signals: [], closings }));
}

/**
 * Stops at the broker, where the policy asks for them: notes what became of them, sends what they made way for, and
 * places or cancels them with the clock. Everything that leaves passes the gate like any order.
 */
function workBrokerStops(decision: Decision, { body }: Input): void {
  noteBrokerStops(decision);
  const signals = freedWishes(decision);
  if (signals.length > 0) decideOrders(decision, { signals, closings: [] });
  if (body.kind !== "clock" || decision.state.settings === null) return;
  const stops = stopsToPlace(decision);
  if (stops.length > 0) decideOrders(decision, { signals: [], closings: [], stops });
}
