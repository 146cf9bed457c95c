import {
  type Column,
  dollars,
  flag,
  instant,
  integer,
  json,
  real,
  shares,
  text,
  textList,
} from "./column.ts";
import type * as rows from "./rows.ts";

/** A table of the ledger and how its rows are written. */
export interface LedgerTable<Row> {
  readonly name: string;
  /** Columns whose row is replaced; none in an append-only table. */
  readonly key: readonly string[];
  /** Identity of a row in a table of the present state: of several rows, the last one is written. */
  readonly keyOf?: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
}

const seq = <Row extends { journalSeq: number }>() =>
  integer<Row>("journal_seq", (row) => row.journalSeq);

function recordPlace<Row extends rows.RecordPlace>(): Column<Row>[] {
  return [seq(), integer("record_index", (row) => row.recordIndex), instant("at", (row) => row.at)];
}

export const ACCOUNTS: LedgerTable<rows.AccountRow> = {
  name: "accounts",
  key: ["id"],
  keyOf: (row) => row.id,
  columns: [
    text("id", (row) => row.id),
    text("account_number", (row) => row.accountNumber),
    text("environment", (row) => row.environment, "environment"),
    text("trading_state", (row) => row.tradingState, "trading_state"),
    dollars("cash", (row) => row.cash),
    dollars("equity", (row) => row.equity),
    dollars("buying_power", (row) => row.buyingPower),
    instant("updated_at", (row) => row.updatedAt),
    seq(),
  ],
};

export const STRATEGIES: LedgerTable<rows.StrategyRow> = {
  name: "strategies",
  key: ["id"],
  keyOf: (row) => row.id,
  columns: [
    text("id", (row) => row.id),
    text("kind", (row) => row.kind),
    text("version", (row) => row.version),
    text("state", (row) => row.state),
    textList("symbols", (row) => row.symbols),
    json("parameters", (row) => row.parameters),
    text("error", (row) => row.error),
    instant("updated_at", (row) => row.updatedAt),
    seq(),
  ],
};

/** What an order and a decision about one have in common: the terms. */
type Terms = Pick<
  rows.OrderRow,
  | "symbol"
  | "side"
  | "type"
  | "timeInForce"
  | "extendedHours"
  | "quantity"
  | "limitPrice"
  | "stopPrice"
  | "purpose"
  | "strategyId"
  | "signalId"
  | "arrivalMid"
>;

function terms<Row extends Terms>(): Column<Row>[] {
  return [
    text("symbol", (row) => row.symbol),
    text("side", (row) => row.side, "side"),
    text("type", (row) => row.type, "order_type"),
    text("time_in_force", (row) => row.timeInForce, "time_in_force"),
    flag("extended_hours", (row) => row.extendedHours),
    shares("quantity", (row) => row.quantity),
    dollars("limit_price", (row) => row.limitPrice),
    dollars("stop_price", (row) => row.stopPrice),
    text("purpose", (row) => row.purpose, "order_purpose"),
    text("strategy_id", (row) => row.strategyId),
    text("signal_id", (row) => row.signalId),
    dollars("arrival_mid", (row) => row.arrivalMid),
  ];
}

export const ORDERS: LedgerTable<rows.OrderRow> = {
  name: "orders",
  key: ["client_order_id"],
  keyOf: (row) => row.clientOrderId,
  columns: [
    text("client_order_id", (row) => row.clientOrderId),
    text("venue_order_id", (row) => row.venueOrderId),
    text("account_id", (row) => row.accountId),
    ...terms<rows.OrderRow>(),
    shares("filled_quantity", (row) => row.filledQuantity),
    shares("leaves", (row) => row.leaves),
    dollars("average_price", (row) => row.averagePrice),
    text("status", (row) => row.status, "order_status"),
    text("venue_status", (row) => row.venueStatus),
    text("reason", (row) => row.reason),
    textList("flags", (row) => row.flags),
    text("replaces", (row) => row.replaces),
    text("replaced_by", (row) => row.replacedBy),
    instant("created_at", (row) => row.createdAt),
    instant("submitted_at", (row) => row.submittedAt),
    instant("accepted_at", (row) => row.acceptedAt),
    instant("updated_at", (row) => row.updatedAt),
    instant("terminal_at", (row) => row.terminalAt),
    seq(),
  ],
};

function holding<Row extends rows.PositionRow>(): Column<Row>[] {
  return [
    text("account_id", (row) => row.accountId),
    text("symbol", (row) => row.symbol),
    shares("quantity", (row) => row.quantity),
    dollars("average_price", (row) => row.averagePrice),
    dollars("cost_basis", (row) => row.costBasis),
    dollars("realized", (row) => row.realized),
    dollars("fees", (row) => row.fees),
    instant("updated_at", (row) => row.updatedAt),
    seq(),
  ];
}

export const POSITIONS: LedgerTable<rows.PositionRow> = {
  name: "positions",
  key: ["account_id", "symbol"],
  keyOf: (row) => JSON.stringify([row.accountId, row.symbol]),
  columns: holding(),
};

export const STRATEGY_POSITIONS: LedgerTable<rows.StrategyPositionRow> = {
  name: "strategy_positions",
  key: ["account_id", "strategy_id", "symbol"],
  keyOf: (row) => JSON.stringify([row.accountId, row.strategyId, row.symbol]),
  columns: [text("strategy_id", (row) => row.strategyId), ...holding<rows.StrategyPositionRow>()],
};

export const ORDER_EVENTS: LedgerTable<rows.OrderEventRow> = {
  name: "order_events",
  key: [],
  columns: [
    ...recordPlace<rows.OrderEventRow>(),
    text("client_order_id", (row) => row.clientOrderId),
    text("event", (row) => row.event),
    text("status", (row) => row.status, "order_status"),
    text("sentence", (row) => row.sentence),
    instant("venue_at", (row) => row.venueAt),
    text("raw", (row) => row.raw),
  ],
};

export const FILLS: LedgerTable<rows.FillRow> = {
  name: "fills",
  key: [],
  columns: [
    ...recordPlace<rows.FillRow>(),
    text("account_id", (row) => row.accountId),
    text("execution_id", (row) => row.executionId),
    text("client_order_id", (row) => row.clientOrderId),
    text("venue_order_id", (row) => row.venueOrderId),
    text("strategy_id", (row) => row.strategyId),
    text("symbol", (row) => row.symbol),
    text("side", (row) => row.side, "side"),
    shares("quantity", (row) => row.quantity),
    dollars("price", (row) => row.price),
    dollars("fee", (row) => row.fee),
  ],
};

export const PNL_SNAPSHOTS: LedgerTable<rows.PnlSnapshotRow> = {
  name: "pnl_snapshots",
  key: [],
  columns: [
    ...recordPlace<rows.PnlSnapshotRow>(),
    text("account_id", (row) => row.accountId),
    text("scope", (row) => row.scope, "pnl_scope"),
    text("scope_id", (row) => row.scopeId),
    dollars("realized", (row) => row.realized),
    dollars("unrealized", (row) => row.unrealized),
    dollars("fees", (row) => row.fees),
    dollars("net", (row) => row.net),
    dollars("gross_exposure", (row) => row.grossExposure),
    dollars("net_exposure", (row) => row.netExposure),
    dollars("equity", (row) => row.equity),
    dollars("equity_peak", (row) => row.equityPeak),
    dollars("cash", (row) => row.cash),
  ],
};

export const SIGNALS: LedgerTable<rows.SignalRow> = {
  name: "signals",
  key: [],
  columns: [
    ...recordPlace<rows.SignalRow>(),
    text("signal_id", (row) => row.signalId),
    text("strategy_id", (row) => row.strategyId),
    text("symbol", (row) => row.symbol),
    real("target", (row) => row.target),
    text("reason", (row) => row.reason),
  ],
};

export const RISK_DECISIONS: LedgerTable<rows.RiskDecisionRow> = {
  name: "risk_decisions",
  key: [],
  columns: [
    ...recordPlace<rows.RiskDecisionRow>(),
    text("account_id", (row) => row.accountId),
    text("client_order_id", (row) => row.clientOrderId),
    text("outcome", (row) => row.outcome, "decision_outcome"),
    textList("denial_codes", (row) => row.denialCodes),
    json("checks", (row) => row.checks),
    integer("limit_version", (row) => row.limitVersion),
    ...terms<rows.RiskDecisionRow>(),
  ],
};

export const LIMIT_VERSIONS: LedgerTable<rows.LimitVersionRow> = {
  name: "limit_versions",
  key: [],
  columns: [
    text("account_id", (row) => row.accountId),
    integer("version", (row) => row.version),
    instant("at", (row) => row.at),
    text("author", (row) => row.author),
    text("approved_by", (row) => row.approvedBy),
    text("reason", (row) => row.reason),
    json("limits", (row) => row.limits),
    seq(),
    instant("expires_at", (row) => row.expiresAt),
    integer("expiry_of", (row) => row.expiryOf),
  ],
};

export const COMMANDS: LedgerTable<rows.CommandRow> = {
  name: "commands",
  key: [],
  columns: [
    ...recordPlace<rows.CommandRow>(),
    text("command_id", (row) => row.commandId),
    text("account_id", (row) => row.accountId),
    text("kind", (row) => row.kind),
    text("actor_id", (row) => row.actorId),
    text("actor_name", (row) => row.actorName),
    text("actor_role", (row) => row.actorRole),
    text("via", (row) => row.via),
    json("payload", (row) => row.payload),
    flag("accepted", (row) => row.accepted),
    text("sentence", (row) => row.sentence),
  ],
};

export const AUDIT_ENTRIES: LedgerTable<rows.AuditEntryRow> = {
  name: "audit_entries",
  key: [],
  columns: [
    ...recordPlace<rows.AuditEntryRow>(),
    text("kind", (row) => row.kind),
    text("actor", (row) => row.actor),
    json("payload", (row) => row.payload),
    text("entry_hash", (row) => row.entryHash),
    text("previous_hash", (row) => row.previousHash),
  ],
};
