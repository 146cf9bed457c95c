import { strategyId, ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";

type NamedScope =
  | { readonly kind: "strategy"; readonly strategyId: string }
  | { readonly kind: "symbol"; readonly symbol: string };

/** Returns the part of the account that a console names; undefined stands for all of it. */
export function scopeOf(named: NamedScope | undefined): NarrowScope | undefined {
  if (named === undefined) return undefined;
  return named.kind === "symbol"
    ? { kind: "symbol", symbol: ticker(named.symbol) }
    : { kind: "strategy", strategyId: strategyId(named.strategyId) };
}
