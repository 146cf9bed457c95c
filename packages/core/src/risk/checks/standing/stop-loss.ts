import { InvariantError } from "../../../assert.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

const FREE = 0;
const STOPPED_OUT = 1;
const CLOSING = 2;

/**
 * A strategy's order in a symbol whose stop-loss fired: while the stop closes the position nothing else is sent, and
 * what it closed is not entered again on the same opinion. Orders of people, kills and stops are not its affair.
 */
export const stopLoss = defineCheck({
  code: "stop_loss",
  label: "Stop-loss",
  unit: "words",
  words: ["none fired", "was stopped out", "is being closed"],
  bound: "at_most",
  appliesToReducing: true,
  value: phaseOf,
  limit: () => FREE,
  deny: ({ context }) => {
    if (context.stop === null) throw new InvariantError("denied by a stop-loss that never fired");
    return { code: "stop_loss", phase: context.stop.phase, stop: context.stop.stop };
  },
});

function phaseOf({ intent, context, reducing }: OrderUnderCheck): number {
  if (context.stop === null || intent.purpose !== "signal") return FREE;
  if (context.stop.phase === "closing") return CLOSING;
  return !reducing && intent.side === context.stop.stop.side ? STOPPED_OUT : FREE;
}
