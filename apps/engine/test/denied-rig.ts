import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { OverrideView } from "@interlock/api/view/override-view";
import { Rig } from "./rig.ts";

/** Changes limits in the rig, over the version that is in force. */
export function changeLimits(rig: Rig, values: Record<string, string>): void {
  const baseVersion = rig.state.limits?.version ?? 0;
  const reason = "a block that the desk has agreed";
  rig.command({ kind: "change_limits", baseVersion, values, reason });
}

/** The order that was denied last. */
export function deniedLast(rig: Rig): OrderIntent {
  const intent = rig.told("order_denied").at(-1)?.intent;
  if (intent === undefined) throw new Error("nothing was denied");
  return intent;
}

/** A rig in which a strategy's order in SPY was denied because limits on one order are below it. */
export function refused(values: Record<string, string> = { maxOrderQuantity: "10" }): {
  readonly rig: Rig;
  readonly intent: OrderIntent;
} {
  const rig = new Rig().ready();
  changeLimits(rig, values);
  rig.quote("SPY", "100.00", "100.02");
  rig.wish("SPY", 1);
  return { rig, intent: deniedLast(rig) };
}

/** What a person reads back to use an override. */
export function readBack(shown: OverrideView | undefined) {
  if (shown === undefined) throw new Error("no override is shown");
  const { overrideId, symbol, side, quantity, limitPrice } = shown;
  return { overrideId, symbol, side, quantity, limitPrice };
}
