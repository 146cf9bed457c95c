import { newYorkDate, nextOpen } from "@interlock/core/market/calendar";
import {
  formatDollars,
  moneyUnits,
  negateMoney,
  roundUpToCent,
} from "@interlock/core/number/money";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import type { EquityPeak } from "@interlock/core/portfolio/drawdown";
import { REDUCE_ONLY_MS } from "@interlock/core/kill/reduce-only";
import { BREAKER_LABELS, type BreakerId, isBreaker } from "@interlock/core/risk/breakers/breaker";
import { forgetReadings } from "@interlock/core/risk/breakers/confirmed-level";
import { SECOND_MS } from "@interlock/core/time";
import type { TradingHold } from "@interlock/core/risk/trading-state";
import type { Decision } from "../../decision.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import type { EngineState } from "../../state.ts";
import type { Views } from "../../views.ts";

/** A person's wish to re-arm a breaker that tripped. */
export interface RearmRequest {
  readonly breaker: BreakerId;
  readonly reason: string;
  readonly by: string;
}

/**
 * Re-arms one breaker; what else holds trading stays. After a daily loss one confirmation in the next session is
 * enough, and on the same day it needs a loss within its limit: re-armed at once it would only trip again.
 */
export function rearmBreaker(decision: Decision, request: RearmRequest): CommandOutcome {
  const { breaker, by } = request;
  const label = BREAKER_LABELS[breaker];
  const hold = decision.state.trading.holds.find(({ source }) => source === breaker);
  if (hold === undefined) return refuse(`${label} has not tripped: there is nothing to re-arm.`);
  const obstacle = rearmObstacle(decision, breaker);
  if (obstacle !== null) return refuse(`Not re-armed. ${obstacle}`);
  const confirmed = isNextSession(hold, decision.time);
  const reason = request.reason.trim();
  if (!confirmed && reason.length < REASON_LENGTH_MIN)
    return refuse(`Re-arming needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  rearm(decision, {
    breaker,
    by,
    reason: reason === "" ? CONFIRMED : reason,
  });
  const { trading } = decision.state;
  const rest = trading.holds.map((one) => one.reason).join("; ");
  const left = rest === "" ? "" : ` Still held: ${rest}.`;
  return {
    accepted: true,
    sentence: `${label} is armed again. Trading is ${trading.state}.${left} For ${REDUCE_ONLY_MS / SECOND_MS} s only orders toward flat pass.`,
  };
}

/** The reason on record where a confirmation was enough. */
const CONFIRMED = "confirmed in the next session";

/** Breakers that are tripped: a resume leaves them so, for what each found is judged by itself. */
export function trippedBreakers({ trading }: EngineState): BreakerId[] {
  return trading.holds.map(({ source }) => source).filter(isBreaker);
}

/** Why a breaker cannot be re-armed now, in a sentence with what to do; null when it can. */
export function rearmObstacle(
  { state, views }: { readonly state: EngineState; readonly views: Views },
  breaker: BreakerId,
): string | null {
  const { limits, day, portfolio } = state;
  if (breaker !== "daily_loss" || limits === null || day === null) return null;
  const loss = negateMoney(liveDayPnl(portfolio, views.totals, day).net);
  const limit = limits.values.maxDailyLoss;
  if (moneyUnits(loss) < moneyUnits(limit)) return null;
  const figures = `The day's loss is ${formatDollars(roundUpToCent(loss))}, and the limit is ${formatDollars(limit)}.`;
  return `${figures} In the next session one confirmation is enough; today it takes a higher limit first.`;
}

/** Tells whether re-arming a breaker now only confirms, in the next session, that the day of its loss is over. */
export function confirmsNextSession({ state, time }: Decision, breaker: BreakerId): boolean {
  const hold = state.trading.holds.find(({ source }) => source === breaker);
  return hold !== undefined && isNextSession(hold, time);
}

/** Tells whether a market has opened since a daily loss tripped: then a confirmation is reason enough. */
export function isNextSession(hold: Pick<TradingHold, "source" | "at">, now: number): boolean {
  return (
    hold.source === "daily_loss" &&
    now >= nextOpen(hold.at) &&
    newYorkDate(now) !== newYorkDate(hold.at)
  );
}

function rearm(decision: Decision, request: RearmRequest): void {
  const { breaker } = request;
  decision.emit({
    kind: "breaker_rearmed",
    ...request,
    highWater: highWaterAfter(decision, breaker),
    reduceOnlyUntil: decision.time + REDUCE_ONLY_MS,
  });
  const { riskWatch } = decision.views;
  // What was read before is what the person looked at: it is no ground for tripping again.
  if (breaker === "drawdown") forgetReadings(riskWatch.equity);
  if (breaker === "daily_loss") {
    riskWatch.loss = null;
    forgetReadings(riskWatch.dayLoss);
  }
}

/** A drawdown that a person accepted is over: it counts from the equity of now, by that person's word. */
function highWaterAfter({ state, views, time }: Decision, breaker: BreakerId): EquityPeak | null {
  if (breaker !== "drawdown") return state.breakers.highWater;
  return { equity: liveEquity(state.portfolio, views.totals), at: time };
}
