import type { Ticker } from "../../ids.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import type { AtLevel } from "../levels/at-level.ts";
import { describeLevel, type LimitLevel } from "../levels/limit-levels.ts";

/** Why an order was refused for a list of symbols. Plain data, like every denial. */
export type ListDenial = {
  readonly code: "restricted_symbol" | "allowed_symbol";
  readonly symbol: Ticker;
} & AtLevel;

/** Names whose list it was: 1 stands for the account's, which is not named, 2 for the strategy's. */
export function listLevel({ strategyId }: OrderIntent, by: number): AtLevel {
  return by === 2 && strategyId !== null ? { level: { kind: "strategy", id: strategyId } } : {};
}

/** Says in one sentence which list refused the order. */
export function describeList({ code, symbol, level }: ListDenial): string {
  const of = listOf(level);
  return code === "restricted_symbol"
    ? `${symbol} is on the restricted list${of}: no new risk is taken in it; what is held of it may be closed.`
    : `${symbol} is not on the list of allowed symbols${of}: no new risk is taken in it; what is held of it may be closed.`;
}

function listOf(level: LimitLevel | undefined): string {
  return level === undefined ? "" : ` of ${describeLevel(level)}`;
}
