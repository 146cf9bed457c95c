import type { DrillKind } from "@interlock/core/golive/golive-book";
import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { isOpen } from "@interlock/core/order/order";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Decision } from "../../decision.ts";
import { killInForce } from "../../kill-in-force.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** Rehearsals, in `sim` and `paper` alone: a drill in live must not touch what works. A restore touches nothing. */
export function beginDrill(
  decision: Decision,
  drill: DrillKind,
  { name }: CommandActor,
): CommandOutcome {
  if (drill === "restore") return beginRestore(decision);
  const { settings, recovered, golive, trading } = decision.state;
  if (settings === null || settings.environment === "live")
    return refuse("Nothing was done: drills are for sim and paper; their evidence is imported.");
  if (!recovered) return refuse("Nothing was done: the engine is still starting.");
  if (golive.drill !== null)
    return refuse(`Nothing was done: the drill ${golive.drill.drill} is under way.`);
  // A kill that was resumed is remembered, and stops nothing.
  if (killInForce(decision.state, WHOLE_ACCOUNT) !== null || trading.state === "halted")
    return refuse("Nothing was done: trading is halted; a drill rehearses while it runs.");
  if (drill === "stream_loss" && !isStreamUp(decision))
    return refuse("Nothing was done: the order stream is down already; wait until it is back.");
  const { fillsBooked, portfolio, counters, orders } = decision.state;
  const positions = Object.fromEntries(
    Object.values(portfolio.positions).map((held) => [held.symbol, quantityUnits(held.quantity)]),
  );
  decision.emit({
    kind: "drill_began",
    drill: {
      drill,
      by: name,
      begunAt: decision.time,
      fillsBooked,
      positions,
      orders: counters.order,
      working: Object.values(orders).flatMap((one) => (isOpen(one) ? [one.clientOrderId] : [])),
      heldAt: null,
    },
  });
  decision.perform({ kind: "perform_drill", drill });
  return accept(
    drill === "crash"
      ? "The engine ends itself now; the supervisor starts it again, and the books are compared."
      : "The streams are cut now; new risk stops until the books are compared.",
  );
}

/** It reads the journal and writes elsewhere: also real money goes on beside it. What it finds comes as evidence. */
function beginRestore(decision: Decision): CommandOutcome {
  if (!decision.state.recovered) return refuse("Nothing was done: the engine is still starting.");
  decision.perform({ kind: "perform_drill", drill: "restore" });
  return accept(
    "A backup is made, restored beside the engine, and compared with its journal; one that is under way counts for this, too.",
  );
}

/** A stream that is down before the drill would make it pass in no time. */
function isStreamUp(decision: Decision): boolean {
  return decision.state.connections.order_stream && !decision.isHeldBy("order_stream");
}
