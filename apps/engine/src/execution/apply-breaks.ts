import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";
import type { ClosedBreak } from "@interlock/core/reconciliation/break";

type BreakRecord = Extract<
  EngineRecord,
  { readonly kind: "break_opened" | "break_changed" | "break_closed" | "break_adopted" }
>;

/** A break opens, changes, and ends by the venue's evidence or by a person's adoption. */
export function applyBreak(state: EngineState, record: BreakRecord, at: UnixMs): void {
  switch (record.kind) {
    case "break_opened":
      state.breaks[record.break.breakId] = record.break;
      return;
    case "break_changed": {
      const { breakId, ours, venue, evidence } = record;
      const open = state.breaks[breakId];
      if (open !== undefined) state.breaks[breakId] = { ...open, ours, venue, evidence };
      return;
    }
    case "break_closed": {
      const { breakId, how } = record;
      const found = state.breaks[breakId];
      if (found === undefined) return;
      return endBreak(state, { break: found, closedAt: at, how, by: null, reason: "" });
    }
    case "break_adopted": {
      const { by, reason } = record;
      const how = "adopted: the venue's side is ours";
      return endBreak(state, { break: record.break, closedAt: at, how, by, reason });
    }
  }
}

/** Ended breaks kept for people to look at; the journal keeps all. */
const CLOSED_KEPT = 50;

function endBreak(state: EngineState, closed: ClosedBreak): void {
  delete state.breaks[closed.break.breakId];
  state.closedBreaks.push(closed);
  if (state.closedBreaks.length > CLOSED_KEPT) state.closedBreaks.shift();
}
