import { canaryCap } from "@interlock/core/golive/golive-guard";
import type { Ticker } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import type { Money } from "@interlock/core/number/money";
import { minQuantity, signOfQuantity, subtractQuantity } from "@interlock/core/number/quantity";
import type { OrderPricing } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import type { OpenHolding } from "@interlock/core/portfolio/exposure";
import { type OpenSides, withoutProtective } from "@interlock/core/portfolio/open-orders";
import { positionOf, strategyPositionOf } from "@interlock/core/portfolio/portfolio";
import type { Position } from "@interlock/core/position/position";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import { marketablePrice, sizeOrder, type SuppressionCause } from "@interlock/core/risk/size-order";
import type { Decision } from "../decision.ts";
import { canaryOf } from "../golive/launch-guard.ts";
import { openBook, openOrdersOf } from "../views.ts";
import type { StopWish } from "./broker-stop/keep-stops.ts";
import { forgetWaiting, makeWay, makeWayFor } from "./broker-stop/make-way.ts";
import { noteFailed, notePlaced } from "./broker-stop/pause-stops.ts";
import type { Closing, ClosingOutcome } from "./closing.ts";
import { closableOf, cutExit, describeUnclosable } from "./closable.ts";
import { closingOrders } from "./closing-orders.ts";
import { decideOverride } from "./gate/decide-override.ts";
import { mayFollowStops } from "./gate/beside-stops.ts";
import type { Terms } from "./gate/draft.ts";
import { gate } from "./gate/gate-order.ts";
import type { WantedTarget } from "./wanted-target.ts";

/**
 * Stage 3: what strategies and operators want becomes sized intents; each passes every check, and is recorded as
 * approved, with what was measured, or as denied, with the reasons. This is the only way to an order.
 *
 * A decided order counts at once: the next intent of the same input sees it in every limit.
 */
export function decideOrders(decision: Decision, wishes: Wishes): ClosingOutcome {
  for (const [index, signal] of wishes.signals.entries()) {
    // What a strategy asks for is its newest target alone, and its orders are counted against that.
    if (isOvertaken(signal, wishes.signals.slice(index + 1)))
      suppress(decision, signal, "overtaken");
    else decideSignal(decision, signal);
  }
  for (const stop of wishes.stops ?? []) decideStop(decision, stop);
  const closed = decideClosings(decision, wishes.closings);
  // After what closes: a kill's closings may come with the same input.
  if (wishes.override == null) return closed;
  return { ...closed, override: decideOverride(decision, wishes.override) };
}

/** Everything that wants orders at this input. */
export interface Wishes {
  readonly signals: readonly WantedTarget[];
  readonly closings: readonly Closing[];
  /** An override that a person uses. */
  readonly override?: OneShotOverride | null;
  /** Stops that are to wait at the broker. */
  readonly stops?: readonly StopWish[];
}

const NOTHING_CLOSED: ClosingOutcome = { sent: 0, refusals: new Map() };

function isOvertaken(
  { strategyId, symbol }: WantedTarget,
  later: readonly WantedTarget[],
): boolean {
  return later.some((one) => one.strategyId === strategyId && one.symbol === symbol);
}

function decideSignal(decision: Decision, signal: WantedTarget): void {
  const { settings, portfolio } = decision.state;
  const strategy = settings?.strategies.find((one) => one.id === signal.strategyId);
  if (settings === null || strategy === undefined) return;
  const { symbol, strategyId } = signal;
  if (decision.isOff(strategyId)) return suppress(decision, signal, "strategy_disabled");
  forgetWaiting(decision, signal);
  const open = openBook(decision.views, symbol);
  const sizing = sizeOrder({
    target: signal.target,
    allocation: canaryAllocation(decision, strategy.allocation),
    quote: decision.views.markets.get(symbol)?.quote ?? null,
    own: holding(strategyPositionOf(portfolio, strategyId, symbol), open.ofStrategy(strategyId)),
    account: holding(positionOf(portfolio, symbol), withoutProtective(open.sum)),
    offsetBps: settings.orderOffsetBps,
  });
  switch (sizing.kind) {
    case "order": {
      const { side, limitPrice } = sizing;
      const quantity = cutExit(decision, { symbol, side, quantity: sizing.quantity });
      if (signOfQuantity(quantity) === 0) return suppress(decision, signal, "not_at_venue");
      const pricing: OrderPricing = { type: "limit", limitPrice };
      const extendedHours = sessionAt(decision.time) !== "regular";
      const terms = { symbol, side, quantity, pricing, extendedHours, purpose: "signal" as const };
      const draft = { ...terms, strategyId, signalId: signal.signalId };
      if (mayFollowStops(decision, draft) && makeWayFor(decision, signal))
        return suppress(decision, signal, "stop_at_broker");
      gate(decision, draft);
      return;
    }
    case "opposite_orders":
      suppress(decision, signal, sizing.kind);
      return cancelSignalOrders(decision, symbol, sizing.side);
    case "at_target":
    case "closing":
    case "no_price":
      return suppress(decision, signal, sizing.kind);
  }
}

/** On a canary day a strategy has the day's share of its allocation: its orders fit under the caps. */
function canaryAllocation({ state, time }: Decision, allocation: Money): Money {
  const canary = canaryOf(state, time);
  return canary === null ? allocation : canaryCap(allocation, canary);
}

/** Places a stop at the broker; one that the gate refuses is tried again later. */
function decideStop(decision: Decision, { symbol, side, quantity, ...stop }: StopWish): void {
  const { strategyId, stopPrice } = stop;
  const refusal = gate(decision, {
    symbol,
    side,
    quantity,
    pricing: { type: "stop", stopPrice },
    extendedHours: false,
    timeInForce: "gtc",
    purpose: "protect",
    strategyId,
    signalId: null,
  });
  if (refusal === null) notePlaced(decision, symbol);
  else noteFailed(decision, symbol, refusal.replace(/\.$/, ""));
}

function suppress(decision: Decision, { signalId }: WantedTarget, cause: SuppressionCause): void {
  decision.emit({ kind: "signal_suppressed", signalId, cause });
}

function holding({ quantity }: Position, { buys, sells }: OpenSides): OpenHolding {
  return { position: quantity, openBuys: buys, openSells: sells };
}

/** Orders of ours on the other side would trade with the new one: they are canceled, and the signal is said again. */
function cancelSignalOrders(decision: Decision, symbol: Ticker, side: Side): void {
  for (const order of openOrdersOf(decision.views, decision.state, symbol)) {
    const ours =
      order.purpose === "signal" &&
      order.side === side &&
      decision.state.orders[order.clientOrderId] === order;
    if (!ours || order.venueOrderId === null || order.cancelRequestedAt !== null) continue;
    const event = {
      kind: "cancel_requested" as const,
      at: decision.time,
      reason: "the strategy changed sides",
    };
    decision.emit({ kind: "order_advanced", clientOrderId: order.clientOrderId, event, raw: "" });
    decision.perform({ kind: "cancel_order", venueOrderId: order.venueOrderId, urgent: false });
  }
}

function decideClosings(decision: Decision, closings: readonly Closing[]): ClosingOutcome {
  if (closings.length === 0) return NOTHING_CLOSED;
  const refusals = new Map<Ticker, string>();
  let sent = 0;
  for (const closing of closings) sent += decideClosing(decision, closing, refusals);
  return { sent, refusals };
}

/** Sends what closes a position, split by the strategies that hold it. Returns how many orders were approved. */
function decideClosing(
  decision: Decision,
  closing: Closing,
  refusals: Map<Ticker, string>,
): number {
  const { symbol, purpose } = closing;
  // A stop-loss and a kill cancel what is in their way themselves, and come again.
  if (purpose === "operator" && makeWay(decision, symbol, "it makes way for a closing order")) {
    refusals.set(symbol, HELD_BY_STOP);
    return 0;
  }
  const orders = closingOrders(decision, closing);
  let left = closableOf(decision, closing);
  if (orders.length === 0 || signOfQuantity(left) === 0)
    refusals.set(symbol, describeUnclosable(decision, closing));
  let sent = 0;
  for (const order of orders) {
    const quantity = minQuantity(order.quantity, left);
    if (signOfQuantity(quantity) <= 0) break;
    left = subtractQuantity(left, quantity);
    const terms = closingTerms(decision, symbol, order.side);
    if (typeof terms === "string") {
      refusals.set(symbol, terms);
      break;
    }
    const { side, strategyId } = order;
    const refusal = gate(decision, {
      symbol,
      side,
      quantity,
      ...terms,
      purpose,
      strategyId,
      signalId: null,
    });
    if (refusal === null) sent += 1;
    else refusals.set(symbol, refusal);
  }
  return sent;
}

const HELD_BY_STOP =
  "its stop at the broker holds the shares and is being canceled; close it again in a few seconds.";

/** A market order in the regular session, a marketable limit outside it; a sentence when neither is possible. */
function closingTerms(decision: Decision, symbol: Ticker, side: Side): Terms | string {
  const session = sessionAt(decision.time);
  if (session === "regular") return { pricing: { type: "market" }, extendedHours: false };
  if (session === "closed" || session === "overnight") return "the market is closed";
  const quote = decision.views.markets.get(symbol)?.quote ?? null;
  const limitPrice = marketablePrice(side, quote, decision.state.settings?.orderOffsetBps ?? 0);
  if (limitPrice === null) return "there is no quote to price a closing order by";
  return { pricing: { type: "limit", limitPrice }, extendedHours: true };
}
