import { Decision } from "./decision.ts";
import { advanceOrders } from "./execution/advance-orders.ts";
import { watchAccount } from "./execution/account/ask-account.ts";
import { askOfInstruments } from "./execution/ask-venue.ts";
import { workActions } from "./execution/corporate/begin-actions.ts";
import { takeAnnouncements } from "./execution/corporate/take-announcements.ts";
import { workCancels } from "./execution/cancels/work-cancels.ts";
import { listOpenOrders } from "./execution/list-open-orders.ts";
import { reconcile, reconcileWhenDue } from "./execution/reconcile.ts";
import { endWhatIsOver, takeEvidence } from "./golive/golive-stage.ts";
import type { Input } from "./input.ts";
import { openExDates } from "./open-ex-dates.ts";
import { askForQuotes } from "./market-data/ask-quotes.ts";
import { checkCalendar } from "./market-data/check-calendar.ts";
import { observeMarket } from "./market-data/observe-market.ts";
import { advanceKill, noteCanceled, noteClosings } from "./operator/kill/advance-kill.ts";
import { reopenFilled } from "./operator/kill/kill-reopen.ts";
import { answerOrdered, takeCommand } from "./operator/take-command.ts";
import { markPortfolio } from "./portfolio/mark-portfolio.ts";
import { decideOrders } from "./risk/decide-orders.ts";
import { watchEquity, watchOrders } from "./risk/breakers/watch-breakers.ts";
import { workAllStops } from "./risk/broker-stop/work-broker-stops.ts";
import { watchExecutions } from "./risk/repeated-executions.ts";
import { watchProtection } from "./risk/watch-protection.ts";
import { watchBooked, watchGuards, watchRejects } from "./risk/watch-guards.ts";
import { generateSignals, tellFills, wakeStrategies } from "./signals/generate-signals.ts";
import { startRun } from "./start-run.ts";
import type { EngineState } from "./state.ts";
import { watchConnections } from "./watch-connections.ts";
import type { Views } from "./views.ts";

/**
 * One input through the stages, in the order in which a trader would say them:
 * operator → market data → signals → risk → execution → portfolio.
 *
 * Deterministic: the same state, views and input give the same records and effects. Time is the input's; no clock is
 * read, nothing is random, nothing waits. What is decided is in the records; what is to be done is in the effects.
 */
export function decide(state: EngineState, views: Views, input: Input): Decision {
  const decision = new Decision(state, views, input.time);
  if (input.body.kind === "engine_started") startRun(decision, input.body);
  endWhatIsOver(decision, input);
  takeAnnouncements(decision, input);
  openExDates(decision);
  const ordered = takeCommand(decision, input); //                     operator
  const killed = advanceKill(decision, input);
  wakeStrategies(decision);
  watchConnections(decision, input);
  askForQuotes(decision, input);
  askOfInstruments(decision, input);
  checkCalendar(decision, input);
  const bars = observeMarket(decision, input); //                      1 market data
  const signals = generateSignals(decision, input, bars); //           2 signals
  watchGuards(decision, input); //                                     3 risk: what must be closed or halted
  const closings = [...ordered.closings, ...killed];
  const outcome = decideOrders(decision, { signals, closings, override: ordered.override });
  noteClosings(decision, outcome);
  answerOrdered(decision, ordered, outcome);
  advanceOrders(decision, input); //                                   4 execution: what the venue says
  noteCanceled(decision);
  watchBooked(decision);
  watchExecutions(decision);
  const replies = tellFills(decision);
  if (replies.length > 0) decideOrders(decision, { signals: replies, closings: [] });
  workAllStops(decision, input);
  watchRejects(decision);
  watchAccount(decision, input);
  workActions(decision, input);
  workCancels(decision, input);
  listOpenOrders(decision, input);
  reconcile(decision, input);
  reopenFilled(decision);
  watchBooked(decision);
  watchOrders(decision);
  watchEquity(decision);
  watchProtection(decision, input);
  takeEvidence(decision, input);
  reconcileWhenDue(decision, input);
  markPortfolio(decision); //                                          5 portfolio
  return decision;
}
