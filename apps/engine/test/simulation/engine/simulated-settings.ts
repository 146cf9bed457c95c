import { Random } from "@interlock/alpaca-sim/venue/random";
import { strategyId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { shares } from "@interlock/core/number/quantity";
import type { Limits } from "@interlock/core/risk/limits";
import type { EngineSettings } from "../../../src/settings.ts";
import { SYMBOLS } from "../venue/simulated-market.ts";

/** What no limit may exceed. */
export const CEILINGS: Limits = {
  maxOrderQuantity: shares(10_000),
  maxOrderNotional: money("100000"),
  maxPositionQuantity: shares(10_000),
  maxPositionNotional: money("200000"),
  maxGrossExposure: money("500000"),
  maxDailyLoss: money("25000"),
  maxOpenOrders: 200,
  maxOrdersPerMinute: 600,
  duplicateIntentWindowMs: 100,
  priceCollarBps: 500,
  maxQuoteAgeMs: 30_000,
  maxProjectionLagMs: 60_000,
  stopLossBps: 1_000,
  breakerRejectsMax: 50,
  breakerRejectsWindowMs: 10_000,
  breakerPriceMoveBps: 2_000,
  breakerPriceMoveWindowMs: 10_000,
  maxDrawdownBps: 3_000,
  breakerLossStreak: 100,
  breakerRejectShareBps: 9_000,
  breakerSlippageBps: 500,
  trailingStopBps: 2_000,
  timeStopMinutes: 10_000,
  maxUncoveredMs: 300_000,
  rollingWindowMs: 10_000,
  maxWindowOrders: 600,
  maxWindowNotional: money("1000000"),
  maxSymbolWindowOrders: 400,
  maxSymbolWindowNotional: money("400000"),
  maxNetExposure: money("500000"),
  maxLongExposure: money("500000"),
  maxShortExposure: money("500000"),
  maxConcentrationBps: 10_000,
  maxSectorExposureBps: 20_000,
  maxLeverageBps: 40_000,
  maxAccountAgeMs: 3_600_000,
  warmUpMs: 1,
  maxCancelsPerMinute: 2_000,
  maxMessagesPerSecond: 1_000,
  maxRepeatedFills: 400,
  maxOrderVolumeBps: 500,
  maxPositionVolumeBps: 2000,
  allowUnknownVolume: true,
  sessions: ["pre", "regular", "post"],
  shortSelling: true,
  restricted: [],
  allowed: [],
};

/** In a third of the seeds breakers and the trailing stop bind too; in the others trading goes on longer. */
const TIGHT_BREAKERS: Partial<Limits> = {
  maxDrawdownBps: 30,
  breakerLossStreak: 5,
  breakerSlippageBps: 20,
  trailingStopBps: 50,
};

/** Small limits, so that they bind often. */
function drawLimits(random: Random): Limits {
  const most = 60 + random.below(400);
  return {
    ...CEILINGS,
    maxOrderQuantity: shares(most),
    maxOrderNotional: money("9000"),
    maxPositionQuantity: shares(most),
    maxPositionNotional: money("12000"),
    maxGrossExposure: money(String(12_000 + random.below(20_000))),
    maxDailyLoss: money(String(30 + random.below(500))),
    maxOpenOrders: 3 + random.below(10),
    maxOrdersPerMinute: 10 + random.below(50),
    duplicateIntentWindowMs: 1_000,
    priceCollarBps: 50,
    maxQuoteAgeMs: 5_000,
    maxProjectionLagMs: 10_000,
    stopLossBps: 10 + random.below(100),
    breakerRejectsMax: 5,
    breakerRejectsWindowMs: 60_000,
    breakerPriceMoveBps: 100,
    breakerPriceMoveWindowMs: 60_000,
    ...(most % 3 === 0 ? TIGHT_BREAKERS : {}),
    sessions: ["regular"],
  };
}

/** The configuration of one simulation: two strategies, three symbols, limits that bind. */
export function drawSettings(random: Random): EngineSettings {
  const allocation = money("8000");
  return {
    environment: "paper",
    configHash: "simulated",
    feed: "iex",
    symbols: SYMBOLS,
    fees: "regulatory",
    strategies: [
      {
        id: strategyId("crossover"),
        kind: "moving-average-crossover",
        symbols: SYMBOLS,
        params: {
          fastBars: 2,
          slowBars: 3,
          average: "exponential",
          deadBandBps: 1,
          allowShort: true,
        },
        allocation,
      },
      {
        id: strategyId("reversion"),
        kind: "mean-reversion",
        symbols: SYMBOLS,
        params: { lookbackBars: 5, entryZ: 1.5, exitZ: 0.25, allowShort: true },
        allocation,
      },
    ],
    limitDefaults: drawLimits(random),
    limitCeilings: CEILINGS,
    orderOffsetBps: random.below(8),
    markSpreadMaxBps: 100,
    reconcileEveryMs: 12_000 + random.below(20_000),
    listOrdersEveryMs: 1_000 + random.below(9_000),
    orderRestMs: 4_000 + random.below(16_000),
    orderMaxAgeMs: 5_000,
  };
}

/** Returns settings with other limits to begin with. */
export function withLimits(settings: EngineSettings, limits: Partial<Limits> = {}): EngineSettings {
  return { ...settings, limitDefaults: { ...settings.limitDefaults, ...limits } };
}

/** In every eighth seed stops wait at the broker, some of them nearer than the engine's own. */
const BROKER_STOPS = { every: 8, from: 5 };

/** Returns settings with stops at the broker where the seed has them; it draws nothing from what others draw from. */
export function withBrokerStops(settings: EngineSettings, seed: string): EngineSettings {
  if (Number(seed) % BROKER_STOPS.every !== BROKER_STOPS.from) return settings;
  return { ...settings, brokerStopBps: 20 + new Random(`stops ${seed}`).below(150) };
}
