import { moneyToNumber, moneyUnits } from "@interlock/core/number/money";
import { quantityToNumber } from "@interlock/core/number/quantity";
import { worstCaseShares } from "@interlock/core/portfolio/exposure";
import { liveDayPnl, liveEquity, type SymbolTotals } from "@interlock/core/portfolio/live-totals";
import { worstNet } from "@interlock/core/portfolio/side-exposure";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { drawdownBpsOf } from "@interlock/core/risk/breakers/drawdown-breaker";
import {
  confirmedSlippageBps,
  rejectionsWithin,
  rejectShare,
} from "@interlock/core/risk/breakers/order-samples";
import { countAfter, notionalSince, ordersSince } from "@interlock/core/risk/flow/order-flow";
import type { SymbolFlow } from "@interlock/core/risk/flow/flow-book";
import type { LimitKey } from "@interlock/core/risk/limits";
import { ordersInLastMinute } from "@interlock/core/risk/recent-orders";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../../follow/edge-book.ts";

/** What of the use of limits is not in the book: it changes while nothing is journaled. */
export interface LimitsNow {
  readonly venueTime: UnixMs;
  readonly projectionLagMs: number;
}

/** What is used of a limit, as a number of its unit; or a sentence on why nobody can say. */
export type LimitUse = number | string;

/** Said of a limit that each order meets by itself. */
export const RULE = "A rule for each order, not a level that fills up";

type Measure = (book: EdgeBook, now: LimitsNow) => LimitUse;

/** As the check counts them: held, and whatever the open orders can make of it. */
const sharesOf = (row: SymbolTotals) =>
  quantityToNumber(worstCaseShares(row.position, row.openOrders));

const rowsOf = ({ views }: EdgeBook) => Object.values<SymbolTotals>(views.totals.symbols);

const MEASURES: Readonly<Partial<Record<LimitKey, Measure>>> = {
  maxPositionQuantity: (book) => largest(rowsOf(book).map(sharesOf)),
  maxPositionNotional: valued((book) =>
    largest(rowsOf(book).map((row) => moneyToNumber(row.worstCase))),
  ),
  maxGrossExposure: valued(({ views }) => moneyToNumber(views.totals.worstCaseExposure)),
  maxNetExposure: valued(({ views: { totals } }) =>
    moneyToNumber(
      worstNet({
        long: totals.worstLong,
        short: totals.worstShort,
        high: totals.worstHigh,
        low: totals.worstLow,
      }),
    ),
  ),
  maxLongExposure: valued(({ views }) => moneyToNumber(views.totals.worstLong)),
  maxShortExposure: valued(({ views }) => moneyToNumber(views.totals.worstShort)),
  maxConcentrationBps: valued((book) =>
    ofEquity(book, largest(rowsOf(book).map((row) => moneyUnits(row.worstCase)))),
  ),
  maxSectorExposureBps: valued((book) => {
    const { sums } = book.views.totals.sectors;
    return ofEquity(book, largest(Object.values(sums).map((sum) => moneyUnits(sum.worstCase))));
  }),
  maxLeverageBps: valued((book) => ofEquity(book, moneyUnits(book.views.totals.worstCaseExposure))),
  maxPositionVolumeBps: positionVolumeShare,
  maxDailyLoss: valued(({ state, views }) => {
    if (state.day === null) return "The market day has not opened yet";
    return Math.max(0, -moneyToNumber(liveDayPnl(state.portfolio, views.totals, state.day).net));
  }),
  maxOpenOrders: ({ views }) => views.totals.openOrders,
  maxOrdersPerMinute: ({ state }, { venueTime }) =>
    ordersInLastMinute(state.recentOrders, venueTime),
  maxWindowOrders: (book, now) => ordersSince(book.state.flow.account, windowStart(book, now)),
  maxWindowNotional: (book, now) =>
    moneyToNumber(notionalSince(book.state.flow.account, windowStart(book, now))),
  maxSymbolWindowOrders: (book, now) =>
    largest(flowsOf(book).map(({ orders }) => ordersSince(orders, windowStart(book, now)))),
  maxSymbolWindowNotional: (book, now) =>
    largest(
      flowsOf(book).map(({ orders }) =>
        moneyToNumber(notionalSince(orders, windowStart(book, now))),
      ),
    ),
  maxRepeatedFills: (book, now) =>
    largest(
      flowsOf(book).flatMap(({ executed }) =>
        [executed.buy, executed.sell].map((times) => countAfter(times, windowStart(book, now))),
      ),
    ),
  maxCancelsPerMinute: ({ state }, { venueTime }) =>
    countAfter(state.flow.cancels, venueTime - MINUTE_MS),
  maxProjectionLagMs: (_, { projectionLagMs }) => projectionLagMs,
  maxMessagesPerSecond: () => "It counts one second, which is over before it is read",
  maxUncoveredMs: () => "Counted for each position: see the page Positions",
  maxQuoteAgeMs: () => "Counted for each symbol: see the page Positions",
  maxAccountAgeMs: () => "Only the trading thread knows it: a hold says when it is beyond",
  maxDrawdownBps: valued(({ state, views }) => {
    const { highWater } = state.breakers;
    if (highWater === null) return "Waits for three readings of equity";
    return drawdownBpsOf(highWater, liveEquity(state.portfolio, views.totals));
  }),
  breakerLossStreak: ({ state }) => state.breakers.lossStreak,
  breakerRejectsMax: ({ state }, { venueTime }) =>
    rejectionsWithin(
      state.breakers.samples,
      venueTime,
      state.limits?.values.breakerRejectsWindowMs ?? 0,
    ),
  breakerPriceMoveBps: () => "Counted for each symbol: see the breakers on the overview",
  breakerRejectShareBps: ({ state }) =>
    rejectShare(state.breakers.samples)?.bps ?? "Waits for ten orders that the venue answered",
  breakerSlippageBps: ({ state }) => {
    const reached = confirmedSlippageBps(state.breakers.samples);
    return reached === null ? "Waits for three orders that filled" : Math.max(0, reached);
  },
};

/** Of the largest by this measure. One that is held or open and whose volume nobody knows makes it unknown. */
function positionVolumeShare(book: EdgeBook): LimitUse {
  let most = 0;
  for (const symbol of idsOf<Ticker>(book.views.totals.symbols)) {
    const share = volumeShareIn(book, symbol);
    if (typeof share === "string") return share;
    most = Math.max(most, share);
  }
  return most;
}

function volumeShareIn({ state, views }: EdgeBook, symbol: Ticker): LimitUse {
  const row = views.totals.symbols[symbol];
  const worst = row === undefined ? 0 : sharesOf(row);
  if (worst === 0) return 0;
  const volume = state.volumes[symbol];
  if (volume === undefined) return `The daily volume of ${symbol} is not known`;
  return (worst / volume.shares) * 10_000;
}

/** Returns what is used now of a limit in one symbol; what cannot be told is a reason, and never zero. */
export function usedInSymbol(book: EdgeBook, symbol: Ticker, key: LimitKey): LimitUse {
  const row = book.views.totals.symbols[symbol];
  if (key === "maxPositionVolumeBps") return volumeShareIn(book, symbol);
  if (key === "maxPositionQuantity") return row === undefined ? 0 : sharesOf(row);
  if (key !== "maxPositionNotional" && key !== "maxConcentrationBps") return RULE;
  if (row === undefined) return 0;
  if (row.referencePrice === null || row.markSource === "provisional")
    return `${symbol} has no price of today`;
  if (key === "maxPositionNotional") return moneyToNumber(row.worstCase);
  return unvalued(book) ?? ofEquity(book, moneyUnits(row.worstCase));
}

/** Returns what is used of the account's limit now. What cannot be told is a reason, and never zero. */
export function usedOfAccount(book: EdgeBook, now: LimitsNow, key: string): LimitUse {
  const measure = Object.entries(MEASURES).find(([known]) => known === key)?.[1];
  return measure === undefined ? RULE : measure(book, now);
}

/** A measure in money: without a price of everything held and open it would be too small. */
function valued(measure: (book: EdgeBook) => LimitUse): Measure {
  return (book) => unvalued(book) ?? measure(book);
}

/** Says why sums over the book are not to be trusted now; null when they are. */
export function unvalued({ views }: EdgeBook): string | null {
  const { unmarked, unpriced } = views.totals;
  return unmarked + unpriced === 0 ? null : "Something held or working has no price of today";
}

function ofEquity({ state, views }: EdgeBook, units: number): LimitUse {
  const equity = moneyUnits(liveEquity(state.portfolio, views.totals));
  return equity <= 0 ? "The account has no equity to measure by" : (units * 10_000) / equity;
}

function windowStart({ state }: EdgeBook, { venueTime }: LimitsNow): UnixMs {
  return venueTime - (state.limits?.values.rollingWindowMs ?? 0);
}

function flowsOf({ state }: EdgeBook): SymbolFlow[] {
  return Object.values(state.flow.byStrategy).flatMap((bySymbol) =>
    Object.values<SymbolFlow>(bySymbol),
  );
}

function largest(values: readonly number[]): number {
  return Math.max(0, ...values);
}
