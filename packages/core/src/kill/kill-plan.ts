import type { Ticker } from "../ids.ts";
import {
  marketDay,
  newYorkDate,
  newYorkMinuteOfDay,
  nextOpen,
  type TradingSession,
} from "../market/calendar.ts";
import {
  absoluteQuantity,
  formatQuantity,
  type Quantity,
  signOfQuantity,
} from "../number/quantity.ts";
import type { UnreadableOrder, VenueOrder, VenuePosition } from "../order/execution-report.ts";
import type { Side } from "../order/side.ts";
import type { UnixMs } from "../time.ts";
import { type KillTerms, removesStops } from "./kill-terms.ts";
import { protectiveStops, STOP_TYPES } from "./protective-stops.ts";

/**
 * What one look at the venue leaves to do for a kill. Pure: it reads what the venue shows and returns whom to cancel,
 * what to close, and what cannot be closed now. Engine and watchdog both act on this plan.
 *
 * 1. Every open order is canceled, whoever placed it, but working protective stops where the request leaves them. One
 *    whose terms cannot be read is canceled by its id.
 * 2. A position is closed only once no order in its symbol is open: open orders hold the shares.
 * 3. Nothing is closed for more than the venue's own position.
 * 4. Our own closing orders are left to work for a while, then canceled and placed again. They are never "clean".
 */

/** What the venue shows. */
export interface VenueLook {
  readonly openOrders: readonly VenueOrder[];
  /** Open orders whose terms cannot be read; absent when there is none. */
  readonly unreadable?: readonly UnreadableOrder[];
  readonly positions: readonly VenuePosition[];
  readonly session: TradingSession;
  /** The venue's time. */
  readonly venueAt: UnixMs;
}

/** A position to close. */
export interface PlannedClose {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
}

/** Something that remains, and why. */
export interface Residue {
  readonly what: string;
  readonly why: string;
}

/** What is to be done. */
export interface KillPlan {
  readonly cancel: readonly VenueOrder[];
  /** To be canceled by their ids alone. */
  readonly cancelUnreadable: readonly UnreadableOrder[];
  /** Protective stops left to work. */
  readonly keep: readonly VenueOrder[];
  readonly close: readonly PlannedClose[];
  /** Positions that wait for the market to open. */
  readonly queued: readonly Residue[];
  /** Nothing left that this kill has to remove. */
  readonly clean: boolean;
}

/** How the kill was asked for, and what is known of the open orders besides what the venue shows. */
export interface KillScope extends KillTerms {
  /** Client order ids of our own closings that are still given time. */
  readonly workingCloses: ReadonlySet<string>;
  /** Client order ids known to protect a position, whatever their type. */
  readonly knownStops: ReadonlySet<string>;
}

/** Returns what a look at the venue leaves to do. */
export function planKill(look: VenueLook, scope: KillScope): KillPlan {
  const nothing = { cancel: [], cancelUnreadable: [], close: [], queued: [] };
  if (scope.mode === "halt") return { ...nothing, keep: look.openOrders, clean: true };
  const { unreadable = [] } = look;
  const keep = keptStops(look, scope);
  const cancel = look.openOrders.filter(
    (order) => !keep.includes(order) && !scope.workingCloses.has(order.clientOrderId),
  );
  const held = look.positions.filter((position) => signOfQuantity(position.quantity) !== 0);
  const ordersGone = look.openOrders.length === keep.length && unreadable.length === 0;
  const plan = { ...nothing, cancel, cancelUnreadable: unreadable, keep };
  if (scope.mode === "cancel") return { ...plan, clean: ordersGone };
  const clean = ordersGone && held.length === 0;
  if (look.session === "closed" || look.session === "overnight") {
    const queued = held.map((position) => waitingForTheOpen(position, look.venueAt));
    return { ...plan, queued, clean };
  }
  const busy = new Set([...look.openOrders, ...unreadable].map((order) => order.symbol));
  return { ...plan, close: held.filter(({ symbol }) => !busy.has(symbol)).map(closeOf), clean };
}

/**
 * Returns which open orders may be canceled by one who does not know what is held: every one but our working closings
 * and, where the request leaves stops, whatever may be a protective one.
 */
export function cancelsWithoutPositions(
  openOrders: readonly VenueOrder[],
  scope: KillScope,
): readonly VenueOrder[] {
  if (scope.mode === "halt") return [];
  return openOrders.filter(({ clientOrderId, type }) => {
    if (scope.workingCloses.has(clientOrderId)) return false;
    return removesStops(scope) || !(STOP_TYPES.has(type) || scope.knownStops.has(clientOrderId));
  });
}

function keptStops(look: VenueLook, scope: KillScope): readonly VenueOrder[] {
  if (removesStops(scope)) return [];
  const byType = protectiveStops(look.openOrders, look.positions);
  return look.openOrders.filter(
    (order) => byType.includes(order) || scope.knownStops.has(order.clientOrderId),
  );
}

function closeOf(position: VenuePosition): PlannedClose {
  const side = signOfQuantity(position.quantity) > 0 ? "sell" : "buy";
  return { symbol: position.symbol, side, quantity: absoluteQuantity(position.quantity) };
}

function waitingForTheOpen(position: VenuePosition, at: UnixMs): Residue {
  const why = `the market is closed; it is closed from ${nextSessionText(at)} New York time on`;
  return { what: describePosition(position), why };
}

/** When the first session in which a position can be closed begins, e.g. "2026-06-22 04:00". */
function nextSessionText(at: UnixMs): string {
  const opensAt = nextOpen(at);
  const date = newYorkDate(opensAt);
  const minute = newYorkMinuteOfDay(marketDay(date)?.preOpenAt ?? opensAt);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Names a position, e.g. "-100 IBM". */
export function describePosition(position: VenuePosition): string {
  return `${formatQuantity(position.quantity)} ${position.symbol}`;
}

/** Names an order whose terms cannot be read, e.g. "an order of IBM that cannot be read (id)". */
export function describeUnreadable({ venueOrderId, symbol }: UnreadableOrder): string {
  const where = symbol === null ? "" : ` of ${symbol}`;
  return `an order${where} that cannot be read (${venueOrderId ?? "without an id"})`;
}

/** Names an order, e.g. "sell 100 IBM (id)". */
export function describeOrder(order: VenueOrder): string {
  const quantity = order.quantity === null ? "" : ` ${formatQuantity(order.quantity)}`;
  return `${order.side}${quantity} ${order.symbol} (${order.clientOrderId})`;
}
