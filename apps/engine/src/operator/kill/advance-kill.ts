import type { VenueOrderId } from "@interlock/core/ids";
import { isWithin } from "@interlock/core/kill/kill-scope";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import { killsOf, runningKills, scopeOfKill } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { Closing, ClosingOutcome } from "../../risk/closing.ts";
import { isLookOf, lookNow, lookWhenDue, noteLooked } from "./ask-look.ts";
import { forgetAsked } from "./kill-cancels.ts";
import { compareOldBooks } from "./kill-closings.ts";
import { noteEvidence, unconfirmed } from "./kill-receipt.ts";
import { takeLook } from "./take-look.ts";

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
 * The stages, each in a file of its own: the request, which closes the gate (`request-kill.ts`); when to look
 * (`ask-look.ts`) and what a look leads to (`take-look.ts`); cancels (`kill-cancels.ts`), closings
 * (`kill-closings.ts`) and the proof (`kill-proof.ts`), which a late fill undoes (`kill-reopen.ts`). The evidence of
 * all is the receipt (`kill-receipt.ts`). See docs/INVARIANTS.md (I9).
 */

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
      lookWhenDue(decision);
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
  noteLooked(decision, false);
}

type Swept = Extract<Input["body"], { readonly kind: "venue_swept" }>;

/** One look serves every kill that asked for it; one that began after it was asked for waits for the next. */
function follow(
  decision: Decision,
  running: readonly KillState[],
  swept: Swept,
): readonly Closing[] {
  const seeing = running.filter((kill) => isLookOf(swept.killId, kill));
  if (seeing.length === 0) return NOTHING;
  const closings: Closing[] = [];
  const nexts = seeing.map((kill) => {
    const outcome = takeLook(decision, kill, swept);
    closings.push(...outcome.closings);
    return outcome.next;
  });
  noteLooked(decision, nexts.includes("changed"));
  if (nexts.includes("look_at_once")) lookNow(decision);
  return closings;
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
