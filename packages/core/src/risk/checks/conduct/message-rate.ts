import { SECOND_MS } from "../../../time.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { countAfter } from "../../flow/order-flow.ts";
import { ordersSince } from "../../recent-orders.ts";

/** Orders and cancels of the last second, this order included (RTS 6 Art. 15(1)(d)). */
export const messageRate = defineCheck({
  code: "message_rate",
  label: "Messages per second",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: messagesWithThis,
  limit: ({ context }) => context.limits.maxMessagesPerSecond,
  deny: (order) => ({
    code: "message_rate",
    messages: messagesWithThis(order),
    limit: order.context.limits.maxMessagesPerSecond,
  }),
});

function messagesWithThis({ context }: OrderUnderCheck): number {
  const since = context.time - SECOND_MS;
  return ordersSince(context.recentOrders, since) + countAfter(context.conduct.cancels, since) + 1;
}
