import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import type { KillMode } from "@interlock/core/kill/kill-terms";
import { ticker } from "@interlock/core/ids";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { Rig, venueOrder } from "./rig.ts";

/** A rig with an order to buy SPY at work. */
export function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  return { rig, intent };
}

/** A rig that holds SPY and has no order. */
export function holding(): { readonly rig: Rig; readonly shares: string } {
  const { rig, intent } = working();
  const shares = formatQuantity(intent.quantity);
  rig.fill(intent, { id: "x1", quantity: shares, price: "100.01" });
  return { rig, shares };
}

/** Has a person kill. */
export function kill(rig: Rig, mode: KillMode, includeStops = false): ReturnType<Rig["give"]> {
  return rig.command({ kind: "kill", mode, reason: "test of the switch", includeStops });
}

/** Has a person kill a part of the account. */
export function killPart(rig: Rig, scope: NarrowScope, mode: KillMode): ReturnType<Rig["give"]> {
  return rig.command({ kind: "kill", mode, reason: "test", includeStops: false, scope });
}

/** Answers the look that was asked for last, whichever kills it is for. */
export function look(
  rig: Rig,
  openOrders: readonly VenueOrder[],
  positions: readonly VenuePosition[] = [],
): ReturnType<Rig["give"]> {
  const killId = rig.asked("sweep_venue").at(-1)?.killId ?? "";
  return rig.give({ kind: "venue_swept", killId, openOrders, positions, hostAt: rig.time });
}

/** Answers the kill's look at the venue. */
export function sweep(
  rig: Rig,
  openOrders: readonly VenueOrder[],
  positions: readonly VenuePosition[] = [],
): ReturnType<Rig["give"]> {
  const killId = rig.state.kill?.killId ?? "";
  return rig.give({ kind: "venue_swept", killId, openOrders, positions });
}

/** What the venue shows of SPY. */
export function position(shares: string): VenuePosition {
  return { symbol: ticker("SPY"), quantity: quantity(shares), averagePrice: "100" };
}

/** An order of ours as the venue shows it, with the age that our books know. */
export function shown(rig: Rig, intent: OrderIntent, change: Partial<VenueOrder> = {}): VenueOrder {
  const { createdAt = rig.time, filledQuantity = quantity("0") } =
    rig.state.orders[intent.clientOrderId] ?? {};
  return venueOrder(intent, { createdAt, filledQuantity, ...change });
}

/** The closing orders of flattens so far, in order. */
export function closingsOf(rig: Rig): readonly OrderIntent[] {
  return rig
    .told("order_approved")
    .flatMap(({ intent }) => (intent.purpose === "flatten" ? [intent] : []));
}

/** The latest closing order. */
export function lastClosing(rig: Rig): OrderIntent {
  const closing = closingsOf(rig).at(-1);
  if (closing === undefined) throw new Error("nothing is being closed");
  return closing;
}

/** The sentence of the latest answer to a command. */
export function answerOf(rig: Rig): string {
  return rig.asked("answer_command").at(-1)?.sentence ?? "";
}

/** Has a strategy place an order and the venue take it. */
export function orderOf(rig: Rig, symbol: string, strategy = 0): OrderIntent {
  rig.pass(1_000);
  rig.quote(symbol, "100.00", "100.02");
  const [intent] = rig.wish(symbol, strategy === 0 ? 0.4 : 0.3, strategy);
  if (intent === undefined)
    throw new Error(`no order: ${JSON.stringify(rig.told("order_denied"))}`);
  rig.accept(intent);
  return intent;
}

/** Has an order fill whole. */
export function fillWhole(rig: Rig, intent: OrderIntent): string {
  const shares = formatQuantity(intent.quantity);
  rig.fill(intent, { id: `x-${intent.clientOrderId}`, quantity: shares, price: "100.01" });
  return shares;
}
