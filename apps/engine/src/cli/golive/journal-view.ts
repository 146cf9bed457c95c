import type { GoLiveView } from "@interlock/api/view/golive-view";
import { applyEntry } from "../../apply.ts";
import { goliveSection } from "../../edge/view/golive-section.ts";
import { readJournal } from "../../journal/read-journal.ts";
import { latestSnapshot } from "../../journal/snapshot.ts";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../../record.ts";
import { stateOfSnapshot } from "../../run/state-of-snapshot.ts";
import { type EngineState, initialState } from "../../state.ts";

/** Returns the state that a journal makes, whether an engine writes it now or not. Throws JournalFaultError. */
export function stateOfJournal(dataDir: string): EngineState {
  const { snapshot } = latestSnapshot(dataDir);
  const state = snapshot === null ? initialState() : stateOfSnapshot(snapshot.state);
  for (const entry of readJournal<EngineRecord>(dataDir, (snapshot?.seq ?? 0) + 1))
    applyEntry(state, entry);
  return state;
}

/**
 * Returns what the gates say of a journal at `hostNow`, so that evidence goes stale while no engine runs; never before
 * its last entry. In a simulation, whose clock is not the host's, at the time of the last entry.
 */
export function viewOfJournal(dataDir: string, hostNow: UnixMs): GoLiveView {
  const state = stateOfJournal(dataDir);
  const isSim = state.settings?.environment === "sim";
  return goliveSection(state, isSim ? state.time : Math.max(state.time, hostNow));
}
