import type { StrategyId, Ticker } from "../ids.ts";

/**
 * How much of the account a kill stops: everything, one strategy, or one symbol. What lies outside goes on trading. A
 * kill of everything leaves the narrower ones in place: each holds its own scope until it is resumed by itself.
 */
export type KillScope =
  | { readonly kind: "all" }
  | { readonly kind: "strategy"; readonly strategyId: StrategyId }
  | { readonly kind: "symbol"; readonly symbol: Ticker };

/** A scope that leaves something outside. */
export type NarrowScope = Exclude<KillScope, { readonly kind: "all" }>;

/** Everything on the account. */
export const WHOLE_ACCOUNT: KillScope = { kind: "all" };

/** Returns a name that two scopes share only when they are the same, e.g. "symbol:NVDA". */
export function scopeKey(scope: KillScope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "strategy":
      return `strategy:${scope.strategyId}`;
    case "symbol":
      return `symbol:${scope.symbol}`;
  }
}

/** Tells whether an order of a strategy in a symbol lies within a scope. */
export function isWithin(
  order: { readonly symbol: Ticker; readonly strategyId: StrategyId | null },
  scope: KillScope,
): boolean {
  switch (scope.kind) {
    case "all":
      return true;
    case "strategy":
      return order.strategyId === scope.strategyId;
    case "symbol":
      return order.symbol === scope.symbol;
  }
}

/** Names a scope in a sentence, e.g. "strategy momentum-1". */
export function describeScope(scope: KillScope): string {
  switch (scope.kind) {
    case "all":
      return "everything";
    case "strategy":
      return `strategy ${scope.strategyId}`;
    case "symbol":
      return scope.symbol;
  }
}
