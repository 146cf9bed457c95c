import type { ClientOrderId, ExecutionId, SignalId, StrategyId, Ticker } from "@interlock/core/ids";
import type { HoldingConversion } from "@interlock/core/corporate/convert-holding";
import type { CorporateAction } from "@interlock/core/corporate/corporate-action";
import type { AdjustedClose } from "@interlock/core/corporate/corporate-book";
import type { Bar } from "@interlock/core/market/bar";
import type { Fill } from "@interlock/core/fill/fill";
import type { Money } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import type { AdoptedHolding } from "@interlock/core/position/position";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { SuppressionCause } from "@interlock/core/risk/size-order";
import type { ExpiringChange } from "@interlock/core/risk/expiry/expiring-change";
import type { LimitLevels } from "@interlock/core/risk/levels/limit-levels";
import type { Limits } from "@interlock/core/risk/limits";
import type { HoldSource, TradingControl, TradingHold } from "@interlock/core/risk/trading-state";
import type { DayBaseline } from "@interlock/core/portfolio/valuation";
import type { UnixMs } from "@interlock/core/time";
import type { Channel } from "./input.ts";
import type {
  Break,
  BreakEvidence,
  TakenOver,
  VenueSide,
} from "@interlock/core/reconciliation/break";
import type { AuditRecord } from "./records/audit-record.ts";
import type { InstrumentRecord } from "./records/asset-record.ts";
import type { LimitApproval } from "./limit-version.ts";
import type { DecisionRecord } from "./records/decision-record.ts";
import type { GuardRecord } from "./records/guard-record.ts";
import type { KillRecord } from "./records/kill-record.ts";
import type { OperatorRecord } from "./records/operator-record.ts";
import type { EngineSettings } from "./settings.ts";

/** Our money at one instant, by our ledger and the marks of that instant. */
export interface EquityMark {
  readonly equity: Money;
  readonly cash: Money;
  readonly realized: Money;
  readonly unrealized: Money;
  readonly fees: Money;
  readonly grossExposure: Money;
  readonly netExposure: Money;
}

/**
 * Everything that is ever journaled. Records are facts: they hold what was decided and on which numbers, so that
 * applying them needs no rule. A kind is never reused or given another meaning; a changed shape gets a new kind.
 */
/** Our side of a position as a comparison found it; signed shares. */
export interface ComparedHolding {
  readonly symbol: Ticker;
  readonly quantity: Quantity;
}

export type EngineRecord =
  | {
      readonly kind: "engine_started";
      readonly settings: EngineSettings;
      readonly build: string;
      readonly instance: string;
      readonly accountId: string;
      readonly accountNumber: string;
    }
  | { readonly kind: "recovered"; readonly openOrders: number; readonly breaks: number }
  | {
      /** First sight of an account: its cash and positions become the ledger's opening balance. */
      readonly kind: "account_adopted";
      readonly cash: Money;
      readonly positions: readonly { readonly symbol: Ticker; readonly holding: AdoptedHolding }[];
      /** Executions and charges from before the adoption: the opening balance holds them already. */
      readonly executionIds: readonly ExecutionId[];
      readonly activityIds: readonly string[];
    }
  | { readonly kind: "day_opened"; readonly baseline: DayBaseline }
  | InstrumentRecord
  | { readonly kind: "bar_closed"; readonly bar: Bar; readonly source: "trades" | "backfill" }
  | {
      readonly kind: "signal_generated";
      readonly signalId: SignalId;
      readonly strategyId: StrategyId;
      readonly symbol: Ticker;
      /** Fraction of the strategy's allocation, -1 to 1. */
      readonly target: number;
      readonly reason: string;
    }
  | {
      /** A signal that asks for no order now, and why: it is answered as much as one that is approved or denied. */
      readonly kind: "signal_suppressed";
      readonly signalId: SignalId;
      readonly cause: SuppressionCause;
    }
  | DecisionRecord
  | {
      readonly kind: "order_advanced";
      readonly clientOrderId: ClientOrderId;
      readonly event: OrderEvent;
      /** The venue's message as it came; empty for a step of our own. */
      readonly raw: string;
    }
  | {
      readonly kind: "fill_booked";
      readonly fill: Fill;
      readonly source: "report" | "activity";
      readonly raw: string;
    }
  | {
      readonly kind: "external_order_seen";
      readonly order: VenueOrder;
      /**
       * Shares of an order of ours that we have booked, where the venue counts more: the rest may still move the
       * position in our books. Absent: as the venue counts.
       */
      readonly booked?: Quantity;
      readonly open: boolean;
      readonly raw: string;
    }
  | {
      readonly kind: "limits_changed";
      readonly version: number;
      readonly limits: Limits;
      /** Those of strategies, symbols and sessions; absent in journals from before there were any. */
      readonly levels?: LimitLevels;
      readonly by: string;
      readonly reason: string;
      /** When this version ends by itself, on the venue's clock; absent: never. */
      readonly expiresAt?: UnixMs;
      /** The version that ended by this one; absent where a person or the configuration made it. */
      readonly expiryOf?: number;
      /** Every change that ends by itself after this version; absent: none. */
      readonly expiring?: readonly ExpiringChange[];
      /** The request that others had approved; absent where none was needed. */
      readonly approval?: LimitApproval;
    }
  | { readonly kind: "trading_held"; readonly hold: TradingHold }
  /** What a hold stood for is over, by evidence: it ends without a person. */
  | { readonly kind: "hold_released"; readonly source: HoldSource; readonly how: string }
  | {
      readonly kind: "trading_resumed";
      readonly control: TradingControl;
      readonly by: string;
      readonly reason: string;
      /** Only orders toward flat pass until then, by the venue's time; absent in journals of before. */
      readonly reduceOnlyUntil?: UnixMs;
    }
  | KillRecord
  | OperatorRecord
  | AuditRecord
  | {
      readonly kind: "reconciled";
      readonly venueCash: Money;
      readonly venueEquity: Money;
      readonly venueBuyingPower: Money;
      readonly venueAccruedFees: Money;
      readonly venuePositions: readonly VenuePosition[];
      readonly venueOpenOrders: number;
      readonly ledgerCash: Money;
      readonly cashDifference: Money;
      readonly differences: number;
      /** Absent in journals of before: our shares and fees as they were compared, and whether nothing was missing. */
      readonly ledgerPositions?: readonly ComparedHolding[];
      readonly ledgerAccruedFees?: Money;
      readonly agreed?: boolean;
    }
  | { readonly kind: "break_opened"; readonly break: Break }
  | {
      /** A side of an open break changed: what was seen of it before is no ground for adopting it. */
      readonly kind: "break_changed";
      readonly breakId: string;
      readonly ours: string;
      readonly venue: string;
      readonly evidence: BreakEvidence;
    }
  | {
      /** A person took over what the venue shows; `break` holds the evidence that it rests on. */
      readonly kind: "break_adopted";
      readonly break: Break;
      readonly taken: TakenOver;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly kind: "break_closed"; readonly breakId: string; readonly how: string }
  | {
      /** The venue announced it, or changed what it had announced under the same id. */
      readonly kind: "corporate_action_announced";
      readonly action: CorporateAction;
      readonly revision: number;
    }
  | {
      /** Its day has come: nothing of the symbol's old scale is used any more; the venue's side is awaited. */
      readonly kind: "corporate_action_effective";
      readonly actionId: string;
      readonly symbol: Ticker;
      /** The first instant of its day. */
      readonly since: UnixMs;
      readonly priorClose: AdjustedClose | null;
      readonly venueAverageBefore: Price | null;
    }
  | {
      /** The venue showed exactly what it announced, and the books follow: no fill, no result. */
      readonly kind: "corporate_action_booked";
      readonly actionId: string;
      readonly conversion: HoldingConversion;
      /** The announcement and the venue's answer, as they came. */
      readonly announcement: string;
      readonly venue: VenueSide;
    }
  | {
      readonly kind: "corporate_action_ended";
      readonly actionId: string;
      readonly symbol: Ticker;
      readonly how: string;
    }
  | {
      /** A charge or credit that the venue booked, e.g. a day's regulatory fees; negative takes money. */
      readonly kind: "charge_booked";
      readonly activityId: string;
      readonly chargeKind: string;
      readonly date: string;
      readonly amount: Money;
    }
  | {
      /** Prices by which everything held is valued, once a minute: what a restart goes on from. */
      readonly kind: "positions_marked";
      readonly marks: Readonly<Record<Ticker, Price>>;
    }
  | { readonly kind: "equity_marked"; readonly mark: EquityMark }
  | {
      readonly kind: "connection_changed";
      readonly channel: Channel;
      readonly up: boolean;
      readonly reason: string;
    }
  | { readonly kind: "projection_lag_changed"; readonly lagging: boolean; readonly lagMs: number }
  | GuardRecord
  | {
      readonly kind: "entry_released";
      readonly strategyId: StrategyId;
      readonly symbol: Ticker;
      readonly how: string;
    }
  | {
      /** A person has looked at a disabled strategy and lets it go on. */
      readonly kind: "strategy_enabled";
      readonly strategyId: StrategyId;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly kind: "strategy_disabled"; readonly strategyId: StrategyId; readonly error: string }
  | {
      readonly kind: "alert_raised";
      readonly severity: "warning" | "critical";
      readonly sentence: string;
    };

/** The record of a kind. */
export type RecordOf<K extends EngineRecord["kind"]> = Extract<EngineRecord, { readonly kind: K }>;

/** All records that one input decided: the unit that is durable or absent as a whole. */
export interface JournalEntry {
  /** Version of the journal's format that it was written in. */
  readonly v: number;
  readonly seq: number;
  readonly input: number;
  readonly time: UnixMs;
  readonly records: readonly EngineRecord[];
}
