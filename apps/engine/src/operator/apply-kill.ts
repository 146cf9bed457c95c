import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";

type RecordOf<K extends EngineRecord["kind"]> = Extract<EngineRecord, { readonly kind: K }>;

/** A kill begins with the gate closed: its record and the hold on trading are durable in one entry. */
export function applyKillRequested(
  state: EngineState,
  record: RecordOf<"kill_requested">,
  at: UnixMs,
): void {
  state.counters.kill += 1;
  state.kill = {
    killId: record.killId,
    mode: record.mode,
    includeStops: record.includeStops,
    by: record.by,
    via: record.via,
    reason: record.reason,
    requestedAt: at,
    stage: "gate_closed",
    provenAt: null,
    venueOpenOrders: 0,
    venuePositions: 0,
    cleanSweeps: 0,
    cancelsRequested: 0,
    closesRequested: 0,
    residual: [],
  };
}

/** What the venue showed moves a kill on. */
export function applyKillAdvanced(
  state: EngineState,
  record: RecordOf<"kill_advanced">,
  at: UnixMs,
): void {
  const { kill } = state;
  if (kill === null || kill.killId !== record.killId) return;
  // The list names what is being canceled, and orders in doubt; our own closing orders are open and not in it.
  const { stage, residual, venueOpenOrders } = record;
  const canceling = stage === "canceling" ? Math.min(residual.length, venueOpenOrders) : 0;
  kill.cancelsRequested = Math.max(kill.cancelsRequested, canceling);
  kill.stage = record.stage;
  kill.venueOpenOrders = record.venueOpenOrders;
  kill.venuePositions = record.venuePositions;
  kill.cleanSweeps = record.cleanSweeps;
  kill.residual = record.residual;
  if (record.stage === "proven") kill.provenAt = at;
}

/** Closing orders were sent for a flatten. */
export function applyKillClosing(state: EngineState, orders: number): void {
  if (state.kill !== null) state.kill.closesRequested += orders;
}
