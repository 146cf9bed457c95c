import { idsOf, type SignalId, type StrategyId, type Ticker } from "../../ids.ts";
import { type Money, moneyFromUnits, moneyUnits, ZERO_MONEY } from "../../number/money.ts";
import {
  addQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../../number/quantity.ts";
import type { Fill } from "../../fill/fill.ts";
import { openQuantity, type Order } from "../../order/order.ts";
import type { Side } from "../../order/side.ts";
import { type Portfolio, strategyPositionOf } from "../../portfolio/portfolio.ts";
import { emptyRecord, recordOf } from "../../record-of-names.ts";

/**
 * A strategy's latest target in one symbol, which is the parent of the orders made for it, and what these children add
 * up to. It is counted beside the books that orders are sized by, from the records alone: whoever forgets a child
 * there sends the rest of the parent again and again (SEC 34-70694), and here it is still counted. Plain data that one
 * owner updates in place.
 */
export interface ParentOrder {
  /** The signal that said it; null when nothing is asked for any more. */
  signalId: SignalId | null;
  /** Fraction of the allocation, in [-1, 1]. */
  target: number;
  /** Dollars that the target is worth at most, at least zero. */
  asked: Money;
  /** Signed shares that the strategy held when the signal came, and holds now: the sum of its fills. */
  heldBefore: Quantity;
  held: Quantity;
  /** Shares that its orders bought and sold since the signal. */
  readonly filled: Record<Side, Quantity>;
  /** Shares that its orders may still buy and sell: working, of unknown fate, and left over from an earlier signal. */
  readonly open: Record<Side, Quantity>;
  /** The open orders behind that, by our id or the venue's. */
  readonly children: Record<string, OpenChild>;
}

interface OpenChild {
  readonly side: Side;
  readonly quantity: Quantity;
}

/** All parents, by strategy and symbol. */
export type ParentBook = Record<StrategyId, Record<Ticker, ParentOrder>>;

/** Whose parent. */
export interface ParentKey {
  readonly strategyId: StrategyId;
  readonly symbol: Ticker;
}

/** What a signal asks for. */
export interface AskedTarget extends ParentKey {
  readonly signalId: SignalId;
  readonly target: number;
  /** Dollars that the strategy may hold in a symbol. */
  readonly allocation: Money;
}

/** Nothing was asked for: no order of the strategy has a parent. */
export const NO_PARENT: Readonly<ParentOrder> = newParent(ZERO_QUANTITY);

function newParent(held: Quantity): ParentOrder {
  return {
    signalId: null,
    target: 0,
    asked: ZERO_MONEY,
    heldBefore: held,
    held,
    filled: { buy: ZERO_QUANTITY, sell: ZERO_QUANTITY },
    open: { buy: ZERO_QUANTITY, sell: ZERO_QUANTITY },
    children: emptyRecord(),
  };
}

/** Returns a book without parents. */
export function emptyParentBook(): ParentBook {
  return emptyRecord();
}

/** Returns a book as it was read from JSON, whose names must find nothing but what was put in. */
export function readParentBook(book: ParentBook): ParentBook {
  const read = emptyParentBook();
  for (const strategyId of idsOf<StrategyId>(book)) {
    const parents = Object.entries(book[strategyId] ?? {});
    read[strategyId] = recordOf(
      Object.fromEntries(
        parents.map(([symbol, parent]) => [
          symbol,
          { ...parent, children: recordOf(parent.children) },
        ]),
      ),
    );
  }
  return read;
}

/** Returns what a strategy asked for last in a symbol. */
export function parentOf(
  book: ParentBook,
  { strategyId, symbol }: ParentKey,
): Readonly<ParentOrder> {
  return book[strategyId]?.[symbol] ?? NO_PARENT;
}

/**
 * Begins a parent, in place. What the orders of an earlier one may still trade goes on counting: it trades for this
 * one now. Dollars are rounded up, so that a share that the target pays for to the last digit is always asked for.
 */
export function beginParent(book: ParentBook, asked: AskedTarget): void {
  const parent = openParent(book, asked);
  const { signalId, target, allocation } = asked;
  const dollars = moneyFromUnits(Math.ceil(Math.abs(moneyUnits(allocation) * target)));
  askFor(parent, { signalId, target, asked: dollars });
}

/** From here on children are counted anew, from what is held. */
function askFor(
  parent: ParentOrder,
  { signalId, target, asked }: Pick<ParentOrder, "signalId" | "target" | "asked">,
): void {
  parent.signalId = signalId;
  parent.target = target;
  parent.asked = asked;
  parent.heldBefore = parent.held;
  parent.filled.buy = ZERO_QUANTITY;
  parent.filled.sell = ZERO_QUANTITY;
}

/** Counts what an order may still trade, in place, by our id or the venue's; only a strategy's own wish is a child. */
export function followChild(
  book: ParentBook,
  id: string,
  order: Pick<Order, "purpose" | "strategyId" | "symbol" | "side"> & OpenTerms,
): void {
  const { strategyId, symbol, side } = order;
  if (order.purpose !== "signal" || strategyId === null) return;
  countChild(openParent(book, { strategyId, symbol }), id, {
    side,
    quantity: openQuantity(order),
  });
}

type OpenTerms = Parameters<typeof openQuantity>[0];

/** Forgets an order that may trade no more, in place. */
export function dropChild(book: ParentBook, id: string, key: ParentKey): void {
  const parent = parentOf(book, key);
  const child = parent.children[id];
  if (child !== undefined) countChild(parent, id, { ...child, quantity: ZERO_QUANTITY });
}

/** Returns the ids of all orders that a strategy's targets still have open. */
export function childrenOf(book: ParentBook, strategyId: StrategyId): string[] {
  return Object.values(book[strategyId] ?? {}).flatMap(({ children }) => Object.keys(children));
}

function countChild({ open, children }: Readonly<ParentOrder>, id: string, child: OpenChild): void {
  const before = children[id];
  if (before !== undefined)
    open[before.side] = subtractQuantity(open[before.side], before.quantity);
  open[child.side] = addQuantity(open[child.side], child.quantity);
  if (quantityUnits(child.quantity) > 0) children[id] = child;
  else delete children[id];
}

/** Counts a fill of a strategy, in place; one of its stop-loss moves what it holds and is no child of its target. */
export function countChildFill(book: ParentBook, fill: Fill, isChild: boolean): void {
  const { strategyId, symbol, side, quantity } = fill;
  if (strategyId === null) return;
  const parent = openParent(book, { strategyId, symbol });
  const move = side === "buy" ? addQuantity : subtractQuantity;
  parent.held = move(parent.held, quantity);
  if (isChild) parent.filled[side] = addQuantity(parent.filled[side], quantity);
}

/**
 * A corporate action changed what shares of a symbol are: the targets of before ask for nothing any more, and what is
 * held is as the books have it now.
 */
export function endParents(book: ParentBook, symbol: Ticker, portfolio: Portfolio): void {
  for (const strategyId of idsOf<StrategyId>(portfolio.byStrategy)) {
    const parent = openParent(book, { strategyId, symbol });
    const { quantity } = strategyPositionOf(portfolio, strategyId, symbol);
    parent.held = quantity;
    askFor(parent, { signalId: null, target: 0, asked: ZERO_MONEY });
  }
}

/**
 * Returns the book of a state from before parents were counted: what strategies hold and have open, and no parent
 * until their next signals.
 */
export function parentsFrom(
  portfolio: Portfolio,
  orders: Readonly<Record<string, Order>>,
): ParentBook {
  const book = emptyParentBook();
  for (const strategyId of idsOf<StrategyId>(portfolio.byStrategy)) {
    for (const symbol of idsOf<Ticker>(portfolio.byStrategy[strategyId] ?? {})) {
      const parent = openParent(book, { strategyId, symbol });
      parent.held = strategyPositionOf(portfolio, strategyId, symbol).quantity;
      parent.heldBefore = parent.held;
    }
  }
  for (const [id, order] of Object.entries(orders)) followChild(book, id, order);
  return book;
}

function openParent(book: ParentBook, { strategyId, symbol }: ParentKey): ParentOrder {
  let bySymbol = book[strategyId];
  if (bySymbol === undefined) {
    bySymbol = emptyRecord();
    book[strategyId] = bySymbol;
  }
  let parent = bySymbol[symbol];
  if (parent === undefined) {
    parent = newParent(ZERO_QUANTITY);
    bySymbol[symbol] = parent;
  }
  return parent;
}
