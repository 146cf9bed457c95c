import type { VenueState } from "../venue-state.ts";
import { isClosed, type OrderRecord } from "./order-record.ts";

/** Tells whether an order opens a group: the entry of a bracket or one-triggers-other. */
function isEntry(order: Readonly<OrderRecord>): boolean {
  return (order.orderClass === "bracket" || order.orderClass === "oto") && order.parentId === null;
}

function find(state: VenueState, ids: readonly string[]): OrderRecord[] {
  return ids.flatMap((id) => state.orders.get(id) ?? []);
}

/** Returns the orders that an order has under it: the exits of an entry, the stop of a one-cancels-other. */
export function legsOf(state: VenueState, order: Readonly<OrderRecord>): OrderRecord[] {
  return find(state, order.legIds);
}

/** Returns the exits that wait for an entry; empty for an order that is no entry. */
export function heldExitsOf(state: VenueState, order: Readonly<OrderRecord>): OrderRecord[] {
  if (!isEntry(order)) return [];
  return legsOf(state, order).filter(({ status }) => status === "held");
}

/** Returns the other open exits of the same position: what one of them fills, the others give up. */
export function otherExitsOf(state: VenueState, order: Readonly<OrderRecord>): OrderRecord[] {
  if (order.orderClass === "simple" || isEntry(order)) return [];
  const parent = order.parentId === null ? order : state.orders.get(order.parentId);
  if (parent === undefined) return [];
  const group = isEntry(parent) ? legsOf(state, parent) : [parent, ...legsOf(state, parent)];
  return group.filter((other) => other.id !== order.id && !isClosed(other));
}

/** Returns everything that ends when an order is ended by anything but its fill. */
export function dependentsOf(state: VenueState, order: Readonly<OrderRecord>): OrderRecord[] {
  if (isEntry(order)) return legsOf(state, order).filter((leg) => !isClosed(leg));
  const parent = order.parentId === null ? undefined : state.orders.get(order.parentId);
  const entry = parent !== undefined && isEntry(parent) && !isClosed(parent) ? [parent] : [];
  return [...otherExitsOf(state, order), ...entry];
}

/** Puts a successor in the place of a replaced order within its group. */
export function takePlace(state: VenueState, old: OrderRecord, successor: OrderRecord): void {
  for (const leg of legsOf(state, old)) leg.parentId = successor.id;
  const parent = old.parentId === null ? undefined : state.orders.get(old.parentId);
  if (parent === undefined) return;
  parent.legIds = parent.legIds.map((id) => (id === old.id ? successor.id : id));
}
