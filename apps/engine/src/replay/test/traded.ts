import type { Fill } from "@interlock/core/fill/fill";
import type { Rig } from "../../../test/rig.ts";
import type { VenueTruth } from "../compare-books.ts";

/** Buys nine SPY at 100.02 in the rig. */
export function buyNine(rig: Rig): readonly Fill[] {
  rig.ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 0.2);
  if (intent === undefined) throw new Error("the rig's strategy was not let buy");
  rig.accept(intent);
  rig.fill(intent, { id: "e-1", quantity: "9", price: "100.02" });
  rig.pass(60_000);
  return rig.told("fill_booked").map(({ fill }) => fill);
}

/** What the venue says of an account that began with $100,000 and bought nine SPY at 100.02. */
export function nineBought(clientOrderId: string): VenueTruth {
  return {
    venue_time: "2026-06-16T14:01:00.000Z",
    cash: "99099.82",
    fees_accrued: { total: "0" },
    fees_charged: { total: "0.00" },
    positions: [{ symbol: "SPY", qty: "9", cost_basis: "900.18", realized_pl: "0" }],
    open_orders: 0,
    orders: [{ client_order_id: clientOrderId, status: "filled", filled_qty: "9" }],
    fills: [
      {
        execution_id: "e-1",
        client_order_id: clientOrderId,
        symbol: "SPY",
        side: "buy",
        qty: "9",
        price: "100.0200",
      },
    ],
  };
}
