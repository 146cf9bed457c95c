import {
  clientOrderId,
  signalId,
  strategyId,
  type Ticker,
  venueOrderId,
} from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { money } from "@interlock/core/number/money";
import { priceFromUnits } from "@interlock/core/number/price";
import { shares, UNITS_PER_SHARE, quantityFromUnits } from "@interlock/core/number/quantity";
import { beginOrder, type Order } from "@interlock/core/order/order";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { transitionOrder } from "@interlock/core/order/order-transition";
import { beginParent, parentsFrom } from "@interlock/core/risk/parent/parent-book";
import { adoptHolding, flatPosition, type Position } from "@interlock/core/position/position";
import { rebuildTotals } from "../../apps/engine/src/views.ts";
import type { BenchEngine } from "./bench-engine.ts";
import { FILL_PRICE_UNITS } from "./filling-venue.ts";

const BENCH = strategyId("bench");
const ASKED = signalId("s-bench");

/** How large a book is. */
export interface BookSize {
  /** Symbols of which ten shares are held, the first ones. */
  readonly positions: number;
  /** Resting orders, dealt out to the symbols in turn. */
  readonly orders: number;
}

/**
 * Gives the account a book at once, as a recovery from a snapshot does: positions, and buys that rest
 * below the market.
 */
export function giveBook(bench: BenchEngine, size: BookSize): void {
  const { state, views, symbols } = bench;
  const at = bench.now();
  const positions: Record<Ticker, Position> = {};
  for (const symbol of symbols.slice(0, size.positions)) positions[symbol] = held(symbol, at);
  const owner = state.settings?.strategies[0]?.id ?? strategyId("none");
  const byStrategy = { ...state.portfolio.byStrategy, [owner]: { ...positions } };
  state.portfolio = { ...state.portfolio, positions, byStrategy };
  for (let n = 0; n < size.orders; n += 1) {
    const symbol = symbols[n % symbols.length];
    if (symbol === undefined) break;
    const order = resting(symbol, n, at);
    state.orders[order.clientOrderId] = order;
    if (order.venueOrderId !== null)
      state.clientIdByVenueId[order.venueOrderId] = order.clientOrderId;
  }
  state.parents = parentsFrom(state.portfolio, state.orders);
  askForShares(bench);
  rebuildTotals(views, state);
}

/** Has the strategy want much of every symbol, of which much trades, so that `buyIntent` is what it asked for. */
export function askForShares({ state, symbols, now }: BenchEngine): void {
  const asked = { strategyId: BENCH, signalId: ASKED, target: 1, allocation: money("1000000") };
  const traded = { shares: 10_000_000, sessions: 20, lastSession: isoDate("2013-10-07") };
  for (const symbol of symbols) {
    beginParent(state.parents, { ...asked, symbol });
    state.volumes[symbol] = { symbol, ...traded, at: now() };
  }
}

function held(symbol: Ticker, at: number): Position {
  const averagePrice = priceFromUnits(FILL_PRICE_UNITS);
  return adoptHolding(flatPosition(symbol, at), { quantity: shares(10), averagePrice, at });
}

function resting(symbol: Ticker, n: number, at: number): Order {
  const intent = buyIntent(symbol, `rest-${n}`);
  const begun = beginOrder(intent, { at, arrivalMid: null, replaces: null });
  const accepted = transitionOrder(begun, {
    kind: "accepted",
    at,
    venueOrderId: venueOrderId(`r${n}`),
    venueStatus: "new",
  });
  if (accepted.kind === "ignored") throw new Error("an accepted order was ignored");
  return accepted.order;
}

/** A buy of one share, priced a cent below the best bid of `quoteInput`. */
export function buyIntent(symbol: Ticker, id: string): OrderIntent {
  return {
    clientOrderId: clientOrderId(id),
    symbol,
    side: "buy",
    quantity: quantityFromUnits(UNITS_PER_SHARE),
    pricing: { type: "limit", limitPrice: priceFromUnits(FILL_PRICE_UNITS - 20_000) },
    timeInForce: "day",
    extendedHours: false,
    purpose: "signal",
    strategyId: BENCH,
    signalId: ASKED,
  };
}
