import { applyAnswer } from "./operator/apply-answer.ts";
import { applyTrading } from "./operator/apply-trading.ts";
import { emptyRecord, recordOf } from "@interlock/core/record-of-names";
import { assertNever } from "@interlock/core/assert";
import { trackPeak } from "@interlock/core/portfolio/drawdown";
import { countRefusal } from "@interlock/core/risk/flow/flow-book";
import { releaseHold } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import { applyAssets, forgetBorrowRefusals } from "./execution/assets/apply-assets.ts";
import { applyVolumes } from "./execution/volume/apply-volumes.ts";
import { applyBreak } from "./execution/apply-breaks.ts";
import { applyCorporate, forgetOldActions } from "./execution/corporate/apply-corporate.ts";
import {
  applyExternalOrder,
  applyFillRecord,
  applyOrderApproved,
  applyOrderEvent,
  rollingWindowOf,
  dropEndedOrders,
} from "./execution/apply-orders.ts";
import { applyApprovalRecord } from "./operator/approval/apply-approval-record.ts";
import { applyGoLive, followTrack } from "./golive/apply-golive.ts";
import { applyKill } from "./operator/kill/apply-kill.ts";
import { applyLimits } from "./operator/limits/apply-limits.ts";
import { followNotices } from "./operator/notices/notice-book.ts";
import { applyOverride, keepDenied, spendOverride } from "./operator/override/apply-override.ts";
import {
  applyAdoption,
  applyCharge,
  applyDayOpened,
  applyTakenOver,
} from "./portfolio/apply-money.ts";
import { applyMarket } from "./market-data/apply-market.ts";
import type { EngineRecord, JournalEntry, RecordOf } from "./record.ts";
import type { ApprovalRecord } from "./records/approval-record.ts";
import type { OverrideRecord } from "./records/override-record.ts";
import { applyStop } from "./risk/apply-stops.ts";
import { applyBreaker } from "./risk/breakers/apply-breaker.ts";
import { followSamples } from "./risk/breakers/order-sample.ts";
import { followHoldings } from "./risk/follow-entries.ts";
import { applyBar, applySignal, applyStrategySwitch } from "./signals/apply-signals.ts";
import { type EngineState, NEW_STRATEGY } from "./state.ts";

/** Folds a whole journal entry into the state, which is changed in place. Recovery, edge and verification use it. */
export function applyEntry(state: EngineState, entry: JournalEntry): void {
  for (const record of entry.records) apply(state, record, entry.time);
  markEntry(state, entry);
}

/** Notes the entry that the state has come to, and what of it people are still to be told. */
export function markEntry(
  state: EngineState,
  entry: Pick<JournalEntry, "seq" | "input" | "time" | "records">,
): void {
  state.notices = followNotices(state.notices, entry);
  state.journalSeq = entry.seq;
  state.inputSeq = entry.input;
  state.time = entry.time;
}

/** Folds one record into the state. It decides nothing: every number it needs is in the record. */
export function apply(state: EngineState, record: EngineRecord, at: UnixMs): void {
  fold(state, record, at);
  followHoldings(state, record, at);
  followSamples(state, record, at);
  followTrack(state, record);
}

function fold(state: EngineState, record: EngineRecord, at: UnixMs): void {
  switch (record.kind) {
    case "engine_started":
      return applyStart(state, record);
    case "recovered":
      return applyRecovery(state);
    case "day_opened":
      return applyDay(state, record);
    case "bar_closed":
      return applyBar(state, record.bar);
    case "trading_halted":
    case "halt_ended":
    case "bar_revised":
    case "trade_amended":
    case "bars_missing":
      return applyMarket(state, record);
    case "assets_observed":
    case "borrow_refused":
      return applyAssets(state, record, at);
    case "volumes_observed":
      return applyVolumes(state, record, at);
    case "signal_generated":
      return applySignal(state, record);
    case "limits_changed":
      return applyLimits(state, record, at);
    case "trading_held":
    case "hold_released":
    case "trading_resumed":
      return applyTrading(state, record);
    case "kill_requested":
    case "scope_kill_requested":
    case "scope_resumed":
    case "kill_evidence":
    case "kill_advanced":
    case "kill_closes_requested":
      return applyKill(state, record, at);
    case "command_answered":
      return applyAnswer(state, record);
    case "evidence_noted":
    case "station_voted":
    case "votes_cleared":
    case "gate_opened":
    case "gate_waiver_asked":
    case "gate_waiver_approved":
    case "launch_declared":
    case "launch_began":
    case "launch_followed":
    case "launch_ended":
    case "rehearsal_closed":
    case "drill_began":
    case "drill_held":
    case "venue_key_seen":
      return applyGoLive(state, record, at);
    case "connection_changed":
    case "projection_lag_changed":
      return applySurroundings(state, record);
    case "strategy_disabled":
    case "strategy_enabled":
      return applyStrategySwitch(state, record);
    case "signal_suppressed":
    case "guard_tripped":
    case "alert_raised":
    case "head_anchored":
      return;
    case "person_noted":
      return rememberNote(state, record);
    default:
      return foldGuards(state, record, at);
  }
}

type StopOrBreakerRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | `stop_${string}`
      | "entry_released"
      | "best_price_seen"
      | "high_water_raised"
      | `breaker_${string}`;
  }
>;

/** Folds what stop-losses and breakers did; the rest changes the books. */
function foldGuards(
  state: EngineState,
  record: StopOrBreakerRecord | BookRecord,
  at: UnixMs,
): void {
  switch (record.kind) {
    case "stop_fired":
    case "stop_blocked":
    case "stop_ended":
    case "entry_released":
    case "best_price_seen":
    case "stop_cover_lost":
    case "stop_cover_found":
      return applyStop(state, record, at);
    case "high_water_raised":
    case "breaker_warned":
    case "breaker_rearmed":
      return applyBreaker(state, record);
    default:
      return foldBooks(state, record, at);
  }
}

type BookRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | "account_adopted"
      | "positions_marked"
      | "equity_marked"
      | "charge_booked"
      | "fill_booked"
      | "external_order_seen"
      | "reconciled"
      | `order_${string}`
      | `break_${string}`
      | `corporate_action_${string}`
      | `override_${string}`
      | "overrides_voided"
      | `approval_${string}`;
  }
>;

/** Folds what changes the books: orders, fills, money, and how they compare with the venue's. */
function foldBooks(state: EngineState, record: BookRecord, at: UnixMs): void {
  switch (record.kind) {
    case "account_adopted":
      return applyAdoption(state, record);
    case "order_approved":
    case "order_denied":
      return applyDecision(state, record, at);
    case "order_advanced":
      return applyOrderEvent(state, record);
    case "fill_booked":
      return applyFillRecord(state, record.fill);
    case "external_order_seen":
      return applyExternalOrder(state, record);
    case "reconciled":
      return applyReconciled(state, record, at);
    case "break_opened":
    case "break_changed":
    case "break_closed":
      return applyBreak(state, record, at);
    case "break_adopted":
      return applyAdopted(state, record, at);
    case "corporate_action_announced":
    case "corporate_action_effective":
    case "corporate_action_booked":
    case "corporate_action_ended":
      return applyCorporate(state, record, at);
    case "charge_booked":
      return applyCharge(state, record);
    case "positions_marked":
    case "equity_marked":
      return applyMarks(state, record, at);
    default:
      return foldAgreements(state, record, at);
  }
}

/** Folds what people allowed each other. */
function foldAgreements(
  state: EngineState,
  record: OverrideRecord | ApprovalRecord,
  at: UnixMs,
): void {
  switch (record.kind) {
    case "override_granted":
    case "override_refused":
    case "overrides_voided":
      return applyOverride(state, record, at);
    case "approval_requested":
    case "approval_edited":
    case "approval_decided":
    case "approval_applied":
    case "approval_ended":
    case "approval_carried":
    case "approval_policy_set":
      return applyApprovalRecord(state, record, at);
    default:
      return assertNever(record);
  }
}

/** A note that comes again was journaled, and is not written twice. Who sends notes has at most 100 on the way. */
function rememberNote(state: EngineState, { noteId }: RecordOf<"person_noted">): void {
  if (noteId !== undefined) state.notes = [...state.notes, noteId].slice(-NOTES_KEPT);
}

const NOTES_KEPT = 500;

function applyStart(state: EngineState, record: RecordOf<"engine_started">): void {
  state.settings = record.settings;
  state.build = record.build;
  state.instance = record.instance;
  state.accountId = record.accountId;
  state.accountNumber = record.accountNumber;
  state.recovered = false;
  state.connections = {
    market_data: false,
    order_stream: false,
    venue_rest: false,
    account_lease: false,
  };
  state.projectionLagging = false;
  for (const { id } of record.settings.strategies) {
    state.strategies[id] ??= { ...NEW_STRATEGY, targets: emptyRecord() };
  }
}

/** The books were compared: recovery's own hold ends, and no other. */
function applyRecovery(state: EngineState): void {
  state.recovered = true;
  state.trading = releaseHold(state.trading, "recovery");
}

function applyDay(state: EngineState, { baseline }: RecordOf<"day_opened">): void {
  applyDayOpened(state, baseline);
  forgetBorrowRefusals(state);
  forgetOldActions(state, baseline.date);
  dropEndedOrders(state);
}

function applySurroundings(
  state: EngineState,
  record: RecordOf<"connection_changed" | "projection_lag_changed">,
): void {
  if (record.kind === "connection_changed") state.connections[record.channel] = record.up;
  else state.projectionLagging = record.lagging;
}

function applyMarks(
  state: EngineState,
  record: RecordOf<"positions_marked" | "equity_marked">,
  at: UnixMs,
): void {
  if (record.kind === "positions_marked") {
    state.marks = recordOf(record.marks);
    return;
  }
  state.lastMark = record.mark;
  state.lastMarkAt = at;
  state.equityPeak = trackPeak(state.equityPeak, record.mark.equity, at);
}

function applyReconciled(state: EngineState, record: RecordOf<"reconciled">, at: UnixMs): void {
  const { agreed = record.differences === 0, ...compared } = record;
  const agreedAt = agreed ? at : (state.reconciliation?.agreedAt ?? null);
  const before = state.reconciliation?.agreedFills;
  const agreedFills = agreed ? state.fillsBooked : before;
  state.reconciliation = {
    ...compared,
    at,
    agreedAt,
    ...(agreedFills === undefined ? {} : { agreedFills }),
  };
}

/** What a person takes over becomes ours, and that ends the break. */
function applyAdopted(state: EngineState, record: RecordOf<"break_adopted">, at: UnixMs): void {
  applyTakenOver(state, record.taken);
  applyBreak(state, record, at);
}

function applyDecision(
  state: EngineState,
  record: RecordOf<"order_approved" | "order_denied">,
  at: UnixMs,
): void {
  if (record.kind === "order_denied") return applyDenial(state, record, at);
  applyOrderApproved(state, record, at);
  spendOverride(state, record, at);
}

function applyDenial(state: EngineState, record: RecordOf<"order_denied">, at: UnixMs): void {
  state.counters.order += 1;
  state.today.denied += 1;
  keepDenied(state, record, at);
  countRefusal(state.flow, { ...record, at }, rollingWindowOf(state));
  for (const { code } of record.denials) {
    state.today.deniedByCode[code] = (state.today.deniedByCode[code] ?? 0) + 1;
  }
  const strategy = state.strategies[record.intent.strategyId ?? ""];
  if (strategy !== undefined) strategy.deniedToday += 1;
}
