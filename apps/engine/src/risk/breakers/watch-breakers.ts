import {
  formatDollars,
  type Money,
  moneyFromUnits,
  moneyUnits,
  roundUpToCent,
} from "@interlock/core/number/money";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import type { EquityPeak } from "@interlock/core/portfolio/drawdown";
import {
  BREAKER_LABELS,
  type BreakerTrip,
  describeTrip,
} from "@interlock/core/risk/breakers/breaker";
import {
  confirmedHigh,
  confirmedLow,
  isDue,
  MONEY_RULE,
  takeReading,
} from "@interlock/core/risk/breakers/confirmed-level";
import {
  HIGH_WATER_STEP_BPS,
  checkDrawdown,
  drawdownBpsOf,
  raiseHighWater,
} from "@interlock/core/risk/breakers/drawdown-breaker";
import { checkRejectRate, checkSlippage } from "@interlock/core/risk/breakers/order-samples";
import { nextWarning } from "@interlock/core/risk/breakers/warning-level";
import type { Limits } from "@interlock/core/risk/limits";
import type { DayBaseline } from "@interlock/core/portfolio/valuation";
import { checkSettledLoss, describeBreach } from "@interlock/core/risk/real-time";
import type { Decision } from "../../decision.ts";
import { sampleOf } from "./order-sample.ts";
import { tripBreaker } from "./trip-breaker.ts";

/**
 * Breakers on money: equity and the day's loss are read at most twice a second, whatever comes in, and act on what 3 of
 * the latest 5 readings show. No figure is taken while something held has no price of today.
 */
export function watchEquity(decision: Decision): void {
  const { state, views, time } = decision;
  const { limits, day, recovered } = state;
  const { equity, dayLoss } = views.riskWatch;
  if (!isDue(equity, time, MONEY_RULE)) return;
  if (limits === null || day === null || !recovered || views.totals.unmarked > 0) return;
  const value = moneyUnits(liveEquity(state.portfolio, views.totals));
  const loss = -moneyUnits(liveDayPnl(state.portfolio, views.totals, day).net);
  takeReading(equity, { value, time }, MONEY_RULE);
  takeReading(dayLoss, { value: loss, time }, MONEY_RULE);
  readDrawdown(decision, limits.values);
  readDailyLoss(decision, day, limits.values);
  warnOfLoss(decision, limits.values);
}

/**
 * The day's loss as it stands, also when nothing moves it any more: a limit that a person lowers below it trips, and so
 * does one that is found beyond its limit at a start.
 */
function readDailyLoss(decision: Decision, day: DayBaseline, limits: Limits): void {
  const { state, views } = decision;
  const confirmed = confirmedHigh(views.riskWatch.dayLoss, MONEY_RULE);
  if (confirmed === null || confirmed < moneyUnits(limits.maxDailyLoss)) return;
  const breach = checkSettledLoss(liveDayPnl(state.portfolio, views.totals, day), limits);
  if (breach === null) return;
  tripBreaker(decision, "daily_loss", { reason: describeBreach(breach), symbol: null });
}

function readDrawdown(decision: Decision, limits: Limits): void {
  const { state, views, time } = decision;
  const { equity } = views.riskWatch;
  const standing = state.breakers.highWater;
  const highWater = raiseHighWater(standing, equity, time);
  if (highWater !== null && isStep(standing, highWater))
    decision.emit({ kind: "high_water_raised", highWater });
  const trip = checkDrawdown(highWater, equity, limits);
  if (trip !== null) return tripOn(decision, trip);
  const confirmed = confirmedLow(equity, MONEY_RULE);
  if (highWater === null || confirmed === null) return;
  const bps = drawdownBpsOf(highWater, moneyFromUnits(confirmed));
  const sentence = `Equity is ${bps.toFixed(0)} bps below its high-water mark; the limit is ${limits.maxDrawdownBps} bps.`;
  warn(decision, "drawdown", { usedPercent: (bps * 100) / limits.maxDrawdownBps, sentence });
}

function isStep(standing: EquityPeak | null, next: EquityPeak): boolean {
  if (standing === null) return true;
  const before = moneyUnits(standing.equity);
  return (
    (moneyUnits(next.equity) - before) * 10_000 >= Math.abs(before) * HIGH_WATER_STEP_BPS &&
    next !== standing
  );
}

function warnOfLoss(decision: Decision, limits: Limits): void {
  const confirmed = confirmedLow(decision.views.riskWatch.dayLoss, MONEY_RULE);
  if (confirmed === null) return;
  const loss: Money = moneyFromUnits(Math.max(confirmed, 0));
  const limit = moneyUnits(limits.maxDailyLoss);
  const sentence = `The day's loss is ${formatDollars(roundUpToCent(loss))}; the limit is ${formatDollars(limits.maxDailyLoss)}.`;
  warn(decision, "daily_loss", { usedPercent: (moneyUnits(loss) * 100) / limit, sentence });
}

interface Use {
  readonly usedPercent: number;
  readonly sentence: string;
}

/** Warns once for each level; that it has eased again is a record, and nobody is called for it. */
function warn(
  decision: Decision,
  breaker: "daily_loss" | "drawdown",
  { usedPercent, sentence }: Use,
): void {
  const standing = decision.state.breakers.warned[breaker] ?? 0;
  const level = nextWarning(standing, usedPercent);
  if (level === standing) return;
  const said =
    level > standing
      ? `${Math.floor(usedPercent)} % of ${BREAKER_LABELS[breaker].toLowerCase()} is used. ${sentence} ${whatStops(usedPercent)}`
      : sentence;
  decision.emit({ kind: "breaker_warned", breaker, level, sentence: said });
  if (level > standing && !decision.isHeldBy(breaker)) decision.alert("warning", said);
}

function whatStops(usedPercent: number): string {
  return usedPercent < 100
    ? "At the limit all new risk stops."
    : "That is beyond the limit: all new risk stops.";
}

/** Breakers on what the venue answered and how orders filled: looked at when that has become worse. */
export function watchOrders(decision: Decision): void {
  const { limits } = decision.state;
  if (limits === null) return;
  const { samples } = decision.state.breakers;
  for (const record of decision.records) {
    const sample = sampleOf(decision.state, record);
    if (sample === null || sample === "accepted") continue;
    const check = sample === "rejected" ? checkRejectRate : checkSlippage;
    const trip = check(samples, limits.values);
    if (trip !== null) tripOn(decision, trip);
  }
}

/** Reads the losing streak after what was booked. */
export function watchStreak(decision: Decision, limits: Limits): void {
  const { lossStreak } = decision.state.breakers;
  const limit = limits.breakerLossStreak;
  if (lossStreak >= limit) tripOn(decision, { kind: "loss_streak", losses: lossStreak, limit });
}

function tripOn(decision: Decision, trip: BreakerTrip): void {
  tripBreaker(decision, trip.kind, { reason: describeTrip(trip), symbol: null });
}
