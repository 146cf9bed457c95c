import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { EquityPeak } from "@interlock/core/portfolio/drawdown";
import type { BreakerId } from "@interlock/core/risk/breakers/breaker";
import type { WarningLevel } from "@interlock/core/risk/breakers/warning-level";
import type { StoppedOut } from "@interlock/core/risk/stopped-out";
import type { UnixMs } from "@interlock/core/time";

/** What is journaled of breakers, of stop-losses and of shares that none covers. */
export type GuardRecord =
  | {
      readonly kind: "guard_tripped";
      readonly guard: "stop_loss" | BreakerId;
      readonly symbol: Ticker | null;
      readonly sentence: string;
    }
  | {
      /** A stop-loss closes a position, and these strategies may not enter its side again on the same opinion. */
      readonly kind: "stop_fired";
      readonly stop: StoppedOut;
      readonly strategies: readonly StrategyId[];
    }
  | {
      /** The best price of a position since its entry got better: where its trailing stop goes on from. */
      readonly kind: "best_price_seen";
      readonly symbol: Ticker;
      readonly best: Price;
    }
  | {
      /** Shares that have been covered by no stop since then, and why; an alarm. */
      readonly kind: "stop_cover_lost";
      readonly symbol: Ticker;
      readonly quantity: Quantity;
      readonly since: UnixMs;
      readonly why: string;
    }
  | { readonly kind: "stop_cover_found"; readonly symbol: Ticker; readonly how: string }
  | { readonly kind: "high_water_raised"; readonly highWater: EquityPeak }
  | {
      /** More or less of a breaker's limit is used than people were last told. */
      readonly kind: "breaker_warned";
      readonly breaker: BreakerId;
      readonly level: WarningLevel;
      readonly sentence: string;
    }
  | {
      /** A person ends a breaker's hold; a drawdown counts from `highWater` from here on. */
      readonly kind: "breaker_rearmed";
      readonly breaker: BreakerId;
      readonly by: string;
      readonly reason: string;
      readonly highWater: EquityPeak | null;
      /** Only orders toward flat pass until then, by the venue's time; absent in journals of before. */
      readonly reduceOnlyUntil?: UnixMs;
    }
  | { readonly kind: "stop_blocked"; readonly symbol: Ticker; readonly sentence: string }
  | { readonly kind: "stop_ended"; readonly symbol: Ticker; readonly how: string };
