import type { Ticker } from "@interlock/core/ids";
import { moneyUnits } from "@interlock/core/number/money";
import { quantityUnits } from "@interlock/core/number/quantity";
import { liveDayPnl, type SymbolTotals } from "@interlock/core/portfolio/live-totals";
import {
  type Breach,
  checkDailyLoss,
  checkPriceMove,
  checkStopLoss,
  describeBreach,
  noteReject,
} from "@interlock/core/risk/real-time";
import type { HoldSource } from "@interlock/core/risk/trading-state";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import type { EngineRecord } from "../record.ts";
import { fireStop } from "./stop-loss.ts";

/**
 * Risk between orders: the daily loss, each position's stop-loss, and the circuit breaker, read at every quote of what
 * is held. What trips is latched: only a person resumes it. Trading is then reducing, not halted, so that positions
 * can still be closed and stop-losses still act.
 */
export function watchGuards(decision: Decision, input: Input): void {
  if (input.body.kind !== "quote") return;
  const { symbol } = input.body.quote;
  const row = decision.views.totals.symbols[symbol];
  if (row === undefined || row.referencePrice === null || quantityUnits(row.position) === 0) return;
  const { limits, day, portfolio, recovered } = decision.state;
  if (limits === null || day === null || !recovered) return;
  const { riskWatch, totals } = decision.views;
  holdOn(
    decision,
    "daily_loss",
    checkDailyLoss(riskWatch, liveDayPnl(portfolio, totals, day), limits.values),
  );
  const seen = { symbol, mark: row.referencePrice, time: decision.time };
  holdOn(decision, "circuit_breaker", checkPriceMove(riskWatch, seen, limits.values));
  watchStop(decision, symbol, row);
}

/** Counts what the venue rejected at this input: a burst of it means that something is wrong with what we send. */
export function watchRejects(decision: Decision): void {
  const { limits } = decision.state;
  if (limits === null) return;
  for (const record of decision.records) {
    if (isRejection(record)) {
      holdOn(
        decision,
        "circuit_breaker",
        noteReject(decision.views.riskWatch, decision.time, limits.values),
      );
    }
  }
}

function isRejection(record: EngineRecord): boolean {
  return record.kind === "order_advanced" && record.event.kind === "rejected";
}

/** Latches a hold for a breach, once. */
function holdOn(
  decision: Decision,
  source: HoldSource & ("daily_loss" | "circuit_breaker"),
  breach: Breach | null,
): void {
  if (breach === null || decision.state.trading.holds.some((hold) => hold.source === source))
    return;
  const reason = describeBreach(breach);
  const symbol = breach.kind === "price_move" ? breach.symbol : null;
  decision.emit({ kind: "guard_tripped", guard: source, symbol, sentence: reason });
  decision.emit({
    kind: "trading_held",
    hold: { source, state: "reducing", reason, at: decision.time, by: null },
  });
  decision.perform({
    kind: "raise_alert",
    severity: "critical",
    sentence: `${reason} Only orders that reduce risk pass.`,
  });
}

function watchStop(decision: Decision, symbol: Ticker, row: SymbolTotals): void {
  const { state, views } = decision;
  const position = state.portfolio.positions[symbol];
  if (position === undefined || row.referencePrice === null || state.limits === null) return;
  if (moneyUnits(row.unrealized) >= 0) {
    delete views.riskWatch.stopReadings[symbol];
    return;
  }
  const held = { position, mark: row.referencePrice };
  const breach = checkStopLoss(views.riskWatch, held, state.limits.values);
  if (breach?.kind === "stop_loss") fireStop(decision, breach);
}
