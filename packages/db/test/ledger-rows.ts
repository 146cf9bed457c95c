import type {
  AccountRow,
  AuditEntryRow,
  CommandRow,
  FillRow,
  LimitVersionRow,
  OrderEventRow,
  OrderRow,
  PnlSnapshotRow,
  PositionRow,
  ProjectionBatch,
  ProjectionRows,
  RiskDecisionRow,
  SignalRow,
  StrategyRow,
} from "../src/projection/rows.ts";

/** Rows for tests: valid by themselves; a test gives what it is about. */

/** Noon in New York on a Tuesday. */
export const NOON = Date.UTC(2026, 10, 24, 17, 0, 0);
export const ACCOUNT = "account-1";

export function account(given: Partial<AccountRow> = {}): AccountRow {
  return {
    id: ACCOUNT,
    accountNumber: "PA1",
    environment: "sim",
    tradingState: "active",
    cash: "100000.00",
    equity: "100000.00",
    buyingPower: "200000.00",
    updatedAt: NOON,
    journalSeq: 1,
    ...given,
  };
}

export function order(given: Partial<OrderRow> = {}): OrderRow {
  return {
    clientOrderId: "il-1",
    venueOrderId: null,
    accountId: ACCOUNT,
    symbol: "SPY",
    side: "buy",
    type: "limit",
    timeInForce: "day",
    extendedHours: false,
    quantity: "100",
    filledQuantity: "0",
    leaves: "100",
    limitPrice: "165.50",
    stopPrice: null,
    averagePrice: null,
    status: "pending_submit",
    venueStatus: null,
    purpose: "signal",
    strategyId: "ma-crossover",
    signalId: "s-1",
    arrivalMid: "165.485",
    reason: null,
    flags: [],
    replaces: null,
    replacedBy: null,
    createdAt: NOON,
    submittedAt: null,
    acceptedAt: null,
    updatedAt: NOON,
    terminalAt: null,
    journalSeq: 1,
    ...given,
  };
}

export function orderEvent(given: Partial<OrderEventRow> = {}): OrderEventRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    clientOrderId: "il-1",
    event: "submitted",
    status: "pending_submit",
    sentence: "The request left.",
    venueAt: null,
    raw: null,
    ...given,
  };
}

export function fill(given: Partial<FillRow> = {}): FillRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    accountId: ACCOUNT,
    executionId: "e-1",
    clientOrderId: "il-1",
    venueOrderId: "v-1",
    strategyId: "ma-crossover",
    symbol: "SPY",
    side: "buy",
    quantity: "100",
    price: "165.50",
    fee: "0.01",
    ...given,
  };
}

export function position(given: Partial<PositionRow> = {}): PositionRow {
  return {
    accountId: ACCOUNT,
    symbol: "SPY",
    quantity: "100",
    averagePrice: "165.50",
    costBasis: "16550.00",
    realized: "0.00",
    fees: "0.01",
    updatedAt: NOON,
    journalSeq: 1,
    ...given,
  };
}

export function pnlSnapshot(given: Partial<PnlSnapshotRow> = {}): PnlSnapshotRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    accountId: ACCOUNT,
    scope: "account",
    scopeId: ACCOUNT,
    realized: "10.00",
    unrealized: "5.00",
    fees: "1.00",
    net: "14.00",
    grossExposure: "16550.00",
    netExposure: "16550.00",
    equity: "100014.00",
    equityPeak: "100020.00",
    cash: "83464.00",
    ...given,
  };
}

export function signal(given: Partial<SignalRow> = {}): SignalRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    signalId: "s-1",
    strategyId: "ma-crossover",
    symbol: "SPY",
    target: 0.1,
    reason: "The fast average 165.51 crossed above the slow one 165.48.",
    ...given,
  };
}

export function riskDecision(given: Partial<RiskDecisionRow> = {}): RiskDecisionRow {
  const { clientOrderId, symbol, side, type, timeInForce, extendedHours, quantity } = order();
  const { limitPrice, stopPrice, arrivalMid, purpose, strategyId, signalId } = order();
  return {
    ...{ clientOrderId, symbol, side, type, timeInForce, extendedHours, quantity },
    ...{ limitPrice, stopPrice, arrivalMid, purpose, strategyId, signalId },
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    accountId: ACCOUNT,
    outcome: "approved",
    denialCodes: [],
    checks: [
      {
        check: "order_quantity",
        label: "Order quantity",
        passed: true,
        applied: true,
        value: "100",
        limit: "1000",
        sentence: "100 shares; the limit is 1000.",
      },
    ],
    limitVersion: 1,
    ...given,
  };
}

export function limitVersion(given: Partial<LimitVersionRow> = {}): LimitVersionRow {
  return {
    accountId: ACCOUNT,
    version: 1,
    at: NOON,
    author: "configuration",
    approvedBy: null,
    reason: "first start",
    limits: { maxOrderQuantity: "1000", maxDailyLoss: "5000" },
    journalSeq: 1,
    expiresAt: NOON + 60_000,
    expiryOf: null,
    ...given,
  };
}

export function command(given: Partial<CommandRow> = {}): CommandRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    commandId: "3f0c",
    accountId: ACCOUNT,
    kind: "kill",
    actorId: "u-1",
    actorName: "Owner",
    actorRole: "owner",
    via: "console",
    payload: { kind: "kill", mode: "halt", reason: "drill", includeStops: false },
    accepted: true,
    sentence: "Trading is halted.",
    ...given,
  };
}

export function auditEntry(given: Partial<AuditEntryRow> = {}): AuditEntryRow {
  return {
    journalSeq: 1,
    recordIndex: 0,
    at: NOON,
    kind: "trading_held",
    actor: "engine",
    payload: { kind: "trading_held", hold: { source: "operator" } },
    entryHash: "b".repeat(64),
    previousHash: "a".repeat(64),
    ...given,
  };
}

export function strategy(given: Partial<StrategyRow> = {}): StrategyRow {
  return {
    id: "ma-crossover",
    kind: "moving-average-crossover",
    version: "1",
    state: "running",
    symbols: ["SPY", "IBM"],
    parameters: { fast: 5, slow: 20 },
    error: "",
    updatedAt: NOON,
    journalSeq: 1,
    ...given,
  };
}

/** One row in every table, all of journal entry 1. */
export function oneOfEach(): ProjectionRows {
  return {
    accounts: [account()],
    strategies: [strategy()],
    orders: [order()],
    positions: [position()],
    strategyPositions: [{ ...position(), strategyId: "ma-crossover" }],
    orderEvents: [orderEvent()],
    fills: [fill()],
    pnlSnapshots: [pnlSnapshot()],
    signals: [signal()],
    riskDecisions: [riskDecision()],
    limitVersions: [limitVersion()],
    commands: [command()],
    auditEntries: [auditEntry()],
  };
}

/** A batch of one journal entry. */
export function batch(
  seq: number,
  rows: Partial<ProjectionRows>,
  given: Partial<ProjectionBatch> = {},
): ProjectionBatch {
  return { fromSeq: seq, toSeq: seq, hash: `hash-${seq}`, at: NOON, rows, ...given };
}
