import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import type { Limits } from "@interlock/core/risk/limits";

/**
 * Limits for closing positions when the configuration cannot be read: a kill must not wait for somebody to mend a file.
 * Closing orders are held to toward-flat and to the price collar, here 2 %; nothing else of it can take effect, and it
 * would deny every order that adds risk.
 */
export const EMERGENCY_LIMITS: Limits = {
  maxOrderQuantity: quantity("1"),
  maxOrderNotional: money("1"),
  maxPositionQuantity: quantity("1"),
  maxPositionNotional: money("1"),
  maxGrossExposure: money("1"),
  maxDailyLoss: money("1"),
  maxOpenOrders: 1,
  maxOrdersPerMinute: 1,
  duplicateIntentWindowMs: 86_400_000,
  priceCollarBps: 200,
  maxQuoteAgeMs: 1,
  maxProjectionLagMs: 1,
  stopLossBps: 1,
  breakerRejectsMax: 1,
  breakerRejectsWindowMs: 1,
  breakerPriceMoveBps: 1,
  breakerPriceMoveWindowMs: 1,
  maxDrawdownBps: 1,
  breakerLossStreak: 1,
  breakerRejectShareBps: 1,
  breakerSlippageBps: 1,
  trailingStopBps: 1,
  timeStopMinutes: 1,
  maxUncoveredMs: 1,
  rollingWindowMs: 86_400_000,
  maxWindowOrders: 1,
  maxWindowNotional: money("1"),
  maxSymbolWindowOrders: 1,
  maxSymbolWindowNotional: money("1"),
  maxNetExposure: money("1"),
  maxLongExposure: money("1"),
  maxShortExposure: money("1"),
  maxConcentrationBps: 1,
  maxSectorExposureBps: 1,
  maxLeverageBps: 1,
  maxAccountAgeMs: 1,
  warmUpMs: 86_400_000,
  maxCancelsPerMinute: 1,
  maxMessagesPerSecond: 1,
  maxRepeatedFills: 1,
  maxOrderVolumeBps: 1,
  maxPositionVolumeBps: 1,
  allowUnknownVolume: false,
  sessions: ["regular"],
  shortSelling: false,
  restricted: [],
  allowed: [],
};
