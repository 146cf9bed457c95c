import type { WireAccountConfiguration } from "@interlock/alpaca/wire/account";
import { previousMarketDay } from "@interlock/core/market/calendar";
import { addMoney, ZERO_MONEY } from "@interlock/core/number/money";
import { accountFigures } from "../venue/account/account-figures.ts";
import { moneyText } from "../venue/decimal-text.ts";
import { stampOf } from "../venue/stamp.ts";
import type { AccountChoices, VenueState } from "../venue/venue-state.ts";

/** Returns the body of GET /v2/account. */
export function renderAccount(state: VenueState): Record<string, unknown> {
  const figures = accountFigures(state);
  const { config, choices, dayStart, standing } = state;
  return {
    id: config.accountId,
    account_number: config.accountNumber,
    status: standing.status,
    crypto_status: "INACTIVE",
    currency: "USD",
    cash: moneyText(state.cash),
    equity: moneyText(figures.equity),
    last_equity: moneyText(dayStart.equity),
    portfolio_value: moneyText(figures.equity),
    buying_power: moneyText(figures.buyingPower),
    effective_buying_power: moneyText(figures.buyingPower),
    regt_buying_power: moneyText(figures.regtBuyingPower),
    non_marginable_buying_power: moneyText(figures.nonMarginableBuyingPower),
    options_buying_power: moneyText(figures.nonMarginableBuyingPower),
    long_market_value: moneyText(figures.longValue),
    short_market_value: moneyText(figures.shortValue),
    position_market_value: moneyText(addMoney(figures.longValue, figures.shortValue)),
    initial_margin: moneyText(figures.initialMargin),
    maintenance_margin: moneyText(figures.maintenanceMargin),
    last_maintenance_margin: moneyText(dayStart.maintenanceMargin),
    sma: moneyText(ZERO_MONEY),
    multiplier: String(figures.multiplier),
    accrued_fees: moneyText(figures.accruedFees),
    pending_reg_taf_fees: moneyText(addMoney(state.accrued.sec, state.accrued.taf)),
    pending_transfer_in: "0",
    pending_transfer_out: "0",
    intraday_adjustments: "0",
    balance_asof: previousMarketDay(dayStart.date).date,
    created_at: stampOf(config.startAt),
    trading_blocked: standing.tradingBlocked,
    transfers_blocked: standing.transfersBlocked,
    account_blocked: standing.accountBlocked,
    trade_suspended_by_user: choices.suspendTrade,
    shorting_enabled: !choices.noShorting && figures.multiplier > 1,
    options_approved_level: 0,
    options_trading_level: 0,
    crypto_tier: 0,
    admin_configurations: {},
    user_configurations: null,
  };
}

/** Returns the body of GET and PATCH /v2/account/configurations. */
export function renderChoices(choices: AccountChoices): WireAccountConfiguration {
  return {
    suspend_trade: choices.suspendTrade,
    no_shorting: choices.noShorting,
    fractional_trading: choices.fractionalTrading,
    max_margin_multiplier: choices.maxMarginMultiplier,
    trade_confirm_email: choices.tradeConfirmEmail,
    ptp_no_exception_entry: choices.ptpNoExceptionEntry,
    max_options_trading_level: choices.maxOptionsTradingLevel,
    disable_overnight_trading: choices.disableOvernightTrading,
  };
}
