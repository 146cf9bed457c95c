import type { Ticker } from "@interlock/core/ids";
import { parentOf } from "@interlock/core/risk/parent/parent-book";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import type { WantedTarget } from "../wanted-target.ts";
import { pauseStops } from "./pause-stops.ts";
import { cancelStops, openStops } from "./open-stops.ts";

/**
 * The venue holds the shares of a stop, and refuses whatever could trade with it: a stop at the broker makes way for
 * every other order of its symbol, and nothing is sent before the venue has confirmed that it is gone.
 */
export function makeWay(decision: Decision, symbol: Ticker, reason: string): boolean {
  const stops = openStops(decision, symbol);
  if (stops.length === 0) return false;
  cancelStops(decision, stops, reason);
  pauseStops(decision, symbol, AFTER_WAY_MS);
  return true;
}

/** Time in which what a stop made way for has to come, before another stop is placed. */
const AFTER_WAY_MS = 15 * SECOND_MS;

/** Makes way for a strategy's wish, and remembers it until the stops are gone. False where none is open. */
export function makeWayFor(decision: Decision, wish: WantedTarget): boolean {
  if (!makeWay(decision, wish.symbol, "it makes way for an order of a strategy")) return false;
  decision.views.brokerStops.wishes.set(keyOf(wish), { wish, at: decision.time });
  return true;
}

/** A newer wish of the same strategy takes the place of one that waits. */
export function forgetWaiting({ views }: Decision, wish: WantedTarget): void {
  const { wishes } = views.brokerStops;
  if (wishes.size > 0) wishes.delete(keyOf(wish));
}

/** A wish that has waited that long was for another market: the strategy says what it wants with its next bar. */
const WISH_MS_MAX = 10 * SECOND_MS;

/** Returns the wishes whose way is free now, and goes on freeing that of the others. */
export function freedWishes(decision: Decision): readonly WantedTarget[] {
  const { wishes } = decision.views.brokerStops;
  if (wishes.size === 0) return NONE;
  const freed: WantedTarget[] = [];
  for (const [key, { wish, at }] of [...wishes]) {
    const stops = openStops(decision, wish.symbol);
    if (!isStanding(decision, wish) || decision.time - at > WISH_MS_MAX) wishes.delete(key);
    else if (stops.length > 0)
      cancelStops(decision, stops, "it makes way for an order of a strategy");
    else if (wishes.delete(key)) freed.push(wish);
  }
  return freed;
}

const NONE: readonly WantedTarget[] = [];

/** Whether the strategy has said nothing newer, and holds what it held then: a stop that was set off changed that. */
function isStanding({ state }: Decision, wish: WantedTarget): boolean {
  const parent = parentOf(state.parents, wish);
  return parent.signalId === wish.signalId && parent.held === parent.heldBefore;
}

function keyOf({ strategyId, symbol }: WantedTarget): string {
  return `${strategyId} ${symbol}`;
}
