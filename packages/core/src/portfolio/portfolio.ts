import { emptyRecord } from "../record-of-names.ts";
import {
  accruedFees,
  addFees,
  NO_FEES,
  type RegulatoryFees,
  totalFees,
} from "../fees/regulatory-fees.ts";
import type { Fill } from "../fill/fill.ts";
import { type StrategyId, strategyId, type Ticker } from "../ids.ts";
import {
  addMoney,
  type Money,
  moneyUnits,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "../number/money.ts";
import type { Price } from "../number/price.ts";
import { subtractQuantity } from "../number/quantity.ts";
import { signedQuantity } from "../order/side.ts";
import { applyFill } from "../position/apply-fill.ts";
import {
  type AdoptedHolding,
  adoptHolding,
  flatPosition,
  type Position,
} from "../position/position.ts";

/** Latest price by symbol, by which positions are valued. */
export type Marks = Readonly<Record<Ticker, Price>>;

/**
 * The account by our books. Plain data, exact, that one owner updates in place by the functions of this folder (a fill
 * must not cost a copy of all positions; a `Position` itself is never changed, only replaced).
 *
 * Invariants: every fill is in `positions` and in exactly one book of `byStrategy`; `realizedPnl` is the sum over
 * `positions`; cash = opening cash + cash flow of all fills − fees charged (what was adopted from the venue apart).
 */
export interface Portfolio {
  /** Settled and unsettled cash as the venue counts it: fees are in it once charged, not when accrued. */
  cash: Money;
  readonly positions: Record<Ticker, Position>;
  /** The same fills by the strategy that wanted them; those of no strategy under EXTERNAL_STRATEGY. */
  readonly byStrategy: Record<StrategyId, Record<Ticker, Position>>;
  realizedPnl: Money;
  /** Fees of the fills since the last charge, not yet taken from cash. */
  accruedFees: RegulatoryFees;
  /** Fees taken from cash so far. */
  chargedFees: Money;
}

/** Owner of fills that no strategy of ours wanted: an operator's, a protective stop's, another program's. */
export const EXTERNAL_STRATEGY: StrategyId = strategyId("external");

/** Returns a portfolio that holds cash and nothing else. */
export function openPortfolio(cash: Money): Portfolio {
  return {
    cash,
    positions: emptyRecord(),
    byStrategy: emptyRecord(),
    realizedPnl: ZERO_MONEY,
    accruedFees: NO_FEES,
    chargedFees: ZERO_MONEY,
  };
}

/** Returns what is held of a symbol, flat if it was never traded. */
export function positionOf(portfolio: Portfolio, symbol: Ticker): Position {
  return portfolio.positions[symbol] ?? flatPosition(symbol, 0);
}

/** Returns what a strategy holds of a symbol, flat if it never traded it. */
export function strategyPositionOf(
  portfolio: Portfolio,
  strategy: StrategyId,
  symbol: Ticker,
): Position {
  return portfolio.byStrategy[strategy]?.[symbol] ?? flatPosition(symbol, 0);
}

/**
 * Books a fill. The caller has made sure that the execution is new (`transitionOrder` does). `fill.fee` is zero where
 * the venue charges none, as in paper trading; otherwise it is the total of `accruedFees`.
 */
export function applyFillToPortfolio(portfolio: Portfolio, fill: Fill): void {
  const before = positionOf(portfolio, fill.symbol);
  const after = applyFill(before, fill);
  const owner = fill.strategyId ?? EXTERNAL_STRATEGY;
  const ownBook = portfolio.byStrategy[owner] ?? emptyRecord<Ticker, Position>();
  const own = applyFill(ownBook[fill.symbol] ?? flatPosition(fill.symbol, 0), fill);
  const earned = subtractMoney(after.realizedPnl, before.realizedPnl);
  const signedCost = notional(fill.price, signedQuantity(fill.side, fill.quantity));
  const cash = subtractMoney(portfolio.cash, signedCost);
  const realizedPnl = addMoney(portfolio.realizedPnl, earned);
  const fees = addFees(portfolio.accruedFees, feesOf(fill));
  // All that can throw is done: a fill is booked whole or not at all.
  portfolio.positions[fill.symbol] = after;
  ownBook[fill.symbol] = own;
  portfolio.byStrategy[owner] = ownBook;
  portfolio.cash = cash;
  portfolio.realizedPnl = realizedPnl;
  portfolio.accruedFees = fees;
}

/**
 * Splits a fill's fee by type. The fill's own total is what counts: one that an older build booked under an older fee
 * table must fold to the same money for ever, so what this build's table gives differently is put with the SEC's.
 */
function feesOf(fill: Fill): RegulatoryFees {
  if (moneyUnits(fill.fee) === 0) return NO_FEES;
  const fees = accruedFees(fill);
  const difference = subtractMoney(fill.fee, totalFees(fees));
  return { ...fees, sec: addMoney(fees.sec, difference) };
}

/**
 * Replaces a holding by what the venue holds. What strategies hold stays theirs; the difference is nobody's, so that
 * all books together still make the account's.
 */
export function adoptIntoPortfolio(
  portfolio: Portfolio,
  symbol: Ticker,
  held: AdoptedHolding,
): void {
  const external = portfolio.byStrategy[EXTERNAL_STRATEGY] ?? emptyRecord<Ticker, Position>();
  const own = external[symbol] ?? flatPosition(symbol, 0);
  const account = positionOf(portfolio, symbol);
  const ofStrategies = subtractQuantity(account.quantity, own.quantity);
  const unexplained = { ...held, quantity: subtractQuantity(held.quantity, ofStrategies) };
  portfolio.positions[symbol] = adoptHolding(account, held);
  external[symbol] = adoptHolding(own, unexplained);
  portfolio.byStrategy[EXTERNAL_STRATEGY] = external;
}

/** Replaces the cash by the venue's, e.g. after a deposit or at the first start. */
export function adoptCash(portfolio: Portfolio, cash: Money): void {
  portfolio.cash = cash;
}
