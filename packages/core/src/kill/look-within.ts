import {
  absoluteQuantity,
  minQuantity,
  negateQuantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { Ticker } from "../ids.ts";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenuePosition,
} from "../order/execution-report.ts";
import type { VenueLook } from "./kill-plan.ts";
import type { KillScope } from "./kill-scope.ts";

/** What of the account is a strategy's, as our books know it: the venue knows no strategies. */
export interface StrategyPart {
  /** Client order ids of its orders. */
  readonly orders: ReadonlySet<string>;
  /** Its own signed shares. */
  readonly positions: readonly VenuePosition[];
}

/**
 * Returns the part of a look that lies within a scope. Of a strategy only its own orders and shares are seen, the
 * shares never as more than the account holds of them: closing more would close those of others, or open the other
 * side.
 */
export function lookWithin(
  look: VenueLook,
  scope: KillScope,
  part: StrategyPart | null,
): VenueLook {
  const { openOrders, unreadable = [], positions, unreadPositions = [] } = look;
  switch (scope.kind) {
    case "all":
      return look;
    case "symbol": {
      const { symbol } = scope;
      return {
        ...look,
        openOrders: openOrders.filter((order) => order.symbol === symbol),
        unreadable: unreadable.filter((order) => order.symbol === symbol),
        positions: positions.filter((position) => position.symbol === symbol),
        unreadPositions: unreadPositions.filter((one) => mayBeOf(one, symbol)),
      };
    }
    case "strategy": {
      const orders: ReadonlySet<string | null> = part?.orders ?? new Set();
      return {
        ...look,
        openOrders: openOrders.filter((order) => orders.has(order.clientOrderId)),
        unreadable: unreadable.filter(({ clientOrderId: id }) => orders.has(id)),
        positions: readableOf(part, unreadPositions).map((own) => withinAccount(own, positions)),
        unreadPositions: unreadPositions.filter((one) =>
          part?.positions.some(({ symbol }) => mayBeOf(one, symbol)),
        ),
      };
    }
  }
}

/** Tells whether a position that cannot be read may be of a symbol: one without a name may be of any. */
export function mayBeOf({ symbol }: UnreadablePosition, asked: Ticker): boolean {
  return symbol === null || symbol === asked;
}

/** What a strategy holds of symbols of which the account's position can be read. */
function readableOf(
  part: StrategyPart | null,
  unread: readonly UnreadablePosition[],
): readonly VenuePosition[] {
  const held = part?.positions ?? [];
  return held.filter((own) => !unread.some((one) => mayBeOf(one, own.symbol)));
}

/** Shares of a strategy that the account really holds on the same side; none where others hold as much against it. */
function withinAccount(own: VenuePosition, positions: readonly VenuePosition[]): VenuePosition {
  const held = positions.find(({ symbol }) => symbol === own.symbol);
  const side = signOfQuantity(own.quantity);
  if (held === undefined || signOfQuantity(held.quantity) !== side)
    return { ...own, quantity: ZERO_QUANTITY };
  const size = minQuantity(absoluteQuantity(own.quantity), absoluteQuantity(held.quantity));
  const quantity = side === 1 ? size : negateQuantity(size);
  const { available } = held;
  return { ...own, quantity, ...(available === undefined ? {} : { available }) };
}

/**
 * Returns the signed shares of a strategy that the account does not hold, because others of the account hold as many
 * against it: an order that closed them would open a position at the venue. It is for books that agree with the look.
 */
export function heldAgainst(
  part: StrategyPart | null,
  { positions, unreadPositions = [] }: Pick<VenueLook, "positions" | "unreadPositions">,
): readonly VenuePosition[] {
  return readableOf(part, unreadPositions).flatMap((own) => {
    const rest = subtractQuantity(own.quantity, withinAccount(own, positions).quantity);
    return signOfQuantity(rest) === 0 ? [] : [{ ...own, quantity: rest }];
  });
}

/**
 * Returns open orders of which nobody can say whether they lie within a scope, because the venue names no symbol of
 * them. They are not canceled for a scope, and as long as one is open nothing is proven of any symbol.
 */
export function perhapsWithin(look: VenueLook, scope: KillScope): readonly UnreadableOrder[] {
  if (scope.kind !== "symbol") return [];
  return (look.unreadable ?? []).filter(({ symbol }) => symbol === null);
}
