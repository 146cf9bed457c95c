import { ticker } from "@interlock/core/ids";
import type { Residue } from "@interlock/core/kill/kill-plan";
import { isWithin, type KillScope } from "@interlock/core/kill/kill-scope";
import { mayBeOf, type StrategyPart } from "@interlock/core/kill/look-within";
import { formatQuantity, type Quantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import { strategyPositionOf } from "@interlock/core/portfolio/portfolio";
import type { Decision } from "../../decision.ts";

/** What a look shows that can be held against our books. */
interface Shown {
  readonly openOrders: readonly VenueOrder[];
  readonly unreadable?: readonly UnreadableOrder[];
  readonly positions: readonly VenuePosition[];
  readonly unreadPositions?: readonly UnreadablePosition[];
}

/**
 * Returns orders of ours of which a look does not tell the truth for sure: the venue has not named them yet, or our
 * books hold them open and the look does not show them. Such an order may have filled while its report is on its way.
 * One of which the venue said itself that it ended can trade no more: of it only executions are missing.
 */
export function ordersInDoubt(
  { state }: Decision,
  scope: KillScope,
  shows: Shown,
): readonly Order[] {
  const seen = new Set<string | null>();
  for (const order of [...shows.openOrders, ...(shows.unreadable ?? [])])
    seen.add(order.venueOrderId).add(order.clientOrderId);
  const isSeen = ({ venueOrderId: id, clientOrderId: own }: Order) =>
    id !== null && (seen.has(id) || seen.has(own));
  return Object.values(state.orders).filter(
    (order) =>
      isOpen(order) && isWithin(order, scope) && !isSeen(order) && !awaitsExecutions(order),
  );
}

/** A strategy's orders and shares, as our books have them: of every symbol that it holds or has ordered. */
export function strategyPart({ state }: Decision, scope: KillScope): StrategyPart | null {
  if (scope.kind !== "strategy") return null;
  const { strategyId } = scope;
  const own = Object.values(state.orders).filter((order) => order.strategyId === strategyId);
  const { portfolio } = state;
  const held = Object.keys(portfolio.byStrategy[strategyId] ?? {}).map(ticker);
  const symbols = new Set([...held, ...own.map(({ symbol }) => symbol)]);
  return {
    orders: new Set(own.map(({ clientOrderId }) => clientOrderId)),
    positions: [...symbols].map((symbol) => ({
      symbol,
      quantity: strategyPositionOf(portfolio, strategyId, symbol).quantity,
      averagePrice: "",
    })),
  };
}

/**
 * Returns where the books, from which alone a strategy's shares are known, and the look differ in its symbols: as long
 * as they do, nobody can say that it holds nothing.
 */
export function unlikeBooks(
  { state }: Decision,
  part: StrategyPart | null,
  { positions, unreadPositions = [] }: Shown,
): readonly Residue[] {
  if (part === null) return [];
  const venue = new Map<string, Quantity>(
    positions.map(({ symbol, quantity }) => [symbol, quantity]),
  );
  return part.positions.flatMap(({ symbol }) => {
    // Of what cannot be read the venue has not said that it is none: it is left by its own name.
    if (unreadPositions.some((one) => mayBeOf(one, symbol))) return [];
    const shown = venue.get(symbol) ?? ZERO_QUANTITY;
    const booked = state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
    if (shown === booked) return [];
    const why = `our books hold ${formatQuantity(booked)} of it: which shares are the strategy's is known when they agree`;
    return [{ what: `${formatQuantity(shown)} ${symbol} at the venue`, why }];
  });
}
