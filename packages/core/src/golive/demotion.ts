import { formatDollars, type Money, moneyFromUnits, moneyUnits } from "../number/money.ts";
import { rejectShare, type OrderSamples } from "../risk/breakers/order-samples.ts";
import type { Limits } from "../risk/limits.ts";
import { WHOLE_BPS } from "./canary.ts";

/**
 * What ends a launch by itself while the canary ladder lasts. Each is tighter than the breaker of its name: a young
 * launch that goes wrong goes back to paper before a breaker would have to stop it.
 */

/** Why a launch is demoted. */
type DemotionCause = "loss" | "slippage" | "reject_rate" | "drift";

/** Shares of the breakers' own limits, in bps of them, and how many orders a pattern takes. */
const DEMOTION_TERMS = {
  /** Of the daily loss limit times the day's canary share. */
  lossBps: 5_000,
  slippageBps: 5_000,
  rejectShareBps: 5_000,
  /** Slippage beyond the model, as the average of the latest orders. */
  driftFactor: 3,
  driftOrders: 5,
} as const;

/** What is looked at. */
export interface DemotionGround {
  readonly limits: Limits;
  /** The day's canary share. */
  readonly capBps: number;
  /** Net P&L of the day. */
  readonly dayPnl: Money;
  readonly samples: OrderSamples;
  /** What an order is expected to cost against arrival, in bps. */
  readonly modelBps: number;
}

/** Returns what demotes a launch, with a sentence; null while nothing does. */
export function demotionOf(
  ground: DemotionGround,
): { readonly cause: DemotionCause; readonly sentence: string } | null {
  return lossOf(ground) ?? slippageOf(ground) ?? rejectsOf(ground) ?? driftOf(ground);
}

/** Returns the day's loss at which a launch is demoted. */
function demotionLoss({ maxDailyLoss }: Pick<Limits, "maxDailyLoss">, capBps: number): Money {
  const share = (DEMOTION_TERMS.lossBps / WHOLE_BPS) * (Math.min(capBps, WHOLE_BPS) / WHOLE_BPS);
  return moneyFromUnits(Math.floor(moneyUnits(maxDailyLoss) * share));
}

function lossOf({ limits, capBps, dayPnl }: DemotionGround) {
  const limit = demotionLoss(limits, capBps);
  const loss = -moneyUnits(dayPnl);
  if (loss < moneyUnits(limit)) return null;
  const sentence = `the day's loss is ${formatDollars(moneyFromUnits(loss))}, and a canary day allows ${formatDollars(limit)}`;
  return { cause: "loss" as const, sentence };
}

function slippageOf({ limits, samples }: DemotionGround) {
  const limit = (limits.breakerSlippageBps * DEMOTION_TERMS.slippageBps) / WHOLE_BPS;
  const worse = samples.slippageBps.filter((bps) => bps >= limit);
  if (worse.length < 2) return null;
  const sentence = `${worse.length} of the latest ${samples.slippageBps.length} orders slipped ${limit.toFixed(0)} bps or more`;
  return { cause: "slippage" as const, sentence };
}

function rejectsOf({ limits, samples }: DemotionGround) {
  const share = rejectShare(samples);
  const limit = (limits.breakerRejectShareBps * DEMOTION_TERMS.rejectShareBps) / WHOLE_BPS;
  if (share === null || share.bps < limit) return null;
  const sentence = `the venue rejected ${share.count} of the latest ${share.answered} orders`;
  return { cause: "reject_rate" as const, sentence };
}

function driftOf({ samples, modelBps }: DemotionGround) {
  const { slippageBps } = samples;
  if (slippageBps.length < DEMOTION_TERMS.driftOrders) return null;
  const average = slippageBps.reduce((sum, bps) => sum + bps, 0) / slippageBps.length;
  const limit = modelBps * DEMOTION_TERMS.driftFactor;
  if (average <= limit) return null;
  const sentence = `orders cost ${average.toFixed(1)} bps on average, and the model expects ${modelBps} bps`;
  return { cause: "drift" as const, sentence };
}

/** Returns what demotes a launch on a day of the ladder, as names and values for people; null limits: none yet. */
export function describeDemotions(
  limits: Limits | null,
  capBps: number,
): readonly (readonly [string, string])[] {
  if (limits === null) return [];
  const share = DEMOTION_TERMS.slippageBps / WHOLE_BPS;
  return [
    ["Loss of the day", formatDollars(demotionLoss(limits, capBps))],
    ["Slippage, 2 of the latest orders", `${(limits.breakerSlippageBps * share).toFixed(0)} bps`],
    ["Rejected orders", `${((limits.breakerRejectShareBps * share) / 100).toFixed(0)} %`],
    ["Drift, average of 5 orders", `${DEMOTION_TERMS.driftFactor} × the model`],
  ];
}
