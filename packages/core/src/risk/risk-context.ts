import type { TradingSession } from "../market/calendar.ts";
import type { Quote } from "../market/quote.ts";
import type { Money } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { SectorElsewhere } from "../portfolio/live-totals.ts";
import type { OpenOrders } from "../portfolio/open-orders.ts";
import type { GoLiveGuard } from "../golive/golive-guard.ts";
import type { CorporateHold } from "../corporate/corporate-hold.ts";
import type { ReduceOnly } from "../kill/reduce-only.ts";
import type { UnixMs } from "../time.ts";
import type { VolumeFacts } from "./volume/volume-guard.ts";
import type { AssetGuard } from "./assets/asset-guard.ts";
import type { ConductGuard } from "./conduct/conduct-guard.ts";
import type { ExposureGuard } from "./exposure/exposure-guard.ts";
import type { SymbolFlow } from "./flow/flow-book.ts";
import type { OrderFlow } from "./flow/order-flow.ts";
import type { HaltClosings } from "./halt-closings.ts";
import type { LevelGuard } from "./levels/level-guard.ts";
import type { Limits } from "./limits.ts";
import type { MarketGuard } from "./market-guard.ts";
import type { ParentOrder } from "./parent/parent-book.ts";
import type { RecentOrder } from "./recent-orders.ts";
import type { StopGuard } from "./stopped-out.ts";
import type { TradingState } from "./trading-state.ts";

/** What may be done with a symbol: both directions, no short sales, only closing, or nothing new (closing remains). */
export type SymbolPermission = "both" | "long_only" | "close_only" | "none";

/**
 * All that risk looks at beside the order, already added up by whoever keeps the state: a check costs the same whether
 * the account has one order or a thousand. The caller may reuse the object; nothing of it is kept.
 */
export interface RiskContext {
  readonly time: UnixMs;
  /** The tightest of all levels, line by line. */
  readonly limits: Limits;
  /** Which level each comes from, and what the strategy's own limits measure. */
  readonly levels: LevelGuard;
  readonly tradingState: TradingState;
  /** Whose closing orders pass while it is halted. */
  readonly haltClosings: HaltClosings;
  /** What a kill of a part of the account stops of the order, e.g. "NVDA"; absent or null when none does. */
  readonly stoppedScope?: string | null;
  /** What was resumed a moment ago and only reduces for now; null where nothing of the order's was. */
  readonly reduceOnly: ReduceOnly | null;
  /** What the approval of live trading, and the canary ladder after it, allow. */
  readonly golive: GoLiveGuard;
  /** A stop-loss that fired in the symbol and bears on the strategy that asks; null when none does. */
  readonly stop: StopGuard | null;
  readonly session: TradingSession;
  readonly permission: SymbolPermission;
  /** Open differences between our books and the venue's in this symbol. */
  readonly reconciliationBreaks: number;
  /** A corporate action in the symbol whose day has come and which the venue has not shown; null when there is none. */
  readonly corporateAction: CorporateHold | null;
  /** How far the database is behind the journal. */
  readonly projectionLagMs: number;
  /** Halts, price bands and doubts of the symbol's market. */
  readonly market: MarketGuard;
  /** What the venue says may be done with the instrument. */
  readonly asset: AssetGuard;
  /** What the symbol trades in a session on average; null where nobody knows. */
  readonly volume: VolumeFacts | null;
  /** The symbol's latest quote, of whatever age and condition. */
  readonly quote: Quote | null;
  /** The symbol's price by which shares are valued: the last good midpoint or trade; null when none was ever seen. */
  readonly referencePrice: Price | null;
  /** The account's signed position in the symbol. */
  readonly position: Quantity;
  /** What the strategy that asks holds of it, signed; zero for an order of no strategy. */
  readonly ownPosition: Quantity;
  /** The account's open orders in the symbol, those of unknown fate included. */
  readonly openOrders: OpenOrders;
  /** Open orders of the whole account. */
  readonly openOrderCount: number;
  /** Worst-case gross exposure of all other symbols. */
  readonly exposureElsewhere: Money;
  /** The symbol's sector, and the worst-case gross exposure of its other symbols. */
  readonly sector: SectorElsewhere;
  /** What bounds the account as a whole: its sides, its equity, and what the venue says of it. */
  readonly exposure: ExposureGuard;
  /** How long the engine runs, and how it cancels. */
  readonly conduct: ConductGuard;
  /** Symbols held that have no price of today, and symbols with open orders that have none at all. */
  readonly unmarkedPositions: number;
  readonly unpricedOrders: number;
  /** Orders approved of late, oldest first. */
  readonly recentOrders: readonly RecentOrder[];
  /** What the strategy asked for last in the symbol, and its orders since; null for an order that no signal made. */
  readonly parent: Readonly<ParentOrder> | null;
  /** What took new risk of late: of the account, and of the strategy that asks in the symbol. */
  readonly accountFlow: OrderFlow;
  readonly symbolFlow: SymbolFlow;
  /** The account's net P&L since the prior close: realized, unrealized and fees. */
  readonly dayPnl: Money;
}
