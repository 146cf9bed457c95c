import { describeShares } from "@interlock/core/number/describe-shares";
import { totalFees } from "@interlock/core/fees/regulatory-fees";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { formatDollars, moneyUnits, subtractMoney } from "@interlock/core/number/money";
import { type Quantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { VenuePosition, VenueSnapshot } from "@interlock/core/order/execution-report";
import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "./ask-snapshot.ts";
import { changesHolding, describeAction } from "@interlock/core/corporate/corporate-action";
import { type CorporateEntry, exStart } from "@interlock/core/corporate/corporate-book";
import { DAY_MS } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { type Break, positionBreakId } from "@interlock/core/reconciliation/break";
import { type Answer, cashSides, positionSides } from "./break-evidence.ts";
import type { Position } from "@interlock/core/position/position";
import type { ComparedHolding } from "../record.ts";
import { closeBreak, type Difference, openBreak, type Sides } from "./breaks.ts";
import { missesExecutions } from "./venue-order/ended-at-venue.ts";

/** Compares positions and cash, and closes the breaks that the answer explains. */
export function compareFigures(decision: Decision, { snapshot, askedAt }: Answer): void {
  const { state } = decision;
  const held = new Map(snapshot.positions.map((position) => [position.symbol, position.quantity]));
  const broken = Object.values(state.breaks).filter((one) => one.kind === "position");
  // A position that is gone on both sides closes its break too.
  const stale = broken.flatMap(({ symbol }) => (symbol === null ? [] : [symbol]));
  const symbols = new Set<Ticker>([...held.keys(), ...idsOf(state.portfolio.positions), ...stale]);
  let differences = 0;
  for (const symbol of symbols) {
    const ours = state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
    const venue = held.get(symbol) ?? ZERO_QUANTITY;
    if (!comparePosition(decision, { symbol, ours, venue }, { snapshot, askedAt }))
      differences += 1;
  }
  if (!compareCash(decision, { snapshot, askedAt })) differences += 1;
  decision.emit(reconciled(decision, snapshot, differences));
  closeOrderBreaks(decision, { snapshot, askedAt });
}

const ORDER_KEY = "order:";

/**
 * An order's break is over when nothing of the order is left to happen and nothing of it is missing: it has ended on
 * both sides, and an answer that was asked for afterwards agrees in its symbol's position and in cash.
 */
function closeOrderBreaks(decision: Decision, { snapshot, askedAt }: Answer): void {
  const { breaks, external } = decision.state;
  const live = new Set<string>(snapshot.openOrders.map((order) => order.clientOrderId));
  for (const id in external) live.add(external[id]?.clientOrderId ?? "");
  for (const key of Object.keys(breaks)) {
    const found = breaks[key];
    if (found === undefined || !key.startsWith(ORDER_KEY) || askedAt <= found.openedAt) continue;
    const gone = !live.has(orderOf(key)) && !isOpenInBooks(decision, orderOf(key));
    if (gone && !isSuspect(decision, found))
      closeBreak(decision, key, "the order is gone at the venue, and position and cash agree");
  }
}

function orderOf(key: string): string {
  return key.slice(ORDER_KEY.length);
}

function isOpenInBooks({ state }: Decision, id: string): boolean {
  const order = state.orders[id];
  return order !== undefined && isOpen(order);
}

/** Whether the figures that an order moves differ in the answer at hand. */
function isSuspect({ views }: Decision, { symbol }: Break): boolean {
  if (views.suspects.has(CASH_KEY)) return true;
  return symbol !== null && views.suspects.has(positionBreakId(symbol));
}

interface TwoQuantities {
  readonly symbol: Ticker;
  readonly ours: Quantity;
  readonly venue: Quantity;
}

function comparePosition(
  decision: Decision,
  { symbol, ours, venue }: TwoQuantities,
  answer: Answer,
): boolean {
  const key = positionBreakId(symbol);
  const announced = announcedFor(decision.state, symbol);
  const same = quantityUnits(ours) === quantityUnits(venue);
  if (same && !isSpunOff(announced, answer)) return agree(decision, key);
  const words = announced.map(({ action }) => `; announced: ${describeAction(action)}`).join("");
  return doubt(decision, {
    key,
    kind: "position",
    symbol,
    ours: `${describeShares(ours)}`,
    venue: `${describeShares(venue)}${words}`,
    sides: withAnnouncements(positionSides(decision, symbol, answer), announced),
  });
}

/** Days before and after its own on which an announcement may explain a difference. */
const EXPLAINS_DAYS = 3;

/** The actions that may have made a difference in a symbol, ended ones too: what was done about them is in question. */
function announcedFor({ corporate, time }: EngineState, symbol: Ticker): readonly CorporateEntry[] {
  const entries = Object.values(corporate.actions);
  if (entries.length === 0) return entries;
  return entries.filter(
    ({ action, phase }) =>
      (action.symbol === symbol || action.newSymbol === symbol) &&
      changesHolding(action) &&
      (phase === "waiting" || Math.abs(time - exStart(action.exDate)) <= EXPLAINS_DAYS * DAY_MS),
  );
}

/** The old shares agree, but part of what they cost has gone over to others that the venue shows beside them. */
function isSpunOff(announced: readonly CorporateEntry[], { snapshot }: Answer): boolean {
  return announced.some(
    ({ action, phase }) =>
      action.kind === "spin_off" &&
      phase === "waiting" &&
      snapshot.positions.some(({ symbol }) => symbol === action.newSymbol),
  );
}

/** The announcement is part of the venue's side: a person decides on both. */
function withAnnouncements(sides: Sides, announced: readonly CorporateEntry[]): Sides {
  const raw = [...sides.venue.raw, ...announced.map(({ action }) => action.raw)];
  return { ...sides, venue: { ...sides.venue, raw } };
}

/** Half a cent: the venue reports cash to the cent or finer, we keep millionths. */
const CASH_TOLERANCE_UNITS = 5_000;
const CASH_KEY = "cash";

function compareCash(decision: Decision, answer: Answer): boolean {
  const { cash } = decision.state.portfolio;
  const theirs = answer.snapshot.account.cash;
  const difference = Math.abs(moneyUnits(subtractMoney(cash, theirs)));
  if (difference < CASH_TOLERANCE_UNITS) return agree(decision, CASH_KEY);
  return doubt(decision, {
    key: CASH_KEY,
    kind: "cash",
    symbol: null,
    ours: formatDollars(cash),
    venue: formatDollars(theirs),
    sides: cashSides(decision, answer),
  });
}

function agree(decision: Decision, key: string): true {
  decision.views.suspects.delete(key);
  closeBreak(decision, key, "the venue's next answer agrees with our books");
  return true;
}

/** A difference seen once is suspected, and becomes a break when the next answer shows it again. */
function doubt(decision: Decision, difference: Difference): false {
  const { suspects } = decision.views;
  const { key } = difference;
  const seen = (suspects.get(key) ?? 0) + 1;
  suspects.set(key, seen);
  const known = decision.state.breaks[key] !== undefined;
  if (seen >= 2 || known || !decision.state.recovered) openBreak(decision, difference);
  else askForSnapshot(decision, "continuous");
  return false;
}

function reconciled(decision: Decision, snapshot: VenueSnapshot, differences: number) {
  const { account } = snapshot;
  const ledgerCash = decision.state.portfolio.cash;
  return {
    kind: "reconciled" as const,
    venueCash: account.cash,
    venueEquity: account.equity,
    venueBuyingPower: account.buyingPower,
    venueAccruedFees: account.accruedFees,
    venuePositions: snapshot.positions.map(withoutMessage),
    venueOpenOrders: snapshot.openOrders.length,
    ledgerCash,
    cashDifference: subtractMoney(ledgerCash, account.cash),
    differences,
    ledgerPositions: heldByUs(decision),
    ledgerAccruedFees: totalFees(decision.state.portfolio.accruedFees),
    agreed: differences === 0 && !missesExecutions(decision, snapshot),
  };
}

/** Our side as it was compared: what is filled afterwards is no part of it. */
function heldByUs({ state: { portfolio } }: Decision): readonly ComparedHolding[] {
  return Object.values<Position>(portfolio.positions)
    .filter(({ quantity }) => quantityUnits(quantity) !== 0)
    .map(({ symbol, quantity }) => ({ symbol, quantity }));
}

/** The messages are evidence where something differs, and weight in every other record. */
function withoutMessage({ raw: _raw, ...figures }: VenuePosition): VenuePosition {
  return figures;
}
