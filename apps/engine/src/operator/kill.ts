import { assert } from "@interlock/core/assert";
import type { VenueOrderId } from "@interlock/core/ids";
import {
  describeScope,
  isWithin,
  type KillScope,
  WHOLE_ACCOUNT,
} from "@interlock/core/kill/kill-scope";
import { type KillTerms, mergeTerms, removesStops } from "@interlock/core/kill/kill-terms";
import { firstPace, LOOK_TEMPO, nextPace } from "@interlock/core/kill/look-pace";
import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import { CLOCK_MS, type Input } from "../input.ts";
import type { Closing, ClosingOutcome } from "../risk/closing.ts";
import type { KillState } from "../records/kill-record.ts";
import type { EngineState } from "../state.ts";
import { accept, type CommandOutcome, refuse } from "./command-outcome.ts";
import { cancelKnownOrders, forgetAsked } from "./kill-cancels.ts";
import { isRunning, killInForce, killsOf, runningKills, scopeOfKill } from "../kill-in-force.ts";
import { noteEvidence, unconfirmed } from "./kill-receipt.ts";
import { compareOldBooks, recordProgress, takeSweep } from "./kill-sweep.ts";
import type { CommandVia } from "./operator-command.ts";

/**
 * The kill switch: requested → gate closed → cancels sent → nothing open at the venue → (flat) → proven, or residual
 * with a list. What is to be canceled and closed is core's plan, which the watchdog follows too (`core/kill`).
 *
 * 1. The gate closes in the same journal entry that records the request: no order decided later can pass, and one that
 *    was approved before is asked about again right before its first byte is written. What left before that is
 *    canceled like everything else that the venue shows.
 * 2. It is done only when the venue itself shows no open order (and, for a flatten, no position) twice in a row.
 * 3. What the venue still shows is canceled again, whoever placed it, for as long as it takes: by its id where its
 *    terms cannot be read, whatever is held where positions cannot be asked, and blind where nothing can be listed.
 * 4. Protective stops stay unless the request includes them; a flatten always removes them, for they hold the shares.
 * 5. Requests join: the stronger mode wins, stops once included stay included. One that adds nothing to a kill under
 *    way is covered by it; one after the proof has the venue looked at again, for something may have come since.
 * 6. A kill of one symbol or one strategy stops that part of the account and leaves the rest to trade: its orders are
 *    canceled one by one, its positions closed, and its proof is about them alone.
 * 7. The venue is looked at often at first and then less and less while nothing changes: it takes 200 requests a minute
 *    from the whole account, and a kill that used them up would be refused its own cancels.
 *
 * See docs/INVARIANTS.md (I9).
 */

/** Who kills what, how, and why. */
export interface KillRequest extends KillTerms {
  readonly scope: KillScope;
  readonly by: string;
  readonly via: CommandVia;
  readonly reason: string;
  /** A rehearsal: the same kill, whose receipt is kept as a drill's. */
  readonly drill?: boolean | undefined;
  /** When it was asked for, in wall-clock milliseconds of this host; absent where nobody noted it. */
  readonly hostAt?: number | undefined;
}

/**
 * Begins a kill, or joins the request to the one in force in its scope. One of a part of the account holds that part by
 * itself, also under a kill of everything: whoever resumes everything does not resume what another person stopped by
 * name. Refused is only what would stop nothing, and a rehearsal where it may not be.
 */
export function requestKill(decision: Decision, request: KillRequest): CommandOutcome {
  const { state } = decision;
  const why = refusalOf(state, request);
  if (why !== null) return refuse(why);
  const standing = killInForce(state, request.scope);
  if (standing === null) return accept(begin(decision, request));
  const { mode, includeStops } = mergeTerms(standing, request);
  const covered = addsNothing(standing, request);
  if (covered && isRunning(standing)) lookSoon(decision);
  if (covered && (isRunning(standing) || mode === "halt")) {
    return accept(
      `A kill in mode ${mode} is in force since ${standing.by} asked for it; it covers this one.`,
    );
  }
  const sentence = begin(decision, { ...request, mode, includeStops });
  return accept(
    covered
      ? `The kill in mode ${mode} that ${standing.by} asked for was proven; the venue is looked at again, and what came since is removed.`
      : sentence,
  );
}

/**
 * Takes a kill that was latched while the engine was away. It is no new gesture: when the journal's own kill covers it,
 * nothing is recorded, and what is under way goes on.
 */
export function upholdKill(decision: Decision, latched: KillRequest): void {
  const standing = killInForce(decision.state, latched.scope);
  if (standing !== null && mergeTerms(standing, latched) === standing) return;
  requestKill(decision, latched);
}

/** Tells whether a kill goes as far as a request already; a rehearsal never does where the request is real. */
function addsNothing(standing: KillState, request: KillRequest): boolean {
  const { mode, includeStops } = mergeTerms(standing, request);
  const isReal = standing.drill === true && request.drill !== true;
  return mode === standing.mode && includeStops === standing.includeStops && !isReal;
}

function refusalOf(state: EngineState, request: KillRequest): string | null {
  const { scope, drill, mode } = request;
  const strategies = (state.settings?.strategies ?? []).map(({ id }) => id);
  if (scope.kind === "strategy" && !strategies.includes(scope.strategyId))
    return `Nothing was stopped: there is no strategy ${scope.strategyId}. There are ${strategies.join(", ")}.`;
  if (drill !== true) return null;
  if (state.settings?.environment === "live" && mode !== "halt")
    return "Nothing was done: in live only Halt new is rehearsed, for a drill there must not touch an order. Choose Halt new, or rehearse in paper.";
  const inForce = [killInForce(state, WHOLE_ACCOUNT), ...killsOf(state)].find(
    (kill) => kill != null && kill === killInForce(state, scopeOfKill(kill)),
  );
  if (inForce == null) return null;
  return `Nothing was done: the kill of ${describeScope(scopeOfKill(inForce))} by ${inForce.by} is in force. A drill rehearses while nothing is stopped: resume first.`;
}

function begin(decision: Decision, request: KillRequest): string {
  const { mode, by, scope } = request;
  const killId = `kill-${decision.state.counters.kill + 1}`;
  emitRequest(decision, killId, request);
  const kill = killInForce(decision.state, scope);
  assert(kill !== null, "a kill that was just recorded is not in force");
  const what = scope.kind === "all" ? mode : `${mode} of ${describeScope(scope)}`;
  const drill = request.drill === true ? " A drill." : "";
  const sentence = `Kill switch: ${what}, by ${by}.${drill}`;
  decision.perform({ kind: "raise_alert", severity: "critical", sentence });
  noteEvidence(decision, kill, { reached: ["requested"], hostAt: request.hostAt });
  decision.perform({ kind: "note_kill_gate", killId });
  const gate =
    scope.kind === "all" ? "The gate is closed" : `The gate of ${describeScope(scope)} is closed`;
  if (mode === "halt") {
    recordProgress(decision, kill, {
      stage: "proven",
      openOrders: 0,
      positions: 0,
      cleanSweeps: 0,
    });
    return `${gate}: no order that adds risk can leave. Working orders stay.`;
  }
  cancelKnownOrders(decision, kill);
  decision.views.sweeps.pace = firstPace(LOOK_TEMPO);
  sweep(decision);
  return `${gate} and ${mode === "flatten" ? "cancels and closes are" : "cancels are"} under way.`;
}

/** Everything is held by a hold beside the others; a part of the account by the kill's own record. */
function emitRequest(decision: Decision, killId: string, request: KillRequest): void {
  const { mode, includeStops, by, via, reason: given, scope } = request;
  const terms = { killId, mode, includeStops, by, via, reason: given };
  const drill = request.drill === true ? { drill: true as const } : {};
  if (scope.kind !== "all") {
    decision.emit({ kind: "scope_kill_requested", scope, ...terms, ...drill });
    return;
  }
  const reason = given === "" ? `mode ${mode}, no reason given` : given;
  const hold = { source: "kill_switch" as const, state: "halted" as const, reason };
  decision.emit({ kind: "trading_held", hold: { ...hold, at: decision.time, by } });
  decision.emit({ kind: "kill_requested", ...terms, ...drill });
}

/** Somebody pressed again: the venue is looked at now, not when a slow pace would have it. */
export function lookSoon(decision: Decision): void {
  const { sweeps } = decision.views;
  sweeps.pace = firstPace(LOOK_TEMPO);
  if (sweeps.inFlight === null) sweep(decision);
}

/** Moves kills on, by what the venue shows or when it is time to look again. Returns what is to be closed. */
export function advanceKill(decision: Decision, input: Input): readonly Closing[] {
  const running = runningKills(decision.state);
  if (running.length === 0 && input.body.kind !== "kill_gate_closed") return NOTHING;
  const { body } = input;
  switch (body.kind) {
    case "venue_query_failed":
      if (body.what === "sweep") cancelBlind(decision, running);
      return NOTHING;
    case "venue_swept":
      return follow(decision, running, body);
    case "clock":
      sweepWhenDue(decision);
      return NOTHING;
    case "kill_gate_closed":
      noteGate(decision, body);
      return NOTHING;
    case "cancel_all_answered":
      if (body.outcome !== "accepted") forgetAsked(decision);
      noteFirstCancel(decision, running, body.sentAt);
      return NOTHING;
    case "cancel_answered":
      noteFirstCancel(decision, running, body.sentAt);
      if (body.outcome === "unknown") noteFailed(decision, running, body.venueOrderId);
      return NOTHING;
    default:
      return NOTHING;
  }
}

const NOTHING: readonly Closing[] = [];

/** What cannot be listed can still be canceled, all of it with one request, where nothing at work has to stay. */
function cancelBlind(decision: Decision, running: readonly KillState[]): void {
  const whole = running.find((kill) => scopeOfKill(kill).kind === "all");
  const closing = Object.values(decision.state.orders).some(
    (order) => order.purpose === "flatten" && isOpen(order),
  );
  if (whole !== undefined && removesStops(whole) && !closing)
    decision.perform({ kind: "cancel_all_orders" });
  goOn(decision, false);
}

type Swept = Extract<Input["body"], { readonly kind: "venue_swept" }>;

/** One look serves every kill that asked for it; one that began after it was asked for waits for the next. */
function follow(
  decision: Decision,
  running: readonly KillState[],
  swept: Swept,
): readonly Closing[] {
  const asked = swept.killId.split(ID_JOINT);
  const seeing = running.filter(({ killId }) => asked.includes(killId));
  if (seeing.length === 0) return NOTHING;
  const closings: Closing[] = [];
  const nexts = seeing.map((kill) => {
    const outcome = takeSweep(decision, kill, swept);
    closings.push(...outcome.closings);
    return outcome.next;
  });
  goOn(decision, nexts.includes("changed"));
  if (nexts.includes("look_at_once")) sweep(decision);
  return closings;
}

function goOn({ views }: Decision, changed: boolean): void {
  views.sweeps.inFlight = null;
  views.sweeps.waitedMs = 0;
  views.sweeps.pace = nextPace(views.sweeps.pace, changed, LOOK_TEMPO);
}

/** A look costs requests too: for fewer cancels than that nobody looks before it is time. */
const WORTH_A_LOOK = 30;

function sweepWhenDue(decision: Decision): void {
  const { sweeps } = decision.views;
  sweeps.waitedMs += Math.max(CLOCK_MS, decision.time - sweeps.countedAt);
  sweeps.countedAt = decision.time;
  // What waits for its turn goes as soon as the venue's requests of a minute allow, however seldom it is looked.
  const room = decision.views.cancelPace.room(decision.time);
  const mayGo = sweeps.cancelsWait && room >= WORTH_A_LOOK;
  if (sweeps.inFlight === null && (mayGo || sweeps.waitedMs >= sweeps.pace.delayMs))
    sweep(decision);
}

/** Between the ids of the kills that share a look. */
const ID_JOINT = "+";

function sweep(decision: Decision): void {
  const { sweeps } = decision.views;
  const killId = runningKills(decision.state)
    .map((kill) => kill.killId)
    .join(ID_JOINT);
  sweeps.inFlight = killId;
  sweeps.filledMeanwhile = false;
  sweeps.shownMeanwhile = false;
  sweeps.cancelsWait = false;
  sweeps.waitedMs = 0;
  sweeps.countedAt = decision.time;
  decision.perform({ kind: "sweep_venue", killId });
}

/** The record that closed the gate is on the disk. A halt is done with it. */
function noteGate(decision: Decision, { killId, hostAt }: GateClosed): void {
  const kill = killsOf(decision.state).find((one) => one.killId === killId);
  if (kill === undefined) return;
  const reached = kill.mode === "halt" ? GATE_AND_PROOF : GATE;
  noteEvidence(decision, kill, { reached, hostAt });
}

type GateClosed = Extract<Input["body"], { readonly kind: "kill_gate_closed" }>;

const GATE = ["gate_closed"] as const;
const GATE_AND_PROOF = ["gate_closed", "proven"] as const;

function noteFirstCancel(
  decision: Decision,
  running: readonly KillState[],
  hostAt: number | undefined,
): void {
  // The venue may report the end of every order before it answers the request for it.
  for (const kill of running)
    if ((kill.receipt?.orders.length ?? 0) > 0)
      noteEvidence(decision, kill, { reached: ["first_cancel_sent"], hostAt });
}

/** A request that failed at the venue did not reach it, or may not have: its order waits for its turn again. */
function noteFailed(decision: Decision, running: readonly KillState[], id: VenueOrderId): void {
  forgetAsked(decision, id);
  for (const kill of running) noteEvidence(decision, kill, { failed: [id] });
}

/** Notes what became of the closings of flattens: what was sent, and why anything was refused. */
export function noteClosings(decision: Decision, { refusals }: ClosingOutcome): void {
  const flattening = runningKills(decision.state).filter(({ mode }) => mode === "flatten");
  if (flattening.length === 0) return;
  for (const [symbol, sentence] of refusals) decision.views.closingRefusals.set(symbol, sentence);
  const sent = decision.records.flatMap((record) =>
    record.kind === "order_approved" && record.intent.purpose === "flatten" ? record.intent : [],
  );
  for (const kill of flattening) {
    const orders = sent.filter((intent) => isWithin(intent, scopeOfKill(kill))).length;
    if (orders === 0) continue;
    decision.emit({ kind: "kill_closes_requested", killId: kill.killId, orders });
    noteEvidence(decision, kill, { reached: ["closing"] });
  }
  if (refusals.size > 0) compareOldBooks(decision);
}

/** Notes orders that a kill asked about and that have ended since, by the venue's own reports. */
export function noteCanceled(decision: Decision): void {
  const { state, records } = decision;
  if (records.length === 0) return;
  for (const kill of runningKills(state)) {
    const pending = new Set(unconfirmed(kill));
    if (pending.size > 0) noteEvidence(decision, kill, { confirmed: endedOf(decision, pending) });
  }
}

function endedOf({ state, records }: Decision, pending: ReadonlySet<string>): readonly string[] {
  return records.flatMap((record) => {
    if (record.kind === "external_order_seen")
      return record.open ? [] : [record.order.venueOrderId];
    if (record.kind !== "order_advanced") return [];
    const order = state.orders[record.clientOrderId];
    const id = order?.venueOrderId ?? record.clientOrderId;
    return order !== undefined && !isOpen(order) && pending.has(id) ? [id] : [];
  });
}
