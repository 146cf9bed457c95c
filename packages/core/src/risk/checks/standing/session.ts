import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/**
 * The session: new risk only in those that limits name, no order in a closed market, and outside regular hours only
 * limit orders marked for extended hours: 0 may trade, 1 may not.
 */
export const session = defineCheck({
  code: "session",
  label: "Session",
  unit: "words",
  words: ["trades now", "does not trade now"],
  bound: "at_most",
  appliesToReducing: true,
  value: (order) => (mayTrade(order) ? 0 : 1),
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "session",
    session: context.session,
    type: intent.pricing.type,
    allowed: context.limits.sessions,
  }),
});

function mayTrade(order: OrderUnderCheck): boolean {
  const { intent, context, reducing } = order;
  if (context.session === "closed") return false;
  if (!reducing && !context.limits.sessions.includes(context.session)) return false;
  if (context.session === "regular") return true;
  const resting = intent.timeInForce === "day" || intent.timeInForce === "gtc";
  return intent.pricing.type === "limit" && intent.extendedHours && resting;
}
