import type { Ticker } from "../../ids.ts";
import { type Money, moneyUnits, subtractMoney } from "../../number/money.ts";
import type { Price } from "../../number/price.ts";
import { signOfQuantity } from "../../number/quantity.ts";
import type { Side } from "../../order/side.ts";
import type { Position } from "../../position/position.ts";
import type { UnixMs } from "../../time.ts";
import { entrySide } from "../stopped-out.ts";

/**
 * What is held since when, and its best price since: what a trailing and a time stop measure from. Plain data, durable:
 * a restart neither forgets how far a price had come nor how long a position has been held.
 */
export interface Entry {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly since: UnixMs;
  /** Realized profit of the symbol less fees when it was entered: what comes on top is this entry's result. */
  readonly earnedBefore: Money;
  /** The best confirmed price since, in dollars a share; null until one was better than the entry's own. */
  readonly best: Price | null;
}

/** Returns the entry of a position after it changed; null when nothing is held. A flip is a new entry. */
export function entryAfter(
  standing: Entry | undefined,
  position: Position,
  at: UnixMs,
): Entry | null {
  if (signOfQuantity(position.quantity) === 0) return null;
  const side = entrySide(position);
  if (standing?.side === side) return standing;
  const { symbol } = position;
  return { symbol, side, since: at, earnedBefore: earnedOf(position), best: null };
}

/** Returns what a symbol has earned by closing, less fees. */
export function earnedOf({ realizedPnl, fees }: Position): Money {
  return subtractMoney(realizedPnl, fees);
}

/**
 * Returns the losses in a row after an entry was closed: one more at a loss, none after a profit, the same when it
 * came out even. Fees count.
 */
export function streakAfter(streak: number, entry: Entry, closed: Position): number {
  const result = moneyUnits(earnedOf(closed)) - moneyUnits(entry.earnedBefore);
  if (result < 0) return streak + 1;
  return result === 0 ? streak : 0;
}
