import { describeShares } from "@interlock/core/number/describe-shares";
import { accruedFees, type FeeBasis, totalFees } from "@interlock/core/fees/regulatory-fees";
import type { Fill } from "@interlock/core/fill/fill";
import {
  type ClientOrderId,
  clientOrderId,
  type StrategyId,
  type Ticker,
  type VenueOrderId,
} from "@interlock/core/ids";
import { type Money, ZERO_MONEY } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { ReportedExecution } from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import type { OrderFlag } from "@interlock/core/order/order-flag";
import type { Side } from "@interlock/core/order/side";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Break } from "@interlock/core/reconciliation/break";
import { orderSides } from "./break-evidence.ts";
import { openBreak } from "./breaks.ts";

/** One execution to book, from a report or from the venue's activity log. */
export interface Execution {
  readonly execution: ReportedExecution;
  readonly venueOrderId: VenueOrderId;
  readonly venueAt: UnixMs;
  readonly source: "report" | "activity";
  readonly raw: string;
}

/** An execution of one of our orders. */
export interface ExecutionToBook extends Execution {
  readonly order: Order;
}

/** An execution of an order that another program placed; the venue may not name its client order id. */
export interface ExternalExecution extends Execution {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly clientOrderId: ClientOrderId | null;
}

/** Books an execution of one of our orders unless it is booked already; flags what does not fit the order. */
export function bookFill(decision: Decision, booking: ExecutionToBook): void {
  const { order } = booking;
  const booked = emitFill(decision, booking, { ...order });
  if (booked) reportNewFlags(decision, order, booking.raw);
}

/**
 * Books an execution of another program's order: it moves the account's position and belongs to no strategy. It is a
 * break until a person has said that it may stay: nothing in our journal wanted it.
 */
export function bookExternalFill(decision: Decision, booking: ExternalExecution): void {
  const id = booking.clientOrderId ?? clientOrderId(`external-${booking.venueOrderId}`);
  const booked = emitFill(decision, booking, {
    symbol: booking.symbol,
    side: booking.side,
    clientOrderId: id,
    strategyId: null,
  });
  if (booked) reportExternal(decision, booking, id);
}

/** How our own watchdog names the orders by which it closes positions: a person's kill asked for them. */
const WATCHDOG_ORDER = /^kill-[0-9a-f]{12}-/;

/**
 * An order that is not ours traded on the account: the books follow, for the venue's execution is a fact, but who
 * wanted it is not known here. Its symbol takes no new risk until a person has said that it may stay.
 */
function reportExternal(decision: Decision, booking: ExternalExecution, id: ClientOrderId): void {
  if (WATCHDOG_ORDER.test(id)) return;
  const { symbol, side, execution, venueAt, raw } = booking;
  const key = `external:${symbol}`;
  const before = decision.state.breaks[key]?.evidence?.venue.raw ?? [];
  const verb = side === "buy" ? "bought" : "sold";
  openBreak(decision, {
    key,
    kind: "external_execution",
    symbol,
    ours: "nothing",
    venue: `${verb} ${formatQuantity(execution.quantity)} at ${formatPrice(execution.price)}, execution ${execution.executionId} of order ${id}`,
    sides: orderSides(decision, { symbol, order: null, at: venueAt, raw: [...before, raw] }),
  });
}

interface FillOwner {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly clientOrderId: ClientOrderId;
  readonly strategyId: StrategyId | null;
}

function emitFill(decision: Decision, booking: Execution, owner: FillOwner): boolean {
  const { execution, venueAt } = booking;
  if (decision.state.executions[execution.executionId] !== undefined) return false;
  const { symbol, side } = owner;
  const { quantity, price } = execution;
  const fill: Fill = {
    executionId: execution.executionId,
    clientOrderId: owner.clientOrderId,
    venueOrderId: booking.venueOrderId,
    strategyId: owner.strategyId,
    symbol,
    side,
    quantity,
    price,
    fee: feeOf(decision, { side, quantity, price, venueAt }),
    venueAt,
  };
  decision.emit({ kind: "fill_booked", fill, source: booking.source, raw: booking.raw });
  return true;
}

/** What the venue accrues for an execution: an account that is charged nothing must not look poorer than it is. */
function feeOf({ state }: Decision, basis: FeeBasis): Money {
  return state.settings?.fees === "none" ? ZERO_MONEY : totalFees(accruedFees(basis));
}

/** A flag that the fill or event raised opens a break on the symbol: no new risk there until it is explained. */
export function reportNewFlags(decision: Decision, before: Order, raw: string): void {
  const after = decision.state.orders[before.clientOrderId];
  if (after === undefined || after.flags.length === before.flags.length) return;
  const fresh = after.flags.filter((flag) => !before.flags.includes(flag));
  openBreak(decision, {
    key: `order:${before.clientOrderId}`,
    kind: breakOfFlags(fresh),
    symbol: before.symbol,
    ours: `order ${before.clientOrderId} for ${describeShares(before.quantity)}, ${before.status}`,
    venue: `${fresh.join(", ").replaceAll("_", " ")}: ${describeShares(after.filledQuantity)} filled`,
    sides: orderSides(decision, {
      symbol: before.symbol,
      order: after,
      at: decision.time,
      raw: raw === "" ? [] : [raw],
    }),
  });
}

function breakOfFlags(flags: readonly OrderFlag[]): Break["kind"] {
  if (flags.includes("overfill")) return "overfill";
  return flags.includes("late_fill") ? "late_fill" : "order_conflict";
}
