import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Decision } from "../../decision.ts";
import { killInForce } from "../../kill-in-force.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** Rehearsals of what breaks: in `sim` and `paper` alone, for a drill in live must not touch what works. */
export function beginDrill(
  decision: Decision,
  drill: "crash" | "stream_loss",
  { name }: CommandActor,
): CommandOutcome {
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
  const { fillsBooked, portfolio, counters } = decision.state;
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

/** A stream that is down before the drill would make it pass in no time. */
function isStreamUp(decision: Decision): boolean {
  return decision.state.connections.order_stream && !decision.isHeldBy("order_stream");
}
