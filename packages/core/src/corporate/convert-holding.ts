import { assert } from "../assert.ts";
import { idsOf, type StrategyId, type Ticker } from "../ids.ts";
import { addMoney, type Money, prorate, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import {
  absoluteQuantity,
  addQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { type Portfolio, positionOf } from "../portfolio/portfolio.ts";
import { flatPosition, type Position } from "../position/position.ts";
import type { UnixMs } from "../time.ts";
import { type ShareRatio, toNewPrice, toNewShares } from "./share-ratio.ts";

/** What a corporate action makes of a holding, as the venue shows it. Plain data: it is journaled. */
export interface HoldingConversion {
  readonly from: Ticker;
  /** The same symbol, or the one under which the holding goes on. */
  readonly to: Ticker;
  readonly ratio: ShareRatio;
  /** Signed shares of the account after it. */
  readonly quantity: Quantity;
  /** Dollars that the venue booked for the fraction of a share that is gone; its charge moves cash, this does not. */
  readonly cashInLieu: Money;
  readonly at: UnixMs;
}

/**
 * Converts what the account and each strategy hold. What it cost stays to the last unit, and so does what it earned:
 * only a fraction that was paid in cash is closed, at its share of the cost. Throws InvariantError where the new symbol
 * is held already: two costs cannot be told apart afterwards.
 */
export function convertHolding(portfolio: Portfolio, conversion: HoldingConversion): void {
  const { from, to, quantity } = conversion;
  const before = positionOf(portfolio, from);
  assert(
    from === to || quantityUnits(positionOf(portfolio, to).quantity) === 0,
    `${to} is held already: ${from} cannot go on under its name`,
  );
  const after = convert(before, quantity, conversion);
  put(portfolio.positions, after, conversion);
  const earned = subtractMoney(after.realizedPnl, before.realizedPnl);
  portfolio.realizedPnl = addMoney(portfolio.realizedPnl, earned);
  const shares = sharesByStrategy(portfolio, conversion);
  for (const [owner, held] of shares) {
    const book = portfolio.byStrategy[owner];
    const own = book?.[from];
    if (book !== undefined && own !== undefined)
      put(book, convert(own, held, conversion), conversion);
  }
}

/** The position with `quantity` shares of after; what is missing from the exact number was paid in cash. */
function convert(position: Position, quantity: Quantity, terms: HoldingConversion): Position {
  const { ratio, cashInLieu, at } = terms;
  const exact = toNewShares(position.quantity, ratio);
  const fraction = subtractQuantity(exact, quantity);
  const closes = quantityUnits(fraction) !== 0 && quantityUnits(exact) !== 0;
  const released = closes ? prorate(position.costBasis, fraction, exact) : ZERO_MONEY;
  const paid = closes ? cashInLieu : ZERO_MONEY;
  const { lastFillPrice, updatedAt } = position;
  return {
    ...position,
    quantity,
    costBasis: subtractMoney(position.costBasis, released),
    realizedPnl: addMoney(position.realizedPnl, subtractMoney(paid, released)),
    lastFillPrice: lastFillPrice === null ? null : toNewPrice(lastFillPrice, ratio),
    updatedAt: Math.max(updatedAt, at),
  };
}

/** Under another name only what is held moves: what was earned stays with the symbol that earned it. */
function put(
  book: Record<Ticker, Position>,
  after: Position,
  { from, to, at }: HoldingConversion,
): void {
  if (from === to) {
    book[from] = after;
    return;
  }
  const known = book[to] ?? flatPosition(to, at);
  const { quantity, costBasis, lastFillPrice, updatedAt } = after;
  book[to] = { ...known, quantity, costBasis, lastFillPrice, updatedAt };
  book[from] = { ...after, quantity: ZERO_QUANTITY, costBasis: ZERO_MONEY };
}

/** Shares of each strategy's book; what rounding or a paid fraction leaves over is the largest holder's. */
function sharesByStrategy(
  portfolio: Portfolio,
  { from, ratio, quantity }: HoldingConversion,
): ReadonlyMap<StrategyId, Quantity> {
  const shares = new Map<StrategyId, Quantity>();
  let largest: StrategyId | null = null;
  let rest = quantity;
  for (const owner of idsOf(portfolio.byStrategy)) {
    const own = portfolio.byStrategy[owner]?.[from];
    if (own === undefined) continue;
    const held = toNewShares(own.quantity, ratio);
    shares.set(owner, held);
    rest = subtractQuantity(rest, held);
    const most = largest === null ? ZERO_QUANTITY : (shares.get(largest) ?? ZERO_QUANTITY);
    if (largest === null || sizeOf(held) > sizeOf(most)) largest = owner;
  }
  if (largest !== null)
    shares.set(largest, addQuantity(shares.get(largest) ?? ZERO_QUANTITY, rest));
  return shares;
}

function sizeOf(quantity: Quantity): number {
  return quantityUnits(absoluteQuantity(quantity));
}
