import { emptyRecord } from "../record-of-names.ts";
import type { StrategyId, Ticker } from "../ids.ts";
import {
  absoluteMoney,
  addMoney,
  type Money,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "../number/money.ts";
import type { Price } from "../number/price.ts";
import { type Quantity, quantityUnits, ZERO_QUANTITY } from "../number/quantity.ts";
import { makePnl, type Pnl, subtractPnl } from "../position/pnl.ts";
import type { Position } from "../position/position.ts";
import { worstCaseNotional } from "./exposure.ts";
import { NO_OPEN_ORDERS, type OpenOrders } from "./open-orders.ts";
import type { Portfolio } from "./portfolio.ts";
import { NO_SIDES, type SideExposure, sideExposure } from "./side-exposure.ts";
import {
  emptySectorBook,
  moveSector,
  regroupSectors,
  type SectorBook,
  type SectorMap,
  sectorNameOf,
  sectorSumOf,
  type SectorTotals,
} from "./sector-totals.ts";
import { type StrategyHolding, type StrategySums, valueHolding } from "./strategy-sums.ts";
import { accountFees, type DayBaseline } from "./valuation.ts";

/**
 * The account's sums over all symbols, kept current one change at a time: equity, unrealized P&L and exposure cost
 * the same with one symbol or five hundred, so that they can be read on every market event.
 *
 * Plain data that one owner updates in place (an event must not cost a copy of the book). Invariant, tested against
 * recomputation: each total is the sum of its column over `symbols`.
 */
export interface LiveTotals {
  readonly symbols: Record<Ticker, SymbolTotals>;
  unrealized: Money;
  /** Signed market value of all positions: net exposure. */
  marketValue: Money;
  /** Sum of |market value|: gross exposure of positions. */
  grossExposure: Money;
  /** Gross exposure in the worst case of all open orders. */
  worstCaseExposure: Money;
  /** Worst cases by side, as in `SideExposure`. */
  worstLong: Money;
  worstShort: Money;
  worstHigh: Money;
  worstLow: Money;
  /** Open orders but our stops at the broker, which are nobody's wish to trade: what a limit counts. */
  openOrders: number;
  /** Symbols held whose price is not the market's yet: sums over positions are not to be trusted while there is one. */
  unmarked: number;
  /** Symbols with open orders and no price at all: what they put at stake is not in the sums. */
  unpriced: number;
  /** Worst-case gross exposure by sector. */
  readonly sectors: SectorBook;
  /** Sums of the strategies that have limits of their own. */
  readonly strategies: Record<StrategyId, StrategySums>;
}

/**
 * Where a row's price comes from: the market's own quotes and trades; what the venue says of a position, where there
 * is no market of our own; or, until one of the two has spoken, an old mark, a fill or an order.
 */
export type MarkSource = "market" | "venue" | "provisional";

/** One symbol's row. Money is zero until the symbol has a reference price. */
export interface SymbolTotals {
  position: Quantity;
  costBasis: Money;
  openOrders: OpenOrders;
  /** Dollars a share by which the symbol is valued; null when no price was ever seen. */
  referencePrice: Price | null;
  markSource: MarkSource;
  unrealized: Money;
  marketValue: Money;
  worstCase: Money;
  sides: SideExposure;
  /** The sums of its sector, its own worst case among them. */
  sector: SectorTotals;
  /** Holdings of those strategies in the symbol: its price values them too. */
  readonly holders: StrategyHolding[];
}

/** Returns totals without symbols. */
export function emptyTotals(): LiveTotals {
  return {
    symbols: emptyRecord(),
    unrealized: ZERO_MONEY,
    marketValue: ZERO_MONEY,
    grossExposure: ZERO_MONEY,
    worstCaseExposure: ZERO_MONEY,
    worstLong: ZERO_MONEY,
    worstShort: ZERO_MONEY,
    worstHigh: ZERO_MONEY,
    worstLow: ZERO_MONEY,
    openOrders: 0,
    unmarked: 0,
    unpriced: 0,
    sectors: emptySectorBook(),
    strategies: emptyRecord(),
  };
}

/** Returns a symbol's row, making an empty one at its first mention. */
export function totalsOf(totals: LiveTotals, symbol: Ticker): SymbolTotals {
  const known = totals.symbols[symbol];
  if (known !== undefined) return known;
  const row: SymbolTotals = {
    position: ZERO_QUANTITY,
    costBasis: ZERO_MONEY,
    openOrders: NO_OPEN_ORDERS,
    referencePrice: null,
    markSource: "provisional",
    unrealized: ZERO_MONEY,
    marketValue: ZERO_MONEY,
    worstCase: ZERO_MONEY,
    sides: NO_SIDES,
    sector: sectorSumOf(totals.sectors, symbol),
    holders: [],
  };
  totals.symbols[symbol] = row;
  return row;
}

/** Takes a new mark of a symbol, in dollars a share from its own market, into the totals. */
export function updateMark(totals: LiveTotals, symbol: Ticker, mark: Price): void {
  const row = totalsOf(totals, symbol);
  if (row.referencePrice === mark && row.markSource === "market") return;
  const before = gapOf(row);
  row.referencePrice = mark;
  row.markSource = "market";
  refresh(totals, row, before);
}

/** Takes the price, in dollars a share, by which the venue values a position: it counts until a market of ours does. */
export function updateVenueMark(totals: LiveTotals, symbol: Ticker, mark: Price): void {
  const row = totalsOf(totals, symbol);
  if (row.markSource === "market") return;
  const before = gapOf(row);
  row.referencePrice = mark;
  row.markSource = "venue";
  refresh(totals, row, before);
}

/** Recalls the last mark of an earlier run, in dollars a share: better than a fill's price, no mark of today. */
export function recallMark(totals: LiveTotals, symbol: Ticker, mark: Price): void {
  const row = totalsOf(totals, symbol);
  if (row.markSource !== "provisional") return;
  const before = gapOf(row);
  row.referencePrice = mark;
  refresh(totals, row, before);
}

/** Brings a symbol's price to another scale, in dollars a share, e.g. after a split; where it came from stays. */
export function rescaleMark(totals: LiveTotals, symbol: Ticker, mark: Price): void {
  const row = totalsOf(totals, symbol);
  const before = gapOf(row);
  row.referencePrice = mark;
  refresh(totals, row, before);
}

/** Takes a symbol's price for an old one: what the market says next is of other shares than the books hold. */
export function doubtMark(totals: LiveTotals, symbol: Ticker): void {
  const row = totalsOf(totals, symbol);
  const before = gapOf(row);
  row.markSource = "provisional";
  refresh(totals, row, before);
}

/** Takes a position that changed into the totals. */
export function updatePosition(totals: LiveTotals, position: Position): void {
  const row = totalsOf(totals, position.symbol);
  const before = gapOf(row);
  row.position = position.quantity;
  row.costBasis = position.costBasis;
  row.referencePrice ??= position.lastFillPrice;
  refresh(totals, row, before);
}

/** Takes the open orders of a symbol, which changed, into the totals. */
export function updateOpenOrders(totals: LiveTotals, symbol: Ticker, openOrders: OpenOrders): void {
  const row = totalsOf(totals, symbol);
  const before = gapOf(row);
  totals.openOrders += wishesIn(openOrders) - wishesIn(row.openOrders);
  row.openOrders = openOrders;
  // An order may be the first that is known of a symbol: then its own price is the reference.
  row.referencePrice ??= openOrders.highestPrice;
  refresh(totals, row, before);
}

function wishesIn({ count, protective }: OpenOrders): number {
  return count - protective.count;
}

/** What keeps a row from being measured. */
type Gap = "none" | "unmarked" | "unpriced";

function gapOf({ position, markSource, referencePrice, openOrders }: SymbolTotals): Gap {
  if (quantityUnits(position) !== 0) return markSource === "provisional" ? "unmarked" : "none";
  return openOrders.count > 0 && referencePrice === null ? "unpriced" : "none";
}

function countGap(totals: LiveTotals, gap: Gap, change: number): void {
  if (gap === "unmarked") totals.unmarked += change;
  else if (gap === "unpriced") totals.unpriced += change;
}

function refresh(totals: LiveTotals, row: SymbolTotals, before: Gap): void {
  const after = gapOf(row);
  if (after !== before) {
    countGap(totals, before, -1);
    countGap(totals, after, 1);
  }
  if (row.referencePrice === null) return;
  const value = notional(row.referencePrice, row.position);
  const unrealized = subtractMoney(value, row.costBasis);
  const { buys: openBuys, sells: openSells } = row.openOrders;
  const holding = { position: row.position, openBuys, openSells };
  const worst = worstCaseNotional(holding, row.referencePrice);
  moveSides(totals, row, sideExposure(holding, row.referencePrice));
  const grossBefore = absoluteMoney(row.marketValue);
  totals.grossExposure = moved(totals.grossExposure, grossBefore, absoluteMoney(value));
  totals.marketValue = moved(totals.marketValue, row.marketValue, value);
  totals.unrealized = moved(totals.unrealized, row.unrealized, unrealized);
  totals.worstCaseExposure = moved(totals.worstCaseExposure, row.worstCase, worst);
  moveSector(row.sector, row.worstCase, worst);
  row.marketValue = value;
  row.unrealized = unrealized;
  row.worstCase = worst;
  for (const holding of row.holders) valueHolding(holding, row.referencePrice);
}

function moveSides(totals: LiveTotals, row: SymbolTotals, sides: SideExposure): void {
  const before = row.sides;
  totals.worstLong = moved(totals.worstLong, before.long, sides.long);
  totals.worstShort = moved(totals.worstShort, before.short, sides.short);
  totals.worstHigh = moved(totals.worstHigh, before.high, sides.high);
  totals.worstLow = moved(totals.worstLow, before.low, sides.low);
  row.sides = sides;
}

function moved(total: Money, before: Money, after: Money): Money {
  return addMoney(total, subtractMoney(after, before));
}

/** Returns the worst-case gross exposure of all symbols but one, whose row it is; absent where it has none yet. */
export function exposureElsewhere(totals: LiveTotals, row: SymbolTotals | undefined): Money {
  return subtractMoney(totals.worstCaseExposure, row?.worstCase ?? ZERO_MONEY);
}

/** Puts symbols into sectors; one that the map does not name is unclassified. */
export function assignSectors(totals: LiveTotals, map: SectorMap): void {
  regroupSectors(totals.sectors, map, totals.symbols);
}

/** A symbol's sector, and its worst-case gross exposure without that symbol. */
export interface SectorElsewhere {
  readonly sector: string;
  readonly elsewhere: Money;
}

/** Returns what the other symbols of a symbol's sector come to in the worst case; it changes nothing. */
export function sectorElsewhere(totals: LiveTotals, symbol: Ticker): SectorElsewhere {
  const row = totals.symbols[symbol];
  if (row !== undefined) {
    const { sector, worstCase } = row.sector;
    return { sector, elsewhere: subtractMoney(worstCase, row.worstCase) };
  }
  const sector = sectorNameOf(totals.sectors, symbol);
  return { sector, elsewhere: totals.sectors.sums[sector]?.worstCase ?? ZERO_MONEY };
}

/** Returns the worst cases by side of all symbols but one, whose row it is; absent where it has none yet. */
export function sidesElsewhere(totals: LiveTotals, row: SymbolTotals | undefined): SideExposure {
  const here = row?.sides ?? NO_SIDES;
  return {
    long: subtractMoney(totals.worstLong, here.long),
    short: subtractMoney(totals.worstShort, here.short),
    high: subtractMoney(totals.worstHigh, here.high),
    low: subtractMoney(totals.worstLow, here.low),
  };
}

/** Returns cash plus market value. */
export function liveEquity(portfolio: Portfolio, totals: LiveTotals): Money {
  return addMoney(portfolio.cash, totals.marketValue);
}

/** Returns the account's P&L since the prior close. */
export function liveDayPnl(portfolio: Portfolio, totals: LiveTotals, day: DayBaseline): Pnl {
  const now = makePnl({
    realized: portfolio.realizedPnl,
    unrealized: totals.unrealized,
    fees: accountFees(portfolio),
  });
  return subtractPnl(now, day.account);
}
