import type { StrategyId, Ticker } from "../ids.ts";
import { addMoney, type Money, notional, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import { type Quantity, ZERO_QUANTITY } from "../number/quantity.ts";
import type { Position } from "../position/position.ts";
import { MINUTE_MS, type UnixMs } from "../time.ts";
import { worstCaseNotional } from "./exposure.ts";
import type { OpenSides } from "./open-orders.ts";

/**
 * What one strategy's own book adds up to, for limits at its level: kept current one change at a time like the
 * account's sums, so that an order costs the same whatever the strategy holds. Updated in place by one owner.
 *
 * Invariant, tested against recomputation: each sum is that of its column over `holdings`.
 */
export interface StrategySums {
  readonly strategyId: StrategyId;
  openOrders: number;
  /** Gross exposure in the worst case of all its open orders. */
  worstCaseExposure: Money;
  /** Profit since the account was opened. */
  unrealized: Money;
  realized: Money;
  fees: Money;
  /** Its net profit at the prior close; null before the first day was opened. */
  readonly baseline: Money | null;
  /** When its orders of the last minute were approved, oldest first; older ones may still be among them. */
  readonly approvedAt: UnixMs[];
  readonly holdings: Map<Ticker, StrategyHolding>;
}

/** What a strategy holds and has open in one symbol. Money is zero until the symbol has a reference price. */
export interface StrategyHolding {
  readonly sums: StrategySums;
  position: Quantity;
  costBasis: Money;
  realized: Money;
  fees: Money;
  open: OpenSides;
  unrealized: Money;
  worstCase: Money;
}

/** Nothing open. */
const NOTHING_OPEN: OpenSides = { count: 0, buys: ZERO_QUANTITY, sells: ZERO_QUANTITY };

/** Returns the sums of a strategy that holds nothing. */
export function emptyStrategySums(strategyId: StrategyId, baseline: Money | null): StrategySums {
  return {
    strategyId,
    openOrders: 0,
    worstCaseExposure: ZERO_MONEY,
    unrealized: ZERO_MONEY,
    realized: ZERO_MONEY,
    fees: ZERO_MONEY,
    baseline,
    approvedAt: [],
    holdings: new Map(),
  };
}

/** Returns a holding of nothing. */
export function emptyHolding(sums: StrategySums): StrategyHolding {
  return {
    sums,
    position: ZERO_QUANTITY,
    costBasis: ZERO_MONEY,
    realized: ZERO_MONEY,
    fees: ZERO_MONEY,
    open: NOTHING_OPEN,
    unrealized: ZERO_MONEY,
    worstCase: ZERO_MONEY,
  };
}

/** Takes a position of the strategy that changed into its sums, valued in dollars a share; null without a price. */
export function holdPosition(
  holding: StrategyHolding,
  position: Position,
  mark: Price | null,
): void {
  const { sums } = holding;
  sums.realized = moved(sums.realized, holding.realized, position.realizedPnl);
  sums.fees = moved(sums.fees, holding.fees, position.fees);
  holding.position = position.quantity;
  holding.costBasis = position.costBasis;
  holding.realized = position.realizedPnl;
  holding.fees = position.fees;
  valueHolding(holding, mark);
}

/** Takes the strategy's open orders of the symbol, which changed, into its sums. */
export function holdOrders(holding: StrategyHolding, open: OpenSides, mark: Price | null): void {
  holding.sums.openOrders += open.count - holding.open.count;
  holding.open = open;
  valueHolding(holding, mark);
}

/** Values the holding anew, in dollars a share; without a price it stays as it was. */
export function valueHolding(holding: StrategyHolding, mark: Price | null): void {
  if (mark === null) return;
  const { sums, position, open } = holding;
  const unrealized = subtractMoney(notional(mark, position), holding.costBasis);
  const worst = worstCaseNotional({ position, openBuys: open.buys, openSells: open.sells }, mark);
  sums.unrealized = moved(sums.unrealized, holding.unrealized, unrealized);
  sums.worstCaseExposure = moved(sums.worstCaseExposure, holding.worstCase, worst);
  holding.unrealized = unrealized;
  holding.worstCase = worst;
}

function moved(total: Money, before: Money, after: Money): Money {
  return addMoney(total, subtractMoney(after, before));
}

/** Remembers an approved order of the strategy for its rate, and forgets those that are older than a minute. */
export function noteApproval({ approvedAt }: StrategySums, at: UnixMs): void {
  const old = firstAfter(approvedAt, at - MINUTE_MS);
  if (old > 0) approvedAt.splice(0, old);
  approvedAt.push(at);
}

/** Returns how many of the strategy's orders were approved in the minute before `time`. */
export function approvalsInLastMinute({ approvedAt }: StrategySums, time: UnixMs): number {
  return approvedAt.length - firstAfter(approvedAt, time - MINUTE_MS);
}

/** Index of the first time after `since`: the times only grow. */
function firstAfter(times: readonly UnixMs[], since: UnixMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= since) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the strategy's net profit since the prior close, fees included; zero before the first day was opened. */
export function strategyDayPnl(sums: StrategySums): Money {
  if (sums.baseline === null) return ZERO_MONEY;
  const net = subtractMoney(addMoney(sums.realized, sums.unrealized), sums.fees);
  return subtractMoney(net, sums.baseline);
}
