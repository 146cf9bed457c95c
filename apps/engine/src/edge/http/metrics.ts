import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { moneyToNumber } from "@interlock/core/number/money";
import { isOpen } from "@interlock/core/order/order";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type MarketBoard, readBacklog, readBeat, readHost } from "../market-board.ts";

/** What metrics are read from. */
export interface MetricSource {
  readonly book: EdgeBook;
  readonly board: MarketBoard;
  readonly projectionLagMs: () => number;
  readonly feedClients: () => number;
  readonly wallNow: () => number;
}

const STATES = ["active", "reducing", "halted"] as const;

/** Figures for Prometheus, read when they are asked for. Order ids are never labels. */
export function makeMetrics(source: MetricSource): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "interlock_edge_" });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `interlock_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  const { book, board } = source;
  gauge(
    "journal_seq",
    "Last journal entry that the edge has applied.",
    () => book.state.journalSeq,
  );
  gauge(
    "engine_cycles_total",
    "Decision cycles completed since the engine started.",
    () => readBeat(board).cycles,
  );
  marketFigures(gauge, board);
  gauge(
    "heartbeat_age_seconds",
    "Age of the decision loop's last completed cycle.",
    () => (source.wallNow() - readBeat(board).wallAt) / 1000,
  );
  gauge(
    "projection_lag_seconds",
    "How far the database is behind the journal.",
    () => source.projectionLagMs() / 1000,
  );
  gauge("feed_clients", "Consoles that follow the live feed.", source.feedClients);
  gauge("equity_dollars", "Equity by our ledger.", () =>
    moneyToNumber(liveEquity(book.state.portfolio, book.views.totals)),
  );
  gauge("day_pnl_dollars", "Net P&L of the day.", () => dayPnl(book));
  gauge("gross_exposure_dollars", "Gross exposure of positions.", () =>
    moneyToNumber(book.views.totals.grossExposure),
  );
  gauge(
    "open_orders",
    "Orders that may still trade.",
    () => Object.values(book.state.orders).filter(isOpen).length,
  );
  gauge("orders_today", "Orders approved today.", () => book.state.today.orders);
  gauge("fills_today", "Fills booked today.", () => book.state.today.fills);
  gauge(
    "reconciliation_breaks",
    "Open differences between our books and the venue's.",
    () => Object.keys(book.state.breaks).length,
  );
  hostFigures(gauge, board);
  tradingState(registry, book);
  denials(registry, book);
  return registry;
}

type MakeGauge = (name: string, help: string, read: () => number) => void;

function marketFigures(gauge: MakeGauge, board: MarketBoard): void {
  gauge(
    "market_events_total",
    "Market events taken since the engine started.",
    () => readBeat(board).events,
  );
  gauge(
    "market_queue_events",
    "Market events that wait because the engine is behind.",
    () => readBacklog(board).size,
  );
  gauge(
    "market_conflated_total",
    "Quotes that a newer one of their symbol replaced while they waited.",
    () => readBacklog(board).conflated,
  );
  gauge(
    "market_lost_trades_total",
    "Market trades left out because too many waited.",
    () => readBacklog(board).lost,
  );
}

function hostFigures(gauge: MakeGauge, board: MarketBoard): void {
  gauge(
    "engine_loop_lag_seconds",
    "Longest standstill of the trading thread within the last second.",
    () => readHost(board).loopLagMs / 1000,
  );
  gauge(
    "engine_memory_share",
    "Used share of the memory that the engine's process may have.",
    () => readHost(board).memoryShare,
  );
  gauge(
    "disk_used_share",
    "Used share of the disk that holds the data folder.",
    () => readHost(board).diskShare,
  );
}

function dayPnl({ state, views }: EdgeBook): number {
  return state.day === null
    ? 0
    : moneyToNumber(liveDayPnl(state.portfolio, views.totals, state.day).net);
}

function tradingState(registry: Registry, book: EdgeBook): void {
  new Gauge({
    name: "interlock_trading_state",
    help: "1 for the trading state in force.",
    labelNames: ["state"],
    registers: [registry],
    collect() {
      for (const state of STATES) this.set({ state }, book.state.trading.state === state ? 1 : 0);
    },
  });
}

function denials(registry: Registry, book: EdgeBook): void {
  new Gauge({
    name: "interlock_denials_today",
    help: "Orders denied today by the check that denied them.",
    labelNames: ["code"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(book.state.today.deniedByCode))
        this.set({ code }, count);
    },
  });
}
