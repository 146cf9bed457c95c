import { idsOf, type Ticker } from "@interlock/core/ids";
import { formatMoney, moneyUnits, subtractMoney } from "@interlock/core/number/money";
import {
  formatQuantity,
  type Quantity,
  quantityUnits,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { VenueSnapshot } from "@interlock/core/order/execution-report";
import { isOpen } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Break } from "../record.ts";
import { askForSnapshot } from "./ask-snapshot.ts";
import { closeBreak, openBreak } from "./breaks.ts";

/** A whole answer of the venue, and when it was asked for. */
export interface Answer {
  readonly snapshot: VenueSnapshot;
  readonly askedAt: UnixMs;
}

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
    if (!comparePosition(decision, { symbol, ours, venue: held.get(symbol) ?? ZERO_QUANTITY }))
      differences += 1;
  }
  if (!compareCash(decision, snapshot)) differences += 1;
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
  return views.suspects.has("cash") || views.suspects.has(`position:${symbol}`);
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

function reconciled(decision: Decision, snapshot: VenueSnapshot, differences: number) {
  const { account } = snapshot;
  const ledgerCash = decision.state.portfolio.cash;
  return {
    kind: "reconciled" as const,
    venueCash: account.cash,
    venueEquity: account.equity,
    venueBuyingPower: account.buyingPower,
    venueAccruedFees: account.accruedFees,
    venuePositions: snapshot.positions,
    venueOpenOrders: snapshot.openOrders.length,
    ledgerCash,
    cashDifference: subtractMoney(ledgerCash, account.cash),
    differences,
  };
}
