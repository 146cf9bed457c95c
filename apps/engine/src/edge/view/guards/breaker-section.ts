import type { BreakerView } from "@interlock/api/view/guard-view";
import {
  formatDollars,
  type Money,
  moneyFromUnits,
  moneyUnits,
  roundUpToCent,
} from "@interlock/core/number/money";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import {
  BREAKER_BLOCKS,
  BREAKER_LABELS,
  BREAKER_LEAVES,
  BREAKERS,
  type BreakerId,
} from "@interlock/core/risk/breakers/breaker";
import { drawdownBpsOf } from "@interlock/core/risk/breakers/drawdown-breaker";
import { missingLimits } from "@interlock/core/risk/check-limits";
import { confirmedSlippageBps, rejectShare } from "@interlock/core/risk/breakers/order-samples";
import type { Limits } from "@interlock/core/risk/limits";
import type { TradingHold } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import { isNextSession, rearmObstacle } from "../../../operator/rearm/rearm-breaker.ts";
import type { EdgeBook } from "../../follow/edge-book.ts";
import { percentOf } from "../decimal-text.ts";

/** Every breaker with its distance to its limit; none before limits are in force. */
export function breakerSection(book: EdgeBook, now: UnixMs): BreakerView[] {
  const limits = book.state.limits?.values;
  // Until the start has added what an older build did not have, nothing is shown of them.
  if (limits === undefined || missingLimits(limits).length > 0) return [];
  return BREAKERS.map((id) => {
    const hold = book.state.trading.holds.find(({ source }) => source === id) ?? null;
    const gauge = GAUGES[id](book, limits);
    return {
      id,
      label: BREAKER_LABELS[id],
      ...gauge,
      state: stateOf(book, id, { hold, usedPercent: gauge.usedPercent }),
      sentence: hold?.reason ?? gauge.sentence,
      blocks: BREAKER_BLOCKS,
      leaves: BREAKER_LEAVES,
      trippedAt: hold?.at ?? null,
      rearm: hold === null ? null : rearmOf(book, id, { hold, now }),
    };
  });
}

type Gauge = Pick<BreakerView, "used" | "limit" | "usedPercent" | "sentence">;

interface Standing {
  readonly hold: TradingHold | null;
  readonly usedPercent: number | null;
}

/** The circuit breaker counts within short windows, and has no one figure to be far from. */
function stateOf(book: EdgeBook, id: BreakerId, { hold, usedPercent }: Standing) {
  if (hold !== null) return "tripped" as const;
  if ((book.state.breakers.warned[id] ?? 0) > 0) return "warning" as const;
  return usedPercent === null && id !== "circuit_breaker"
    ? ("unknown" as const)
    : ("armed" as const);
}

function rearmOf(
  book: EdgeBook,
  id: BreakerId,
  { hold, now }: { readonly hold: TradingHold; readonly now: UnixMs },
) {
  return { obstacle: rearmObstacle(book, id) ?? "", needsReason: !isNextSession(hold, now) };
}

const GAUGES: Readonly<Record<BreakerId, (book: EdgeBook, limits: Limits) => Gauge>> = {
  daily_loss: ({ state, views }, { maxDailyLoss }) => {
    const limit = formatDollars(maxDailyLoss);
    if (state.day === null) return unmeasured(limit, "Waits for the market day to open.");
    const loss = Math.max(0, -moneyUnits(liveDayPnl(state.portfolio, views.totals, state.day).net));
    const usedPercent = percentOf(loss, moneyUnits(maxDailyLoss));
    return { used: cents(moneyFromUnits(loss)), limit, usedPercent, sentence: "" };
  },
  drawdown: ({ state, views }, { maxDrawdownBps }) => {
    const limit = bps(maxDrawdownBps);
    const { highWater } = state.breakers;
    if (highWater === null) return unmeasured(limit, "Waits for three readings of equity.");
    const fallen = drawdownBpsOf(highWater, liveEquity(state.portfolio, views.totals));
    const sentence = `From the high-water mark of ${cents(highWater.equity)}.`;
    return { used: bps(fallen), limit, usedPercent: percentOf(fallen, maxDrawdownBps), sentence };
  },
  loss_streak: ({ state }, { breakerLossStreak }) => {
    const { lossStreak } = state.breakers;
    const usedPercent = percentOf(lossStreak, breakerLossStreak);
    return {
      used: String(lossStreak),
      limit: String(breakerLossStreak),
      usedPercent,
      sentence: "",
    };
  },
  reject_rate: ({ views }, { breakerRejectShareBps }) => {
    const limit = percent(breakerRejectShareBps);
    const share = rejectShare(views.riskWatch.samples);
    if (share === null) return unmeasured(limit, "Waits for ten orders that the venue answered.");
    const sentence = `Of the latest ${share.answered} orders.`;
    const usedPercent = percentOf(share.bps, breakerRejectShareBps);
    return { used: percent(share.bps), limit, usedPercent, sentence };
  },
  slippage: ({ views }, { breakerSlippageBps }) => {
    const limit = bps(breakerSlippageBps);
    const reached = confirmedSlippageBps(views.riskWatch.samples);
    if (reached === null) return unmeasured(limit, "Waits for three orders that filled.");
    const usedPercent = percentOf(Math.max(reached, 0), breakerSlippageBps);
    return {
      used: bps(reached),
      limit,
      usedPercent,
      sentence: "Reached by 3 of the latest 5 orders.",
    };
  },
  circuit_breaker: (_book, limits) => {
    const rejects = `${limits.breakerRejectsMax} rejects within ${limits.breakerRejectsWindowMs / 1000} s`;
    const move = `a move of ${bps(limits.breakerPriceMoveBps)} within ${limits.breakerPriceMoveWindowMs / 1000} s`;
    return unmeasured("", `Trips at ${rejects}, or ${move}.`);
  },
};

function unmeasured(limit: string, sentence: string): Gauge {
  return { used: "", limit, usedPercent: null, sentence };
}

function cents(amount: Money): string {
  return formatDollars(roundUpToCent(amount));
}

function bps(value: number): string {
  return `${Number(value.toFixed(1))} bps`;
}

function percent(valueBps: number): string {
  return `${Number((valueBps / 100).toFixed(1))} %`;
}
