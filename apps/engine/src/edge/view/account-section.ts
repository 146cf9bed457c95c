import { worstCaseShares } from "@interlock/core/portfolio/exposure";
import { describeShares } from "@interlock/core/number/describe-shares";
import { positionBreakId } from "@interlock/core/reconciliation/break";
import { idsOf } from "@interlock/core/ids";
import type { AccountView, LimitUsage, ReconciliationView } from "@interlock/api/view/account-view";
import {
  formatMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import {
  formatQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { drawdown, trackPeak } from "@interlock/core/portfolio/drawdown";
import { liveDayPnl, liveEquity, type SymbolTotals } from "@interlock/core/portfolio/live-totals";
import { totalFees } from "@interlock/core/fees/regulatory-fees";
import type { Ticker } from "@interlock/core/ids";
import { ZERO_PNL } from "@interlock/core/position/pnl";
import type { EdgeBook } from "../follow/edge-book.ts";
import { percentOf } from "./decimal-text.ts";
import type { ViewClock } from "./view-clock.ts";

/** Money and exposure of the account by our ledger, at the marks that the book holds now. */
export function accountSection(book: EdgeBook, clock: ViewClock): AccountView {
  const { state, views } = book;
  const { portfolio, day, reconciliation } = state;
  const { totals } = views;
  const equity = liveEquity(portfolio, totals);
  const pnl = day === null ? ZERO_PNL : liveDayPnl(portfolio, totals, day);
  // The journal's peak is a minute old at most; what stands now may be higher.
  const peak = trackPeak(state.equityPeak, equity, state.time);
  const { long, short } = longAndShort(Object.values<SymbolTotals>(totals.symbols));
  return {
    equity: formatMoney(equity),
    cash: formatMoney(portfolio.cash),
    buyingPower: reconciliation === null ? null : formatMoney(reconciliation.venueBuyingPower),
    dayPnl: {
      realized: formatMoney(pnl.realized),
      unrealized: formatMoney(pnl.unrealized),
      fees: formatMoney(pnl.fees),
      net: formatMoney(pnl.net),
    },
    grossExposure: formatMoney(totals.grossExposure),
    netExposure: formatMoney(totals.marketValue),
    longExposure: formatMoney(long),
    shortExposure: formatMoney(short),
    exposureWithOrders: formatMoney(totals.worstCaseExposure),
    equityPeak: formatMoney(peak.equity),
    drawdownPercent: (drawdown(peak, equity).fraction * 100).toFixed(2),
    accruedFees: formatMoney(totalFees(portfolio.accruedFees)),
    marksFreshness: worstMark(book, clock),
    accountFreshness: clock.freshness(reconciliation?.at ?? null),
  };
}

function longAndShort(rows: readonly SymbolTotals[]): {
  readonly long: Money;
  readonly short: Money;
} {
  let long = 0;
  let short = 0;
  for (const row of rows) {
    const value = moneyUnits(row.marketValue);
    if (value > 0) long += value;
    else short -= value;
  }
  return { long: moneyFromUnits(long), short: moneyFromUnits(short) };
}

/** A total is as old as the oldest mark in it; of unknown age while a position has none but its last fill's price. */
function worstMark(book: EdgeBook, clock: ViewClock) {
  const { symbols } = book.views.totals;
  let oldest = clock.venueTime;
  for (const symbol of idsOf(symbols)) {
    if (quantityUnits(symbols[symbol]?.position ?? ZERO_QUANTITY) === 0) continue;
    const at = clock.markAt(symbol);
    if (at === null) return clock.freshness(null);
    oldest = Math.min(oldest, at);
  }
  return clock.freshness(oldest);
}

/** Ours beside the venue's, as of the last comparison. */
export function reconciliationSection(book: EdgeBook): ReconciliationView {
  const { reconciliation, breaks } = book.state;
  const openBreaks = Object.keys(breaks).length;
  if (reconciliation === null) {
    return {
      checkedAt: null,
      status: "never",
      rows: [],
      unexplained: formatMoney(ZERO_MONEY),
      openBreaks,
    };
  }
  const cash = {
    what: "Cash",
    ours: formatMoney(reconciliation.ledgerCash),
    venue: formatMoney(reconciliation.venueCash),
    difference: formatMoney(reconciliation.cashDifference),
    explained: moneyUnits(reconciliation.cashDifference) === 0,
    note: "",
  };
  return {
    checkedAt: reconciliation.at,
    status: openBreaks > 0 || reconciliation.differences > 0 ? "break" : "clean",
    rows: [cash, feesRow(book), ...positionRows(book)],
    unexplained: formatMoney(reconciliation.cashDifference),
    openBreaks,
  };
}

/** Fees are ours by the fill and the venue's by its own reckoning: what differs at a comparison is shown as such. */
function feesRow(book: EdgeBook) {
  const { portfolio, reconciliation } = book.state;
  const now = totalFees(portfolio.accruedFees);
  const ours = reconciliation?.ledgerAccruedFees ?? now;
  const venue = reconciliation?.venueAccruedFees ?? ZERO_MONEY;
  const difference = subtractMoney(ours, venue);
  const agrees = moneyUnits(difference) === 0;
  const differs = "no break: cash is compared when the venue charges them";
  const since =
    moneyUnits(now) === moneyUnits(ours) ? "" : `${formatMoney(now)} now, by fills since`;
  return {
    what: "Accrued fees",
    ours: formatMoney(ours),
    venue: formatMoney(venue),
    difference: formatMoney(difference),
    explained: agrees,
    note: agrees ? since : differs,
  };
}

function positionRows(book: EdgeBook) {
  const { portfolio, reconciliation, breaks } = book.state;
  const venue = sharesOf(reconciliation?.venuePositions ?? []);
  const compared = reconciliation?.ledgerPositions;
  const ours = compared === undefined ? venue : sharesOf(compared);
  const symbols = new Set<Ticker>([...idsOf(portfolio.positions), ...venue.keys(), ...ours.keys()]);
  return [...symbols].sort().map((symbol) => {
    const broken = breaks[positionBreakId(symbol)];
    if (broken === undefined)
      return comparedRow(symbol, {
        ours: ours.get(symbol) ?? ZERO_QUANTITY,
        venue: venue.get(symbol) ?? ZERO_QUANTITY,
        now: portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY,
      });
    return {
      what: symbol,
      ours: broken.ours,
      venue: broken.venue,
      difference: "differs",
      explained: false,
      note: "no new risk in this symbol until explained",
    };
  });
}

interface Shares {
  readonly symbol: Ticker;
  readonly quantity: Quantity;
}

function sharesOf(held: readonly Shares[]): Map<Ticker, Quantity> {
  return new Map(held.map(({ symbol, quantity }) => [symbol, quantity]));
}

interface ComparedShares {
  readonly ours: Quantity;
  readonly venue: Quantity;
  readonly now: Quantity;
}

/** Both sides as the comparison found them; what was filled since is told beside: it is no difference. */
function comparedRow(symbol: Ticker, { ours, venue, now }: ComparedShares) {
  const difference = subtractQuantity(ours, venue);
  const agrees = quantityUnits(difference) === 0;
  const moved = quantityUnits(subtractQuantity(now, ours)) !== 0;
  const since = moved ? `${describeShares(now)} now, by fills since` : "";
  return {
    what: symbol,
    ours: `${describeShares(ours)}`,
    venue: `${describeShares(venue)}`,
    difference: formatQuantity(difference),
    explained: agrees,
    note: agrees ? since : "seen to differ once; the venue is asked again",
  };
}

/** How much of the limits that have a level is used, the fullest first. */
export function limitUsageSection(book: EdgeBook): LimitUsage[] {
  const { state, views } = book;
  const values = state.limits?.values;
  if (values === undefined) return [];
  const { totals } = views;
  const loss =
    state.day === null
      ? 0
      : Math.max(0, -moneyUnits(liveDayPnl(state.portfolio, totals, state.day).net));
  const lines = [
    usdLine("maxGrossExposure", "Gross exposure", {
      used: totals.worstCaseExposure,
      limit: values.maxGrossExposure,
    }),
    usdLine("maxDailyLoss", "Daily loss", {
      used: moneyFromUnits(loss),
      limit: values.maxDailyLoss,
    }),
    countLine("maxOpenOrders", "Open orders", {
      used: totals.openOrders,
      limit: values.maxOpenOrders,
    }),
    ...worstPositions(book),
  ];
  return lines.sort((a, b) => b.usedPercent - a.usedPercent);
}

function usdLine(
  key: string,
  label: string,
  line: { readonly used: Money; readonly limit: Money },
): LimitUsage {
  const usedPercent = percentOf(moneyUnits(line.used), moneyUnits(line.limit));
  return {
    key,
    label,
    unit: "usd",
    value: formatMoney(line.limit),
    used: formatMoney(line.used),
    usedPercent,
    worst: "",
    note: "",
  };
}

function countLine(
  key: string,
  label: string,
  line: { readonly used: number; readonly limit: number },
): LimitUsage {
  const usedPercent = percentOf(line.used, line.limit);
  return {
    key,
    label,
    unit: "count",
    value: String(line.limit),
    used: String(line.used),
    usedPercent,
    worst: "",
    note: "",
  };
}

/** The symbols nearest to their position limits, in dollars and in shares: often two different ones. */
function worstPositions(book: EdgeBook): LimitUsage[] {
  const values = book.state.limits?.values;
  if (values === undefined) return [];
  const { symbols } = book.views.totals;
  const lines = idsOf(symbols).flatMap((worst) => {
    const row = symbols[worst];
    if (row === undefined) return [];
    const notional = { used: row.worstCase, limit: values.maxPositionNotional };
    return [
      { ...usdLine("maxPositionNotional", "Position notional", notional), worst },
      {
        ...sharesLine(worstCaseShares(row.position, row.openOrders), values.maxPositionQuantity),
        worst,
      },
    ];
  });
  return (["maxPositionNotional", "maxPositionQuantity"] as const).flatMap((key) => {
    const own = lines.filter((line) => line.key === key);
    return own.sort((a, b) => b.usedPercent - a.usedPercent).slice(0, 1);
  });
}

function sharesLine(used: Quantity, limit: Quantity): LimitUsage {
  return {
    key: "maxPositionQuantity",
    label: "Position quantity",
    unit: "shares",
    value: formatQuantity(limit),
    used: formatQuantity(used),
    usedPercent: percentOf(quantityUnits(used), quantityUnits(limit)),
    worst: "",
    note: "",
  };
}
