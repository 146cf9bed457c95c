import type { AuditEntryRow, ProjectionRows, RecordPlace } from "@interlock/db/projection/rows";
import type { Ticker } from "@interlock/core/ids";
import type { Position } from "@interlock/core/position/position";
import { apply, markEntry } from "../../apply.ts";
import type { EngineRecord, JournalEntry } from "../../record.ts";
import type { EngineState } from "../../state.ts";
import {
  accountRow,
  commandRow,
  limitVersionRow,
  pnlSnapshotRow,
  positionRow,
  strategyPositionRows,
  strategyRows,
} from "./account-rows.ts";
import { fillRow, orderEventRow, orderRow, riskDecisionRow } from "./order-rows.ts";

/** Rows being gathered for one batch. */
export type GatheredRows = { -readonly [T in keyof ProjectionRows]: ProjectionRows[T][number][] };

/** Returns an empty set of rows. */
export function noRows(): GatheredRows {
  return {
    accounts: [],
    strategies: [],
    orders: [],
    positions: [],
    strategyPositions: [],
    orderEvents: [],
    fills: [],
    pnlSnapshots: [],
    signals: [],
    riskDecisions: [],
    limitVersions: [],
    commands: [],
    auditEntries: [],
  };
}

/** An entry with its place in the chain. */
export interface ChainedEntry {
  readonly entry: JournalEntry;
  readonly hash: string;
  readonly previousHash: string;
}

/** Returns the audit rows of an entry: they rest on the entry alone, and on no state. */
export function auditRowsOf({ entry, hash, previousHash }: ChainedEntry): AuditEntryRow[] {
  return entry.records.map((record, recordIndex) => ({
    journalSeq: entry.seq,
    recordIndex,
    at: entry.time,
    ...auditFields(record),
    entryHash: hash,
    previousHash,
  }));
}

/** Applies an entry to the projector's state and gathers the rows that it makes. */
export function projectEntry(state: EngineState, chained: ChainedEntry, rows: GatheredRows): void {
  const { entry } = chained;
  entry.records.forEach((record, recordIndex) => {
    apply(state, record, entry.time);
    const place = { journalSeq: entry.seq, recordIndex, at: entry.time };
    projectRecord(state, { record, place }, rows);
  });
  rows.auditEntries.push(...auditRowsOf(chained));
  markEntry(state, entry);
}

interface PlacedRecord {
  readonly record: EngineRecord;
  readonly place: RecordPlace;
}

function projectRecord(
  state: EngineState,
  { record, place }: PlacedRecord,
  rows: GatheredRows,
): void {
  switch (record.kind) {
    case "engine_started":
    case "strategy_disabled":
    case "strategy_enabled":
      rows.strategies.push(...strategyRows(state, place));
      return pushAccount(state, place, rows);
    case "account_adopted":
      for (const { symbol } of record.positions) pushPosition(state, { symbol, place }, rows);
      return pushAccount(state, place, rows);
    case "break_adopted":
      if (record.break.symbol !== null)
        pushPosition(state, { symbol: record.break.symbol, place }, rows);
      return pushAccount(state, place, rows);
    case "corporate_action_booked":
      pushPosition(state, { symbol: record.conversion.from, place }, rows);
      if (record.conversion.to !== record.conversion.from)
        pushPosition(state, { symbol: record.conversion.to, place }, rows);
      return pushAccount(state, place, rows);
    case "recovered":
    case "trading_held":
    case "hold_released":
    case "trading_resumed":
    case "reconciled":
    case "charge_booked":
      return pushAccount(state, place, rows);
    case "signal_generated": {
      const { signalId, strategyId, symbol, target, reason } = record;
      rows.signals.push({ ...place, signalId, strategyId, symbol, target, reason });
      return;
    }
    case "order_approved":
      pushDecision(state, { record, place }, rows);
      return pushOrderStep(state, { record, place, id: record.intent.clientOrderId }, rows);
    case "order_denied":
      return pushDecision(state, { record, place }, rows);
    case "order_advanced":
      return pushOrderStep(state, { record, place, id: record.clientOrderId }, rows);
    case "fill_booked":
      rows.fills.push(fillRow(record.fill, state.accountId, place));
      pushPosition(state, { symbol: record.fill.symbol, place }, rows);
      return pushOrderStep(state, { record, place, id: record.fill.clientOrderId }, rows);
    case "limits_changed":
      rows.limitVersions.push(limitVersionRow(record, state, place));
      return;
    case "equity_marked":
      rows.pnlSnapshots.push(pnlSnapshotRow(state, record.mark, place));
      return pushAccount(state, place, rows);
    case "command_answered":
      rows.commands.push(commandRow(record, state, place));
      return;
    default:
      return;
  }
}

function pushAccount(state: EngineState, place: RecordPlace, rows: GatheredRows): void {
  const row = accountRow(state, place);
  if (row !== null) rows.accounts.push(row);
}

function pushDecision(
  state: EngineState,
  {
    record,
    place,
  }: { readonly record: Parameters<typeof riskDecisionRow>[0]; readonly place: RecordPlace },
  rows: GatheredRows,
): void {
  const limitVersion = state.limits?.version ?? null;
  rows.riskDecisions.push(riskDecisionRow(record, place, { id: state.accountId, limitVersion }));
}

function pushOrderStep(
  state: EngineState,
  step: PlacedRecord & { readonly id: string },
  rows: GatheredRows,
): void {
  const order = state.orders[step.id];
  if (order === undefined) return;
  rows.orders.push(orderRow(order, state.accountId, step.place.journalSeq));
  rows.orderEvents.push(orderEventRow(step.record, order, step.place));
}

function pushPosition(
  state: EngineState,
  { symbol, place }: { readonly symbol: Ticker; readonly place: RecordPlace },
  rows: GatheredRows,
): void {
  const position: Position | undefined = state.portfolio.positions[symbol];
  if (position !== undefined)
    rows.positions.push(positionRow(position, state.accountId, place.journalSeq));
  rows.strategyPositions.push(...strategyPositionRows(state, symbol, place.journalSeq));
}

function auditFields(record: EngineRecord): Pick<AuditEntryRow, "kind" | "actor" | "payload"> {
  return { kind: record.kind, actor: actorOf(record), payload: record };
}

/** Returns the name of who did what is recorded; "engine" where nobody did. */
export function actorOf(record: EngineRecord): string {
  switch (record.kind) {
    case "command_answered":
      return record.actor.name;
    case "limits_changed":
    case "trading_resumed":
    case "kill_requested":
    case "scope_kill_requested":
    case "scope_resumed":
    case "break_adopted":
      return record.by;
    case "override_granted":
      return record.grant.by;
    case "override_refused":
    case "person_noted":
      return record.by;
    case "approval_requested":
    case "approval_edited":
      return record.approval.requester.name;
    case "approval_decided":
      return record.decision.by.name;
    case "approval_applied":
      return record.by.name;
    case "approval_ended":
    case "approval_policy_set":
      return record.by?.name ?? "engine";
    case "evidence_noted":
      return record.evidence.by;
    case "station_voted":
      return record.vote.by.name;
    case "gate_waiver_asked":
      return record.waiver.by.name;
    case "gate_opened":
    case "gate_waiver_approved":
      return record.by.name;
    case "launch_declared":
      return record.launch.director.name;
    case "launch_ended":
      return record.by ?? "engine";
    case "rehearsal_closed":
      return record.by;
    case "drill_began":
      return record.drill.by;
    case "order_approved":
      return record.override?.by ?? "engine";
    case "trading_held":
      return record.hold.by ?? "engine";
    default:
      return "engine";
  }
}
