import type { CorporateAction } from "@interlock/core/corporate/corporate-action";
import { ticker } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { VenueCharge, VenueSnapshot } from "@interlock/core/order/execution-report";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import { formatMoney, money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { SPY } from "./breaks.ts";
import { Rig } from "./rig.ts";

/** The day after the rig's, a Wednesday. */
export const EX_DATE = isoDate("2026-06-17");
/** 04:00 and 09:31 in New York on it. */
export const PRE_MARKET = Date.UTC(2026, 5, 17, 8, 0, 0);
export const AFTER_OPEN = Date.UTC(2026, 5, 17, 13, 31, 0);

/** SPY splits 10-for-1 on the day after the rig's. */
export function tenForOne(change: Partial<CorporateAction> = {}): CorporateAction {
  return {
    id: "split-1",
    kind: "split",
    venueType: "forward_splits",
    symbol: SPY,
    exDate: EX_DATE,
    ratio: { newShares: 10, oldShares: 1 },
    newSymbol: null,
    cashRate: null,
    payableDate: null,
    raw: '{"forward_splits":[{"id":"split-1"}]}',
    ...change,
  };
}

/** Has the venue list what it announces. */
export function announce(rig: Rig, ...actions: readonly CorporateAction[]): void {
  rig.give({
    kind: "corporate_actions_listed",
    symbols: [SPY, ticker("IBM")],
    from: isoDate("2026-06-01"),
    to: isoDate("2026-08-01"),
    actions,
    refused: [],
  });
}

/** 49 SPY bought at 100.02, closed at 110, and the engine told what is announced for the next day. */
export function heldOverNight(...actions: readonly CorporateAction[]): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order was approved");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  rig.time = Date.UTC(2026, 5, 16, 19, 59, 10);
  const print = { price: price("110.00"), size: 100, exchange: "V", conditions: [] };
  rig.give({ kind: "trade", trade: { symbol: SPY, venueAt: rig.time, ...print } });
  rig.quote("SPY", "109.99", "110.01");
  rig.time = Date.UTC(2026, 5, 16, 20, 1, 0);
  rig.give({ kind: "clock" });
  rig.snapshot({ positions: [venueHolds("49", "100.02")] });
  announce(rig, ...actions);
  return rig;
}

/** What the venue holds of a symbol, as it says it. */
export function venueHolds(
  shares: string,
  averagePrice: string,
  symbol = "SPY",
): VenueSnapshot["positions"][number] {
  const raw = JSON.stringify({ symbol, qty: shares, avg_entry_price: averagePrice });
  return { symbol: ticker(symbol), quantity: quantity(shares), averagePrice, raw };
}

/** Cash that the venue paid for a fraction of a share of SPY. */
export function cashInLieu(amount: string): VenueCharge {
  const raw = JSON.stringify({ activity_type: "CIL", symbol: "SPY", net_amount: amount });
  const named = { activityId: "cil-1", kind: "CIL", symbol: SPY, date: EX_DATE };
  return { ...named, amount: money(amount), raw };
}

/** The day's net P&L, in dollars. */
export function dayNet({ state, views }: Rig): string {
  if (state.day === null) throw new Error("no day is open");
  return formatMoney(liveDayPnl(state.portfolio, views.totals, state.day).net);
}

/** The night is over, pre-market begins, and the venue shows what it shows. */
export function morning(rig: Rig): Rig {
  rig.time = PRE_MARKET;
  rig.give({ kind: "clock" });
  return rig;
}

/** What people were warned of so far. */
export function warnings(rig: Rig) {
  return rig.told("alert_raised").filter(({ severity }) => severity === "warning");
}
