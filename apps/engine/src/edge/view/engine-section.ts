import type { EngineView, HealthItem } from "@interlock/api/view/engine-view";
import { marketDay, newYorkDate, nextOpen, sessionAt } from "@interlock/core/market/calendar";
import { scopeKey } from "@interlock/core/kill/kill-scope";
import { reduceOnlyNow } from "@interlock/core/kill/reduce-only";
import type { UnixMs } from "@interlock/core/time";
import { tradingNow } from "../../trading-now.ts";
import type { AnchorStatus } from "../anchor/head-publisher.ts";
import type { AuditWatchStatus } from "../project/audit-watch.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type MarketBoard, readBeat } from "../market-board.ts";
import type { NoticesStatus } from "../notices/notice-desk.ts";
import { marketHealth } from "./market-state.ts";
import { standingAlerts } from "./standing-alerts.ts";

/** What the edge knows beside the journal: the host's clock, the database, the phase of the process. */
export interface EdgeFacts {
  readonly wallNow: number;
  readonly phase: EngineView["phase"];
  readonly projection: { readonly lagMs: number; readonly error: string };
  readonly watchdogUp: boolean | null;
  readonly audit: AuditWatchStatus;
  readonly heads: AnchorStatus;
  readonly notices: NoticesStatus;
}

/** Attempts at notices that may fail before a person has to look at the channel. */
const FAILURES_BORNE = 3;
/** Silence of the decision loop after which it counts as down. */
const HEARTBEAT_DOWN_MS = 5_000;

/** Who runs, on which account, in which state. */
export function engineSection(book: EdgeBook, board: MarketBoard, facts: EdgeFacts): EngineView {
  const { state } = book;
  const beat = readBeat(board);
  const venueTime = venueNow(book, board);
  const session = sessionAt(venueTime);
  const trading = tradingNow(state, venueTime);
  return {
    phase: facts.phase,
    environment: state.settings?.environment ?? "sim",
    accountId: state.accountId,
    accountNumber: state.accountNumber,
    feed: state.settings?.feed ?? "",
    build: state.build,
    configHash: state.settings?.configHash ?? "",
    tradingState: trading.state,
    tradingStateCause: trading.cause,
    tradingStateBy: trading.by,
    tradingStateSince: trading.since,
    resumable: trading.resumable,
    reduceOnly: reduceOnlyNow(state.reduceOnly, venueTime).map(({ scope, until }) => ({
      scope: scopeKey(scope),
      until,
    })),
    venueTime,
    session,
    dayNote: dayNote(venueTime),
    sessionEndsAt: sessionEnd(venueTime),
    heartbeatAt: beat.wallAt,
    journalSeq: state.journalSeq,
    health: health(book, board, facts),
  };
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

/** The venue's time now: the journal may have had nothing to tell for a while. */
function venueNow({ state }: EdgeBook, board: MarketBoard): UnixMs {
  return Math.max(readBeat(board).venueTime, state.time);
}

/** Each part of the system with its state and a sentence. */
export function health(book: EdgeBook, board: MarketBoard, facts: EdgeFacts): HealthItem[] {
  const { connections, limits, trading } = book.state;
  const now = venueNow(book, board);
  const { wallAt } = readBeat(board);
  const age = facts.wallNow - wallAt;
  const silence =
    wallAt === 0 ? "no cycle completed yet" : `no completed cycle for ${Math.round(age / 1000)} s`;
  const limitsInForce = `limits version ${limits?.version ?? 0}, ${tradingNow(book.state, now).state}`;
  return [
    upOrDown("engine", age < HEARTBEAT_DOWN_MS, ["decides", silence]),
    marketHealth({ book, board, venueTime: now }),
    orderStream(book),
    brokerRest(book, now),
    database(book, facts),
    auditTrail(facts),
    anchors(facts),
    notices(facts),
    upOrDown("account_lease", connections.account_lease, [
      "held: this engine alone writes the account",
      trading.holds.find(({ source }) => source === "account_lease")?.reason ??
        "not held: no new risk",
    ]),
    upOrDown("watchdog", facts.watchdogUp === true, ["listens", "not connected"]),
    upOrDown("risk_manager", limits !== null, [limitsInForce, "no limits in force"]),
    item("signal_bridge", "not_configured", "not configured"),
    ...standingAlerts(book, now),
  ];
}

function upOrDown(
  name: HealthItem["name"],
  up: boolean,
  [whenUp, whenDown]: readonly [string, string],
): HealthItem {
  return item(name, up ? "ok" : "down", up ? whenUp : whenDown);
}

function database(book: EdgeBook, { projection }: EdgeFacts): HealthItem {
  if (projection.error !== "") return item("database", "down", projection.error);
  const behind = `${projection.lagMs} ms behind the journal`;
  return item("database", book.state.projectionLagging ? "degraded" : "ok", behind);
}

function auditTrail({ audit }: EdgeFacts): HealthItem {
  if (audit.fault !== "") return item("audit_trail", "down", audit.fault);
  if (audit.error !== "") return item("audit_trail", "degraded", `not compared: ${audit.error}`);
  const whole = audit.comparedWhole ? "all rows" : `rows up to entry ${audit.comparedTo}`;
  return item("audit_trail", "ok", `${whole} agree with the journal`);
}

/** Two places that have everything until lately are what a cut tail is proven by. */
function anchors({ heads }: EdgeFacts): HealthItem {
  const { anchored, behindSince, places } = heads;
  const failing = places.filter(({ error }) => error !== "");
  const why = failing.map(({ name, error }) => `; ${name}: ${error}`).join("");
  const at = anchored === null ? "" : new Date(anchored.at).toISOString().slice(0, 19);
  const reach =
    anchored === null ? "not yet in two places" : `up to entry ${anchored.seq} at ${at}Z`;
  const status = behindSince === null && failing.length === 0 ? "ok" : "degraded";
  return item("audit_anchors", anchored === null && why === "" ? "ok" : status, `${reach}${why}`);
}

/** Nobody hears of an alert by a channel that fails: whoever looks at the console must know. */
function notices({ notices: channels }: EdgeFacts): HealthItem {
  if (channels.length === 0) return item("notices", "not_configured", "no channel is configured");
  const troubled = channels.filter(({ silent, failures }) => silent || failures > 0);
  if (troubled.length === 0) {
    const names = channels.map(({ channel }) => channel).join(", ");
    return item("notices", "ok", `people are told by ${names}`);
  }
  const alert = troubled.some(({ silent, failures }) => silent || failures >= FAILURES_BORNE);
  const words = troubled.map(
    ({ channel, why, waiting, silent }) =>
      `${channel}: ${why === "" ? "a notice was given up" : why}${waiting > 0 ? `, ${waiting} waiting` : ""}${silent ? "; the latest was not delivered" : ""}`,
  );
  return item("notices", alert ? "alert" : "degraded", words.join("; "));
}

function orderStream({ state }: EdgeBook): HealthItem {
  if (!state.connections.order_stream)
    return item("order_stream", "down", "stream down: no new risk");
  return state.trading.holds.some(({ source }) => source === "order_stream")
    ? item("order_stream", "degraded", "stream back: no new risk until the books are compared")
    : item("order_stream", "ok", "stream connected");
}

/** Questions and comparisons: the interface may answer while none of its answers could be compared. */
function brokerRest({ state }: EdgeBook, now: UnixMs): HealthItem {
  const { reconciliation, connections, trading } = state;
  if (reconciliation === null) return item("broker_rest", "down", "not compared yet");
  const age = Math.round((now - reconciliation.at) / 1000);
  const compared = `compared ${age} s ago, ${reconciliation.differences} differences`;
  if (trading.holds.some(({ source }) => source === "reconciliation"))
    return item("broker_rest", "down", `${compared}: too long ago, no new risk`);
  return connections.venue_rest
    ? item("broker_rest", "ok", compared)
    : item("broker_rest", "down", `the last question failed; ${compared}`);
}

function item(name: HealthItem["name"], status: HealthItem["status"], detail: string): HealthItem {
  return { name, status, detail, since: null };
}
