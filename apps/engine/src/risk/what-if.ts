import { clientOrderId, type StrategyId, type Ticker } from "@interlock/core/ids";
import { moneyUnits, ZERO_MONEY } from "@interlock/core/number/money";
import {
  addQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { type OpenHolding, worstCaseQuantity } from "@interlock/core/portfolio/exposure";
import { type CheckMeasures, checkOrder } from "@interlock/core/risk/check-order";
import type { Denial } from "@interlock/core/risk/denial";
import { ordersInLastMinute } from "@interlock/core/risk/recent-orders";
import type { RiskContext } from "@interlock/core/risk/risk-context";
import type { UnixMs } from "@interlock/core/time";
import { Decision } from "../decision.ts";
import type { EngineState } from "../state.ts";
import type { Views } from "../views.ts";
import { riskContextFor } from "./risk-context.ts";

/** An order that somebody asks about. */
export interface WhatIfOrder {
  readonly symbol: Ticker;
  readonly side: OrderIntent["side"];
  readonly quantity: Quantity;
  readonly pricing: OrderIntent["pricing"];
  readonly extendedHours: boolean;
  readonly strategyId: StrategyId | null;
}

/** Risk's answer, as plain data: what every check measured, and what the levels were before. */
export interface WhatIfJudgment {
  readonly approved: boolean;
  readonly reducing: boolean;
  readonly denials: readonly Denial[];
  readonly measures: CheckMeasures;
  /** The measures of these checks without the order, in their own units. */
  readonly before: Readonly<Record<LevelCode, number>>;
  /** Whether the position at its largest is a short one, without the order and with it: its measure has no sign. */
  readonly short: { readonly before: boolean; readonly after: boolean };
  readonly journalSeq: number;
  readonly venueTime: UnixMs;
  readonly quoteAt: UnixMs | null;
  readonly limitVersion: number;
}

/** An answer, or a sentence that says why there is none. */
export type WhatIfOutcome = WhatIfJudgment | { readonly unjudged: string };

/** Checks whose measure is a level that an order moves. */
export const LEVEL_CODES = [
  "position_quantity",
  "position_notional",
  "gross_exposure",
  "open_orders",
  "order_rate",
] as const;
export type LevelCode = (typeof LEVEL_CODES)[number];

/** What the trading thread knows when it is asked. */
export interface WhatIfScene {
  readonly state: EngineState;
  readonly views: Views;
  /** The venue's time now. */
  readonly time: UnixMs;
}

/**
 * Puts an order through the very gate that orders pass, on the books and the market of this moment, and throws the
 * result away: nothing is emitted, so nothing is journaled, reserved, counted or sent. Never throws: a question must
 * not end the thread that trades.
 */
export function judgeWhatIf(scene: WhatIfScene, order: WhatIfOrder): WhatIfOutcome {
  try {
    return judge(scene, order);
  } catch (error: unknown) {
    return { unjudged: `The order could not be judged: ${String(error)}.` };
  }
}

function judge(scene: WhatIfScene, order: WhatIfOrder): WhatIfOutcome {
  const { state, views, time } = scene;
  const context = riskContextFor(new Decision(state, views, time), order);
  if (context === null || state.limits === null)
    return { unjudged: "The engine has no limits in force yet: ask again when it has started." };
  // Nobody has asked for this order: there is no target that it could exceed.
  const verdict = checkOrder(intentOf(order), { ...context, parent: null });
  return {
    approved: verdict.kind === "approved",
    reducing: verdict.kind === "approved" && verdict.order.reducing,
    denials: verdict.kind === "denied" ? verdict.denials : [],
    measures: verdict.measures,
    before: levelsBefore(scene, context, order.symbol),
    short: {
      before: isShortAtWorst(holdingOf(context)),
      after: isShortAtWorst(withOrder(holdingOf(context), order)),
    },
    journalSeq: state.journalSeq,
    venueTime: time,
    quoteAt: context.quote?.venueAt ?? null,
    limitVersion: state.limits.version,
  };
}

/** A strategy's order is judged as its signal's would be, a person's as one of the operator. */
function intentOf(order: WhatIfOrder): OrderIntent {
  return {
    ...order,
    clientOrderId: clientOrderId("what-if"),
    timeInForce: "day",
    purpose: order.strategyId === null ? "operator" : "signal",
    signalId: null,
  };
}

function levelsBefore(
  { state, views, time }: WhatIfScene,
  context: RiskContext,
  symbol: Ticker,
): WhatIfJudgment["before"] {
  return {
    position_quantity: quantityUnits(worstCaseQuantity(holdingOf(context))),
    position_notional: moneyUnits(views.totals.symbols[symbol]?.worstCase ?? ZERO_MONEY),
    gross_exposure: moneyUnits(views.totals.worstCaseExposure),
    open_orders: views.totals.openOrders,
    order_rate: ordersInLastMinute(state.recentOrders, time),
  };
}

function holdingOf({ position, openOrders }: RiskContext): OpenHolding {
  return { position, openBuys: openOrders.buys, openSells: openOrders.sells };
}

function withOrder(holding: OpenHolding, { side, quantity }: WhatIfOrder): OpenHolding {
  const { openBuys, openSells } = holding;
  return side === "buy"
    ? { ...holding, openBuys: addQuantity(openBuys, quantity) }
    : { ...holding, openSells: addQuantity(openSells, quantity) };
}

/** Tells whether the largest position that open orders can lead to is a short one; of two as large the short one is. */
function isShortAtWorst({ position, openBuys, openSells }: OpenHolding): boolean {
  const low = quantityUnits(subtractQuantity(position, openSells));
  return low < 0 && -low >= quantityUnits(addQuantity(position, openBuys));
}
