import { clientOrderId, executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type {
  VenueAccount,
  VenuePosition,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import { foreignOrder, Rig } from "./rig.ts";

export const SPY = ticker("SPY");

/** An engine that bought 49 SPY at 100.02. */
export function bought(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return { rig, intent };
}

/** A position of SPY as the venue shows it. */
export function position(shares: string, averagePrice = "100.02"): VenuePosition {
  const raw = JSON.stringify({ symbol: "SPY", qty: shares });
  return { symbol: SPY, quantity: quantity(shares), averagePrice, raw };
}

/** The account with other cash than ours. */
export function account(rig: Rig, cash: string): VenueAccount {
  return {
    accountId: "account",
    accountNumber: "PA1",
    status: "ACTIVE",
    cash: money(cash),
    equity: money("100000"),
    lastEquity: money("100000"),
    buyingPower: money("400000"),
    accruedFees: money("0"),
    tradingBlocked: rig.state.trading.holds.some((hold) => hold.source === "venue_account"),
    raw: JSON.stringify({ cash }),
  };
}

/** Lets the venue answer two comparisons alike: a difference that is seen once proves nothing. */
export function twice(rig: Rig, change: Partial<VenueSnapshot>): void {
  for (let times = 0; times < 2; times += 1) {
    rig.pass(31_000);
    rig.snapshot(change);
  }
}

/** Another program buys 10 IBM, or trades what is named, at 100. */
export function foreignFill(
  rig: Rig,
  id: string,
  named: { readonly clientOrderId?: string; readonly symbol?: string; readonly side?: Side } = {},
): void {
  const order = foreignOrder({
    venueOrderId: venueOrderId(`v-${id}`),
    clientOrderId: clientOrderId(named.clientOrderId ?? "someone-else-1"),
    ...(named.symbol === undefined ? {} : { symbol: ticker(named.symbol) }),
    side: named.side ?? "buy",
    filledQuantity: quantity("10"),
    status: "filled",
    venueStatus: "filled",
  });
  const execution = {
    executionId: executionId(id),
    quantity: quantity("10"),
    price: price("100"),
  };
  rig.give({
    kind: "execution_report",
    report: {
      event: "fill",
      venueEvent: "fill",
      order,
      execution,
      reason: "",
      venueAt: rig.time,
      raw: JSON.stringify({ f: id }),
    },
  });
}
