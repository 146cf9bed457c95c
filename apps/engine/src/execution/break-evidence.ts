import type { Ticker } from "@interlock/core/ids";
import { parsePrice } from "@interlock/core/number/price";
import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { VenueSnapshot } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import { averageEntryPrice } from "@interlock/core/position/position";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { EngineState } from "../state.ts";
import type { OrderTrace, OurSide, VenueSide } from "@interlock/core/reconciliation/break";
import type { Sides } from "./breaks.ts";

/** A whole answer of the venue, and when it was asked for. */
export interface Answer {
  readonly snapshot: VenueSnapshot;
  readonly askedAt: UnixMs;
}

/** Orders and messages that evidence keeps: the latest explain a difference, and a record must not grow without end. */
const ORDERS_KEPT = 10;
const MESSAGES_KEPT = 10;

/** Both sides of a position as one answer of the venue shows it; one that it does not list is flat there. */
export function positionSides(decision: Decision, symbol: Ticker, answer: Answer): Sides {
  const { snapshot, askedAt } = answer;
  const theirs = snapshot.positions.find((position) => position.symbol === symbol);
  const average = theirs === undefined ? null : parsePrice(theirs.averagePrice);
  const raw = theirs === undefined ? [NOT_LISTED] : rawOf(theirs.raw);
  return {
    ours: ourPosition(decision.state, symbol),
    venue: {
      quantity: theirs?.quantity ?? ZERO_QUANTITY,
      averagePrice: average?.ok === true ? average.value : null,
      cash: null,
      askedAt,
      at: snapshot.venueAt,
      raw,
    },
  };
}

const NOT_LISTED = "the venue's list of positions does not name the symbol";

/** Both sides of the account's cash. */
export function cashSides({ state }: Decision, { snapshot, askedAt }: Answer): Sides {
  const { cash, raw } = snapshot.account;
  return {
    ours: { ...NO_FIGURES, cash: state.portfolio.cash, orders: latestOrders(state, () => true) },
    venue: { ...NO_FIGURES, cash, askedAt, at: snapshot.venueAt, raw: rawOf(raw) },
  };
}

/** A message of the venue about an order that does not fit our books. */
export interface OrderMessage {
  readonly symbol: Ticker;
  /** The order of ours that it concerns; null when it is none of ours. */
  readonly order: Order | null;
  readonly at: UnixMs;
  readonly raw: readonly string[];
}

/** Both sides of what the venue says of an order. */
export function orderSides({ state }: Decision, message: OrderMessage): Sides {
  const { order, symbol, at, raw } = message;
  const ours = ourPosition(state, symbol);
  const orders = order === null ? ours.orders : [traceOf(order)];
  const venue: VenueSide = { ...NO_FIGURES, askedAt: null, at, raw: raw.slice(-MESSAGES_KEPT) };
  return { ours: { ...ours, orders }, venue };
}

const NO_FIGURES = { quantity: null, averagePrice: null, cash: null };

function ourPosition(state: EngineState, symbol: Ticker): OurSide {
  const position = state.portfolio.positions[symbol];
  return {
    quantity: position?.quantity ?? ZERO_QUANTITY,
    averagePrice: position === undefined ? null : averageEntryPrice(position),
    cash: null,
    orders: latestOrders(state, (order) => order.symbol === symbol),
  };
}

/** The latest orders that traded or still may. */
function latestOrders(state: EngineState, wanted: (order: Order) => boolean): OrderTrace[] {
  return Object.values(state.orders)
    .filter((order) => wanted(order) && (isOpen(order) || quantityUnits(order.filledQuantity) > 0))
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, ORDERS_KEPT)
    .map(traceOf);
}

function traceOf(order: Order): OrderTrace {
  const { clientOrderId, symbol, side, status, quantity, filledQuantity, executionIds } = order;
  return { clientOrderId, symbol, side, status, quantity, filledQuantity, executionIds };
}

function rawOf(raw: string | undefined): readonly string[] {
  return raw === undefined ? [] : [raw];
}
