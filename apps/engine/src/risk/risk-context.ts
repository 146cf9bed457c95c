import { type CorporateHold, holdFor } from "@interlock/core/corporate/corporate-hold";
import type { StrategyId, Ticker } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import { type Money, ZERO_MONEY } from "@interlock/core/number/money";
import { ZERO_QUANTITY } from "@interlock/core/number/quantity";
import {
  exposureElsewhere,
  liveDayPnl,
  sectorElsewhere,
} from "@interlock/core/portfolio/live-totals";
import { NO_OPEN_ORDERS } from "@interlock/core/portfolio/open-orders";
import { strategyPositionOf } from "@interlock/core/portfolio/portfolio";
import { readStrategyHolding } from "@interlock/core/portfolio/strategy-totals";
import { UNKNOWN_ASSET } from "@interlock/core/risk/assets/asset-guard";
import type { LevelGuard } from "@interlock/core/risk/levels/level-guard";
import { limitsFor } from "@interlock/core/risk/levels/limits-for";
import { symbolFlowOf } from "@interlock/core/risk/flow/flow-book";
import { parentOf } from "@interlock/core/risk/parent/parent-book";
import type { RiskContext, SymbolPermission } from "@interlock/core/risk/risk-context";
import type { StopGuard } from "@interlock/core/risk/stopped-out";
import type { Decision } from "../decision.ts";
import { exposureGuard } from "./exposure-guard.ts";
import { marketGuardOf, type WatchedSymbol } from "./market-guard.ts";
import { launchGuard } from "../golive/launch-guard.ts";
import { reduceOnlyOf } from "@interlock/core/kill/reduce-only";
import { haltOf } from "../kill-in-force.ts";

/** Whose order it is that risk looks at. */
export interface Asker {
  readonly symbol: Ticker;
  readonly strategyId: StrategyId | null;
}

/**
 * Gathers what risk looks at for a symbol: sums that are kept current, so that a check never scans the book. It changes
 * nothing, so that a question about any ticker leaves nothing behind.
 */
export function riskContextFor(decision: Decision, asker: Asker): RiskContext | null {
  const { state, views, time } = decision;
  const { symbol, strategyId } = asker;
  if (state.limits === null) return null;
  const row = views.totals.symbols[symbol];
  const market = views.markets.get(symbol);
  const session = sessionAt(time);
  const { limits, levels } = limitsFor(state.limits, { strategyId, symbol, session });
  const halt = haltOf(state, asker);
  return {
    time,
    limits,
    levels: levelGuard(decision, asker, levels),
    tradingState: halt.state,
    haltClosings: halt.closings,
    stoppedScope: halt.scope,
    reduceOnly: reduceOnlyOf(state.reduceOnly, asker, time),
    golive: launchGuard(state, time),
    stop: stopFor(decision, asker),
    session,
    permission: permissionFor(decision, market),
    reconciliationBreaks: countBreaks(decision, symbol),
    corporateAction: corporateHold(decision, symbol),
    projectionLagMs: views.projectionLagMs,
    market: marketGuardOf(decision, symbol, market),
    asset: state.assets[symbol] ?? UNKNOWN_ASSET,
    volume: volumeFor(decision, symbol),
    quote: market?.quote ?? null,
    referencePrice: row?.referencePrice ?? null,
    position: state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY,
    ownPosition:
      strategyId === null
        ? ZERO_QUANTITY
        : strategyPositionOf(state.portfolio, strategyId, symbol).quantity,
    openOrders: row?.openOrders ?? NO_OPEN_ORDERS,
    openOrderCount: views.totals.openOrders,
    exposureElsewhere: exposureElsewhere(views.totals, row),
    sector: sectorElsewhere(views.totals, symbol),
    conduct: { startedAt: views.startedAt, cancels: state.flow.cancels },
    exposure: exposureGuard(decision, row),
    unmarkedPositions: views.totals.unmarked,
    unpricedOrders: views.totals.unpriced,
    parent: parentFor(decision, asker),
    recentOrders: state.recentOrders,
    accountFlow: state.flow.account,
    symbolFlow: symbolFlowOf(state.flow, asker),
    dayPnl: dayPnlOf(decision),
  };
}

/** On the day of a corporate action the sessions of before are counted in other shares. */
function volumeFor({ state, views }: Decision, symbol: Ticker): RiskContext["volume"] {
  if (views.waitingActions.has(symbol)) return null;
  return state.volumes[symbol] ?? null;
}

/** What a strategy asked for last; nobody else's orders have a target that they could exceed. */
function parentFor({ state }: Decision, { strategyId, symbol }: Asker): RiskContext["parent"] {
  return strategyId === null ? null : parentOf(state.parents, { strategyId, symbol });
}

/** Only a strategy with limits of its own is measured by itself. */
function levelGuard({ state, views }: Decision, asker: Asker, levels: LevelGuard): LevelGuard {
  const { strategyId } = asker;
  const limits = strategyId === null ? undefined : state.limits?.levels.strategies[strategyId];
  if (strategyId === null || limits === undefined) return levels;
  const holding = readStrategyHolding(views.totals, asker);
  return { ...levels, own: { strategyId, limits, holding } };
}

function dayPnlOf({ state, views }: Decision): Money {
  const { day, portfolio } = state;
  return day === null ? ZERO_MONEY : liveDayPnl(portfolio, views.totals, day).net;
}

/** An action whose day has come, and whose result the venue has not shown. Mostly there is none anywhere. */
export function corporateHold({ state, views }: Decision, symbol: Ticker): CorporateHold | null {
  if (views.waitingActions.size === 0) return null;
  const action = views.waitingActions.get(symbol);
  const held = state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
  return action === undefined ? null : holdFor(action, held);
}

/** A stop-loss at work concerns every strategy, one that is done those whose position it closed. */
function stopFor({ state, views }: Decision, { symbol, strategyId }: Asker): StopGuard | null {
  if (views.stopSymbols.size === 0 || !views.stopSymbols.has(symbol)) return null;
  const atWork = state.stops[symbol];
  if (atWork !== undefined) return atWork;
  return strategyId === null ? null : (state.stoppedOut[strategyId]?.[symbol] ?? null);
}

/**
 * A symbol outside the configured universe may only be closed; so may every one while we would not hear of a fill, or
 * while we are not surely the account's only writer.
 */
function permissionFor({ state }: Decision, market: WatchedSymbol): SymbolPermission {
  if (!state.connections.order_stream || !state.connections.account_lease) return "close_only";
  // The markets are those of the configured universe: asked here because a map does not search through it.
  return market === undefined ? "close_only" : "both";
}

/** A break without a symbol, e.g. in cash, blocks every symbol. */
function countBreaks({ state }: Decision, symbol: Ticker): number {
  let count = 0;
  for (const key in state.breaks) {
    const found = state.breaks[key];
    if (found !== undefined && (found.symbol === null || found.symbol === symbol)) count += 1;
  }
  return count;
}
