import { sessionAt } from "@interlock/core/market/calendar";
import { idsOf } from "@interlock/core/ids";
import type { Ticker } from "@interlock/core/ids";
import { formatMoney, moneyUnits, subtractMoney } from "@interlock/core/number/money";
import {
  formatQuantity,
  type Quantity,
  quantityUnits,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type {
  VenueExecution,
  VenueOrder,
  VenuePosition,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { adoptAccount } from "./adopt-account.ts";
import {
  adoptVenueOrder,
  bookExternalFill,
  bookFill,
  findOrder,
  lookUp,
} from "./advance-orders.ts";
import { askForSnapshot } from "./ask-snapshot.ts";
import { closeBreak, openBreak } from "./breaks.ts";

/**
 * Compares our books with the venue's whole answer.
 *
 * 1. Executions first: what the venue executed and we have not booked is booked from its own log. Nothing is made up.
 * 2. Then the state of every order, then positions and cash.
 * 3. Figures that moved while the answer was gathered are not compared: it is asked for again.
 * 4. A difference seen in two answers running is a break; one that is gone from an answer is closed by that evidence.
 *
 * See docs/INVARIANTS.md (I6, I14).
 */
export function reconcile(decision: Decision, input: Input): void {
  const { body } = input;
  if (body.kind === "venue_query_failed" && body.what === "snapshot") {
    decision.views.snapshotAskedAt = null;
    return;
  }
  if (body.kind !== "venue_snapshot") return;
  const { snapshot } = body;
  decision.views.snapshotAskedAt = null;
  if (!decision.state.adopted) adoptAccount(decision, snapshot);
  for (const execution of snapshot.executions) bookMissingExecution(decision, snapshot, execution);
  for (const order of snapshot.closedOrders) takeVenueOrder(decision, snapshot, order);
  for (const order of snapshot.openOrders) takeVenueOrder(decision, snapshot, order);
  lookUpMissingOrders(decision, snapshot);
  bookCharges(decision, snapshot);
  if (body.fillsBookedBefore !== decision.state.fillsBooked)
    return askForSnapshot(decision, body.purpose);
  compare(decision, snapshot);
  if (!decision.state.recovered && body.purpose === "recovery") finishRecovery(decision, snapshot);
}

/** Compares again when the configured time has passed, and asks again for a recovery that got no answer. */
export function reconcileWhenDue(decision: Decision, input: Input): void {
  const { state, time } = decision;
  if (input.body.kind !== "clock" || state.settings === null) return;
  if (!state.recovered) return askForSnapshot(decision, "recovery");
  const last = state.reconciliation?.at ?? 0;
  const newSession = sessionAt(time) !== sessionAt(last);
  if (newSession || time - last >= state.settings.reconcileEveryMs)
    askForSnapshot(decision, "continuous");
}

function bookMissingExecution(
  decision: Decision,
  snapshot: VenueSnapshot,
  execution: VenueExecution,
): void {
  if (decision.state.executions[execution.executionId] !== undefined) return;
  const clientId = decision.state.clientIdByVenueId[execution.venueOrderId];
  const venueOrder = findVenueOrder(snapshot, execution.venueOrderId);
  const order =
    clientId !== undefined
      ? decision.state.orders[clientId]
      : venueOrder && findOrder(decision, venueOrder);
  const booking = {
    execution,
    venueOrderId: execution.venueOrderId,
    venueAt: execution.venueAt,
    raw: execution.raw,
  };
  if (order) return bookFill(decision, { ...booking, order, source: "activity" });
  bookExternalFill(decision, {
    ...booking,
    source: "activity",
    symbol: execution.symbol,
    side: execution.side,
    clientOrderId: venueOrder?.clientOrderId ?? null,
  });
}

function findVenueOrder(snapshot: VenueSnapshot, id: string): VenueOrder | undefined {
  const isIt = (order: VenueOrder) => order.venueOrderId === id;
  return snapshot.openOrders.find(isIt) ?? snapshot.closedOrders.find(isIt);
}

function takeVenueOrder(decision: Decision, snapshot: VenueSnapshot, venueOrder: VenueOrder): void {
  const order = findOrder(decision, venueOrder);
  if (order !== null) {
    if (!isOpen(order)) return;
    const news = { order: venueOrder, at: snapshot.venueAt, raw: "", reason: "" };
    return adoptVenueOrder(decision, order.clientOrderId, news);
  }
  const known = decision.state.external[venueOrder.venueOrderId] !== undefined;
  const open = snapshot.openOrders.includes(venueOrder);
  if (open || known)
    decision.emit({ kind: "external_order_seen", order: venueOrder, open, raw: "" });
}

/** An order that we think open and the venue does not list is asked for by our id; only evidence changes it. */
function lookUpMissingOrders(decision: Decision, snapshot: VenueSnapshot): void {
  const listed = new Set(snapshot.openOrders.map((order) => order.venueOrderId));
  for (const id in decision.state.orders) {
    const order = decision.state.orders[id];
    if (order === undefined || !isOpen(order)) continue;
    if (order.venueOrderId === null || !listed.has(order.venueOrderId))
      lookUpIfSettled(decision, snapshot, order);
  }
}

/** An order younger than the snapshot may simply be missing from it. */
function lookUpIfSettled(decision: Decision, snapshot: VenueSnapshot, order: Order): void {
  const unanswered = order.status === "pending_submit" && decision.state.recovered;
  if (!unanswered && order.updatedAt <= snapshot.venueAt) lookUp(decision, order.clientOrderId);
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

function compare(decision: Decision, snapshot: VenueSnapshot): void {
  const { state } = decision;
  const held = new Map(snapshot.positions.map((position) => [position.symbol, position.quantity]));
  const broken = Object.values(state.breaks).filter((one) => one.kind === "position");
  // A position that is gone on both sides closes its break too.
  const stale = broken.flatMap(({ symbol }) => (symbol === null ? [] : [symbol]));
  const symbols = new Set<Ticker>([...held.keys(), ...idsOf(state.portfolio.positions), ...stale]);
  let differences = 0;
  for (const symbol of symbols) {
    const ours = state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
    if (!comparePosition(decision, { symbol, ours, venue: held.get(symbol) ?? ZERO_QUANTITY }))
      differences += 1;
  }
  if (!compareCash(decision, snapshot)) differences += 1;
  decision.emit(reconciled(decision, { snapshot, differences, positions: snapshot.positions }));
}

interface TwoQuantities {
  readonly symbol: Ticker;
  readonly ours: Quantity;
  readonly venue: Quantity;
}

function comparePosition(decision: Decision, { symbol, ours, venue }: TwoQuantities): boolean {
  const key = `position:${symbol}`;
  const agrees = quantityUnits(ours) === quantityUnits(venue);
  return judge(decision, agrees, {
    key,
    kind: "position",
    symbol,
    ours: `${formatQuantity(ours)} shares`,
    venue: `${formatQuantity(venue)} shares`,
  });
}

/** Half a cent: the venue reports cash to the cent or finer, we keep millionths. */
const CASH_TOLERANCE_UNITS = 5_000;

function compareCash(decision: Decision, snapshot: VenueSnapshot): boolean {
  const { cash } = decision.state.portfolio;
  const difference = Math.abs(moneyUnits(subtractMoney(cash, snapshot.account.cash)));
  return judge(decision, difference < CASH_TOLERANCE_UNITS, {
    key: "cash",
    kind: "cash",
    symbol: null,
    ours: `$${formatMoney(cash)}`,
    venue: `$${formatMoney(snapshot.account.cash)}`,
  });
}

type Judged = Parameters<typeof openBreak>[1];

/** Counts a difference once as a suspect and opens a break when the next answer shows it again. */
function judge(decision: Decision, agrees: boolean, difference: Judged): boolean {
  const { suspects } = decision.views;
  if (agrees) {
    suspects.delete(difference.key);
    closeBreak(decision, difference.key, "the venue's next answer agrees with our books");
    return true;
  }
  const seen = (suspects.get(difference.key) ?? 0) + 1;
  suspects.set(difference.key, seen);
  if (seen >= 2 || !decision.state.recovered) openBreak(decision, difference);
  else askForSnapshot(decision, "continuous");
  return false;
}

interface Comparison {
  readonly snapshot: VenueSnapshot;
  readonly differences: number;
  readonly positions: readonly VenuePosition[];
}

function reconciled(decision: Decision, { snapshot, differences, positions }: Comparison) {
  const { account } = snapshot;
  const ledgerCash = decision.state.portfolio.cash;
  return {
    kind: "reconciled" as const,
    venueCash: account.cash,
    venueEquity: account.equity,
    venueBuyingPower: account.buyingPower,
    venueAccruedFees: account.accruedFees,
    venuePositions: positions,
    venueOpenOrders: snapshot.openOrders.length,
    ledgerCash,
    cashDifference: subtractMoney(ledgerCash, account.cash),
    differences,
  };
}

/** Trading may begin only now: every order whose fate is in doubt has been asked for, and the books were compared. */
function finishRecovery(decision: Decision, snapshot: VenueSnapshot): void {
  decision.emit({
    kind: "recovered",
    openOrders: snapshot.openOrders.length,
    breaks: Object.keys(decision.state.breaks).length,
  });
}
