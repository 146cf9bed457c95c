import { z } from "zod";
import { decimalText, optionalDecimal, optionalFlag, optionalText } from "./scalars.ts";

/** One open position; `qty` is negative when short. Percentages are fractions: 0.0084 is 0.84 %. */
export const wirePosition = z.looseObject({
  symbol: z.string().min(1),
  qty: decimalText,
  avg_entry_price: decimalText,
  asset_id: optionalText,
  exchange: optionalText,
  asset_class: optionalText,
  asset_marginable: optionalFlag,
  side: optionalText,
  qty_available: optionalDecimal,
  market_value: optionalDecimal,
  cost_basis: optionalDecimal,
  unrealized_pl: optionalDecimal,
  unrealized_plpc: optionalDecimal,
  unrealized_intraday_pl: optionalDecimal,
  unrealized_intraday_plpc: optionalDecimal,
  current_price: optionalDecimal,
  lastday_price: optionalDecimal,
  change_today: optionalDecimal,
});
export type WirePosition = z.output<typeof wirePosition>;

/** One line of the answer to DELETE /v2/positions; `body` is the closing order, or an error object. */
export const wireCloseResult = z.looseObject({
  symbol: z.string(),
  status: z.number(),
  body: z.looseObject({}),
});
