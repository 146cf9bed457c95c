import { worstCaseShares } from "@interlock/core/portfolio/exposure";
import { positionBreakId } from "@interlock/core/reconciliation/break";
import type { TradingState } from "@interlock/core/risk/trading-state";
import type { StrategySettings } from "../../settings.ts";
import { NEW_STRATEGY, type StrategyState } from "../../state.ts";
import { idsOf } from "@interlock/core/ids";
import type { MarketView, PositionView, StrategyView } from "@interlock/api/view/position-view";
import type { StrategyId, Ticker } from "@interlock/core/ids";
import { quoteCondition } from "@interlock/core/market/quote";
import {
  addMoney,
  formatMoney,
  type Money,
  moneyUnits,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { shiftPriceBps } from "@interlock/core/number/price";
import {
  formatQuantity,
  quantityToNumber,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { NO_OPEN_ORDERS } from "@interlock/core/portfolio/open-orders";
import { positionPnl, subtractPnl, ZERO_PNL } from "@interlock/core/position/pnl";
import {
  averageEntryPrice,
  type Position,
  type PositionBook,
} from "@interlock/core/position/position";
import type { EdgeBook } from "../follow/edge-book.ts";
import { whyNoLocalStop } from "../../risk/local-stop.ts";
import { type BoardRow, type MarketBoard, readRow } from "../market-board.ts";
import { boardPrice, percentOf, percentText, priceText } from "./decimal-text.ts";
import { marketState } from "./market-state.ts";
import type { ViewClock } from "./view-clock.ts";

/** What the strategies say of themselves, sent by the trading thread once a second. */
export interface StrategyReport {
  readonly id: StrategyId;
  readonly symbols: readonly {
    readonly symbol: Ticker;
    readonly phase: string;
    readonly text: string;
    readonly target: number;
  }[];
}

/** Parts that the sections are drawn from. */
export interface ViewSource {
  readonly book: EdgeBook;
  readonly board: MarketBoard;
  readonly clock: ViewClock;
  readonly reports: readonly StrategyReport[];
}

/** Every symbol held, or traded today, or with an order at work. */
export function positionSection(source: ViewSource): PositionView[] {
  const { positions } = source.book.state.portfolio;
  return Object.values<Position>(positions)
    .map((position) => positionView(source, position))
    .sort((a, b) => a.symbol.localeCompare(b.symbol));
}

function positionView(source: ViewSource, position: Position): PositionView {
  const { book } = source;
  const { symbol, quantity } = position;
  const open = book.views.totals.symbols[symbol]?.openOrders ?? NO_OPEN_ORDERS;
  return {
    symbol,
    side: SIDES[signOfQuantity(quantity)],
    quantity: formatQuantity(quantity),
    averagePrice: priceText(averageEntryPrice(position)),
    costBasis: formatMoney(position.costBasis),
    ...marketOf(source, symbol),
    ...resultOf(book, position),
    limitUsedPercent: limitUsed(book, symbol),
    ...stopLossOf(book, position),
    workingBuyQuantity: formatQuantity(open.buys),
    workingSellQuantity: formatQuantity(open.sells),
    ...venueSide(book, position),
    byStrategy: splitByStrategy(book, symbol),
  };
}

const SIDES = { "1": "long", "-1": "short", "0": "flat" } as const;

function marketOf({ book, board, clock }: ViewSource, symbol: Ticker) {
  const { venueTime } = clock;
  const market = boardRow(board, symbol);
  const row = book.views.totals.symbols[symbol];
  return {
    mark: priceText(row?.referencePrice ?? null),
    markSource: row?.markSource ?? "provisional",
    markFreshness: clock.freshness(clock.markAt(symbol)),
    bid: priceText(boardPrice(market?.bidUnits ?? 0)),
    ask: priceText(boardPrice(market?.askUnits ?? 0)),
    ...marketState({ book, board, venueTime }, symbol),
  };
}

/** Value and result at the mark; without one nothing that depends on it is said. */
function resultOf(book: EdgeBook, position: Position) {
  const row = book.views.totals.symbols[position.symbol];
  const mark = row?.referencePrice ?? null;
  const now = positionPnl(position, mark);
  const today = subtractPnl(now, book.state.day?.bySymbol[position.symbol] ?? ZERO_PNL);
  const atMark = (amount: Money): string | null => (mark === null ? null : formatMoney(amount));
  const value = row?.marketValue ?? ZERO_MONEY;
  const cost = Math.abs(moneyUnits(position.costBasis));
  return {
    marketValue: atMark(value),
    dayPnl: atMark(today.net),
    unrealized: atMark(now.unrealized),
    unrealizedPercent: percentText(moneyUnits(now.unrealized), cost),
    realizedToday: formatMoney(today.realized),
    feesToday: formatMoney(today.fees),
    weightPercent: percentText(Math.abs(moneyUnits(value)), equityUnits(book)),
  };
}

/** The venue's quantity as of the last comparison, and what of it we cannot explain. */
function venueSide(book: EdgeBook, { symbol, quantity }: Position) {
  const { reconciliation, breaks } = book.state;
  if (reconciliation === null) return { venueQuantity: null, difference: null };
  const held = reconciliation.venuePositions.find((one) => one.symbol === symbol);
  const venue = held?.quantity ?? ZERO_QUANTITY;
  const broken = breaks[positionBreakId(symbol)] !== undefined;
  const difference = broken ? formatQuantity(subtractQuantity(quantity, venue)) : "0";
  return { venueQuantity: formatQuantity(venue), difference };
}

function equityUnits(book: EdgeBook): number {
  return moneyUnits(addMoney(book.state.portfolio.cash, book.views.totals.marketValue));
}

function limitUsed(book: EdgeBook, symbol: Ticker): number {
  const values = book.state.limits?.values;
  const row = book.views.totals.symbols[symbol];
  if (values === undefined || row === undefined) return 0;
  const byNotional = percentOf(moneyUnits(row.worstCase), moneyUnits(values.maxPositionNotional));
  const byShares = percentOf(
    quantityToNumber(worstCaseShares(row.position, row.openOrders)),
    quantityToNumber(values.maxPositionQuantity),
  );
  return Math.max(byNotional, byShares);
}

/** The mark at which the stop-loss of the limits in force closes the position, or why it would not. */
function stopLossOf(book: EdgeBook, position: Position) {
  const bps = book.state.limits?.values.stopLossBps;
  const average = averageEntryPrice(position);
  if (bps === undefined || average === null) return { stopLossPrice: null, stopLossNote: "" };
  const stopLossNote = whyNoStop(book, position.symbol);
  if (stopLossNote !== "") return { stopLossPrice: null, stopLossNote };
  const at = shiftPriceBps(average, signOfQuantity(position.quantity) > 0 ? -bps : bps);
  return { stopLossPrice: priceText(at), stopLossNote };
}

function whyNoStop(book: EdgeBook, symbol: Ticker): string {
  const fired = book.state.stops[symbol];
  return fired?.blocked === "" ? "fired: it is closing" : whyNoLocalStop(book, symbol);
}

function splitByStrategy(book: EdgeBook, symbol: Ticker) {
  const { byStrategy } = book.state.portfolio;
  return idsOf(byStrategy).flatMap((strategyId) => {
    const own = byStrategy[strategyId]?.[symbol];
    if (own === undefined) return [];
    const before = book.state.day?.byStrategy[strategyId]?.[symbol] ?? ZERO_PNL;
    const realizedToday = formatMoney(subtractMoney(own.realizedPnl, before.realized));
    return [{ strategyId, quantity: formatQuantity(own.quantity), realizedToday }];
  });
}

/** Each configured strategy with its own result and what it says it waits for. */
export function strategySection(source: ViewSource): StrategyView[] {
  const { state } = source.book;
  const strategies = state.settings?.strategies ?? [];
  return strategies.map((settings) => strategyView(source, settings));
}

function strategyView(source: ViewSource, { id, kind, symbols }: StrategySettings): StrategyView {
  const { state } = source.book;
  const known = state.strategies[id] ?? NEW_STRATEGY;
  const report = source.reports.find((one) => one.id === id);
  return {
    id,
    kind,
    version: state.build.slice(0, 12),
    state: phaseOf(known, state.trading.state, report),
    symbols: symbols.map((symbol) => ({
      symbol,
      status: report?.symbols.find((one) => one.symbol === symbol)?.text ?? "no word from it yet",
      quantity: formatQuantity(state.portfolio.byStrategy[id]?.[symbol]?.quantity ?? ZERO_QUANTITY),
      target: known.targets[symbol] ?? null,
    })),
    ...strategyResult(source.book, id),
    ordersToday: known.ordersToday,
    fillsToday: known.fillsToday,
    deniedToday: known.deniedToday,
    lastSignal: known.lastSignal,
    error: known.disabledBecause,
  };
}

function phaseOf(
  known: StrategyState,
  trading: TradingState,
  report: StrategyReport | undefined,
): StrategyView["state"] {
  if (known.disabledBecause !== "") return "disabled";
  if (trading === "halted") return "halted";
  return report?.symbols.some((one) => one.phase === "warming") === true ? "warming" : "running";
}

function strategyResult(book: EdgeBook, id: StrategyId) {
  const own: PositionBook = book.state.portfolio.byStrategy[id] ?? {};
  let realized = ZERO_MONEY;
  let unrealized = ZERO_MONEY;
  let fees = ZERO_MONEY;
  for (const position of Object.values<Position>(own)) {
    const now = positionPnl(
      position,
      book.views.totals.symbols[position.symbol]?.referencePrice ?? null,
    );
    const today = subtractPnl(now, book.state.day?.byStrategy[id]?.[position.symbol] ?? ZERO_PNL);
    realized = addMoney(realized, today.realized);
    fees = addMoney(fees, today.fees);
    unrealized = addMoney(unrealized, now.unrealized);
  }
  return {
    realizedToday: formatMoney(realized),
    unrealized: formatMoney(unrealized),
    feesToday: formatMoney(fees),
  };
}

/** The latest market of each configured symbol. */
export function marketSection({ book, board, clock }: ViewSource): MarketView[] {
  const { venueTime } = clock;
  return board.symbols.map((symbol, index) => {
    const row = readRow(board, index);
    return {
      symbol,
      bid: priceText(boardPrice(row.bidUnits)),
      ask: priceText(boardPrice(row.askUnits)),
      last: priceText(boardPrice(row.lastUnits)),
      condition: conditionOf(symbol, row),
      ...marketState({ book, board, venueTime }, symbol),
      freshness: clock.freshness(latestOf(row)),
    };
  });
}

/** Time of the latest quote or print; null before the first. */
function latestOf({ quoteAt, lastAt }: BoardRow): number | null {
  const at = Math.max(quoteAt, lastAt);
  return at > 0 ? at : null;
}

function conditionOf(symbol: Ticker, row: BoardRow): MarketView["condition"] {
  if (row.quoteAt === 0) return "none";
  const bid = boardPrice(row.bidUnits);
  const ask = boardPrice(row.askUnits);
  return quoteCondition({ symbol, venueAt: row.quoteAt, bid, bidSize: 0, ask, askSize: 0 });
}

function boardRow(board: MarketBoard, symbol: Ticker): BoardRow | null {
  const index = board.symbols.indexOf(symbol);
  return index < 0 ? null : readRow(board, index);
}
