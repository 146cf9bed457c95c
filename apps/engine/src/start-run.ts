import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "./decision.ts";
import { askForSnapshot } from "./execution/ask-snapshot.ts";
import { askActionsNow } from "./execution/corporate/ask-actions.ts";
import { lookUp } from "./execution/look-up-orders.ts";
import { recallTold } from "./execution/stuck-cancels.ts";
import type { EngineStarted } from "./input.ts";
import { doubtLaunch } from "./golive/doubt-launch.ts";
import { tellFeedSwitch } from "./market-data/compare-feeds.ts";
import { openSymbolMarket } from "./market-data/symbol-market.ts";
import { endUnwatchedHalts } from "./market-data/watch-trading.ts";
import { upholdKill } from "./operator/kill/request-kill.ts";
import { policyBefore, startPolicy } from "./operator/approval/start-policy.ts";
import { startLimits } from "./operator/limits/start-limits.ts";
import { openStrategy } from "./signals/strategy-runtime.ts";
import { emptyViews, rebuildTotals } from "./views.ts";

/**
 * Every run begins here, the first like the one after a crash: nothing is known of the market, trading is held until
 * the venue has answered and the books agree, and every order whose answer was lost is in doubt until it is found.
 */
export function startRun(decision: Decision, started: EngineStarted): void {
  const { settings, build, instance, accountId, accountNumber } = started;
  const feedBefore = decision.state.settings?.feed;
  const before = policyBefore(decision);
  forgetViews(decision);
  recallTold(decision);
  decision.emit({ kind: "engine_started", settings, build, instance, accountId, accountNumber });
  const reason = "the engine started; trading waits until the books agree with the venue's";
  const at = decision.time;
  decision.emit({
    kind: "trading_held",
    hold: { source: "recovery", state: "halted", reason, at, by: null },
  });
  startPolicy(decision, settings, before);
  tellFeedSwitch(decision, feedBefore);
  startLimits(decision, settings);
  rebuildTotals(decision.views, decision.state);
  openMarkets(decision, started);
  endUnwatchedHalts(decision);
  quarantineSilent(decision, started);
  openStrategies(decision, started);
  doubtUnanswered(decision);
  holdAsTold(decision, started);
  doubtLaunch(decision, started);
  decision.release("venue_clock", "the venue told its time at the start");
  // First, so that a split over night is known when the venue shows the new position.
  askActionsNow(decision);
  askForSnapshot(decision, "recovery");
}

/** What was seen before the start is forgotten, wherever it was kept. */
function forgetViews({ views, time }: Decision): void {
  Object.assign(views, emptyViews(views.callMark), { startedAt: time });
}

function openMarkets({ views, time }: Decision, { settings }: EngineStarted): void {
  for (const symbol of settings.symbols) views.markets.set(symbol, openSymbolMarket(symbol, time));
}

/** Strategies are opened here and started by the stage of signals, which runs no code of a disabled one. */
function openStrategies(decision: Decision, { settings }: EngineStarted): void {
  const { state, views } = decision;
  settings.strategies.forEach((strategy, place) => {
    const opened = openStrategy({ settings: strategy, place }, state, views);
    if (opened.ok) views.strategies.push(opened.value);
    else decision.emit({ kind: "strategy_disabled", strategyId: strategy.id, error: opened.error });
  });
}

/**
 * A strategy that did not return stopped everything, and would again: it stays off until a person has looked at it. One
 * that is disabled with the same words was so by a start that did not live to forget what had been seen.
 */
function quarantineSilent(decision: Decision, { silentStrategies = [] }: EngineStarted): void {
  for (const { strategyId, seen } of silentStrategies) {
    const known = decision.state.strategies[strategyId];
    const error = `${seen} A person must look at it and enable it again.`;
    if (known === undefined || known.disabledBecause === error) continue;
    decision.turnOff(strategyId, error);
  }
}

/** An order that was recorded but whose answer was not may be at the venue: it is unknown, and is asked for. */
function doubtUnanswered(decision: Decision): void {
  for (const order of Object.values(decision.state.orders)) {
    if (!isOpen(order) || order.venueOrderId !== null) continue;
    const id = order.clientOrderId;
    if (order.status === "pending_submit") {
      const reason = "the engine stopped before the venue's answer was recorded";
      const event = { kind: "submit_outcome_unknown" as const, at: decision.time, reason };
      decision.emit({ kind: "order_advanced", clientOrderId: id, event, raw: "" });
    }
    lookUp(decision, id);
  }
}

/** A latched kill or a crash loop keeps trading halted, whatever the journal said before. */
function holdAsTold(
  decision: Decision,
  { latch, scopeLatches = [], haltedBecause }: EngineStarted,
): void {
  const at = decision.time;
  if (haltedBecause !== "") {
    decision.emit({
      kind: "trading_held",
      hold: { source: "crash_loop", state: "halted", reason: haltedBecause, at, by: null },
    });
  }
  if (latch !== null) upholdKill(decision, { ...latch, scope: WHOLE_ACCOUNT, via: "watchdog" });
  for (const narrow of scopeLatches) upholdKill(decision, { ...narrow, via: "watchdog" });
}
