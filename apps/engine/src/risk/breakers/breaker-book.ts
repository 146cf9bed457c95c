import type { EquityPeak } from "@interlock/core/portfolio/drawdown";
import { emptyRecord } from "@interlock/core/record-of-names";
import type { WarningLevel } from "@interlock/core/risk/breakers/warning-level";
import { releaseHold } from "@interlock/core/risk/trading-state";
import type { EngineRecord } from "../../record.ts";
import type { EngineState } from "../../state.ts";

/** What breakers remember across restarts; that one has tripped is a hold of its name. */
export interface BreakerBook {
  /** The highest equity that was confirmed, since a person last re-armed the drawdown breaker. */
  highWater: EquityPeak | null;
  /** Positions in a row that were closed at a loss. */
  lossStreak: number;
  /** What people were last warned of, by breaker, in percent of its limit. */
  warned: Record<string, WarningLevel>;
}

/** Returns the book of breakers that have seen nothing. */
export function emptyBreakerBook(): BreakerBook {
  return { highWater: null, lossStreak: 0, warned: emptyRecord() };
}

type BreakerRecord = Extract<
  EngineRecord,
  { readonly kind: "high_water_raised" | "breaker_warned" | "breaker_rearmed" }
>;

/** The high-water mark rises, people are warned, a person re-arms a breaker. */
export function applyBreaker(state: EngineState, record: BreakerRecord): void {
  const { breakers } = state;
  switch (record.kind) {
    case "high_water_raised":
      breakers.highWater = record.highWater;
      return;
    case "breaker_warned":
      breakers.warned[record.breaker] = record.level;
      return;
    case "breaker_rearmed":
      state.trading = releaseHold(state.trading, record.breaker);
      if (record.breaker === "drawdown") breakers.highWater = record.highWater;
      if (record.breaker === "loss_streak") breakers.lossStreak = 0;
      delete breakers.warned[record.breaker];
      return;
  }
}
