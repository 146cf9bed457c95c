import { ticker } from "@interlock/core/ids";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { Rig, settings } from "./rig.ts";

/** Engines that keep a stop at the broker for 49 SPY bought at 100.02, and what they sent. */

export const SPY = ticker("SPY");

/** An engine that keeps a stop at the broker 5 % away from the average entry, and has bought. */
export function long(brokerStopBps = 500): Rig {
  const rig = new Rig().ready({ settings: { ...settings(), brokerStopBps } });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return rig;
}

/** The same, whose stop stands at the broker. */
export function guarded(): { readonly rig: Rig; readonly stop: OrderIntent } {
  const rig = long();
  rig.pass(1_000);
  const [stop] = placed(rig);
  if (stop === undefined) throw new Error("no stop was placed");
  rig.accept(stop);
  return { rig, stop };
}

/** Orders that left, in order. */
export function sent(rig: Rig): OrderIntent[] {
  return rig.asked("submit_order").map(({ order }) => order.intent);
}

/** Those of them that wait at the broker as stops. */
export function placed(rig: Rig): OrderIntent[] {
  return sent(rig).filter(({ purpose }) => purpose === "protect");
}

/** Orders that were asked to be canceled, by the venue's id. */
export function canceled(rig: Rig): string[] {
  return rig.asked("cancel_order").map(({ venueOrderId }) => venueOrderId);
}

/** Clock inputs, a second each. */
export function wait(rig: Rig, seconds: number): void {
  for (let n = 0; n < seconds; n += 1) rig.pass(1_000);
}

/** The venue confirms that an order is gone. */
export function ended(rig: Rig, intent: OrderIntent): void {
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
}
