import type { LimitLevelName } from "@interlock/api/view/limits-view";
import { strategyId, ticker } from "@interlock/core/ids";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";

/** Returns the level that a console names; undefined stands for the account's. */
export function levelOf(name: LimitLevelName | undefined): LimitLevel | undefined {
  switch (name?.kind) {
    case "strategy":
      return { kind: "strategy", id: strategyId(name.id) };
    case "symbol":
      return { kind: "symbol", symbol: ticker(name.symbol) };
    case "account":
    case "session":
    case undefined:
      return name;
  }
}
