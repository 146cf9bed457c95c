import { idsOf, type Ticker } from "@interlock/core/ids";
import { earnedOf, entryAfter, streakAfter } from "@interlock/core/risk/stops/entry";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";

/**
 * Follows what a record that was just applied did to what is held: fills, what was taken over from the venue, a
 * corporate action; and at the end of recovery what an older build held without an entry.
 */
export function followHoldings(state: EngineState, record: EngineRecord, at: UnixMs): void {
  switch (record.kind) {
    case "fill_booked":
      return followEntry(state, record.fill.symbol, record.fill.venueAt);
    case "account_adopted":
      for (const { symbol, holding } of record.positions) renewEntry(state, symbol, holding.at);
      return;
    case "break_adopted":
      if (record.taken.kind === "position") renewEntry(state, record.taken.symbol, at);
      return;
    case "corporate_action_booked": {
      const { from, to } = record.conversion;
      for (const symbol of new Set([from, to])) renewEntry(state, symbol, at);
      return;
    }
    case "recovered":
      return enterTheRest(state, at);
    default:
      return;
  }
}

/** Follows a position that fills changed: what is held since when, and whether what was closed made a loss. */
function followEntry(state: EngineState, symbol: Ticker, at: UnixMs): void {
  const position = state.portfolio.positions[symbol];
  if (position === undefined) return;
  const standing = state.entries[symbol];
  const next = entryAfter(standing, position, at);
  if (standing !== undefined && next !== standing)
    state.breakers.lossStreak = streakAfter(state.breakers.lossStreak, standing, position);
  if (next === null) delete state.entries[symbol];
  else state.entries[symbol] = next;
}

/**
 * Follows a position that was taken over or converted: the shares are others, so that no price of before is their best,
 * and nothing of it is a result. It was entered when it was.
 */
function renewEntry(state: EngineState, symbol: Ticker, at: UnixMs): void {
  const standing = state.entries[symbol];
  delete state.entries[symbol];
  const position = state.portfolio.positions[symbol];
  const entry = position === undefined ? null : entryAfter(undefined, position, at);
  if (entry === null || position === undefined) return;
  const since = standing?.side === entry.side ? standing.since : at;
  state.entries[symbol] = { ...entry, since, earnedBefore: earnedOf(position) };
}

/** Enters what is held and has no entry, as after an older build: its time counts from now. */
function enterTheRest(state: EngineState, at: UnixMs): void {
  for (const symbol of idsOf<Ticker>(state.portfolio.positions))
    if (state.entries[symbol] === undefined) followEntry(state, symbol, at);
}
