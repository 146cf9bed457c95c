import type { OrderPricing, OrderPurpose, TimeInForce } from "@interlock/core/order/order-intent";
import type { OrderStatus } from "@interlock/core/order/order-status";
import type { Side } from "@interlock/core/order/side";
import type { TradingState } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";

/**
 * Rows of the ledger as they go in and come out: prices and money are decimal strings in dollars with at most 6
 * decimals, quantities decimal strings in shares with at most 9, times milliseconds. `unknown` is plain JSON data.
 */

/** Where a row comes from: the journal entry, and the record's place in it. */
export interface RecordPlace {
  readonly journalSeq: number;
  readonly recordIndex: number;
  readonly at: UnixMs;
}

export interface AccountRow {
  readonly id: string;
  readonly accountNumber: string;
  readonly environment: "sim" | "paper" | "live";
  readonly tradingState: TradingState;
  readonly cash: string;
  readonly equity: string | null;
  readonly buyingPower: string | null;
  readonly updatedAt: UnixMs;
  readonly journalSeq: number;
}

export interface OrderRow {
  readonly clientOrderId: string;
  readonly venueOrderId: string | null;
  readonly accountId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderPricing["type"];
  readonly timeInForce: TimeInForce;
  readonly extendedHours: boolean;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly leaves: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly averagePrice: string | null;
  readonly status: OrderStatus;
  readonly venueStatus: string | null;
  readonly purpose: OrderPurpose;
  readonly strategyId: string | null;
  readonly signalId: string | null;
  readonly arrivalMid: string | null;
  readonly reason: string | null;
  readonly flags: readonly string[];
  /** Client order ids of the order before and after a replace. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly createdAt: UnixMs;
  readonly submittedAt: UnixMs | null;
  readonly acceptedAt: UnixMs | null;
  readonly updatedAt: UnixMs;
  readonly terminalAt: UnixMs | null;
  readonly journalSeq: number;
}

export interface OrderEventRow extends RecordPlace {
  readonly clientOrderId: string;
  readonly event: string;
  /** Status after the step. */
  readonly status: OrderStatus;
  readonly sentence: string;
  readonly venueAt: UnixMs | null;
  /** The venue's message as it came; null for a step of our own. */
  readonly raw: string | null;
}

/** `at` is the venue's time of the execution. */
export interface FillRow extends RecordPlace {
  readonly accountId: string;
  readonly executionId: string;
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly strategyId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
}

export interface PositionRow {
  readonly accountId: string;
  readonly symbol: string;
  /** Signed. */
  readonly quantity: string;
  /** Null exactly when flat. */
  readonly averagePrice: string | null;
  readonly costBasis: string;
  readonly realized: string;
  readonly fees: string;
  readonly updatedAt: UnixMs;
  readonly journalSeq: number;
}

export interface StrategyPositionRow extends PositionRow {
  readonly strategyId: string;
}

/** net = realized + unrealized - fees. Equity and cash are given exactly in the scope "account". */
export interface PnlSnapshotRow extends RecordPlace {
  readonly accountId: string;
  readonly scope: "account" | "strategy" | "symbol";
  /** The account's, strategy's or symbol's name. */
  readonly scopeId: string;
  readonly realized: string;
  readonly unrealized: string;
  readonly fees: string;
  readonly net: string;
  readonly grossExposure: string;
  readonly netExposure: string;
  readonly equity: string | null;
  readonly equityPeak: string | null;
  readonly cash: string | null;
}

export interface SignalRow extends RecordPlace {
  readonly signalId: string;
  readonly strategyId: string;
  readonly symbol: string;
  /** Fraction of the strategy's allocation, -1 to 1. */
  readonly target: number;
  readonly reason: string;
}

/** One check of risk's cascade; `value` and `limit` as they are shown. */
export interface RiskCheckRow {
  readonly check: string;
  readonly label: string;
  readonly passed: boolean;
  /** False where the check does not bear on the order. */
  readonly applied: boolean;
  readonly value: string;
  readonly limit: string;
  readonly sentence: string;
}

export interface RiskDecisionRow extends RecordPlace {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly outcome: "approved" | "denied";
  /** Empty exactly when approved. */
  readonly denialCodes: readonly string[];
  /** In the order in which they ran. */
  readonly checks: readonly RiskCheckRow[];
  readonly limitVersion: number | null;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderPricing["type"];
  readonly timeInForce: TimeInForce;
  readonly extendedHours: boolean;
  readonly quantity: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly arrivalMid: string | null;
  readonly purpose: OrderPurpose;
  readonly strategyId: string | null;
  readonly signalId: string | null;
}

export interface LimitVersionRow {
  readonly accountId: string;
  readonly version: number;
  readonly at: UnixMs;
  readonly author: string;
  readonly approvedBy: string | null;
  readonly reason: string;
  /** Limit values by key, as they are written in configuration. */
  readonly limits: Readonly<Record<string, string>>;
  readonly journalSeq: number;
  /** When it ends by itself; null: never. */
  readonly expiresAt: UnixMs | null;
  /** The version that ended by this one; null where a person or the configuration made it. */
  readonly expiryOf: number | null;
}

export interface CommandRow extends RecordPlace {
  readonly commandId: string;
  readonly accountId: string;
  readonly kind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorRole: string;
  readonly via: string;
  readonly payload: unknown;
  readonly accepted: boolean;
  readonly sentence: string;
}

export interface AuditEntryRow extends RecordPlace {
  readonly kind: string;
  readonly actor: string;
  readonly payload: unknown;
  readonly entryHash: string;
  readonly previousHash: string;
}

export interface StrategyRow {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
  readonly state: "warming" | "running" | "disabled" | "halted";
  readonly symbols: readonly string[];
  readonly parameters: unknown;
  /** Why it was disabled; empty otherwise. */
  readonly error: string;
  readonly updatedAt: UnixMs;
  readonly journalSeq: number;
}

/** Rows by table. Of the tables that show the present state, the last row of a key wins. */
export interface ProjectionRows {
  readonly accounts: readonly AccountRow[];
  readonly strategies: readonly StrategyRow[];
  readonly orders: readonly OrderRow[];
  readonly positions: readonly PositionRow[];
  readonly strategyPositions: readonly StrategyPositionRow[];
  readonly orderEvents: readonly OrderEventRow[];
  readonly fills: readonly FillRow[];
  readonly pnlSnapshots: readonly PnlSnapshotRow[];
  readonly signals: readonly SignalRow[];
  readonly riskDecisions: readonly RiskDecisionRow[];
  readonly limitVersions: readonly LimitVersionRow[];
  readonly commands: readonly CommandRow[];
  readonly auditEntries: readonly AuditEntryRow[];
}

/** What the entries `fromSeq` to `toSeq` of the journal made of the ledger. Tables without rows may be left out. */
export interface ProjectionBatch {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Hash of entry `toSeq`, and its time. */
  readonly hash: string;
  readonly at: UnixMs;
  readonly rows: Partial<ProjectionRows>;
}

/** How far the journal is projected. `seq` 0 with an empty hash: nothing yet. */
export interface Checkpoint {
  readonly seq: number;
  readonly hash: string;
  readonly at: UnixMs | null;
}
