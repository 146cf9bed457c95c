import type { Decision } from "./decision.ts";
import { askForSnapshot } from "./execution/ask-snapshot.ts";
import type { Channel, Input } from "./input.ts";
import type { PersonEvent } from "./records/person-record.ts";

/**
 * Connections and the database's lag bear on whether we may trade. A stream that comes back may have missed anything:
 * nothing new is risked until an answer of the venue that was asked for after its return was compared (I14).
 */
export function watchConnections(decision: Decision, input: Input): void {
  const { body } = input;
  switch (body.kind) {
    case "connection":
      return noteConnection(decision, body);
    case "account_taken":
      return yieldAccount(decision, body.by);
    case "stream_gap":
      if (body.channel === "order_stream") doubtReports(decision, body.reason);
      return;
    case "venue_snapshot":
    case "venue_swept":
    case "open_orders_listed":
    case "account_answered":
      return noteRest(decision, true, "");
    case "venue_query_failed":
      // Market data are asked of another host, which says nothing about the one that takes orders.
      if (body.what !== "quotes" && body.what !== "corporate_actions")
        noteRest(decision, false, body.reason);
      return;
    case "venue_clock":
      return noteClock(decision, body.trusted);
    case "finding":
      return decision.alert(body.severity, body.sentence);
    case "person_event":
      return notePerson(decision, body.noted);
    case "head_anchored":
      return decision.emit(body);
    case "projection_lag":
      return noteLag(decision, body.lagMs);
    default:
      return;
  }
}

/** What the edge tells again, as it did not see that the journal has it, is written once. */
function notePerson(decision: Decision, noted: PersonEvent): void {
  if (noted.noteId !== undefined && decision.state.notes.includes(noted.noteId)) return;
  decision.emit({ kind: "person_noted", ...noted });
}

interface Change {
  readonly channel: Channel;
  readonly up: boolean;
  readonly reason: string;
}

function noteConnection(decision: Decision, { channel, up, reason }: Change): void {
  if (decision.state.connections[channel] === up) return;
  decision.emit({ kind: "connection_changed", channel, up, reason });
  if (channel === "order_stream") doubtReports(decision, reason);
  if (channel === "account_lease" && up && decision.isHeldBy("account_lease"))
    compareFromNow(decision);
}

/**
 * Two engines that close one position make the account short: an engine that knows of another sends nothing, not even
 * what reduces, but what a person's kill asks for. When the account is ours again the other may have done anything.
 */
function yieldAccount(decision: Decision, by: string): void {
  noteConnection(decision, { channel: "account_lease", up: false, reason: `${by} writes it` });
  const reason = `another engine writes this account: ${by}`;
  if (decision.hold({ source: "account_lease", state: "halted", reason }))
    decision.alert("critical", `Nothing is sent but a person's kill: ${reason}.`);
}

/** From here on reports may be missing: what was asked before proves nothing of them. */
function doubtReports(decision: Decision, cause: string): void {
  const { state } = decision;
  const because = cause === "" ? "" : ` (${cause})`;
  const reason = `reports of orders may be missing${because}; the books must be compared first`;
  // Until recovery is done its own hold is in force, and waits for the same comparison.
  if (state.recovered) decision.hold({ source: "order_stream", state: "reducing", reason });
  compareFromNow(decision);
}

/** Only an answer that is asked for from now on shows all that happened. */
function compareFromNow(decision: Decision): void {
  const { state, views, time } = decision;
  views.snapshots.trustedFrom = time;
  if (state.connections.order_stream)
    askForSnapshot(decision, state.recovered ? "continuous" : "recovery");
}

/** The venue's REST interface is as good as its last answer to one of our questions. */
function noteRest(decision: Decision, up: boolean, reason: string): void {
  if (decision.state.connections.venue_rest !== up)
    decision.emit({ kind: "connection_changed", channel: "venue_rest", up, reason });
}

/** By a wrong clock every age, session and rate is wrong. */
function noteClock(decision: Decision, trusted: boolean): void {
  if (trusted) return decision.release("venue_clock", "the venue's clock and ours agree again");
  const reason = "the venue's clock and ours are seconds apart";
  if (decision.hold({ source: "venue_clock", state: "reducing", reason }))
    decision.alert("critical", `No new risk is taken: ${reason}.`);
}

/** Only crossing the limit is recorded: the lag itself changes all the time. */
function noteLag(decision: Decision, lagMs: number): void {
  const { limits, projectionLagging } = decision.state;
  decision.views.projectionLagMs = lagMs;
  const lagging = limits !== null && lagMs > limits.values.maxProjectionLagMs;
  if (lagging !== projectionLagging)
    decision.emit({ kind: "projection_lag_changed", lagging, lagMs });
}
