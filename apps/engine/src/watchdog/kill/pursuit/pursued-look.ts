import type { KillPlan, VenueLook } from "@interlock/core/kill/kill-plan";
import type { KillLatch } from "../kill-latch.ts";

/** Why a symbol is not proven although nothing of it is shown. */
export const UNKNOWN_SYMBOL =
  "An order is open whose symbol the venue does not name; it may be of this one: cancel it at the broker, or kill everything.";

/** What completes a look of which only the orders are known. */
export const NOTHING_HELD = { positions: [], session: "closed", venueAt: 0 } as const;

/** What a command says beside the terms of a latch. */
export function partOf({ scope, drill }: KillLatch) {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(drill === true ? { drill: true } : {}),
  };
}

/** The ids of what is open, readable or not. */
export function openIds({ openOrders, unreadable = [] }: VenueLook): string[] {
  return [...openOrders, ...unreadable].map(({ venueOrderId: id }) => id ?? "without an id");
}

/** Tells whether a plan has anything to cancel. */
export function cancelsLeft({ cancel, cancelUnreadable }: KillPlan): boolean {
  return cancel.length + cancelUnreadable.length > 0;
}
