import { describeScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { noteResume } from "@interlock/core/kill/reduce-only";
import type { UnixMs } from "@interlock/core/time";
import type { RecordOf } from "../../record.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { EngineState } from "../../state.ts";
import { killInForce, killsOf } from "../../kill-in-force.ts";
import { type KillReceipt, type ReceiptStage, stageMs } from "@interlock/core/kill/kill-receipt";

/** What `applyKill` folds. */
export type KillRecord = RecordOf<
  | "kill_requested"
  | "scope_kill_requested"
  | "scope_resumed"
  | "kill_evidence"
  | "kill_advanced"
  | "kill_closes_requested"
>;

/** Folds what a kill journals: of the whole account, or of a part of it. */
export function applyKill(state: EngineState, record: KillRecord, at: UnixMs): void {
  switch (record.kind) {
    case "kill_requested":
      state.counters.kill += 1;
      keepPast(state, state.kill);
      state.kill = beginning(record, at);
      return;
    case "scope_kill_requested":
      return applyScopeKill(state, record, at);
    case "scope_resumed":
      noteResume(state.reduceOnly, record.scope, record.reduceOnlyUntil);
      keepPast(state, killInForce(state, record.scope));
      if (record.scope.kind === "symbol") delete state.scopeKills.symbols[record.scope.symbol];
      else delete state.scopeKills.strategies[record.scope.strategyId];
      return;
    case "kill_evidence": {
      const kill = killById(state, record.killId);
      applyEvidence(kill, record, at);
      if (kill !== null && record.reached.includes("proven")) keepDrill(state, kill);
      return;
    }
    case "kill_advanced":
      return applyKillAdvanced(state, record, at);
    case "kill_closes_requested": {
      const kill = killById(state, record.killId);
      if (kill !== null) kill.closesRequested += record.orders;
    }
  }
}

/** Kills that are over are kept that long; every one of them is in the journal. */
const PAST_KEPT = 20;

function keepPast(state: EngineState, kill: KillState | null): void {
  if (kill !== null) state.pastKills = [...state.pastKills, kill].slice(-PAST_KEPT);
}

function killById(state: EngineState, id: string): KillState | null {
  return killsOf(state).find(({ killId }) => killId === id) ?? null;
}

function applyScopeKill(
  state: EngineState,
  record: RecordOf<"scope_kill_requested">,
  at: UnixMs,
): void {
  state.counters.kill += 1;
  const { scope } = record;
  const kill = { ...beginning(record, at), scope };
  keepPast(state, killInForce(state, scope));
  if (scope.kind === "symbol") state.scopeKills.symbols[scope.symbol] = kill;
  else state.scopeKills.strategies[scope.strategyId] = kill;
}

/** A kill begins with the gate closed: its record and the hold on trading are durable in one entry. */
function beginning(
  record: RecordOf<"kill_requested" | "scope_kill_requested">,
  at: UnixMs,
): KillState {
  return {
    killId: record.killId,
    mode: record.mode,
    includeStops: record.includeStops,
    by: record.by,
    via: record.via,
    reason: record.reason,
    requestedAt: at,
    ...(record.raised === undefined ? {} : { raised: record.raised }),
    ...(record.drill === true ? { drill: true } : {}),
    receipt: { stages: {}, orders: [] },
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
function applyKillAdvanced(
  state: EngineState,
  record: RecordOf<"kill_advanced">,
  at: UnixMs,
): void {
  const kill = killById(state, record.killId);
  if (kill === null) return;
  // The list names what is being canceled, and orders in doubt; our own closing orders are open and not in it.
  const { stage, residual, venueOpenOrders } = record;
  const canceling = stage === "canceling" ? Math.min(residual.length, venueOpenOrders) : 0;
  kill.cancelsRequested = Math.max(kill.cancelsRequested, canceling);
  kill.stage = record.stage;
  kill.venueOpenOrders = record.venueOpenOrders;
  kill.venuePositions = record.venuePositions;
  kill.cleanSweeps = record.cleanSweeps;
  kill.residual = record.residual;
  kill.provenAt = record.stage === "proven" ? at : null;
  // A fill after the proof opens a kill again: what was proven then is proven no more.
  if (kill.provenAt === null) delete kill.receipt?.stages.proven;
}

/** What drills measured is kept that long. */
const DRILLS_KEPT = 20;

function keepDrill(state: EngineState, kill: KillState): void {
  if (kill.drill !== true || kill.receipt === undefined) return;
  const { killId, mode, by, requestedAt: at, receipt, scope = WHOLE_ACCOUNT } = kill;
  const known = state.drills.find((one) => one.killId === killId);
  const drill = {
    killId,
    mode,
    scope: describeScope(scope),
    by,
    at,
    gateMs: stageMs(receipt, "gate_closed"),
    provenMs: stageMs(receipt, "proven"),
    orders: receipt.orders.length,
    closings: kill.closesRequested,
    // What a later build writes of it does not make it a drill of that one.
    build: known === undefined ? state.build : (known.build ?? ""),
  };
  const others = state.drills.filter((one) => one.killId !== killId);
  state.drills = [...others, drill].slice(-DRILLS_KEPT);
}

/** Stages that are not over while another order turns up to be canceled. */
const AFTER_CANCELS: readonly ReceiptStage[] = ["last_cancel_confirmed", "holds_released"];

function applyEvidence(
  kill: KillState | null,
  record: RecordOf<"kill_evidence">,
  at: UnixMs,
): void {
  if (kill?.receipt === undefined) return;
  const { receipt } = kill;
  if (record.asked.length > 0) for (const stage of AFTER_CANCELS) delete receipt.stages[stage];
  for (const order of record.asked)
    receipt.orders.push({ ...order, askedAt: at, confirmedAt: null });
  const gone = new Set(record.confirmed);
  for (const order of receipt.orders)
    if (order.confirmedAt === null && gone.has(order.id)) order.confirmedAt = at;
  noteFailures(receipt, record);
  for (const stage of record.reached) receipt.stages[stage] = { at, hostAt: record.hostAt };
}

function noteFailures({ orders }: KillReceipt, { failed, again }: RecordOf<"kill_evidence">): void {
  if (failed === undefined && again === undefined) return;
  const lost = new Set(failed);
  const renewed = new Set(again);
  for (const order of orders) {
    if (lost.has(order.id)) order.failed = true;
    if (renewed.has(order.id)) delete order.failed;
  }
}
