import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { noteResume } from "@interlock/core/kill/reduce-only";
import { imposeHold, releaseHold } from "@interlock/core/risk/trading-state";
import type { RecordOf } from "../record.ts";
import type { EngineState } from "../state.ts";

/** Folds what holds trading, and what lets it go on. */
export function applyTrading(
  state: EngineState,
  record: RecordOf<"trading_held" | "hold_released" | "trading_resumed">,
): void {
  switch (record.kind) {
    case "trading_held":
      state.trading = imposeHold(state.trading, record.hold);
      return;
    case "hold_released":
      state.trading = releaseHold(state.trading, record.source);
      return;
    case "trading_resumed":
      state.trading = record.control;
      noteResume(state.reduceOnly, WHOLE_ACCOUNT, record.reduceOnlyUntil);
      return;
  }
}
