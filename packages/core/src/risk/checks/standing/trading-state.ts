import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { strictness } from "../../trading-state.ts";

/**
 * The account's trading state: reducing passes only orders toward flat; halted only closing ones, a kill's always, those
 * of people and stop-losses where nothing but a person's wish halts (`haltClosings`).
 */
export const tradingState = defineCheck({
  code: "trading_state",
  label: "Trading state",
  unit: "words",
  words: ["active", "reducing", "halted"],
  bound: "at_most",
  appliesToReducing: true,
  value: ({ context }) => strictness(context.tradingState),
  limit: (order) => {
    if (!order.reducing) return ACTIVE;
    return passesInHalt(order) ? HALTED : REDUCING;
  },
  deny: ({ context, reducing }) => ({
    code: "trading_state",
    state: context.tradingState,
    reducing,
    ...(context.stoppedScope == null ? {} : { scope: context.stoppedScope }),
  }),
});

const ACTIVE = strictness("active");
const REDUCING = strictness("reducing");
const HALTED = strictness("halted");

/** A strategy's order never does, and no purpose that is not named here. */
function passesInHalt({ intent, context }: OrderUnderCheck): boolean {
  if (intent.purpose === "flatten") return true;
  if (intent.purpose === "operator") return context.haltClosings !== "none";
  return intent.purpose === "stop_loss" && context.haltClosings === "all";
}
