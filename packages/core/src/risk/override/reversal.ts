import {
  formatQuantity,
  maxQuantity,
  negateQuantity,
  type Quantity,
  quantityUnits,
  ZERO_QUANTITY,
} from "../../number/quantity.ts";
import { goesAgainst, type OrderUnderCheck } from "../check.ts";

/** What was held in an order's symbol when the order was denied: signed shares. */
export interface HeldThen {
  readonly account: Quantity;
  /** Of the strategy that the order is for; zero for an order of no strategy. */
  readonly own: Quantity;
}

/**
 * Says why an order with an override would open what it was to close; null when it would not. What went against a
 * position when it was denied, the account's or its strategy's, must be covered whole by what can be closed of that
 * position now: meanwhile a person, a stop or another order may have closed it, and the same order would then be a
 * new position that nobody asked for. Where nobody knows what was held, every order is taken for a closing one.
 */
export function reversalOf(order: OrderUnderCheck, then: HeldThen | undefined): string | null {
  const { intent, context, closable } = order;
  const closedAccount = then === undefined || goesAgainst(intent, then.account);
  if (closedAccount && isBeyond(intent.quantity, closable))
    return describe(order, closable, "the account");
  if (intent.strategyId === null) return null;
  const { ownPosition } = context;
  const closesOwn =
    then === undefined || goesAgainst(intent, then.own) || goesAgainst(intent, ownPosition);
  const held = intent.side === "sell" ? ownPosition : negateQuantity(ownPosition);
  const closableOwn = maxQuantity(held, ZERO_QUANTITY);
  return closesOwn && isBeyond(intent.quantity, closableOwn)
    ? describe(order, closableOwn, intent.strategyId)
    : null;
}

function isBeyond(wanted: Quantity, closable: Quantity): boolean {
  return quantityUnits(wanted) > quantityUnits(closable);
}

function describe({ intent }: OrderUnderCheck, closable: Quantity, whose: string): string {
  const { side, symbol, quantity } = intent;
  const order = `${side} ${formatQuantity(quantity)} ${symbol}`;
  return `${order} closed a position of ${whose} when it was denied, and now ${formatQuantity(closable)} shares of it can be closed: the rest would open a new one. Have it asked for anew, by what is held now`;
}
