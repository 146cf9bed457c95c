import { sessionAt } from "@interlock/core/market/calendar";
import type {
  VenueExecution,
  VenueOrder,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { adoptAccount } from "./adopt-account.ts";
import { noteAccount } from "./account/ask-account.ts";
import { askForSnapshot, askWhatWaits, noteSnapshotEnd } from "./ask-snapshot.ts";
import { bookExternalFill, bookFill } from "./book-fill.ts";
import { bookActions } from "./corporate/book-actions.ts";
import { compareFigures } from "./compare-figures.ts";
import { takeReplacement } from "./replaced-orders.ts";
import { takeVenueOrders } from "./take-venue-orders.ts";
import { compareUnreadable } from "./unreadable-orders.ts";
import { findOrder } from "./venue-order/find-order.ts";

/**
 * Compares our books with the venue's whole answer.
 *
 * 1. Executions first: what the venue executed and we have not booked is booked from its own log. Nothing is made up.
 * 2. Then the state of every order, then positions and cash.
 * 3. A split or the like that the answer shows exactly as it was announced is booked (`corporate/book-actions.ts`).
 * 4. Figures that moved while the answer was gathered are not compared: it is asked for again.
 * 5. A difference seen in two answers running is a break; one that is gone from an answer is closed by that evidence.
 *
 * See docs/INVARIANTS.md (I6, I14).
 */
export function reconcile(decision: Decision, input: Input): void {
  const { body } = input;
  if (body.kind === "venue_query_failed" && body.what === "snapshot")
    return noteSnapshotEnd(decision, body.reason);
  if (body.kind !== "venue_snapshot") return;
  const { snapshot } = body;
  const askedAt = decision.views.snapshots.askedAt ?? decision.time;
  decision.views.snapshots.askedAt = null;
  if (!decision.state.adopted) {
    if (snapshot.unsettled) return waitForRest(decision);
    adoptAccount(decision, snapshot);
  }
  const unnamed = snapshot.executions.filter(
    (execution) => !bookMissingExecution(decision, snapshot, execution),
  );
  takeVenueOrders(decision, snapshot);
  bookCharges(decision, snapshot);
  noteAccount(decision, snapshot.account, "snapshot");
  if (body.fillsBookedBefore !== decision.state.fillsBooked || unnamed.length > 0) {
    noteSnapshotEnd(decision, "fills came in while it was gathered");
    return askForSnapshot(decision, body.purpose);
  }
  noteSnapshotEnd(decision, null);
  bookActions(decision, { snapshot, askedAt });
  compareUnreadable(decision, { snapshot, askedAt });
  compareFigures(decision, { snapshot, askedAt });
  concludeComparison(decision, { snapshot, askedAt, purpose: body.purpose });
}

/** The opening balance stands for ever: it is taken from one moment of the account or not at all. */
function waitForRest(decision: Decision): void {
  const what = "the account traded each time that it was read";
  if (decision.views.snapshots.failures === 0)
    decision.alert(
      "warning",
      `There is no opening balance yet: ${what}. Another program may be trading it; it is read again until it rests.`,
    );
  noteSnapshotEnd(decision, what);
}

interface Compared {
  readonly snapshot: VenueSnapshot;
  readonly askedAt: UnixMs;
  readonly purpose: "recovery" | "continuous";
}

/**
 * What a comparison proves. Only one that was asked for after a stream came back, or after another writer was gone,
 * shows all that happened meanwhile; and a difference seen for the first time is not yet explained.
 */
function concludeComparison(decision: Decision, compared: Compared): void {
  const { state, views } = decision;
  views.snapshots.dueSince = null;
  decision.release("reconciliation", "the books were compared with the venue's again");
  if (compared.askedAt < views.snapshots.trustedFrom)
    return askForSnapshot(decision, compared.purpose);
  if (!state.recovered && compared.purpose === "recovery")
    finishRecovery(decision, compared.snapshot);
  for (const key of views.suspects.keys()) if (state.breaks[key] === undefined) return;
  const how = "the books were compared with the venue's since";
  decision.release("venue_key", how);
  if (state.connections.order_stream) decision.release("order_stream", how);
  if (state.connections.account_lease) decision.release("account_lease", how);
}

/** Comparisons that may be missed, by their interval, before nothing new is risked on books that nobody has checked. */
const INTERVALS_MISSED_MAX = 2;

/**
 * Compares again when the configured time has passed, and asks again for a recovery that got no answer. Books that
 * could not be compared for several intervals take no new risk, whatever the reason, and a person is told.
 */
export function reconcileWhenDue(decision: Decision, input: Input): void {
  const { state, views, time } = decision;
  if (input.body.kind !== "clock" || state.settings === null) return;
  askWhatWaits(decision, input);
  if (!state.recovered || decision.isKeyRefused()) return;
  const { snapshots } = views;
  const last = state.reconciliation?.at ?? 0;
  const { reconcileEveryMs } = state.settings;
  if (sessionAt(time) === sessionAt(last) && time - last < reconcileEveryMs) return;
  snapshots.dueSince ??= time;
  if (snapshots.askedAt === null) askForSnapshot(decision, "continuous");
  if (time - snapshots.dueSince > INTERVALS_MISSED_MAX * reconcileEveryMs) holdUncompared(decision);
}

function holdUncompared(decision: Decision): void {
  const { state, views, time } = decision;
  const age = Math.round((time - (state.reconciliation?.at ?? time)) / 1_000);
  const { failure } = views.snapshots;
  const why = failure === "" ? "no answer could be compared" : failure;
  const reason = `the books were last compared with the venue's ${age} s ago: ${why}`;
  if (decision.hold({ source: "reconciliation", state: "reducing", reason }))
    decision.alert("critical", `No new risk is taken: ${reason}.`);
}

/**
 * Books an execution that no report told. False where it has to wait: the log of executions is read last, so that one
 * may be of an order that is younger than the lists beside it, even of ours whose answer is under way. The lists of
 * the next answer are younger than it, and name its order or never will.
 */
function bookMissingExecution(
  decision: Decision,
  snapshot: VenueSnapshot,
  execution: VenueExecution,
): boolean {
  const { unnamed } = decision.views.snapshots;
  if (decision.state.executions[execution.executionId] !== undefined) return true;
  const clientId = decision.state.clientIdByVenueId[execution.venueOrderId];
  const venueOrder = findVenueOrder(snapshot, execution.venueOrderId);
  const order =
    clientId !== undefined
      ? decision.state.orders[clientId]
      : venueOrder && orderThatTraded(decision, snapshot, venueOrder);
  const booking = bookingOf(execution);
  if (venueOrder === undefined && order === undefined && !unnamed.has(execution.executionId)) {
    unnamed.add(execution.executionId);
    return false;
  }
  unnamed.delete(execution.executionId);
  if (order) bookFill(decision, { ...booking, order, source: "activity" });
  else bookExternal(decision, booking, venueOrder);
  return true;
}

function bookExternal(
  decision: Decision,
  booking: ReturnType<typeof bookingOf>,
  venueOrder: VenueOrder | undefined,
): void {
  const { execution } = booking;
  bookExternalFill(decision, {
    ...booking,
    source: "activity",
    symbol: execution.symbol,
    side: execution.side,
    clientOrderId: venueOrder?.clientOrderId ?? null,
  });
}

function bookingOf(execution: VenueExecution) {
  const { venueOrderId, venueAt, raw } = execution;
  return { execution, venueOrderId, venueAt, raw };
}

function orderThatTraded(
  decision: Decision,
  { venueAt: at }: VenueSnapshot,
  order: VenueOrder,
): Order | null {
  const known = findOrder(decision, order);
  if (known !== null) return known;
  const replacing = takeReplacement(decision, { order, at, raw: "" }, true);
  return typeof replacing === "string" ? null : replacing;
}

function findVenueOrder(snapshot: VenueSnapshot, id: string): VenueOrder | undefined {
  const isIt = (order: VenueOrder) => order.venueOrderId === id;
  return snapshot.openOrders.find(isIt) ?? snapshot.closedOrders.find(isIt);
}

function bookCharges(decision: Decision, snapshot: VenueSnapshot): void {
  for (const charge of snapshot.charges) {
    if (decision.state.chargesBooked[charge.activityId] !== undefined) continue;
    decision.emit({
      kind: "charge_booked",
      activityId: charge.activityId,
      chargeKind: charge.kind,
      date: charge.date,
      amount: charge.amount,
    });
  }
}

/** Trading may begin only now: every order whose fate is in doubt has been asked for, and the books were compared. */
function finishRecovery(decision: Decision, snapshot: VenueSnapshot): void {
  decision.emit({
    kind: "recovered",
    openOrders: snapshot.openOrders.length,
    breaks: Object.keys(decision.state.breaks).length,
  });
}
