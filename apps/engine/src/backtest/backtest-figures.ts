import { idsOf, type StrategyId, type Ticker } from "@interlock/core/ids";
import {
  addMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  negateMoney,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import { addPnl, positionPnl, ZERO_PNL } from "@interlock/core/position/pnl";
import type { Position } from "@interlock/core/position/position";
import type { EngineState } from "../state.ts";
import type { BacktestFill } from "./backtest-ledger.ts";
import type { BacktestRun } from "./run-backtest.ts";

/**
 * What was earned and what it cost, in dollars: gross − slippage − fees = net, to the last unit. Gross is what would
 * have been earned had everything filled at the middle of the market at which its order was decided.
 */
export interface Earned {
  readonly fills: number;
  readonly gross: Money;
  /** What fills cost beyond the middle at their order's arrival, the spread included; below zero is a gain. */
  readonly slippage: Money;
  /** Regulators' fees, at least zero. */
  readonly fees: Money;
  readonly net: Money;
}

/** The same of one strategy in one symbol. */
export interface EarnedBy extends Earned {
  readonly strategyId: StrategyId;
  readonly symbol: Ticker;
}

/** The figures of a backtest. */
export interface BacktestFigures {
  readonly signals: number;
  readonly orders: number;
  readonly denied: number;
  /** How many denials each check gave; one order may be denied by several. */
  readonly denials: Readonly<Record<string, number>>;
  readonly account: Earned;
  /** By strategy and symbol, each in a book of its own. */
  readonly books: readonly EarnedBy[];
  /** The deepest fall of the account's equity below its peak, in dollars, minute by minute; at least zero. */
  readonly maxDrawdown: Money;
  /** Fills whose order met no middle of the market: their slippage is not known and counts as none. */
  readonly fillsWithoutMid: number;
  /** Strategies that were turned off, and why. */
  readonly disabled: Readonly<Record<string, string>>;
}

/** Sums a run up. What is still held is valued at the last bar's close, as at the end of a day. */
export function figuresOf({ state, ledger }: BacktestRun): BacktestFigures {
  const { signals, orders, denied, denials, fills, curve, disabled } = ledger;
  return {
    signals,
    orders,
    denied,
    denials,
    account: accountFigures(state, fills),
    books: booksOf(state, fills),
    maxDrawdown: deepestFall(curve.map(({ equity }) => equity)),
    fillsWithoutMid: fills.filter(({ arrivalMid }) => arrivalMid === null).length,
    disabled,
  };
}

function accountFigures(state: EngineState, fills: readonly BacktestFill[]): Earned {
  const positions = Object.values<Position>(state.portfolio.positions);
  return earned(state, positions, fills);
}

function booksOf(state: EngineState, fills: readonly BacktestFill[]): readonly EarnedBy[] {
  return idsOf(state.portfolio.byStrategy)
    .sort()
    .flatMap((strategyId) => {
      const book = state.portfolio.byStrategy[strategyId] ?? {};
      return idsOf(book)
        .sort()
        .flatMap((symbol) => {
          const position = book[symbol];
          if (position === undefined) return [];
          const own = fills.filter(
            ({ fill }) => fill.symbol === symbol && (fill.strategyId ?? "external") === strategyId,
          );
          return [{ strategyId, symbol, ...earned(state, [position], own) }];
        });
    });
}

function earned(
  state: EngineState,
  positions: readonly Position[],
  fills: readonly BacktestFill[],
): Earned {
  const pnl = positions
    .map((position) => positionPnl(position, lastPrice(state, position)))
    .reduce(addPnl, ZERO_PNL);
  const slippage = fills.map(slippageOf).reduce(addMoney, ZERO_MONEY);
  const beforeFees = addMoney(pnl.net, pnl.fees);
  return {
    fills: fills.length,
    gross: addMoney(beforeFees, slippage),
    slippage,
    fees: pnl.fees,
    net: pnl.net,
  };
}

function lastPrice({ bars }: EngineState, { symbol }: Position): Price | null {
  return bars[symbol]?.at(-1)?.close ?? null;
}

function slippageOf({ fill, arrivalMid }: BacktestFill): Money {
  if (arrivalMid === null) return ZERO_MONEY;
  const paid = notional(fill.price, fill.quantity);
  const beyond = subtractMoney(paid, notional(arrivalMid, fill.quantity));
  return fill.side === "buy" ? beyond : negateMoney(beyond);
}

function deepestFall(curve: readonly Money[]): Money {
  let peak = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const equity of curve.map(moneyUnits)) {
    peak = Math.max(peak, equity);
    deepest = Math.max(deepest, peak - equity);
  }
  return moneyFromUnits(deepest);
}
