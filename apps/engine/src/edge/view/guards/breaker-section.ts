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
import { drawdownBpsOf, HIGH_WATER_STEP_BPS } from "@interlock/core/risk/breakers/drawdown-breaker";
import { missingLimits } from "@interlock/core/risk/check-limits";
import {
  confirmedSlippageBps,
  rejectionsWithin,
  rejectShare,
} from "@interlock/core/risk/breakers/order-samples";
import type { Limits } from "@interlock/core/risk/limits";
import type { TradingHold } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import { isNextSession, rearmObstacle } from "../../../operator/rearm/rearm-breaker.ts";
import type { EdgeBook } from "../../follow/edge-book.ts";
import { type MarketBoard, readRow } from "../../market-board.ts";
import { percentOf } from "../decimal-text.ts";

/** What the distances are measured on. */
interface Seen {
  readonly book: EdgeBook;
  readonly board: MarketBoard;
  /** The venue's time. */
  readonly now: UnixMs;
}

/** Every breaker with its distance to its limit; none before limits are in force. */
export function breakerSection(seen: Seen): BreakerView[] {
  const { book, now } = seen;
  const limits = book.state.limits?.values;
  // Until the start has added what an older build did not have, nothing is shown of them.
  if (limits === undefined || missingLimits(limits).length > 0) return [];
  return BREAKERS.map((id) => {
    const hold = book.state.trading.holds.find(({ source }) => source === id) ?? null;
    const gauge = GAUGES[id](seen, limits);
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

function stateOf(book: EdgeBook, id: BreakerId, { hold, usedPercent }: Standing) {
  if (hold !== null) return "tripped" as const;
  if ((book.state.breakers.warned[id] ?? 0) > 0) return "warning" as const;
  return usedPercent === null ? ("unknown" as const) : ("armed" as const);
}

function rearmOf(
  book: EdgeBook,
  id: BreakerId,
  { hold, now }: { readonly hold: TradingHold; readonly now: UnixMs },
) {
  return { obstacle: rearmObstacle(book, id) ?? "", needsReason: !isNextSession(hold, now) };
}

const GAUGES: Readonly<Record<BreakerId, (seen: Seen, limits: Limits) => Gauge>> = {
  daily_loss: ({ book: { state, views } }, { maxDailyLoss }) => {
    const limit = formatDollars(maxDailyLoss);
    if (state.day === null) return unmeasured(limit, "Waits for the market day to open.");
    const loss = Math.max(0, -moneyUnits(liveDayPnl(state.portfolio, views.totals, state.day).net));
    const usedPercent = percentOf(loss, moneyUnits(maxDailyLoss));
    return { used: cents(moneyFromUnits(loss)), limit, usedPercent, sentence: "" };
  },
  drawdown: ({ book: { state, views } }, { maxDrawdownBps }) => {
    const limit = bps(maxDrawdownBps);
    const { highWater } = state.breakers;
    if (highWater === null) return unmeasured(limit, "Waits for three readings of equity.");
    const fallen = drawdownBpsOf(highWater, liveEquity(state.portfolio, views.totals));
    const sentence = `From the high-water mark of ${cents(highWater.equity)}, which follows the peak in steps of ${HIGH_WATER_STEP_BPS} bps once three readings confirm it.`;
    return { used: bps(fallen), limit, usedPercent: percentOf(fallen, maxDrawdownBps), sentence };
  },
  loss_streak: ({ book: { state } }, { breakerLossStreak }) => {
    const { lossStreak } = state.breakers;
    const usedPercent = percentOf(lossStreak, breakerLossStreak);
    return {
      used: String(lossStreak),
      limit: String(breakerLossStreak),
      usedPercent,
      sentence: "",
    };
  },
  reject_rate: ({ book: { state } }, { breakerRejectShareBps }) => {
    const limit = percent(breakerRejectShareBps);
    const share = rejectShare(state.breakers.samples);
    if (share === null) return unmeasured(limit, "Waits for ten orders that the venue answered.");
    const sentence = `Of the latest ${share.answered} orders.`;
    const usedPercent = percentOf(share.bps, breakerRejectShareBps);
    return { used: percent(share.bps), limit, usedPercent, sentence };
  },
  slippage: ({ book: { state } }, { breakerSlippageBps }) => {
    const limit = bps(breakerSlippageBps);
    const reached = confirmedSlippageBps(state.breakers.samples);
    if (reached === null) return unmeasured(limit, "Waits for three orders that filled.");
    const usedPercent = percentOf(Math.max(reached, 0), breakerSlippageBps);
    return {
      used: bps(reached),
      limit,
      usedPercent,
      sentence: "Reached by 3 of the latest 5 orders.",
    };
  },
  circuit_breaker: circuitGauge,
};

/** It trips at either of two things: the figure is the one nearer to its limit, and the sentence has the other. */
function circuitGauge({ book: { state }, board, now }: Seen, limits: Limits): Gauge {
  const rejectsWindow = `within ${limits.breakerRejectsWindowMs / 1000} s`;
  const moveWindow = `within ${limits.breakerPriceMoveWindowMs / 1000} s`;
  const { samples } = state.breakers;
  const count = rejectionsWithin(samples, now, limits.breakerRejectsWindowMs);
  const move = largestMove(board);
  const rejectsPercent = percentOf(count, limits.breakerRejectsMax);
  const movePercent = percentOf(move.bps, limits.breakerPriceMoveBps);
  const rejects = { used: `${count} rejected`, limit: String(limits.breakerRejectsMax) };
  const moved = { used: bps(move.bps), limit: bps(limits.breakerPriceMoveBps) };
  if (movePercent <= rejectsPercent) {
    const other = `${moved.used} of ${moved.limit} ${moveWindow}`;
    const sentence = `Orders that the venue rejected ${rejectsWindow}. Largest move of a price held: ${other}.`;
    return { ...rejects, usedPercent: rejectsPercent, sentence };
  }
  const other = `${count} of ${rejects.limit} ${rejectsWindow}`;
  const sentence = `${move.symbol} moved so far ${moveWindow}. Orders that the venue rejected: ${other}.`;
  return { ...moved, usedPercent: movePercent, sentence };
}

/** The price held that moved the furthest. */
function largestMove(board: MarketBoard): { readonly symbol: string; readonly bps: number } {
  let largest = { symbol: "", bps: 0 };
  board.symbols.forEach((symbol, index) => {
    const { moveBps } = readRow(board, index);
    if (moveBps > largest.bps) largest = { symbol, bps: moveBps };
  });
  return largest;
}

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
