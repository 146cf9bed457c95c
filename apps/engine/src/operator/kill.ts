import { sessionAt } from "@interlock/core/market/calendar";
import { absoluteQuantity, formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import type { CommandVia, KillMode } from "./operator-command.ts";
import type { EngineRecord, KillStage } from "../record.ts";
import type { KillState } from "../state.ts";
import type { Closing, ClosingOutcome } from "../risk/closing.ts";

/**
 * The kill switch: requested → gate closed → cancels sent → nothing open at the venue → (flat) → proven, or residual
 * with a list.
 *
 * 1. The gate closes in the same journal entry that records the request: no order decided later can pass.
 * 2. It is done only when the venue itself shows no open order (and, for a flatten, no position) twice in a row.
 * 3. What the venue still shows is canceled again, whoever placed it, for as long as it takes.
 * 4. Protective stops stay unless the request includes them; a flatten always removes them, for they hold the shares.
 * 5. A stronger mode joins a weaker kill under way; the same or a weaker one changes nothing.
 *
 * See docs/INVARIANTS.md (I9).
 */

/** Who kills, how, and why. */
export interface KillRequest {
  readonly mode: KillMode;
  readonly includeStops: boolean;
  readonly by: string;
  readonly via: CommandVia;
  readonly reason: string;
}

const STRENGTH: Readonly<Record<KillMode, number>> = { halt: 0, cancel: 1, flatten: 2 };

/** Sweeps of the venue that must show nothing, one after another, before a kill is proven. */
const CLEAN_SWEEPS_MIN = 2;

/** Begins a kill, or strengthens the one under way. Returns the sentence for whoever asked. */
export function requestKill(decision: Decision, request: KillRequest): string {
  const running = decision.state.kill;
  const held = decision.state.trading.holds.some((hold) => hold.source === "kill_switch");
  if (running !== null && held && STRENGTH[running.mode] >= STRENGTH[request.mode]) {
    return `A kill in mode ${running.mode} is in force since ${running.by} asked for it; it covers this one.`;
  }
  const killId = `kill-${decision.state.counters.kill + 1}`;
  const hold = {
    source: "kill_switch" as const,
    state: "halted" as const,
    reason: request.reason === "" ? `kill switch, mode ${request.mode}` : request.reason,
    at: decision.time,
    by: request.by,
  };
  decision.emit({ kind: "trading_held", hold });
  decision.emit({ kind: "kill_requested", killId, ...request });
  decision.perform({
    kind: "raise_alert",
    severity: "critical",
    sentence: `Kill switch: ${request.mode}, by ${request.by}.`,
  });
  if (request.mode === "halt") {
    advance(decision, {
      stage: "proven",
      openOrders: 0,
      positions: 0,
      cleanSweeps: 0,
      residual: [],
    });
    return "The gate is closed: no order that adds risk can leave. Working orders stay.";
  }
  cancelOwnOrders(decision, request);
  sweep(decision, killId);
  return `The gate is closed and ${request.mode === "flatten" ? "cancels and closes are" : "cancels are"} under way.`;
}

/** Moves a kill on, by what the venue shows or when it is time to look again. Returns what is to be closed. */
export function advanceKill(decision: Decision, input: Input): readonly Closing[] {
  const { kill } = decision.state;
  const { body } = input;
  if (kill === null || !isRunning(kill)) return [];
  switch (body.kind) {
    case "venue_query_failed":
      if (body.what === "sweep") decision.views.sweepInFlight = false;
      return [];
    case "venue_swept":
      decision.views.sweepInFlight = false;
      return body.killId === kill.killId ? takeSweep(decision, kill, body) : [];
    case "clock":
      if (!decision.views.sweepInFlight) sweep(decision, kill.killId);
      return [];
    default:
      return [];
  }
}

/** Tells whether a kill still has something to prove. */
export function isRunning(kill: KillState): boolean {
  return kill.stage !== "proven";
}

/** Cancels our open orders that the request covers, at once and without waiting for the venue's list. */
function cancelOwnOrders(decision: Decision, request: KillRequest): void {
  const everything = request.includeStops || request.mode === "flatten";
  for (const id in decision.state.orders) {
    const order = decision.state.orders[id];
    if (order === undefined || !isOpen(order) || order.venueOrderId === null) continue;
    if (!everything && order.purpose === "stop_loss") continue;
    const event = { kind: "cancel_requested" as const, at: decision.time, reason: "kill switch" };
    decision.emit({ kind: "order_advanced", clientOrderId: order.clientOrderId, event, raw: "" });
    decision.perform({ kind: "cancel_order", venueOrderId: order.venueOrderId, urgent: true });
  }
}

function sweep(decision: Decision, killId: string): void {
  decision.views.sweepInFlight = true;
  decision.perform({ kind: "sweep_venue", killId });
}

type Sweep = Extract<Input["body"], { readonly kind: "venue_swept" }>;

function takeSweep(
  decision: Decision,
  kill: KillState,
  { openOrders, positions }: Sweep,
): readonly Closing[] {
  const everything = kill.includeStops || kill.mode === "flatten";
  const targets = openOrders.filter((order) => everything || !isProtectiveStop(decision, order));
  const held = positions.filter((position) => quantityUnits(position.quantity) !== 0);
  const seen = { openOrders: targets.length, positions: held.length };
  if (targets.length > 0 || unansweredOrders(decision).length > 0) {
    for (const order of targets) cancelAgain(decision, order);
    advance(decision, {
      ...seen,
      stage: "canceling",
      cleanSweeps: 0,
      residual: targets.map(describeOrder),
    });
    return [];
  }
  if (kill.mode === "flatten" && held.length > 0) return closeHeld(decision, held);
  const cleanSweeps = kill.cleanSweeps + 1;
  const stage = cleanSweeps >= CLEAN_SWEEPS_MIN ? "proven" : kill.stage;
  advance(decision, { ...seen, stage, cleanSweeps, residual: [] });
  if (stage !== "proven") sweep(decision, kill.killId);
  return [];
}

/** Time between two attempts to close what is still held, so that a refusal is not repeated at every look. */
const CLOSE_AGAIN_MS = 5_000;

function closeHeld(decision: Decision, held: readonly VenuePosition[]): readonly Closing[] {
  const { views, time } = decision;
  const session = sessionAt(time);
  const seen = { openOrders: 0, positions: held.length, cleanSweeps: 0 };
  if (session === "closed" || session === "overnight") {
    const residual = held.map((position) =>
      describePosition(position, "the market is closed; it is closed at the next open"),
    );
    advance(decision, { ...seen, stage: "residual", residual });
    return [];
  }
  const residual = held.map((position) =>
    describePosition(position, views.closingRefusals.get(position.symbol) ?? "being closed"),
  );
  advance(decision, {
    ...seen,
    stage: views.closingRefusals.size > 0 ? "residual" : "closing",
    residual,
  });
  if (views.closedAskedAt !== null && time - views.closedAskedAt < CLOSE_AGAIN_MS) return [];
  views.closedAskedAt = time;
  views.closingRefusals.clear();
  return held.map(({ symbol, quantity }) => ({
    symbol,
    quantity: absoluteQuantity(quantity),
    purpose: "flatten",
  }));
}

/** Notes what became of the closings of a flatten: what was sent, and why anything was refused. */
export function noteClosings(decision: Decision, outcome: ClosingOutcome): void {
  const { kill } = decision.state;
  if (kill === null || kill.mode !== "flatten" || !isRunning(kill)) return;
  for (const [symbol, sentence] of outcome.refusals)
    decision.views.closingRefusals.set(symbol, sentence);
  if (outcome.sent > 0)
    decision.emit({ kind: "kill_closes_requested", killId: kill.killId, orders: outcome.sent });
}

function describePosition(
  position: VenuePosition,
  why: string,
): { readonly what: string; readonly why: string } {
  return { what: `${formatQuantity(position.quantity)} ${position.symbol}`, why };
}

function isProtectiveStop(decision: Decision, venueOrder: VenueOrder): boolean {
  return decision.state.orders[venueOrder.clientOrderId]?.purpose === "stop_loss";
}

/** Orders of ours that may be at the venue although it has not named them yet. */
function unansweredOrders(decision: Decision): Order[] {
  return Object.values(decision.state.orders).filter(
    (order) => isOpen(order) && order.venueOrderId === null,
  );
}

/** Cancels what the venue shows open; one that is being canceled already is asked again, which does no harm. */
function cancelAgain(decision: Decision, venueOrder: VenueOrder): void {
  decision.perform({ kind: "cancel_order", venueOrderId: venueOrder.venueOrderId, urgent: true });
}

function describeOrder(order: VenueOrder): { readonly what: string; readonly why: string } {
  return {
    what: `${order.side} ${order.symbol} (${order.clientOrderId})`,
    why: `${order.venueStatus} at the venue`,
  };
}

interface KillProgress {
  readonly stage: KillStage;
  readonly openOrders: number;
  readonly positions: number;
  readonly cleanSweeps: number;
  readonly residual: KillState["residual"];
}

/** Records progress when something changed: a sweep that shows the same adds nothing to the journal. */
function advance(decision: Decision, progress: KillProgress): void {
  const { kill } = decision.state;
  if (kill === null || sameProgress(kill, progress)) return;
  const record: EngineRecord = {
    kind: "kill_advanced",
    killId: kill.killId,
    stage: progress.stage,
    venueOpenOrders: progress.openOrders,
    venuePositions: progress.positions,
    cleanSweeps: progress.cleanSweeps,
    residual: progress.residual,
  };
  decision.emit(record);
}

function sameProgress(kill: KillState, next: KillProgress): boolean {
  return (
    kill.stage === next.stage &&
    kill.venueOpenOrders === next.openOrders &&
    kill.venuePositions === next.positions &&
    kill.cleanSweeps === next.cleanSweeps &&
    JSON.stringify(kill.residual) === JSON.stringify(next.residual)
  );
}
