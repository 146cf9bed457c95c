import { type KillTerms, mergeTerms, removesStops } from "@interlock/core/kill/kill-terms";
import { firstPace, LOOK_TEMPO, nextPace } from "@interlock/core/kill/look-pace";
import { isOpen } from "@interlock/core/order/order";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "../execution/ask-snapshot.ts";
import { CLOCK_MS, type Input } from "../input.ts";
import type { Closing, ClosingOutcome } from "../risk/closing.ts";
import type { EngineState, KillState } from "../state.ts";
import { cancelOwnOrders } from "./kill-cancels.ts";
import { recordProgress, takeSweep } from "./kill-sweep.ts";
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
 * 6. The venue is looked at often at first and then less and less while nothing changes: it takes 200 requests a minute
 *    from the whole account, and a kill that used them up would be refused its own cancels.
 *
 * See docs/INVARIANTS.md (I9).
 */

/** Who kills, how, and why. */
export interface KillRequest extends KillTerms {
  readonly by: string;
  readonly via: CommandVia;
  readonly reason: string;
}

/** Begins a kill, or joins the request to the one in force. Returns the sentence for whoever asked. */
export function requestKill(decision: Decision, request: KillRequest): string {
  const standing = killInForce(decision.state);
  if (standing === null) return begin(decision, request);
  const { mode, includeStops } = mergeTerms(standing, request);
  const addsNothing = mode === standing.mode && includeStops === standing.includeStops;
  if (addsNothing && isRunning(standing)) lookSoon(decision, standing);
  if (addsNothing && (isRunning(standing) || mode === "halt")) {
    return `A kill in mode ${mode} is in force since ${standing.by} asked for it; it covers this one.`;
  }
  const sentence = begin(decision, { ...request, mode, includeStops });
  return addsNothing
    ? `The kill in mode ${mode} that ${standing.by} asked for was proven; the venue is looked at again, and what came since is removed.`
    : sentence;
}

/**
 * Takes a kill that was latched while the engine was away. It is no new gesture: when the journal's own kill covers it,
 * nothing is recorded, and what is under way goes on.
 */
export function upholdKill(decision: Decision, latched: KillRequest): void {
  const standing = killInForce(decision.state);
  if (standing !== null && mergeTerms(standing, latched) === standing) return;
  requestKill(decision, latched);
}

function begin(decision: Decision, request: KillRequest): string {
  const { mode, by } = request;
  const killId = `kill-${decision.state.counters.kill + 1}`;
  const reason = request.reason === "" ? `mode ${mode}, no reason given` : request.reason;
  const hold = { source: "kill_switch" as const, state: "halted" as const, reason };
  decision.emit({ kind: "trading_held", hold: { ...hold, at: decision.time, by } });
  decision.emit({ kind: "kill_requested", killId, ...request });
  const sentence = `Kill switch: ${mode}, by ${by}.`;
  decision.perform({ kind: "raise_alert", severity: "critical", sentence });
  if (mode === "halt") {
    recordProgress(decision, { stage: "proven", openOrders: 0, positions: 0, cleanSweeps: 0 });
    return "The gate is closed: no order that adds risk can leave. Working orders stay.";
  }
  cancelOwnOrders(decision, request);
  decision.views.sweeps.pace = firstPace(LOOK_TEMPO);
  sweep(decision, killId);
  return `The gate is closed and ${mode === "flatten" ? "cancels and closes are" : "cancels are"} under way.`;
}

/** The kill that holds trading now; one that a person has resumed from is over. */
function killInForce({ kill, trading }: EngineState): KillState | null {
  return trading.holds.some((hold) => hold.source === "kill_switch") ? kill : null;
}

/** Somebody pressed again: the venue is looked at now, not when a slow pace would have it. */
function lookSoon(decision: Decision, kill: KillState): void {
  const { sweeps } = decision.views;
  sweeps.pace = firstPace(LOOK_TEMPO);
  if (sweeps.inFlight === null) sweep(decision, kill.killId);
}

/** Moves a kill on, by what the venue shows or when it is time to look again. Returns what is to be closed. */
export function advanceKill(decision: Decision, input: Input): readonly Closing[] {
  const { kill } = decision.state;
  const { body } = input;
  if (kill === null || !isRunning(kill)) return NOTHING;
  switch (body.kind) {
    case "venue_query_failed":
      if (body.what === "sweep") cancelBlind(decision, kill);
      return NOTHING;
    case "venue_swept":
      return body.killId === kill.killId ? follow(decision, kill, body) : NOTHING;
    case "clock":
      sweepWhenDue(decision, kill);
      return NOTHING;
    default:
      return NOTHING;
  }
}

const NOTHING: readonly Closing[] = [];

/** Tells whether a kill still has something to prove. */
export function isRunning(kill: KillState): boolean {
  return kill.stage !== "proven";
}

/** What cannot be listed can still be canceled, all of it with one request, where nothing at work has to stay. */
function cancelBlind(decision: Decision, kill: KillState): void {
  const closing = Object.values(decision.state.orders).some(
    (order) => order.purpose === "flatten" && isOpen(order),
  );
  if (removesStops(kill) && !closing) decision.perform({ kind: "cancel_all_orders" });
  goOn(decision, false);
}

type Swept = Extract<Input["body"], { readonly kind: "venue_swept" }>;

function follow(decision: Decision, kill: KillState, swept: Swept): readonly Closing[] {
  const { closings, next } = takeSweep(decision, kill, swept);
  goOn(decision, next === "changed");
  if (next === "look_at_once") sweep(decision, kill.killId);
  return closings;
}

function goOn({ views }: Decision, changed: boolean): void {
  views.sweeps.inFlight = null;
  views.sweeps.waitedMs = 0;
  views.sweeps.pace = nextPace(views.sweeps.pace, changed, LOOK_TEMPO);
}

function sweepWhenDue(decision: Decision, kill: KillState): void {
  const { sweeps } = decision.views;
  sweeps.waitedMs += Math.max(CLOCK_MS, decision.time - sweeps.countedAt);
  sweeps.countedAt = decision.time;
  if (sweeps.inFlight === null && sweeps.waitedMs >= sweeps.pace.delayMs)
    sweep(decision, kill.killId);
}

function sweep(decision: Decision, killId: string): void {
  const { sweeps } = decision.views;
  sweeps.inFlight = killId;
  sweeps.filledMeanwhile = false;
  sweeps.shownMeanwhile = false;
  sweeps.waitedMs = 0;
  sweeps.countedAt = decision.time;
  decision.perform({ kind: "sweep_venue", killId });
}

/** Books older than that may have missed the fills that explain why nothing can be closed. */
const BOOKS_AGE_MS_MAX = 10 * SECOND_MS;

/** Notes what became of the closings of a flatten: what was sent, and why anything was refused. */
export function noteClosings(decision: Decision, { sent, refusals }: ClosingOutcome): void {
  const { kill, reconciliation } = decision.state;
  if (kill === null || kill.mode !== "flatten" || !isRunning(kill)) return;
  for (const [symbol, sentence] of refusals) decision.views.closingRefusals.set(symbol, sentence);
  if (sent > 0) decision.emit({ kind: "kill_closes_requested", killId: kill.killId, orders: sent });
  const booksAge = decision.time - (reconciliation?.at ?? 0);
  if (refusals.size > 0 && booksAge >= BOOKS_AGE_MS_MAX) askForSnapshot(decision, "continuous");
}
