import { emptyRecord } from "@interlock/core/record-of-names";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../record.ts";
import type { EngineState, EntryLatch } from "../state.ts";

type StopRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | "stop_cover_lost"
      | "stop_cover_found"
      | "stop_fired"
      | "stop_blocked"
      | "stop_ended"
      | "entry_released"
      | "best_price_seen";
  }
>;

/** A stop-loss fires, is kept from closing, is done; an entry that it refused is free again. */
export function applyStop(state: EngineState, record: StopRecord, at: UnixMs): void {
  switch (record.kind) {
    case "stop_fired":
      return applyFired(state, record);
    case "stop_blocked": {
      const stop = state.stops[record.symbol];
      if (stop !== undefined) Object.assign(stop, { blocked: record.sentence, blockedAt: at });
      return;
    }
    case "stop_ended":
      delete state.stops[record.symbol];
      return;
    case "entry_released":
      delete state.stoppedOut[record.strategyId]?.[record.symbol];
      return;
    case "stop_cover_lost": {
      const { since, why } = record;
      state.uncovered[record.symbol] = { since, why };
      return;
    }
    case "stop_cover_found":
      delete state.uncovered[record.symbol];
      return;
    case "best_price_seen": {
      const entry = state.entries[record.symbol];
      if (entry !== undefined) state.entries[record.symbol] = { ...entry, best: record.best };
      return;
    }
  }
}

function applyFired(
  state: EngineState,
  { stop, strategies }: Extract<StopRecord, { readonly kind: "stop_fired" }>,
): void {
  state.stops[stop.symbol] = { phase: "closing", stop, blocked: "", blockedAt: 0 };
  for (const id of strategies) {
    const latches = state.stoppedOut[id] ?? emptyRecord<string, EntryLatch>();
    latches[stop.symbol] = { phase: "stopped_out", stop };
    state.stoppedOut[id] = latches;
  }
}
