import { idsOf } from "@interlock/core/ids";
import type {
  AccountRow,
  CommandRow,
  LimitVersionRow,
  PnlSnapshotRow,
  PositionRow,
  RecordPlace,
  StrategyPositionRow,
  StrategyRow,
} from "@interlock/db/projection/rows";
import type { Ticker } from "@interlock/core/ids";
import {
  addMoney,
  formatMoney,
  moneyUnits,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import { averageEntryPrice, type Position } from "@interlock/core/position/position";
import { levelsOf } from "@interlock/core/risk/levels/limit-levels";
import { formatLevels } from "@interlock/core/risk/levels/level-text";
import { formatRecorded } from "@interlock/core/risk/levels/version-text";
import type { EquityMark, RecordOf } from "../../record.ts";
import type { EngineState } from "../../state.ts";
import { priceText } from "../view/decimal-text.ts";

/** The account as it stands after a journal entry; null before it is known. */
export function accountRow(state: EngineState, place: RecordPlace): AccountRow | null {
  if (state.accountId === "" || state.settings === null) return null;
  return {
    id: state.accountId,
    accountNumber: state.accountNumber,
    environment: state.settings.environment,
    tradingState: state.trading.state,
    cash: formatMoney(state.portfolio.cash),
    equity: state.lastMark === null ? null : formatMoney(state.lastMark.equity),
    buyingPower:
      state.reconciliation === null ? null : formatMoney(state.reconciliation.venueBuyingPower),
    updatedAt: place.at,
    journalSeq: place.journalSeq,
  };
}

/** The account's position in a symbol. */
export function positionRow(
  position: Position,
  accountId: string,
  journalSeq: number,
): PositionRow {
  return {
    accountId,
    symbol: position.symbol,
    quantity: formatQuantity(position.quantity),
    averagePrice: priceText(averageEntryPrice(position)),
    costBasis: formatMoney(position.costBasis),
    realized: formatMoney(position.realizedPnl),
    fees: formatMoney(position.fees),
    updatedAt: position.updatedAt,
    journalSeq,
  };
}

/** Every strategy's own position in a symbol. */
export function strategyPositionRows(
  state: EngineState,
  symbol: Ticker,
  journalSeq: number,
): StrategyPositionRow[] {
  const { byStrategy } = state.portfolio;
  return idsOf(byStrategy).flatMap((strategyId) => {
    const own = byStrategy[strategyId]?.[symbol];
    return own === undefined
      ? []
      : [{ ...positionRow(own, state.accountId, journalSeq), strategyId }];
  });
}

/** The account's figures at one mark. */
export function pnlSnapshotRow(
  state: EngineState,
  mark: EquityMark,
  place: RecordPlace,
): PnlSnapshotRow {
  return {
    ...place,
    accountId: state.accountId,
    scope: "account",
    scopeId: state.accountId,
    realized: formatMoney(mark.realized),
    unrealized: formatMoney(mark.unrealized),
    fees: formatMoney(mark.fees),
    net: formatMoney(subtractMoney(addMoney(mark.realized, mark.unrealized), mark.fees)),
    grossExposure: formatMoney(mark.grossExposure),
    netExposure: formatMoney(mark.netExposure),
    equity: formatMoney(mark.equity),
    equityPeak: formatMoney(peakOf(state, mark)),
    cash: formatMoney(mark.cash),
  };
}

function peakOf(state: EngineState, mark: EquityMark) {
  const peak = state.equityPeak?.equity ?? ZERO_MONEY;
  return moneyUnits(peak) >= moneyUnits(mark.equity) ? peak : mark.equity;
}

/** A version of the limits. */
export function limitVersionRow(
  record: RecordOf<"limits_changed">,
  state: EngineState,
  place: RecordPlace,
): LimitVersionRow {
  return {
    accountId: state.accountId,
    version: record.version,
    at: place.at,
    author: record.by,
    approvedBy: record.approval?.approvedBy ?? null,
    reason: record.reason,
    limits: {
      ...formatRecorded(record.limits),
      ...formatLevels(record.limits, levelsOf(record.levels)),
    },
    journalSeq: place.journalSeq,
    expiresAt: record.expiresAt ?? null,
    expiryOf: record.expiryOf ?? null,
  };
}

/** A command with its answer. */
export function commandRow(
  record: RecordOf<"command_answered">,
  state: EngineState,
  place: RecordPlace,
): CommandRow {
  return {
    ...place,
    commandId: record.commandId,
    accountId: state.accountId,
    kind: record.body.kind,
    actorId: record.actor.userId,
    actorName: record.actor.name,
    actorRole: record.actor.role,
    via: record.via,
    payload: record.body,
    accepted: record.accepted,
    sentence: record.sentence,
  };
}

/** The configured strategies. */
export function strategyRows(state: EngineState, place: RecordPlace): StrategyRow[] {
  return (state.settings?.strategies ?? []).map(({ id, kind, symbols, params }) => {
    const error = state.strategies[id]?.disabledBecause ?? "";
    return {
      id,
      kind,
      version: state.build.slice(0, 12),
      state: error === "" ? "running" : "disabled",
      symbols,
      parameters: params,
      error,
      updatedAt: place.at,
      journalSeq: place.journalSeq,
    };
  });
}
