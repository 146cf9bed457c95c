import type { WireFillActivity, WireNonTradeActivity } from "@interlock/alpaca/wire/activity";
import { negateMoney } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { moneyText, priceText } from "../venue/decimal-text.ts";
import type { Execution } from "../venue/order/order-event.ts";
import type { Stamp } from "../venue/stamp.ts";
import type { AccountEntry, FeeCharge } from "../venue/venue-state.ts";

/** One entry of the activity log, with what filters ask about. */
export interface Activity {
  readonly id: string;
  readonly type: "FILL" | "FEE" | AccountEntry["type"];
  readonly stamp: Stamp;
  readonly orderId: string | null;
  readonly body: WireFillActivity | WireNonTradeActivity;
}

const FEE_NAMES = {
  REG: "SEC fee on sales",
  TAF: "FINRA trading activity fee on sales",
  CAT: "Consolidated audit trail fee",
} as const;

/**
 * Ids begin with the time to the millisecond, so that their text sorts by time; a fill's ends with its execution
 * id.
 */
function activityId(stamp: Stamp, id: string): string {
  return `${stamp.slice(0, 23).replace(/[-:T.]/g, "")}::${id}`;
}

/** Returns an execution as an entry of the activity log. */
export function fillActivity(execution: Execution): Activity {
  const id = activityId(execution.stamp, execution.id);
  const isLast = quantityUnits(execution.leavesQuantity) === 0;
  return {
    id,
    type: "FILL",
    stamp: execution.stamp,
    orderId: execution.orderId,
    body: {
      activity_type: "FILL",
      id,
      transaction_time: execution.stamp,
      type: isLast ? "fill" : "partial_fill",
      price: priceText(execution.price),
      qty: formatQuantity(execution.quantity),
      side: execution.side,
      symbol: execution.symbol,
      leaves_qty: formatQuantity(execution.leavesQuantity),
      cum_qty: formatQuantity(execution.cumulativeQuantity),
      order_id: execution.orderId,
      order_status: isLast ? "filled" : "partially_filled",
    },
  };
}

/** Returns a fee as an entry of the activity log; its amount is negative. */
export function feeActivity(charge: FeeCharge): Activity {
  const id = activityId(charge.stamp, charge.id);
  return {
    id,
    type: "FEE",
    stamp: charge.stamp,
    orderId: null,
    body: {
      activity_type: "FEE",
      id,
      activity_sub_type: charge.kind,
      date: charge.date,
      net_amount: moneyText(negateMoney(charge.amount)),
      description: `${FEE_NAMES[charge.kind]} for ${charge.date}`,
      symbol: null,
      qty: null,
      per_share_amount: null,
      status: "executed",
      currency: "USD",
      group_id: null,
      created_at: charge.stamp,
    },
  };
}

/** Returns any other entry of the account as an entry of the activity log. */
export function entryActivity(entry: AccountEntry): Activity {
  const id = activityId(entry.stamp, entry.id);
  return {
    id,
    type: entry.type,
    stamp: entry.stamp,
    orderId: null,
    body: {
      activity_type: entry.type,
      id,
      activity_sub_type: null,
      date: entry.date,
      net_amount: moneyText(entry.amount),
      description: entry.description,
      symbol: entry.symbol,
      qty: entry.quantity === null ? null : formatQuantity(entry.quantity),
      per_share_amount: entry.perShare === null ? null : priceText(entry.perShare),
      status: "executed",
      currency: "USD",
      group_id: null,
      created_at: entry.stamp,
    },
  };
}
