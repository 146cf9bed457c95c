import type { LimitKey } from "@interlock/core/risk/limits";

/** What a limit is about: the headings of the table. */
export type LimitGroup =
  | "Order"
  | "Position and exposure"
  | "Loss"
  | "Circuit breaker"
  | "Conditions"
  | "Other";

const GROUPS: Readonly<Record<LimitKey, LimitGroup>> = {
  maxOrderQuantity: "Order",
  maxOrderNotional: "Order",
  maxOpenOrders: "Order",
  maxOrdersPerMinute: "Order",
  duplicateIntentWindowMs: "Order",
  priceCollarBps: "Order",
  maxPositionQuantity: "Position and exposure",
  maxPositionNotional: "Position and exposure",
  maxGrossExposure: "Position and exposure",
  maxDailyLoss: "Loss",
  stopLossBps: "Loss",
  breakerRejectsMax: "Circuit breaker",
  breakerRejectsWindowMs: "Circuit breaker",
  breakerPriceMoveBps: "Circuit breaker",
  breakerPriceMoveWindowMs: "Circuit breaker",
  maxDrawdownBps: "Loss",
  breakerLossStreak: "Circuit breaker",
  breakerRejectShareBps: "Circuit breaker",
  breakerSlippageBps: "Circuit breaker",
  trailingStopBps: "Loss",
  timeStopMinutes: "Loss",
  maxUncoveredMs: "Loss",
  maxQuoteAgeMs: "Conditions",
  maxProjectionLagMs: "Conditions",
  rollingWindowMs: "Order",
  maxWindowOrders: "Order",
  maxWindowNotional: "Order",
  maxSymbolWindowOrders: "Order",
  maxSymbolWindowNotional: "Order",
  maxNetExposure: "Position and exposure",
  maxLongExposure: "Position and exposure",
  maxShortExposure: "Position and exposure",
  maxConcentrationBps: "Position and exposure",
  maxSectorExposureBps: "Position and exposure",
  maxLeverageBps: "Position and exposure",
  maxAccountAgeMs: "Conditions",
  warmUpMs: "Conditions",
  maxCancelsPerMinute: "Order",
  maxMessagesPerSecond: "Order",
  maxRepeatedFills: "Circuit breaker",
  maxOrderVolumeBps: "Order",
  maxPositionVolumeBps: "Position and exposure",
  allowUnknownVolume: "Conditions",
  sessions: "Conditions",
  shortSelling: "Conditions",
  restricted: "Conditions",
  allowed: "Conditions",
};

const ORDER: readonly LimitGroup[] = [
  "Loss",
  "Position and exposure",
  "Order",
  "Circuit breaker",
  "Conditions",
  "Other",
];

/** Returns the group of a limit; one that this console does not know yet is listed under "Other". */
function groupOfLimit(key: string): LimitGroup {
  return Object.entries(GROUPS).find(([known]) => known === key)?.[1] ?? "Other";
}

/** Returns lines by group, the groups in reading order, empty ones left out. */
export function groupLimits<Line extends { readonly key: string }>(
  lines: readonly Line[],
): readonly { readonly group: LimitGroup; readonly lines: readonly Line[] }[] {
  return ORDER.map((group) => ({
    group,
    lines: lines.filter((line) => groupOfLimit(line.key) === group),
  })).filter(({ lines }) => lines.length > 0);
}
