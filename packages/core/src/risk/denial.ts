import { type AssetDenial, describeAsset } from "./assets/asset-denial.ts";
import { type ConductDenial, describeConduct } from "./conduct/conduct-denial.ts";
import { describeList, type ListDenial } from "./lists/list-denial.ts";
import { describeGoLive, type GoLiveDenial } from "../golive/golive-denial.ts";
import { describeMarket, type MarketDenial } from "./denials/market-denial.ts";
import { describePace, type PaceDenial } from "./denials/pace-denial.ts";
import { describeSize, type SizeDenial } from "./denials/size-denial.ts";
import { describeStanding, type StandingDenial } from "./denials/standing-denial.ts";
import { describeExposure, type ExposureDenial } from "./exposure/exposure-denial.ts";
import { describeFlow, type FlowDenial } from "./flow/flow-denial.ts";
import { describeMisfit, type OverrideDenial } from "./override/override-denial.ts";
import { describeParent, type ParentDenial } from "./parent/parent-denial.ts";
import { describeVolume, type VolumeDenial } from "./volume/volume-denial.ts";
import { describeStrategyDenial, type StrategyDenial } from "./levels/strategy-denial.ts";

/**
 * Why risk refused an order: a closed union, each member with the numbers that decided. Its code is the name of the
 * check. Plain data: it is journaled, projected, counted by code and shown.
 */
export type Denial =
  | StandingDenial
  | ListDenial
  | AssetDenial
  | PaceDenial
  | MarketDenial
  | SizeDenial
  | StrategyDenial
  | ParentDenial
  | VolumeDenial
  | FlowDenial
  | ConductDenial
  | ExposureDenial
  | GoLiveDenial
  /** A check could not be computed. What cannot be checked does not pass. */
  | { readonly code: "risk_check_failed"; readonly message: string }
  | OverrideDenial;

/** The name of a denial, for counters and filters. */
export type DenialCode = Denial["code"];

/** Says in one sentence what was refused, with the value and the limit. */
export function describeDenial(denial: Denial): string {
  switch (denial.code) {
    case "risk_check_failed":
      return `The order could not be checked: ${denial.message}.`;
    case "override_misfit":
      return describeMisfit(denial);
    case "parent_quantity":
      return describeParent(denial);
    case "daily_volume":
    case "order_volume_share":
    case "position_volume_share":
      return describeVolume(denial);
    case "golive_approval":
    case "canary_order_notional":
    case "canary_gross_exposure":
      return describeGoLive(denial);
    default:
      return describeChecked(denial);
  }
}

type CheckedDenial = Exclude<
  Denial,
  | { readonly code: "risk_check_failed" }
  | GoLiveDenial
  | OverrideDenial
  | ParentDenial
  | VolumeDenial
>;

function describeChecked(denial: CheckedDenial): string {
  switch (denial.code) {
    case "trading_state":
    case "after_resume":
    case "stop_loss":
    case "symbol_permission":
    case "reconciliation_break":
    case "corporate_action":
    case "projection_lag":
    case "session":
      return describeStanding(denial);
    case "restricted_symbol":
    case "allowed_symbol":
      return describeList(denial);
    case "untradable_asset":
    case "short_sale":
      return describeAsset(denial);
    case "duplicate_intent":
    case "order_rate":
    case "open_orders":
    case "self_trade":
      return describePace(denial);
    case "warm_up":
    case "cancel_rate":
    case "message_rate":
    case "session_order_type":
      return describeConduct(denial);
    case "window_orders":
    case "symbol_window_orders":
    case "sliced_quantity":
    case "sliced_notional":
    case "window_notional":
    case "symbol_window_notional":
      return describeFlow(denial);
    case "trading_halt":
    case "market_condition":
    case "price_tick":
    case "price_band":
    case "reference_quote":
    case "quote_age":
    case "price_collar":
      return describeMarket(denial);
    case "order_quantity":
    case "order_notional":
    case "crosses_zero":
    case "valuation":
    case "position_quantity":
    case "position_notional":
    case "gross_exposure":
    case "daily_loss":
      return describeSize(denial);
    case "net_exposure":
    case "long_exposure":
    case "short_exposure":
    case "equity":
    case "concentration":
    case "sector_exposure":
    case "leverage":
    case "buying_power":
    case "margin_deficit":
      return describeExposure(denial);
    case "strategy_position_quantity":
    case "strategy_position_notional":
    case "strategy_gross_exposure":
    case "strategy_open_orders":
    case "strategy_order_rate":
    case "strategy_daily_loss":
      return describeStrategyDenial(denial);
  }
}
