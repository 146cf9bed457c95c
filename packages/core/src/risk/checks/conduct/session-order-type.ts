import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/**
 * Whether the venue takes orders of that type for that long in this session: 0 it does, 1 it does not. Immediate ones
 * are market or limit orders; outside regular hours only limit orders marked for extended hours rest, for a day or
 * until canceled (Alpaca's table of types, times in force and sessions). A closed market is the session's business.
 */
export const sessionOrderType = defineCheck({
  code: "session_order_type",
  label: "Order type",
  unit: "words",
  words: ["trades in this session", "does not trade in this session"],
  bound: "at_most",
  appliesToReducing: true,
  value: (order) => (isLegal(order) ? 0 : 1),
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "session_order_type",
    session: context.session,
    type: intent.pricing.type,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
  }),
});

function isLegal({ intent, context }: OrderUnderCheck): boolean {
  const { type } = intent.pricing;
  const rests = intent.timeInForce === "day" || intent.timeInForce === "gtc";
  if (!rests && type !== "market" && type !== "limit") return false;
  if (context.session === "regular" || context.session === "closed") return true;
  return type === "limit" && intent.extendedHours && rests;
}
