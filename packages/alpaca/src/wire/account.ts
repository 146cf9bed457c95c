import { z } from "zod";
import { decimalText, optionalDecimal, optionalFlag, optionalText } from "./scalars.ts";

/** GET /v2/account. `accrued_fees` are owed but not yet taken from `cash`. */
export const wireAccount = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  account_number: optionalText,
  currency: optionalText,
  cash: decimalText,
  equity: decimalText,
  last_equity: optionalDecimal,
  portfolio_value: optionalDecimal,
  buying_power: optionalDecimal,
  regt_buying_power: optionalDecimal,
  non_marginable_buying_power: optionalDecimal,
  long_market_value: optionalDecimal,
  short_market_value: optionalDecimal,
  position_market_value: optionalDecimal,
  initial_margin: optionalDecimal,
  maintenance_margin: optionalDecimal,
  last_maintenance_margin: optionalDecimal,
  multiplier: optionalDecimal,
  sma: optionalDecimal,
  accrued_fees: optionalDecimal,
  pending_reg_taf_fees: optionalDecimal,
  balance_asof: optionalText,
  created_at: optionalText,
  trading_blocked: optionalFlag,
  transfers_blocked: optionalFlag,
  account_blocked: optionalFlag,
  trade_suspended_by_user: optionalFlag,
  shorting_enabled: optionalFlag,
});
export type WireAccount = z.output<typeof wireAccount>;

/** GET and PATCH /v2/account/configurations. Every field is optional, so that a partial PATCH reads too. */
export const wireAccountConfiguration = z.looseObject({
  suspend_trade: z.boolean().optional(),
  no_shorting: z.boolean().optional(),
  fractional_trading: z.boolean().optional(),
  max_margin_multiplier: decimalText.optional(),
  trade_confirm_email: z.string().optional(),
  ptp_no_exception_entry: z.boolean().optional(),
  max_options_trading_level: z.number().nullish(),
  disable_overnight_trading: z.boolean().optional(),
});
export type WireAccountConfiguration = z.output<typeof wireAccountConfiguration>;
