import { describeAction } from "@interlock/core/corporate/corporate-action";
import { idsOf, type StrategyId, type Ticker } from "@interlock/core/ids";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import type { Side } from "@interlock/core/order/side";
import type { Position } from "@interlock/core/position/position";
import { describeScope } from "@interlock/core/kill/kill-scope";
import { partOf } from "@interlock/core/risk/close-position";
import { describeBreach, type StopBreach } from "@interlock/core/risk/real-time";
import { entrySide, type StoppedOut, wantsSide } from "@interlock/core/risk/stopped-out";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { haltOf, isRunning, killOverStop, scopeOfKill, strategiesApart } from "../kill-in-force.ts";
import type { KillState } from "../records/kill-record.ts";
import type { EngineState, StopInProgress } from "../state.ts";
import { closingOrders } from "./closing-orders.ts";
import type { Closing, ClosingOutcome } from "./closing.ts";
import { type StopWay, stopWay } from "./stop-way.ts";

/**
 * A stop-loss from its firing to a flat position.
 *
 * 1. Once fired it is done whatever the price does meanwhile; its record survives a restart, and only a flat position
 *    ends it. It rests while a kill cancels or flattens, and under the halts that `haltClosings` lets nothing through.
 * 2. Our own open orders in the symbol are canceled first, at once: a resting exit holds the shares at a price that
 *    the market has left, and the venue refuses a closing order that could trade with our own entry.
 * 3. When they are gone, what is held is closed, less what open orders may still close: unknown ones and those of other
 *    programs count in full, so that never a share too many is sold.
 * 4. Another program's order is not ours to cancel. Away from the market it keeps the shares: that is an alert.
 * 5. Whatever keeps a stop from closing, a halt too, becomes a record and a critical alert: nothing is silent.
 * 6. On the day of a split or the like it rests until the venue has shown the new position: its prices are of before.
 * 7. A kill of a part of the account has that part to itself: under a kill of its symbol a stop-loss rests as under one
 *    of everything, and where a strategy is killed it leaves that strategy's shares and orders, and closes the rest.
 * 8. Strategies that hold the side, or want it, may not enter it again on the same opinion
 *    (`core/risk/stopped-out.ts`).
 *
 * See docs/INVARIANTS.md (I17).
 */
export function fireStop(decision: Decision, breach: StopBreach): void {
  const { symbol } = breach;
  const { stops, portfolio } = decision.state;
  const position = portfolio.positions[symbol];
  if (position === undefined || stops[symbol] !== undefined) return;
  const { averageEntry, mark, lossBps, limitBps } = breach;
  const at = decision.time;
  const side = entrySide(position);
  const cause = breach.cause === undefined ? {} : { cause: breach.cause };
  const stop: StoppedOut = { symbol, side, at, averageEntry, mark, lossBps, limitBps, ...cause };
  latchStop(decision, stop, describeBreach(breach));
}

/** Puts a stop-loss that fired on record, here or at the broker: what is left of the position is closed from now on. */
export function latchStop(decision: Decision, stop: StoppedOut, sentence: string): void {
  const { symbol } = stop;
  decision.emit({ kind: "guard_tripped", guard: "stop_loss", symbol, sentence });
  decision.emit({ kind: "stop_fired", stop, strategies: concerned(decision.state, stop) });
}

/** The strategies whose opinion lost: those that hold the side, and those that want it and have no fill yet. */
function concerned(state: EngineState, { symbol, side }: StoppedOut): StrategyId[] {
  return idsOf<StrategyId>(state.strategies).filter((id) => {
    const own = state.portfolio.byStrategy[id]?.[symbol];
    const holds = own !== undefined && signOfQuantity(own.quantity) !== 0;
    return holds
      ? entrySide(own) === side
      : wantsSide(state.strategies[id]?.targets[symbol] ?? 0, side);
  });
}

/** Moves every stop-loss under way on, by what the venue has said of the orders in its way. */
export function workStops(decision: Decision): readonly Closing[] {
  let closings = NO_CLOSINGS;
  for (const symbol in decision.state.stops) {
    const stop = decision.state.stops[symbol];
    if (stop === undefined) continue;
    const closing = workStop(decision, stop);
    if (closing !== null) closings = [...closings, closing];
  }
  return closings;
}

const NO_CLOSINGS: readonly Closing[] = [];

function workStop(decision: Decision, stop: StopInProgress): Closing | null {
  const { symbol, side } = stop.stop;
  const position = decision.state.portfolio.positions[symbol];
  if (position === undefined || !isHeld(position, side)) {
    decision.views.stopAskedAt.delete(symbol);
    decision.emit({ kind: "stop_ended", symbol, how: "nothing of the position is left" });
    return null;
  }
  // While another engine writes the account, the position is that engine's to close.
  if (decision.isHeldBy("account_lease")) return null;
  if (rests(decision, stop)) return null;
  const apart = strategiesApart(decision.state);
  const held = absoluteQuantity(position.quantity);
  const mine = subtractQuantity(held, partOf(decision.state.portfolio, symbol, apart));
  if (signOfQuantity(mine) === 0) {
    sayThatItRests(
      decision,
      stop,
      apart.map((id) => decision.state.scopeKills.strategies[id]),
    );
    return null;
  }
  return closeMine(decision, { stop, apart, held: mine });
}

/** What a stop-loss may close: everything held, but what strategies hold that a kill of theirs keeps to itself. */
interface Mine {
  readonly stop: StopInProgress;
  readonly apart: readonly StrategyId[];
  readonly held: Quantity;
}

function closeMine(decision: Decision, { stop, apart, held }: Mine): Closing | null {
  const { symbol, side } = stop.stop;
  const way = stopWay(decision, symbol, side === "buy" ? "sell" : "buy");
  const theirs = ({ strategyId }: Order) => strategyId !== null && apart.includes(strategyId);
  const ours = way.ours.filter((order) => !theirs(order));
  const overdue = decision.time - stop.stop.at >= OVERDUE_MS;
  const againMs = overdue ? CANCEL_AGAIN_OVERDUE_MS : CANCEL_AGAIN_MS;
  for (const order of ours) cancelAtOnce(decision, order, againMs);
  const obstacle = obstacleOf(decision, { stop, way: { ...way, ours }, held });
  if (obstacle !== null) block(decision, symbol, obstacle);
  // The venue refuses what could trade with an entry of ours, and that of a strategy apart is its kill's to cancel.
  if (ours.length > 0 || way.ours.some((order) => order.side === side)) return null;
  const orders = closingOrders(decision, { symbol, except: apart });
  const quantity = orders.reduce((sum, order) => addQuantity(sum, order.quantity), ZERO_QUANTITY);
  return signOfQuantity(quantity) > 0 && mayAskNow(decision, symbol)
    ? { symbol, quantity, purpose: "stop_loss", except: apart }
    : null;
}

function isHeld(position: Position, side: Side): boolean {
  return signOfQuantity(position.quantity) !== 0 && entrySide(position) === side;
}

/** Whether it can do nothing now: a halt stands against it, or a split or the like that the venue has not shown. */
function rests(decision: Decision, stop: StopInProgress): boolean {
  const { state } = decision;
  const { symbol } = stop.stop;
  // Books not compared, another engine on the account, a kill at work here, or one that put the stop-losses off.
  if (!state.recovered || haltOf(state, { symbol, strategyId: null }).closings !== "all") {
    sayThatItRests(decision, stop, [killOverStop(state, symbol)]);
    return true;
  }
  const action = decision.views.waitingActions.get(symbol);
  if (action === undefined) return false;
  const waits = `${describeAction(action)}, and the venue has not shown the new position yet`;
  block(decision, symbol, `${waits}. It goes on when it has; a person may close by hand.`);
  return true;
}

/** A halt that lasts leaves a position without its stop-loss. A flatten at work closes it, and tells so itself. */
function sayThatItRests(
  decision: Decision,
  { stop }: StopInProgress,
  over: readonly (KillState | null | undefined)[],
): void {
  const { trading, recovered } = decision.state;
  const kills = over.filter((kill) => kill != null);
  const closing = kills.some((kill) => isRunning(kill) && kill.mode === "flatten");
  if (!recovered || closing || decision.time - stop.at < OVERDUE_MS) return;
  const parts = kills.filter(({ scope }) => scope !== undefined);
  const stopped = parts.map(
    (kill) => `${describeScope(scopeOfKill(kill))} is stopped (${kill.reason})`,
  );
  const halts = trading.holds.filter(({ state }) => state === "halted");
  const why =
    stopped.length > 0
      ? stopped.join("; ")
      : `trading is halted (${halts.map(({ reason }) => reason).join("; ")})`;
  const rests = `${why}, and stop-losses rest until a person resumes it.`;
  block(decision, stop.symbol, `${rests} Look at it and resume, or kill with Flatten.`);
}

/** Time between two closing orders of one stop-loss: one that was rejected is not repeated at every quote. */
const STOP_AGAIN_MS = 5_000;

function mayAskNow({ views, time }: Decision, symbol: Ticker): boolean {
  if (time - (views.stopAskedAt.get(symbol) ?? Number.NEGATIVE_INFINITY) < STOP_AGAIN_MS)
    return false;
  views.stopAskedAt.set(symbol, time);
  return true;
}

/**
 * A cancel that the venue has not confirmed is asked for again after this long. One that is still not confirmed when
 * the stop-loss is overdue leaves the venue's requests to the comparison that finds out why.
 */
const CANCEL_AGAIN_MS = 2_000;
const CANCEL_AGAIN_OVERDUE_MS = 10_000;

function cancelAtOnce(decision: Decision, order: Order, againMs: number): void {
  const { clientOrderId, venueOrderId } = order;
  if (venueOrderId === null) return;
  const { cancelAskedAt } = decision.views;
  const asked = cancelAskedAt.get(clientOrderId) ?? Number.NEGATIVE_INFINITY;
  if (decision.time - asked < againMs) return;
  cancelAskedAt.set(clientOrderId, decision.time);
  if (order.cancelRequestedAt === null) {
    const reason = "it is in the way of the stop-loss";
    const event = { kind: "cancel_requested" as const, at: decision.time, reason };
    decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
  }
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}

/** A stop-loss that has not closed by then is in trouble, even where each step of it seems to be under way. */
const OVERDUE_MS = 10_000;

interface Standing {
  readonly stop: StopInProgress;
  readonly way: StopWay;
  readonly held: Quantity;
}

function obstacleOf({ time }: Decision, { stop, way, held }: Standing): string | null {
  const { foreign, ours } = way;
  if (foreign !== null)
    return `${describeForeign(foreign)} Cancel it where it was placed, or kill with Cancel all.`;
  if (time - stop.stop.at < OVERDUE_MS) return null;
  const rest = `${formatQuantity(held)} shares are still held ${OVERDUE_MS / 1000} s after it fired`;
  const doing =
    ours.length > 0
      ? `the venue has not confirmed the end of ${ours.length} of our orders`
      : "no closing order has filled";
  return `${rest}: ${doing}. Look at the orders of the symbol, or kill with Flatten.`;
}

function describeForeign(order: Order): string {
  const { side, quantity, pricing, otherType, venueOrderId } = order;
  const what = `${side} ${(otherType ?? pricing.type).replace("_", " ")} order for ${formatQuantity(quantity)} shares`;
  return `Another program's ${what} (${venueOrderId ?? "no id"}) keeps them away from the market.`;
}

/** Takes what became of the closings of stop-losses: a refusal is no end of them, and is said. */
export function noteStops(decision: Decision, outcome: ClosingOutcome): void {
  for (const [symbol, sentence] of outcome.refusals)
    if (decision.state.stops[symbol] !== undefined) block(decision, symbol, sentence);
}

/** Time in which another reason for the same stop-loss is not said again: reasons may carry numbers that move. */
const SAY_AGAIN_MS = 30_000;

function block(decision: Decision, symbol: Ticker, why: string): void {
  const stop = decision.state.stops[symbol];
  if (stop === undefined) return;
  const sentence = `The stop-loss of ${symbol} cannot close the position: ${why}`;
  if (sentence === stop.blocked || isSaidLately(stop, decision.time)) return;
  decision.emit({ kind: "stop_blocked", symbol, sentence });
  decision.perform({ kind: "raise_alert", severity: "critical", sentence });
}

function isSaidLately({ blocked, blockedAt }: StopInProgress, now: UnixMs): boolean {
  return blocked !== "" && now - blockedAt < SAY_AGAIN_MS;
}
