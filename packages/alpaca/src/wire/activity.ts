import { z } from "zod";
import { decimalText, optionalDecimal, optionalText } from "./scalars.ts";

/** An execution in the account's activity log. `id` sorts by time and is the page token of the next page. */
export const wireFillActivity = z.looseObject({
  activity_type: z.literal("FILL"),
  id: z.string().min(1),
  transaction_time: z.string(),
  type: optionalText,
  price: decimalText,
  qty: decimalText,
  side: z.string(),
  symbol: z.string(),
  order_id: z.string(),
  leaves_qty: optionalDecimal,
  cum_qty: optionalDecimal,
  order_status: optionalText,
});
export type WireFillActivity = z.output<typeof wireFillActivity>;

/** Any other entry: fees, dividends, journals. `net_amount` is negative for a charge. */
export const wireNonTradeActivity = z.looseObject({
  activity_type: z.string(),
  id: z.string().min(1),
  activity_sub_type: optionalText,
  date: optionalText,
  net_amount: optionalDecimal,
  symbol: optionalText,
  qty: optionalDecimal,
  per_share_amount: optionalDecimal,
  status: optionalText,
  description: optionalText,
  created_at: optionalText,
});
export type WireNonTradeActivity = z.output<typeof wireNonTradeActivity>;

/** One entry of /v2/account/activities. */
export const wireActivity = z.union([wireFillActivity, wireNonTradeActivity]);
