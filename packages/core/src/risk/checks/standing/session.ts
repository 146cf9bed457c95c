import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/** The session: new risk only in those that limits name, and no order in a closed market: 0 may trade, 1 may not. */
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
  const { context, reducing } = order;
  if (context.session === "closed") return false;
  return reducing || context.limits.sessions.includes(context.session);
}
