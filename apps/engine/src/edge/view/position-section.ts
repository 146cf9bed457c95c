import { idsOf } from "@interlock/core/ids";
import type { MarketView, PositionView, StrategyView } from "@interlock/api/view/position-view";
import type { StrategyId, Ticker } from "@interlock/core/ids";
import { quoteCondition } from "@interlock/core/market/quote";
import {
  addMoney,
  formatMoney,
  moneyUnits,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { shiftPriceBps } from "@interlock/core/number/price";
import {
  absoluteQuantity,
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
import { type BoardRow, type MarketBoard, readRow } from "../market-board.ts";
import { boardPrice, moneyText, percentOf, percentText, priceText } from "./decimal-text.ts";
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

function positionView({ book, board, clock }: ViewSource, position: Position): PositionView {
  const { state, views } = book;
  const { symbol, quantity } = position;
  const row = views.totals.symbols[symbol];
  const market = boardRow(board, symbol);
  const mark = row?.referencePrice ?? null;
  const before = state.day?.bySymbol[symbol] ?? ZERO_PNL;
  const now = positionPnl(position, mark);
  const today = subtractPnl(now, before);
  const open = row?.openOrders ?? NO_OPEN_ORDERS;
  const venue = state.reconciliation?.venuePositions.find(
    (held) => held.symbol === symbol,
  )?.quantity;
  const known = state.reconciliation === null ? null : (venue ?? ZERO_QUANTITY);
  const broken = state.breaks[`position:${symbol}`] !== undefined;
  const sign = signOfQuantity(quantity);
  return {
    symbol,
    side: sign > 0 ? "long" : sign < 0 ? "short" : "flat",
    quantity: formatQuantity(quantity),
    averagePrice: priceText(averageEntryPrice(position)),
    mark: priceText(mark),
    markFreshness: clock.freshness(clock.markAt(symbol)),
    bid: priceText(boardPrice(market?.bidUnits ?? 0)),
    ask: priceText(boardPrice(market?.askUnits ?? 0)),
    marketValue: moneyText(mark === null ? null : (row?.marketValue ?? null)),
    costBasis: formatMoney(position.costBasis),
    dayPnl: mark === null ? null : formatMoney(today.net),
    unrealized: mark === null ? null : formatMoney(now.unrealized),
    unrealizedPercent: percentText(
      moneyUnits(now.unrealized),
      Math.abs(moneyUnits(position.costBasis)),
    ),
    realizedToday: formatMoney(today.realized),
    feesToday: formatMoney(today.fees),
    weightPercent: percentText(
      Math.abs(moneyUnits(row?.marketValue ?? ZERO_MONEY)),
      equityUnits(book),
    ),
    limitUsedPercent: limitUsed(book, symbol),
    stopLossPrice: stopLossPrice(book, position),
    workingBuyQuantity: formatQuantity(open.buys),
    workingSellQuantity: formatQuantity(open.sells),
    venueQuantity: known === null ? null : formatQuantity(known),
    difference:
      known === null || !broken
        ? known === null
          ? null
          : "0"
        : formatQuantity(subtractQuantity(quantity, known)),
    byStrategy: splitByStrategy(book, symbol),
  };
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
    quantityToNumber(absoluteQuantity(row.position)),
    quantityToNumber(values.maxPositionQuantity),
  );
  return Math.max(byNotional, byShares);
}

/** The mark at which the stop-loss of the limits in force closes the position. */
function stopLossPrice(book: EdgeBook, position: Position): string | null {
  const bps = book.state.limits?.values.stopLossBps;
  const average = averageEntryPrice(position);
  if (bps === undefined || average === null) return null;
  return priceText(shiftPriceBps(average, signOfQuantity(position.quantity) > 0 ? -bps : bps));
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
  return (state.settings?.strategies ?? []).map(({ id, kind, symbols }) => {
    const known = state.strategies[id];
    const report = source.reports.find((one) => one.id === id);
    const result = strategyResult(source.book, id);
    const disabled = known?.disabledBecause ?? "";
    const warming = report?.symbols.some((one) => one.phase === "warming") === true;
    return {
      id,
      kind,
      version: state.build.slice(0, 12),
      state:
        disabled !== ""
          ? "disabled"
          : state.trading.state === "halted"
            ? "halted"
            : warming
              ? "warming"
              : "running",
      symbols: symbols.map((symbol) => ({
        symbol,
        status:
          report?.symbols.find((one) => one.symbol === symbol)?.text ??
          "no word from the strategy yet",
        quantity: formatQuantity(
          state.portfolio.byStrategy[id]?.[symbol]?.quantity ?? ZERO_QUANTITY,
        ),
        target: known?.targets[symbol] ?? null,
      })),
      ...result,
      ordersToday: known?.ordersToday ?? 0,
      fillsToday: known?.fillsToday ?? 0,
      deniedToday: known?.deniedToday ?? 0,
      lastSignal: known?.lastSignal ?? "",
      error: disabled,
    };
  });
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
export function marketSection({ board, clock }: ViewSource): MarketView[] {
  return board.symbols.map((symbol, index) => {
    const row = readRow(board, index);
    return {
      symbol,
      bid: priceText(boardPrice(row.bidUnits)),
      ask: priceText(boardPrice(row.askUnits)),
      last: priceText(boardPrice(row.lastUnits)),
      condition: conditionOf(symbol, row),
      freshness: clock.freshness(clock.markAt(symbol)),
    };
  });
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
