import type { StrategyId } from "../../ids.ts";
import type { StrategyHolding } from "../../portfolio/strategy-sums.ts";
import type { LimitKey } from "../limits.ts";
import { FREE_LISTS, type SymbolLists } from "../lists/symbol-lists.ts";
import type { LowerLevel, StrategyLimits } from "./limit-levels.ts";

/** Which level below the account's bounds a measure, by limit; those that the account bounds are missing. */
export type BoundBy = Readonly<Partial<Record<LimitKey, LowerLevel>>>;

/** What levels below the account's mean for one order: where its limits come from, and its strategy's own book. */
export interface LevelGuard {
  readonly boundBy: BoundBy;
  /** Null for an order of no strategy, or of one without limits of its own. */
  readonly own: StrategyGuard | null;
  /** The account's restricted and allowed symbols, and those of the order's strategy; null where it has no limits. */
  readonly lists: SymbolLists;
  readonly ownLists: SymbolLists | null;
}

/** A strategy's own limits, with what its book adds up to. */
export interface StrategyGuard {
  readonly strategyId: StrategyId;
  readonly limits: StrategyLimits;
  /**
   * What it holds and has open in the order's symbol, and the sums over all. Null when nobody keeps them: its limits
   * cannot be checked then, and what cannot be checked does not pass.
   */
  readonly holding: StrategyHolding | null;
}

/** Only the account's limits concern the order. */
export const ACCOUNT_ALONE: LevelGuard = {
  boundBy: {},
  own: null,
  lists: FREE_LISTS,
  ownLists: null,
};
