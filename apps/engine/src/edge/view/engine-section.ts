import type { EngineView, HealthItem } from "@interlock/api/view/engine-view";
import { marketDay, newYorkDate, nextOpen, sessionAt } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";
import type { TradingHold } from "@interlock/core/risk/trading-state";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type MarketBoard, readBeat } from "../market-board.ts";

/** What the edge knows beside the journal: the host's clock, the database, the phase of the process. */
export interface EdgeFacts {
  readonly wallNow: number;
  readonly phase: EngineView["phase"];
  readonly projection: { readonly lagMs: number; readonly error: string };
  readonly watchdogUp: boolean | null;
}

/** Silence of the decision loop after which it counts as down. */
const HEARTBEAT_DOWN_MS = 5_000;

/** Who runs, on which account, in which state. */
export function engineSection(book: EdgeBook, board: MarketBoard, facts: EdgeFacts): EngineView {
  const { state } = book;
  const beat = readBeat(board);
  const venueTime = Math.max(beat.venueTime, state.time);
  const session = sessionAt(venueTime);
  const hold = strictest(state.trading.holds);
  return {
    phase: facts.phase,
    environment: state.settings?.environment ?? "sim",
    accountId: state.accountId,
    accountNumber: state.accountNumber,
    feed: state.settings?.feed ?? "",
    build: state.build,
    configHash: state.settings?.configHash ?? "",
    tradingState: state.trading.state,
    tradingStateCause: hold === null ? "" : `${hold.source.replaceAll("_", " ")}: ${hold.reason}`,
    tradingStateBy: hold?.by ?? "",
    tradingStateSince: hold?.at ?? null,
    venueTime,
    session,
    dayNote: dayNote(venueTime),
    sessionEndsAt: sessionEnd(venueTime),
    heartbeatAt: beat.wallAt,
    journalSeq: state.journalSeq,
    health: health(book, board, facts),
  };
}

function strictest(holds: readonly TradingHold[]): TradingHold | null {
  return holds.find((hold) => hold.state === "halted") ?? holds[0] ?? null;
}

function dayNote(time: UnixMs): string {
  const day = marketDay(newYorkDate(time));
  if (day === null) return "no trading today";
  return day.earlyClose ? "half-day" : "";
}

function sessionEnd(time: UnixMs): UnixMs | null {
  const day = marketDay(newYorkDate(time));
  if (day === null) return nextOpen(time);
  const next = [day.preOpenAt, day.openAt, day.closeAt, day.postCloseAt].find((at) => at > time);
  return next ?? nextOpen(time);
}

/** Each part of the system with its state and a sentence. */
export function health(book: EdgeBook, board: MarketBoard, facts: EdgeFacts): HealthItem[] {
  const { state } = book;
  const age = facts.wallNow - readBeat(board).wallAt;
  const engineUp = age < HEARTBEAT_DOWN_MS;
  const { connections } = state;
  return [
    item(
      "engine",
      engineUp ? "ok" : "down",
      engineUp ? "decides" : `no completed cycle for ${Math.round(age / 1000)} s`,
    ),
    item(
      "market_data",
      connections.market_data ? "ok" : "down",
      connections.market_data ? "stream connected" : "stream down",
    ),
    item(
      "order_stream",
      connections.order_stream ? "ok" : "down",
      connections.order_stream ? "stream connected" : "stream down: no new risk",
    ),
    item("broker_rest", connections.venue_rest ? "ok" : "down", restDetail(book)),
    item(
      "database",
      databaseStatus(book, facts),
      facts.projection.error === ""
        ? `${facts.projection.lagMs} ms behind the journal`
        : facts.projection.error,
    ),
    item(
      "account_lease",
      connections.account_lease ? "ok" : "down",
      connections.account_lease
        ? "held: this engine alone writes the account"
        : "not held: no new risk",
    ),
    item(
      "watchdog",
      facts.watchdogUp === true ? "ok" : "down",
      facts.watchdogUp === true ? "listens" : "not connected",
    ),
    item(
      "risk_manager",
      state.limits === null ? "down" : "ok",
      state.limits === null
        ? "no limits in force"
        : `limits version ${state.limits.version}, ${state.trading.state}`,
    ),
    item("signal_bridge", "not_configured", "not configured"),
  ];
}

function databaseStatus(book: EdgeBook, facts: EdgeFacts): HealthItem["status"] {
  if (facts.projection.error !== "") return "down";
  return book.state.projectionLagging ? "degraded" : "ok";
}

function restDetail({ state }: EdgeBook): string {
  const { reconciliation } = state;
  if (reconciliation === null) return "not compared yet";
  return `compared ${Math.round((state.time - reconciliation.at) / 1000)} s ago, ${reconciliation.differences} differences`;
}

function item(name: HealthItem["name"], status: HealthItem["status"], detail: string): HealthItem {
  return { name, status, detail, since: null };
}
