import { emptyRecord } from "../record-of-names.ts";
import { totalFees } from "../fees/regulatory-fees.ts";
import { type StrategyId, strategyId, type Ticker, ticker } from "../ids.ts";
import type { IsoDate } from "../market/calendar.ts";
import { addMoney, type Money } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import {
  addPnl,
  makePnl,
  marketValue,
  type Pnl,
  positionPnl,
  subtractPnl,
  ZERO_PNL,
} from "../position/pnl.ts";
import type { Position, PositionBook } from "../position/position.ts";
import type { Marks, Portfolio } from "./portfolio.ts";

/** P&L by symbol. */
export type PnlBook = Readonly<Record<Ticker, Pnl>>;

/** The account at the prior close: the day's P&L is the difference to it. Durable, so that a restart resets nothing. */
export interface DayBaseline {
  /** The market day that it opens. */
  readonly date: IsoDate;
  readonly equity: Money;
  readonly account: Pnl;
  readonly bySymbol: PnlBook;
  readonly byStrategy: Readonly<Record<StrategyId, PnlBook>>;
}

/** Returns cash plus the market value of all positions, as the venue computes equity. Accrued fees are still in it. */
export function equity(portfolio: Portfolio, marks: Marks): Money {
  let total = portfolio.cash;
  for (const position of Object.values<Position>(portfolio.positions)) {
    const mark = markOf(position, marks);
    if (mark !== null) total = addMoney(total, marketValue(position, mark));
  }
  return total;
}

/** Returns the price by which a position is valued: the market's, or until there is one its last fill's. */
export function markOf(position: Position, marks: Marks): Price | null {
  return marks[position.symbol] ?? position.lastFillPrice;
}

/** Returns P&L since the portfolio was opened, by symbol. */
export function pnlBySymbol(book: PositionBook, marks: Marks): PnlBook {
  const result = emptyRecord<Ticker, Pnl>();
  for (const position of Object.values<Position>(book)) {
    result[position.symbol] = positionPnl(position, markOf(position, marks));
  }
  return result;
}

/** Returns P&L since the portfolio was opened, by strategy and symbol. */
export function pnlByStrategy(
  portfolio: Portfolio,
  marks: Marks,
): Readonly<Record<StrategyId, PnlBook>> {
  const result = emptyRecord<StrategyId, PnlBook>();
  for (const owner of strategiesOf(portfolio)) {
    result[owner] = pnlBySymbol(portfolio.byStrategy[owner] ?? {}, marks);
  }
  return result;
}

/** Returns the strategies that ever traded, EXTERNAL_STRATEGY among them. */
export function strategiesOf(portfolio: Portfolio): readonly StrategyId[] {
  return Object.keys(portfolio.byStrategy).map(strategyId);
}

/**
 * Returns the account's P&L since it was opened. Its fees are those charged plus those accrued since: charging rounds
 * each type up to the cent once a day, so that they may exceed the sum over symbols by up to three cents a day.
 */
export function accountPnl(portfolio: Portfolio, marks: Marks): Pnl {
  const positions = sumPnl(pnlBySymbol(portfolio.positions, marks));
  return makePnl({
    realized: portfolio.realizedPnl,
    unrealized: positions.unrealized,
    fees: accountFees(portfolio),
  });
}

/** Returns all fees so far: those charged and those accrued since the last charge. */
export function accountFees(portfolio: Portfolio): Money {
  return addMoney(portfolio.chargedFees, totalFees(portfolio.accruedFees));
}

/** Returns the sum over a book. */
export function sumPnl(book: PnlBook): Pnl {
  return Object.values<Pnl>(book).reduce(addPnl, ZERO_PNL);
}

/** Returns the baseline of a day that begins, with everything valued at the prior close's marks. */
export function openDay(portfolio: Portfolio, date: IsoDate, marks: Marks): DayBaseline {
  return {
    date,
    equity: equity(portfolio, marks),
    account: accountPnl(portfolio, marks),
    bySymbol: pnlBySymbol(portfolio.positions, marks),
    byStrategy: pnlByStrategy(portfolio, marks),
  };
}

/** Returns the account's P&L since the prior close, split into realized, unrealized and fees. */
export function dayPnl(portfolio: Portfolio, day: DayBaseline, marks: Marks): Pnl {
  return subtractPnl(accountPnl(portfolio, marks), day.account);
}

/** Returns P&L since the prior close by symbol. */
export function dayPnlBySymbol(portfolio: Portfolio, day: DayBaseline, marks: Marks): PnlBook {
  return subtractBooks(pnlBySymbol(portfolio.positions, marks), day.bySymbol);
}

/** Returns P&L since the prior close by strategy and symbol. */
export function dayPnlByStrategy(
  portfolio: Portfolio,
  day: DayBaseline,
  marks: Marks,
): Readonly<Record<StrategyId, PnlBook>> {
  const result = emptyRecord<StrategyId, PnlBook>();
  for (const owner of strategiesOf(portfolio)) {
    const now = pnlBySymbol(portfolio.byStrategy[owner] ?? {}, marks);
    result[owner] = subtractBooks(now, day.byStrategy[owner] ?? {});
  }
  return result;
}

function subtractBooks(now: PnlBook, before: PnlBook): PnlBook {
  const result = emptyRecord<Ticker, Pnl>();
  for (const symbol of Object.keys(now).map(ticker)) {
    result[symbol] = subtractPnl(now[symbol] ?? ZERO_PNL, before[symbol] ?? ZERO_PNL);
  }
  return result;
}
