import type { Ticker } from "@interlock/core/ids";
import type { TradingSession } from "@interlock/core/market/calendar";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import type { Side } from "@interlock/core/order/side";
import type { KillMode } from "../../operator/operator-command.ts";

/**
 * What one look at the venue leaves to do for a kill. Pure: it reads what the venue shows and returns whom to cancel,
 * what to close, and what cannot be closed now.
 *
 * 1. Every open order is canceled, whoever placed it, but working protective stops where the request leaves them.
 * 2. A position is closed only once no order in its symbol is open: open orders hold the shares.
 * 3. Nothing is closed for more than the venue's own position.
 * 4. Our own closing orders are left to work for a while, then canceled and placed again.
 */

/** What the venue shows. */
export interface VenueLook {
  readonly openOrders: readonly VenueOrder[];
  readonly positions: readonly VenuePosition[];
  readonly session: TradingSession;
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
  /** Protective stops left to work. */
  readonly keep: readonly VenueOrder[];
  readonly close: readonly PlannedClose[];
  /** Positions that wait for the market to open. */
  readonly queued: readonly Residue[];
  /** Nothing left that this kill has to remove. */
  readonly clean: boolean;
}

/** How the kill was asked for, and which open orders are its own closings still given time. */
export interface KillScope {
  readonly mode: KillMode;
  readonly includeStops: boolean;
  readonly workingCloses: ReadonlySet<string>;
}

const STOP_TYPES: ReadonlySet<string> = new Set(["stop", "stop_limit", "trailing_stop"]);

/** Returns the stops that only protect a position the venue shows, together for no more shares than it has. */
export function protectiveStops(look: VenueLook): readonly VenueOrder[] {
  const left = new Map(look.positions.map((position) => [position.symbol, position.quantity]));
  return look.openOrders.filter((order) => {
    const held = left.get(order.symbol) ?? ZERO_QUANTITY;
    const against = order.side === "sell" ? signOfQuantity(held) > 0 : signOfQuantity(held) < 0;
    if (!STOP_TYPES.has(order.type) || order.quantity === null || !against) return false;
    const open = subtractQuantity(order.quantity, order.filledQuantity);
    if (quantityUnits(open) > quantityUnits(absoluteQuantity(held))) return false;
    const rest = order.side === "sell" ? subtractQuantity(held, open) : addQuantity(held, open);
    left.set(order.symbol, rest);
    return true;
  });
}

/** Returns what a look at the venue leaves to do. */
export function planKill(look: VenueLook, scope: KillScope): KillPlan {
  if (scope.mode === "halt")
    return { cancel: [], keep: look.openOrders, close: [], queued: [], clean: true };
  const everything = scope.includeStops || scope.mode === "flatten";
  const keep = everything ? [] : protectiveStops(look);
  const cancel = look.openOrders.filter(
    (order) => !keep.includes(order) && !scope.workingCloses.has(order.clientOrderId),
  );
  const held = look.positions.filter((position) => signOfQuantity(position.quantity) !== 0);
  const ordersGone = look.openOrders.length === keep.length;
  if (scope.mode === "cancel") return { cancel, keep, close: [], queued: [], clean: ordersGone };
  const clean = ordersGone && held.length === 0;
  if (look.session === "closed" || look.session === "overnight") {
    return { cancel, keep, close: [], queued: held.map(waitingForTheOpen), clean };
  }
  const busy = new Set(look.openOrders.map((order) => order.symbol));
  return {
    cancel,
    keep,
    close: held.filter(({ symbol }) => !busy.has(symbol)).map(closeOf),
    queued: [],
    clean,
  };
}

function closeOf(position: VenuePosition): PlannedClose {
  const side = signOfQuantity(position.quantity) > 0 ? "sell" : "buy";
  return { symbol: position.symbol, side, quantity: absoluteQuantity(position.quantity) };
}

function waitingForTheOpen(position: VenuePosition): Residue {
  return {
    what: describePosition(position),
    why: "the market is closed; it is closed at the next open",
  };
}

/** Names a position, e.g. "-100 IBM". */
export function describePosition(position: VenuePosition): string {
  return `${formatQuantity(position.quantity)} ${position.symbol}`;
}

/** Names an order, e.g. "sell 100 IBM (id)". */
export function describeOrder(order: VenueOrder): string {
  const quantity = order.quantity === null ? "" : ` ${formatQuantity(order.quantity)}`;
  return `${order.side}${quantity} ${order.symbol} (${order.clientOrderId})`;
}
