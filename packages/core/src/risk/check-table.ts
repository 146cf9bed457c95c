import { sessionOrderType } from "./checks/conduct/session-order-type.ts";
import { warmUp } from "./checks/conduct/warm-up.ts";
import { PACE_CHECKS } from "./checks/pace-checks.ts";
import { SIZE_CHECKS } from "./checks/size-checks.ts";
import { EXPOSURE_CHECKS } from "./checks/exposure/exposure-checks.ts";
import { VOLUME_CHECKS } from "./checks/volume/volume-checks.ts";
import { STRATEGY_CHECKS } from "./checks/strategy/strategy-checks.ts";
import { parentQuantity } from "./checks/strategy/parent-quantity.ts";
import { CANARY_CHECKS, goliveApproval } from "./checks/golive/golive-checks.ts";
import { afterResume } from "./checks/standing/after-resume.ts";
import { corporateAction } from "./checks/standing/corporate-action.ts";
import { dailyLoss } from "./checks/daily-loss.ts";
import { grossExposure } from "./checks/gross-exposure.ts";
import { marketCondition } from "./checks/market/market-condition.ts";
import { positionNotional } from "./checks/position-notional.ts";
import { positionQuantity } from "./checks/position-quantity.ts";
import { priceBand } from "./checks/market/price-band.ts";
import { priceCollar } from "./checks/price-collar.ts";
import { priceTick } from "./checks/price-tick.ts";
import { projectionLag } from "./checks/standing/projection-lag.ts";
import { quoteAge } from "./checks/quote-age.ts";
import { reconciliationBreak } from "./checks/standing/reconciliation-break.ts";
import { referenceQuote } from "./checks/reference-quote.ts";
import { selfTrade } from "./checks/self-trade.ts";
import { session } from "./checks/standing/session.ts";
import { stopLoss } from "./checks/standing/stop-loss.ts";
import { SYMBOL_CHECKS } from "./checks/standing/symbol-checks.ts";
import { tradingHalt } from "./checks/market/trading-halt.ts";
import { tradingState } from "./checks/standing/trading-state.ts";
import { valuation } from "./checks/valuation.ts";

/**
 * Every pre-trade check, in the order in which they are evaluated and shown: where the account stands, how fast it
 * goes, at what price, how much, what its strategy may, and what it has lost. All are always evaluated; an order passes
 * if none refuses it. docs/denials.md lists what each says.
 *
 * Orders toward flat (only closing, never past zero, open orders counted) pass with the eleven marked
 * `appliesToReducing`: trading state, stop-loss, corporate action, session, order type, trading halt, price tick, price
 * band, price collar, children of the target, closable shares.
 * The others limit new risk, and must not keep anybody in a position that they would forbid.
 */
export const CHECKS = [
  tradingState,
  goliveApproval,
  afterResume,
  stopLoss,
  ...SYMBOL_CHECKS,
  reconciliationBreak,
  corporateAction,
  projectionLag,
  session,
  sessionOrderType,
  warmUp,
  tradingHalt,
  marketCondition,
  ...PACE_CHECKS,
  selfTrade,
  priceTick,
  priceBand,
  referenceQuote,
  quoteAge,
  priceCollar,
  parentQuantity,
  ...SIZE_CHECKS,
  ...VOLUME_CHECKS,
  valuation,
  positionQuantity,
  positionNotional,
  grossExposure,
  ...EXPOSURE_CHECKS,
  ...CANARY_CHECKS,
  ...STRATEGY_CHECKS,
  dailyLoss,
];
