import { exStart } from "@interlock/core/corporate/corporate-book";
import { changesHolding } from "@interlock/core/corporate/corporate-action";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { nextOpen, sessionAt } from "@interlock/core/market/calendar";
import { type Price, priceUnits } from "@interlock/core/number/price";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { brokerStopParts, brokerStopPrice, stopFit } from "@interlock/core/protection/broker-stop";
import type { ClosingOrder } from "@interlock/core/risk/close-position";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { haltOf } from "../../kill-in-force.ts";
import { openBook } from "../../views.ts";
import type { SeenState } from "../local-stop.ts";
import { venueOrdersDoubt } from "../venue-doubt.ts";
import { cancelStops, openStops } from "./open-stops.ts";
import { noteStands } from "./pause-stops.ts";

/** A stop that is to wait at the broker for a strategy's part of a position. */
export interface StopWish extends ClosingOrder {
  readonly symbol: Ticker;
  readonly stopPrice: Price;
}

/**
 * Keeps a stop at the broker for what is held, where the policy asks for one.
 *
 * 1. It is a backstop for the time in which the engine is gone: it waits further away than the engine's own, which
 *    cancels it first when it fires, and closes only when the venue has confirmed that (`stop-way.ts`).
 * 2. One that would sell more than is held is canceled at once. One that leaves a part uncovered is canceled only when
 *    another could be placed in its stead: a worse stop is better than none.
 * 3. None is placed beside another open order of the symbol, which the venue would refuse (wash trades, held shares),
 *    nor while one of unknown fate may be there: never two for the same shares.
 * 4. None stands on a day of a split or the like, whose prices are of another scale, nor in the night before it.
 */
export function stopsToPlace(decision: Decision): readonly StopWish[] {
  const bps = decision.state.settings?.brokerStopBps ?? 0;
  const { positions } = decision.state.portfolio;
  return idsOf<Ticker>(positions).flatMap((symbol) => {
    const open = openStops(decision, symbol);
    const held = signOfQuantity(positionOf(decision.state.portfolio, symbol).quantity) !== 0;
    if (open.length === 0) return bps > 0 && held ? wishesFor(decision, symbol, bps) : [];
    adjust(decision, symbol, { open, bps });
    return [];
  });
}

function wishesFor(decision: Decision, symbol: Ticker, bps: number): readonly StopWish[] {
  if (isPaused(decision, symbol)) return [];
  if (changesSoon(decision, symbol) || whyNotPlaced(decision, symbol, bps) !== "") return [];
  const { portfolio } = decision.state;
  const stopPrice = brokerStopPrice(positionOf(portfolio, symbol), bps);
  if (stopPrice === null) return [];
  return brokerStopParts(portfolio, symbol).map((part) => ({ ...part, symbol, stopPrice }));
}

function isPaused({ views, time }: Decision, symbol: Ticker): boolean {
  return (views.brokerStops.pauses.get(symbol)?.until ?? 0) > time;
}

function adjust(
  decision: Decision,
  symbol: Ticker,
  { open, bps }: { readonly open: readonly Order[]; readonly bps: number },
): void {
  if (bps <= 0) return cancelStops(decision, open, "no stop is kept at the broker any more");
  if (changesSoon(decision, symbol))
    return cancelStops(decision, open, "its price is of before a corporate action");
  const fit = stopFit(open, brokerStopParts(decision.state.portfolio, symbol));
  if (fit === "too_much") cancelStops(decision, open, "it would close more than is held");
  else if (fit === "fits") noteAllStand(decision, symbol, open);
  else if (!isPaused(decision, symbol) && whyNotPlaced(decision, symbol, bps) === "")
    cancelStops(decision, open, "it does not cover what is held");
}

function noteAllStand(decision: Decision, symbol: Ticker, open: readonly Order[]): void {
  const times = open.map(({ acceptedAt }) => acceptedAt ?? decision.time);
  noteStands(decision, symbol, Math.max(...times));
}

/** Tells whether an announced action changes the shares before the regular session that opens next is over. */
function changesSoon({ state, views, time }: Decision, symbol: Ticker): boolean {
  if (views.waitingActions.has(symbol)) return true;
  return Object.values(state.corporate.actions).some(
    ({ action, phase }) =>
      phase === "announced" &&
      action.symbol === symbol &&
      changesHolding(action) &&
      exStart(action.exDate) <= nextOpen(time),
  );
}

/** Why no stop of a symbol can be placed at the broker now, as a phrase; empty where one can. */
export function whyNotPlaced(decision: Decision, symbol: Ticker, bps: number): string {
  const why = whyNoStop(decision, symbol, decision.time);
  return why === "" ? whyNoPrice(decision, symbol, bps) : why;
}

/** The same but for its price, which who follows the journal does not see. */
export function whyNoStop(seen: SeenState, symbol: Ticker, now: UnixMs): string {
  const { state, views } = seen;
  const doubt = venueOrdersDoubt(state, symbol);
  if (doubt !== "") return doubt;
  if (isHalted(seen, symbol)) return "a halt stands against it";
  if (sessionAt(now) !== "regular") return "the regular session is not on";
  if (state.stops[symbol] !== undefined) return "the engine's own closes the position";
  const { count, protective } = openBook(views, symbol).sum;
  if (count > protective.count) return "another order of the symbol is open";
  return (state.marketHalt ?? state.halts[symbol]) === undefined ? "" : "trading in it is halted";
}

/** By the account's holds and kills of the symbol, or of a strategy that holds a part of it. */
function isHalted({ state }: SeenState, symbol: Ticker): boolean {
  const owners = brokerStopParts(state.portfolio, symbol).map(({ strategyId }) => strategyId);
  return [null, ...owners].some(
    (strategyId) => haltOf(state, { symbol, strategyId }).state === "halted",
  );
}

/** The venue takes a stop on the losing side of the market alone; beyond it the engine's own closes. */
function whyNoPrice({ state, views }: Decision, symbol: Ticker, bps: number): string {
  const position = positionOf(state.portfolio, symbol);
  const stopPrice = brokerStopPrice(position, bps);
  const toward = signOfQuantity(position.quantity);
  const prices = pricesOf(views.markets.get(symbol), toward > 0 ? "bid" : "ask");
  if (stopPrice === null || prices.length === 0) return "there is no quote";
  const beyond = prices.some((at) => (priceUnits(at) - priceUnits(stopPrice)) * toward <= 0);
  return beyond ? "the market is beyond its price" : "";
}

type Market = ReturnType<Decision["views"]["markets"]["get"]>;

/** The touch that a stop would meet and the last trade: the venue may judge by either. None without a quote. */
function pricesOf(market: Market, touch: "bid" | "ask"): readonly Price[] {
  const at = market?.quote?.[touch] ?? null;
  if (at === null) return [];
  const last = market?.lastTrade ?? null;
  return last === null ? [at] : [at, last.price];
}
