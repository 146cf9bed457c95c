import type { Page } from "@interlock/api/view/page";
import type { FillView, OrderDossier, OrderView } from "@interlock/api/view/order-view";
import type { LimitVersionView } from "@interlock/api/view/limits-view";
import type { FillRow, OrderRow, RiskDecisionRow, SignalRow } from "@interlock/db/projection/rows";
import { fillsPage, orderFills } from "@interlock/db/read/fills";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import { limitVersions } from "@interlock/db/read/limit-versions";
import { orderById, orderEvents, ordersPage } from "@interlock/db/read/orders";
import { riskDecisionOf, riskDecisionsPage } from "@interlock/db/read/risk-decisions";
import { signalById } from "@interlock/db/read/signals";
import { clientOrderId } from "@interlock/core/ids";
import { limitVersion } from "../view/limits-section.ts";
import { venueWord } from "../view/order-section.ts";

/** A filter of the console's order tables. */
export interface HistoryQuery {
  readonly symbol?: string | null | undefined;
  readonly strategyId?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** What the console asks of the past: read from Postgres, never from the trading thread. */
export class History {
  readonly #ledger: LedgerClient;

  constructor(ledger: LedgerClient) {
    this.#ledger = ledger;
  }

  async orders(query: HistoryQuery): Promise<Page<OrderView>> {
    const { rows, nextCursor } = await ordersPage(this.#ledger, query);
    return { rows: rows.map(fromRow), nextCursor };
  }

  async denied(query: HistoryQuery): Promise<Page<OrderView>> {
    const { rows, nextCursor } = await riskDecisionsPage(this.#ledger, {
      ...query,
      outcome: "denied",
    });
    return { rows: rows.map(fromDecision), nextCursor };
  }

  async fills(query: HistoryQuery): Promise<Page<FillView>> {
    const { rows, nextCursor } = await fillsPage(this.#ledger, query);
    return { rows: rows.map(fromFill), nextCursor };
  }

  /** Everything about one order of any day; null when the database does not know it. */
  async dossier(id: string): Promise<OrderDossier | null> {
    const [order, decision] = await Promise.all([
      orderById(this.#ledger, id),
      riskDecisionOf(this.#ledger, clientOrderId(id)),
    ]);
    const view =
      order !== null ? fromRow(order) : decision !== null ? fromDecision(decision) : null;
    if (view === null) return null;
    const [events, fills, signal] = await Promise.all([
      orderEvents(this.#ledger, id),
      orderFills(this.#ledger, id),
      view.signalId === null ? null : signalById(this.#ledger, view.signalId),
    ]);
    return {
      order: view,
      signal: signal === null ? null : fromSignal(signal),
      checks: [...(decision?.checks ?? [])],
      limitVersion: decision?.limitVersion ?? null,
      timeline: events.map(({ journalSeq, at, event, sentence, raw }) => ({
        journalSeq,
        at,
        event,
        sentence,
        raw,
      })),
      fills: fills.map(fromFill),
    };
  }

  /** Every version, newest first, also one from before a limit of today existed. */
  async limitVersions(accountId: string): Promise<LimitVersionView[]> {
    const rows = await limitVersions(this.#ledger, accountId);
    return rows.map(({ author: by, accountId: _id, journalSeq: _seq, ...row }, at) =>
      limitVersion({ ...row, by }, rows[at + 1]?.limits ?? null),
    );
  }
}

function fromRow(row: OrderRow): OrderView {
  const {
    leaves,
    journalSeq: _seq,
    accountId: _account,
    replaces: _old,
    replacedBy: _new,
    ...rest
  } = row;
  return {
    ...rest,
    leavesQuantity: leaves,
    venueStatus: venueWord(row),
    slippageBps: slippage(row),
    reason: row.reason ?? "",
    denialCodes: [],
    flags: [...row.flags],
  };
}

function slippage({ averagePrice, arrivalMid, side }: OrderRow): number | null {
  if (averagePrice === null || arrivalMid === null) return null;
  const arrival = Number(arrivalMid);
  const sign = side === "buy" ? 1 : -1;
  return Math.round(((sign * (Number(averagePrice) - arrival)) / arrival) * 100_000) / 10;
}

function fromDecision(row: RiskDecisionRow): OrderView {
  const {
    clientOrderId: id,
    symbol,
    side,
    type,
    timeInForce,
    extendedHours,
    quantity,
    limitPrice,
    stopPrice,
  } = row;
  const { purpose, strategyId, signalId, arrivalMid, at } = row;
  const terms = {
    symbol,
    side,
    type,
    timeInForce,
    extendedHours,
    quantity,
    limitPrice,
    stopPrice,
    purpose,
  };
  return {
    ...terms,
    clientOrderId: id,
    strategyId,
    signalId,
    arrivalMid,
    venueOrderId: null,
    filledQuantity: "0",
    leavesQuantity: "0",
    averagePrice: null,
    status: "denied",
    venueStatus: "",
    slippageBps: null,
    reason: row.checks
      .filter((check) => !check.passed)
      .map((check) => check.sentence)
      .join(" "),
    denialCodes: [...row.denialCodes],
    flags: [],
    createdAt: at,
    submittedAt: null,
    acceptedAt: null,
    updatedAt: at,
    terminalAt: at,
  };
}

function fromSignal({ signalId, strategyId, target, reason, at }: SignalRow) {
  return { signalId, strategyId, target, reason, at };
}

function fromFill(row: FillRow): FillView {
  const {
    executionId,
    clientOrderId: id,
    symbol,
    side,
    quantity,
    price,
    fee,
    strategyId,
    at,
  } = row;
  return {
    executionId,
    clientOrderId: id,
    symbol,
    side,
    quantity,
    price,
    fee,
    strategyId,
    venueAt: at,
  };
}
