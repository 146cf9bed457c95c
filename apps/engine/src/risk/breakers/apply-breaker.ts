import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { noteResume } from "@interlock/core/kill/reduce-only";
import { releaseHold } from "@interlock/core/risk/trading-state";
import type { EngineRecord } from "../../record.ts";
import type { EngineState } from "../../state.ts";

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
      noteResume(state.reduceOnly, WHOLE_ACCOUNT, record.reduceOnlyUntil);
      if (record.breaker === "drawdown") breakers.highWater = record.highWater;
      if (record.breaker === "loss_streak") breakers.lossStreak = 0;
      delete breakers.warned[record.breaker];
      return;
  }
}
