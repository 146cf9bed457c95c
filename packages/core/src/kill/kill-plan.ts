import type { Ticker } from "../ids.ts";
import { clockText } from "../market/clock-text.ts";
import { marketDay, newYorkDate, nextOpen, type TradingSession } from "../market/calendar.ts";
import {
  absoluteQuantity,
  formatQuantity,
  type Quantity,
  quantityUnits,
  isAboveZero,
  signOfQuantity,
  subtractQuantity,
} from "../number/quantity.ts";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
} from "../order/execution-report.ts";
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
 * 4. Nor is it closed before the venue says that its shares are free: it may hold some for an order that just ended.
 * 5. A position whose figures cannot be read is left by name, and the others are closed: nothing is proven flat then. A
 *    cancel that leaves stops leaves those that may protect it, and is not proven while nobody can say whether they do.
 * 6. Our own closing orders are left to work for a while, then canceled and placed again. They are never "clean".
 */

/** What the venue shows. */
export interface VenueLook {
  readonly openOrders: readonly VenueOrder[];
  /** Open orders whose terms cannot be read; absent when there is none. */
  readonly unreadable?: readonly UnreadableOrder[];
  readonly positions: readonly VenuePosition[];
  /** Positions whose figures cannot be read; absent when there is none. */
  readonly unreadPositions?: readonly UnreadablePosition[];
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
  /** Positions whose shares the venue still holds for orders. */
  readonly waiting: readonly Residue[];
  /** Positions whose figures cannot be read, or the stops that may protect them: somebody has to act at the broker. */
  readonly unread: readonly Residue[];
  /** Nothing left that this kill has to remove. */
  readonly clean: boolean;
}

/** How the kill was asked for, and what is known of the open orders besides what the venue shows. */
export interface KillTask extends KillTerms {
  /** Client order ids of our own closings that are still given time. */
  readonly workingCloses: ReadonlySet<string>;
  /** Client order ids known to protect a position, whatever their type. */
  readonly knownStops: ReadonlySet<string>;
}

/** Returns what a look at the venue leaves to do. */
export function planKill(look: VenueLook, task: KillTask): KillPlan {
  const nothing = {
    cancel: [],
    cancelUnreadable: [],
    close: [],
    queued: [],
    waiting: [],
    unread: [],
  };
  if (task.mode === "halt") return { ...nothing, keep: look.openOrders, clean: true };
  const { unreadable = [] } = look;
  const doubtful = doubtfulStops(look, task);
  const keep = [...keptStops(look, task), ...doubtful];
  const cancel = look.openOrders.filter(
    (order) => !keep.includes(order) && !task.workingCloses.has(order.clientOrderId),
  );
  const held = look.positions.filter((position) => signOfQuantity(position.quantity) !== 0);
  const ordersGone = look.openOrders.length === keep.length && unreadable.length === 0;
  const plan = { ...nothing, cancel, cancelUnreadable: unreadable, keep };
  if (task.mode === "cancel")
    return { ...plan, unread: doubtful.map(leftDoubtful), clean: ordersGone && !doubtful.length };
  const unread = (look.unreadPositions ?? []).map(leftUnreadable);
  const clean = ordersGone && held.length + unread.length === 0;
  if (look.session === "closed" || look.session === "overnight") {
    const queued = held.map((position) => waitingForTheOpen(position, look.venueAt));
    return { ...plan, queued, unread, clean };
  }
  const busy = new Set([...look.openOrders, ...unreadable].map((order) => order.symbol));
  const left = held.filter(({ symbol }) => !busy.has(symbol));
  const waiting = left.filter((position) => !isFree(position)).map(waitingForShares);
  return { ...plan, close: left.filter(isFree).map(closeOf), waiting, unread, clean };
}

function leftDoubtful(order: VenueOrder): Residue {
  const why =
    "it may protect a position that cannot be read: cancel it at the broker, or kill with stops included";
  return { what: describeOrder(order), why };
}

function leftUnreadable({ symbol, why }: UnreadablePosition): Residue {
  const what = symbol === null ? "a position without a symbol" : `the position in ${symbol}`;
  return {
    what,
    why: `${why}: close it at the broker at once, for a flatten cancels whatever protected it`,
  };
}

/** Whether the venue holds none of the shares for an order; one that does not say is taken to be free. */
function isFree({ quantity, available }: VenuePosition): boolean {
  if (available === undefined) return true;
  return quantityUnits(absoluteQuantity(available)) >= quantityUnits(absoluteQuantity(quantity));
}

/** By the two figures that the venue's own list of positions shows. */
function waitingForShares(position: VenuePosition): Residue {
  const held = absoluteQuantity(position.quantity);
  const free = absoluteQuantity(position.available ?? position.quantity);
  const why = `held for orders ${formatQuantity(subtractQuantity(held, free))}, available ${formatQuantity(free)}: it is closed once the venue has released all of it`;
  return { what: describePosition(position), why };
}

/**
 * Returns which open orders may be canceled by one who does not know what is held: every one but our working closings
 * and, where the request leaves stops, whatever may be a protective one.
 */
export function cancelsWithoutPositions(
  openOrders: readonly VenueOrder[],
  task: KillTask,
): readonly VenueOrder[] {
  if (task.mode === "halt") return [];
  return openOrders.filter(({ clientOrderId, type }) => {
    if (task.workingCloses.has(clientOrderId)) return false;
    return removesStops(task) || !(STOP_TYPES.has(type) || task.knownStops.has(clientOrderId));
  });
}

function keptStops(look: VenueLook, task: KillTask): readonly VenueOrder[] {
  if (removesStops(task)) return [];
  const byType = protectiveStops(look.openOrders, look.positions);
  return look.openOrders.filter(
    (order) => byType.includes(order) || task.knownStops.has(order.clientOrderId),
  );
}

/**
 * Returns stops of which nobody can say whether they protect a position that cannot be read: one without a name may
 * be any.
 */
function doubtfulStops(look: VenueLook, task: KillTask): readonly VenueOrder[] {
  if (removesStops(task)) return [];
  const known = keptStops(look, task);
  return look.openOrders.filter(
    (order) =>
      STOP_TYPES.has(order.type) &&
      !known.includes(order) &&
      look.unreadPositions?.some(({ symbol }) => symbol === null || symbol === order.symbol) ===
        true,
  );
}

function closeOf(position: VenuePosition): PlannedClose {
  const side = isAboveZero(position.quantity) ? "sell" : "buy";
  return { symbol: position.symbol, side, quantity: absoluteQuantity(position.quantity) };
}

function waitingForTheOpen(position: VenuePosition, at: UnixMs): Residue {
  return { what: describePosition(position), why: queuedText(at) };
}

/**
 * Says when a position can be closed first, by the calendar: from the pre-market on by limit, in the regular session at
 * the market, e.g. "queued for 04:00 ET on 2026-06-22 by limit; the regular session opens at 09:30 ET".
 */
function queuedText(at: UnixMs): string {
  const opensAt = nextOpen(at);
  const date = newYorkDate(opensAt);
  const first = marketDay(date)?.preOpenAt ?? opensAt;
  return `queued for ${clockText(first)} ET on ${date} by limit; the regular session opens at ${clockText(opensAt)} ET`;
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
