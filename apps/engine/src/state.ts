import { type CorporateBook, emptyCorporateBook } from "@interlock/core/corporate/corporate-book";
import { emptyReduceOnlyBook, type ReduceOnlyBook } from "@interlock/core/kill/reduce-only";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import type { TradingHalt } from "@interlock/core/market/trading-status";
import { ZERO_MONEY } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Order } from "@interlock/core/order/order";
import type { EquityPeak } from "@interlock/core/portfolio/drawdown";
import { openPortfolio, type Portfolio } from "@interlock/core/portfolio/portfolio";
import type { DayBaseline } from "@interlock/core/portfolio/valuation";
import type { AssetGuard } from "@interlock/core/risk/assets/asset-guard";
import { emptyFlowBook, type FlowBook } from "@interlock/core/risk/flow/flow-book";
import type { RecentOrder } from "@interlock/core/risk/recent-orders";
import { type BreakerBook, emptyBreakerBook } from "@interlock/core/risk/breakers/breaker-book";
import type { StoppedOut, StopGuard } from "@interlock/core/risk/stopped-out";
import type { Entry } from "@interlock/core/risk/stops/entry";
import { ACTIVE_CONTROL, type TradingControl } from "@interlock/core/risk/trading-state";
import { emptyParentBook, type ParentBook } from "@interlock/core/risk/parent/parent-book";
import type { VolumeFacts } from "@interlock/core/risk/volume/volume-guard";
import { emptyRecord } from "@interlock/core/record-of-names";
import type { UnixMs } from "@interlock/core/time";
import type { Channel } from "./input.ts";
import type { Break, ClosedBreak } from "@interlock/core/reconciliation/break";
import type { DrillResult } from "@interlock/core/kill/kill-receipt";
import { emptyOperatorBooks, type OperatorBooks } from "./operator/operator-books.ts";
import type { KillState } from "./records/kill-record.ts";
import type { EquityMark, RecordOf } from "./record.ts";
import type { LimitVersion } from "./limit-version.ts";
import type { EngineSettings } from "./settings.ts";

/** What the last comparison with the venue found, and when they agreed last. */
export interface ReconciliationState extends Omit<RecordOf<"reconciled">, "kind" | "agreed"> {
  readonly at: UnixMs;
  /** When the last answer came that agreed in everything with no execution missing: all before it is booked. */
  readonly agreedAt: UnixMs | null;
  /** Fills booked by then; absent before the first such answer. */
  readonly agreedFills?: number;
  /** Symbols in which a fill was booked since: of these, the venue's side is no longer what it was. */
  readonly filledSince?: readonly Ticker[];
  /** Those of them of which we came to hold what the venue had shown: fills that the comparison lacked explain it. */
  readonly explainedSince?: readonly Ticker[];
}

/** Kills of a part of the account that hold it now. */
export interface ScopeKills {
  readonly strategies: Record<string, KillState>;
  readonly symbols: Record<string, KillState>;
}

/** A strategy as the journal knows it; its indicators are rebuilt from bars. */
export interface StrategyState {
  disabledBecause: string;
  /** Latest target by symbol, -1 to 1. */
  targets: Record<string, number>;
  lastSignal: string;
  ordersToday: number;
  fillsToday: number;
  deniedToday: number;
}

/** A strategy that has done nothing yet. */
export const NEW_STRATEGY: StrategyState = {
  disabledBecause: "",
  targets: emptyRecord(),
  lastSignal: "",
  ordersToday: 0,
  fillsToday: 0,
  deniedToday: 0,
};

/** A stop-loss that fired and is not done: it closes its position whatever the price does meanwhile. */
export interface StopInProgress extends StopGuard {
  readonly phase: "closing";
  /** What keeps it from closing, as it was last said, and when; empty while nothing does. */
  blocked: string;
  blockedAt: UnixMs;
}

/** What a stop-loss left a strategy in a symbol. */
export interface EntryLatch extends StopGuard {
  readonly phase: "stopped_out";
  readonly stop: StoppedOut;
}

/** The state of the engine as the journal makes it: plain data, snapshotted and hashed as JSON. */
export interface EngineState extends OperatorBooks {
  /** Position in the journal and the tape, and the venue's time of the last entry. */
  journalSeq: number;
  inputSeq: number;
  time: UnixMs;
  settings: EngineSettings | null;
  build: string;
  instance: string;
  accountId: string;
  accountNumber: string;
  /** False from a start until reconciliation is done: nothing trades meanwhile. */
  recovered: boolean;
  adopted: boolean;
  trading: TradingControl;
  limits: LimitVersion | null;
  day: DayBaseline | null;
  portfolio: Portfolio;
  equityPeak: EquityPeak | null;
  lastMark: EquityMark | null;
  lastMarkAt: UnixMs;
  /** What was held at the last mark, by the price that valued it. */
  marks: Readonly<Record<Ticker, Price>>;
  /** Orders by client order id: working ones and those of the day; older terminal ones live in the journal. */
  orders: Record<string, Order>;
  clientIdByVenueId: Record<string, string>;
  /** Ids of executions booked: a fill is booked once, whoever reports it. */
  executions: Record<string, 1>;
  fillsBooked: number;
  /** Orders approved of late, for the rate and duplicate checks. */
  recentOrders: RecentOrder[];
  /** What took new risk of late, what was refused for its size, and cancels. */
  flow: FlowBook;
  /** What strategies asked for last, and what their orders for it add up to. */
  parents: ParentBook;
  counters: { order: number; signal: number; kill: number; break: number };
  today: {
    orders: number;
    fills: number;
    rejected: number;
    denied: number;
    deniedByCode: Record<string, number>;
  };
  bars: Record<string, Bar[]>;
  /** Symbols in which their market has stopped trading, and the circuit breaker of the whole market. */
  halts: Record<string, TradingHalt>;
  /** What the venue said of instruments, by symbol, and what it refused to lend today. */
  assets: Record<Ticker, AssetGuard>;
  /** What symbols trade in a session on average, as it was observed last. */
  volumes: Record<Ticker, VolumeFacts>;
  marketHalt: TradingHalt | null;
  strategies: Record<string, StrategyState>;
  /** Stop-losses under way, by symbol. */
  stops: Record<string, StopInProgress>;
  /** Entries that a stop-loss refuses, by strategy and symbol, until a fresh opinion or the next market day. */
  stoppedOut: Record<string, Record<string, EntryLatch>>;
  /** Symbols with shares that no stop covers, as the alarm was raised. */
  uncovered: Record<string, { readonly since: UnixMs; readonly why: string }>;
  /** What is held since when, by symbol. */
  entries: Record<string, Entry>;
  breakers: BreakerBook;
  kill: KillState | null;
  scopeKills: ScopeKills;
  /** Kills that another followed or that were resumed from, the latest 20, oldest first. */
  pastKills: KillState[];
  /** What was resumed, and until when it only reduces. */
  reduceOnly: ReduceOnlyBook;
  /** What drills of the kill switch measured, the latest 20, oldest first. */
  drills: DrillResult[];
  breaks: Record<string, Break>;
  /** Breaks that ended on this market day, the latest 50, oldest first. */
  closedBreaks: ClosedBreak[];
  reconciliation: ReconciliationState | null;
  chargesBooked: Record<string, 1>;
  /** Announced corporate actions, and what their days changed of prices. */
  corporate: CorporateBook;
  connections: Record<Channel, boolean>;
  projectionLagging: boolean;
  /**
   * Orders open at the venue that our books do not hold open, by the venue's id: other programs', and ours that the
   * books had ended. They count in exposure.
   */
  external: Record<string, Order>;
  /** Orders of other programs that traded today, by the venue's id. */
  externalTraded: Record<string, 1>;
}

/** Returns the state before the first record: no account, nothing held, everything halted until recovery is done. */
export function initialState(): EngineState {
  return {
    ...emptyOperatorBooks(),
    journalSeq: 0,
    inputSeq: 0,
    time: 0,
    settings: null,
    build: "",
    instance: "",
    accountId: "",
    accountNumber: "",
    recovered: false,
    adopted: false,
    trading: ACTIVE_CONTROL,
    limits: null,
    day: null,
    portfolio: openPortfolio(ZERO_MONEY),
    equityPeak: null,
    lastMark: null,
    lastMarkAt: 0,
    marks: emptyRecord(),
    orders: emptyRecord(),
    clientIdByVenueId: emptyRecord(),
    executions: emptyRecord(),
    fillsBooked: 0,
    recentOrders: [],
    flow: emptyFlowBook(),
    parents: emptyParentBook(),
    counters: { order: 0, signal: 0, kill: 0, break: 0 },
    today: { orders: 0, fills: 0, rejected: 0, denied: 0, deniedByCode: emptyRecord() },
    bars: emptyRecord(),
    halts: emptyRecord(),
    assets: emptyRecord(),
    volumes: emptyRecord(),
    marketHalt: null,
    strategies: emptyRecord(),
    stops: emptyRecord(),
    stoppedOut: emptyRecord(),
    uncovered: emptyRecord(),
    entries: emptyRecord(),
    breakers: emptyBreakerBook(),
    kill: null,
    scopeKills: { strategies: emptyRecord(), symbols: emptyRecord() },
    pastKills: [],
    reduceOnly: emptyReduceOnlyBook(),
    drills: [],
    breaks: emptyRecord(),
    closedBreaks: [],
    reconciliation: null,
    chargesBooked: emptyRecord(),
    corporate: emptyCorporateBook(),
    connections: {
      market_data: false,
      order_stream: false,
      venue_rest: false,
      account_lease: false,
    },
    projectionLagging: false,
    external: emptyRecord(),
    externalTraded: emptyRecord(),
  };
}
