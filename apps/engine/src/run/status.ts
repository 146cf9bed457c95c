import { describeScope } from "@interlock/core/kill/kill-scope";
import { formatMoney } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { isOpen } from "@interlock/core/order/order";
import type { Position } from "@interlock/core/position/position";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import type { Engine } from "../engine.ts";
import { markNow } from "../portfolio/mark-portfolio.ts";
import type { EngineState } from "../state.ts";
import { killsOf, scopeOfKill } from "../kill-in-force.ts";
import { tradingNow } from "../trading-now.ts";
import type { Views } from "../views.ts";
import { approvalsStatus } from "../operator/approval/approvals-status.ts";
import { limitsStatus } from "../operator/limits/limits-status.ts";
import type { MarketFeed } from "./venue/market-feed.ts";
import { stateHash } from "./state-hash.ts";

/** What the status is read from. */
export interface StatusParts {
  readonly engine: Engine;
  readonly state: EngineState;
  readonly views: Views;
  readonly feed: MarketFeed;
}

/** The engine's present state for `status --json` and for the day summary. Amounts are decimal strings. */
export function engineStatus({
  engine,
  state,
  views,
  feed,
}: StatusParts): Readonly<Record<string, unknown>> {
  const mark = markNow({ state, views });
  return {
    environment: state.settings?.environment ?? null,
    accountId: state.accountId,
    accountNumber: state.accountNumber,
    build: state.build,
    configHash: state.settings?.configHash ?? "",
    recovered: state.recovered,
    settled: engine.isSettled(),
    venueTime: engine.now,
    cycles: engine.cycles,
    marketEvents: feed.events,
    marketBacklog: feed.backlog,
    journalSeq: state.journalSeq,
    stateHash: stateHash(state),
    trading: state.trading,
    stopped: killsOf({ kill: null, scopeKills: state.scopeKills }).map((kill) =>
      describeScope(scopeOfKill(kill)),
    ),
    tradingNow: tradingNow(state, engine.now),
    kill: state.kill,
    kills: killsOf(state),
    limitsVersion: state.limits?.version ?? 0,
    limits: state.limits === null ? null : limitsStatus(state.limits),
    approvals: approvalsStatus(state.approvals),
    equity: formatMoney(mark.equity),
    cash: formatMoney(mark.cash),
    dayPnl: {
      realized: formatMoney(mark.realized),
      unrealized: formatMoney(mark.unrealized),
      fees: formatMoney(mark.fees),
    },
    positions: Object.values<Position>(state.portfolio.positions)
      .filter((position) => quantityUnits(position.quantity) !== 0)
      .map((position) => ({
        symbol: position.symbol,
        quantity: formatQuantity(position.quantity),
      })),
    workingOrders: Object.values(state.orders)
      .filter(isOpen)
      .map(({ clientOrderId, symbol, side, status }) => ({ clientOrderId, symbol, side, status })),
    otherOrders: Object.values(state.external).map(({ clientOrderId, symbol, side }) => ({
      clientOrderId,
      symbol,
      side,
    })),
    today: state.today,
    reconciledAt: state.reconciliation?.at ?? null,
    breaks: openBreaksOf(state),
    connections: state.connections,
  };
}

/** The open breaks with the name of their newest evidence, which an adoption rests on, and without its length. */
export function openBreaksOf({ breaks }: Pick<EngineState, "breaks">) {
  return Object.values(breaks).map((found) => {
    const { evidence: _long, ...facts } = found;
    return { ...facts, evidenceId: evidenceIdOf(found) };
  });
}
