import type { Execution } from "@interlock/alpaca-sim/venue/order/order-event";
import { isClosed, type NewOrder } from "@interlock/alpaca-sim/venue/order/order-record";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";

/** What a symbol may become by the venue's own books, in billionths of a share. */
export interface TrueHolding {
  readonly position: number;
  readonly buys: number;
  readonly sells: number;
}

/** What the engine can know of. */
export interface Reckoning {
  /** Tells whether nobody can reckon with an order, by its client order id. */
  readonly isGivenUp: (id: string) => boolean;
  /** Tells whether an execution is in the books, or of an order that counts in full. */
  readonly isReckoned: (execution: Pick<Execution, "id" | "clientOrderId">) => boolean;
}

/** A holding with nothing in it. */
export const NOTHING_HELD: TrueHolding = { position: 0, buys: 0, sells: 0 };

/** The venue's truth and what is on its way to it: nothing here is asked of the engine. */
export class Truth {
  readonly #floor: VenueFloor;
  /** Orders whose request has left and has not arrived. */
  readonly #underway = new Map<string, NewOrder>();

  constructor(floor: VenueFloor) {
    this.#floor = floor;
  }

  posted(order: NewOrder): void {
    this.#underway.set(order.clientOrderId ?? "", order);
  }

  postEnded(clientOrderId: string): void {
    this.#underway.delete(clientOrderId);
  }

  get underway(): readonly NewOrder[] {
    return [...this.#underway.values()];
  }

  /** Orders that may still trade, those on their way included, without the ones that nobody can reckon with. */
  countOpen(isGivenUp: (id: string) => boolean = () => false): number {
    const underway = this.underway.map(({ clientOrderId }) => clientOrderId ?? "");
    return [...this.openIds(), ...underway].filter((id) => !isGivenUp(id)).length;
  }

  openIds(): string[] {
    return [...this.#floor.openOrders()].map(({ clientOrderId }) => clientOrderId);
  }

  get executions(): readonly Execution[] {
    return this.#floor.venue.executions;
  }

  /** Returns what every symbol holds and may still trade, without the orders that everybody has given up. */
  holdings({ isGivenUp, isReckoned }: Reckoning): Map<string, TrueHolding> {
    const found = this.#positions(isReckoned);
    for (const order of this.#floor.openOrders()) {
      if (isClosed(order) || isGivenUp(order.clientOrderId)) continue;
      const leaves = quantityUnits(order.quantity) - quantityUnits(order.filledQuantity);
      addOpen(found, order, leaves);
    }
    for (const order of this.#underway.values())
      if (!isGivenUp(order.clientOrderId ?? ""))
        addOpen(found, order, order.quantity === null ? 0 : quantityUnits(order.quantity));
    return found;
  }

  #positions(isReckoned: Reckoning["isReckoned"]): Map<string, TrueHolding> {
    const found = new Map<string, TrueHolding>();
    for (const { symbol, quantity } of this.#floor.venue.positions.values())
      found.set(symbol, { ...NOTHING_HELD, position: quantityUnits(quantity) });
    for (const execution of this.executions) {
      if (isReckoned(execution)) continue;
      const { symbol, side, quantity } = execution;
      const before = found.get(symbol) ?? NOTHING_HELD;
      const units = quantityUnits(quantity) * (side === "buy" ? 1 : -1);
      found.set(symbol, { ...before, position: before.position - units });
    }
    return found;
  }
}

/** Adds shares that may still be bought or sold. */
export function addOpen(
  holdings: Map<string, TrueHolding>,
  { symbol, side }: Pick<NewOrder, "symbol" | "side">,
  units: number,
): void {
  const before = holdings.get(symbol) ?? NOTHING_HELD;
  const after =
    side === "buy"
      ? { ...before, buys: before.buys + units }
      : { ...before, sells: before.sells + units };
  holdings.set(symbol, after);
}

/** Returns the largest holding, long or short, that any outcome of the open orders can lead to. */
export function worstOf({ position, buys, sells }: TrueHolding): number {
  return Math.max(Math.abs(position + buys), Math.abs(position - sells));
}
