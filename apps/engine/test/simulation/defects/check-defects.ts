import type { CheckCode } from "@interlock/core/risk/check";
import type { Limits } from "@interlock/core/risk/limits";
import { money } from "@interlock/core/number/money";
import { CEILINGS } from "../engine/simulated-settings.ts";
import type { Defect } from "./defect.ts";

/** No breaker halts before the check that is silent would have refused. */
const NO_BREAKER: Partial<Limits> = {
  maxDrawdownBps: CEILINGS.maxDrawdownBps,
  breakerLossStreak: CEILINGS.breakerLossStreak,
  breakerSlippageBps: CEILINGS.breakerSlippageBps,
  trailingStopBps: CEILINGS.trailingStopBps,
};

/** Pre-trade checks that seeds come to, each of them silent: the others must not hide that. */
export const CHECK_DEFECTS: readonly (() => Defect)[] = [
  silent("session", "I8", { from: 133 }),
  silent("quote_age", "I8", { from: 73 }),
  silent("reconciliation_break", "I6"),
  silent("stop_loss", "I17", { from: 8 }),
  silent("daily_loss", "I7", { from: 412, limits: { ...NO_BREAKER, maxDailyLoss: money("30") } }),
  silent("order_notional", "I7", { limits: { maxOrderNotional: money("2500") } }),
  silent("price_collar", "I7", { limits: { priceCollarBps: 3 } }),
  silent("duplicate_intent", "I7", { from: 95, limits: { duplicateIntentWindowMs: 60_000 } }),
  () => ({
    name: "a hold keeps people and stop-losses from closing",
    breaks: "I8",
    stiffens: "trading_state",
  }),
];

function silent(
  silences: CheckCode,
  breaks: string,
  where: { readonly from?: number; readonly limits?: Partial<Limits> } = {},
): () => Defect {
  return () => ({ name: `the check ${silences} refuses nothing`, breaks, silences, ...where });
}
