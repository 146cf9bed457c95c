import { moneyUnits } from "@interlock/core/number/money";
import { quantityUnits, UNITS_PER_SHARE } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { EngineRecord } from "../../../src/record.ts";
import { middleUnits } from "../venue/simulated-market.ts";
import type { Evidence } from "./evidence.ts";
import type { JournalBook } from "./journal-book.ts";
import { addOpen, NOTHING_HELD, type TrueHolding, worstOf } from "./truth.ts";

type Wanted = Pick<OrderIntent, "symbol" | "side"> & {
  readonly quantity: OrderIntent["quantity"] | null;
};

type ApprovedRecord = Extract<EngineRecord, { readonly kind: "order_approved" }>;

type Holdings = Map<string, TrueHolding>;

/** Tells whether an order makes the worst that can become of its symbol worse. */
export function grows(
  holdings: ReadonlyMap<string, TrueHolding>,
  order: {
    readonly symbol: string;
    readonly side: "buy" | "sell";
    readonly quantity: Wanted["quantity"];
  },
): boolean {
  const with_ = new Map(holdings);
  addOpen(with_, order, order.quantity === null ? 0 : quantityUnits(order.quantity));
  const worst = (of: ReadonlyMap<string, TrueHolding>) =>
    worstOf(of.get(order.symbol) ?? NOTHING_HELD);
  return worst(with_) > worst(holdings);
}

/** Marks differ between the venue's quote now and the engine's of a moment ago: fractions of 1. */
const MARK_TOLERANCE = 0.03;
const MINUTE_MS = 60_000;

/** An approved order that adds risk keeps every limit in force, by the venue's truth, and is allowed at all. */
export function auditApproval(auditor: Evidence, approved: ApprovedRecord): void {
  const { intent } = approved;
  const before = withWaiting(auditor);
  const { book, findings } = auditor;
  const id = intent.clientOrderId;
  if (book.killHeld && intent.purpose === "signal")
    findings.add("I9", `${id} of a strategy passed a closed gate`);
  // Fills of an order from before it was replaced, whose reports were lost, are in no book until the next comparison:
  // what goes toward flat by the books may then go away from it in truth. The break of the replacement is open
  // meanwhile, and lets nothing else pass.
  const isReplacing = [...book.replacing.values()].includes(intent.symbol);
  if (auditor.isBent || isReplacing || !grows(before, intent)) return;
  for (const [source, state] of book.holds)
    findings.add("I8", `${id} adds risk while ${source} holds trading ${state}`);
  if (!book.recovered) findings.add("I14", `${id} adds risk before the books were compared`);
  if (!auditor.orderStreamUp) findings.add("I14", `${id} adds risk while reports are not heard`);
  auditLimits(auditor, approved, before);
}

function auditLimits(auditor: Evidence, approved: ApprovedRecord, before: Holdings): void {
  const { book, findings, truth } = auditor;
  const { intent } = approved;
  const limits = book.limits === null ? null : book.overrides.limitsOf(approved, book.limits);
  const id = intent.clientOrderId;
  if (limits === null) return findings.add("I7", `${id} was approved without limits`);
  const after = new Map(before);
  addOpen(after, intent, quantityUnits(intent.quantity));
  const worst = worstOf(after.get(intent.symbol) ?? NOTHING_HELD);
  const exceeds = (what: string, value: number, limit: number): void => {
    if (value > limit) findings.add("I7", `${id}: ${what} ${value} is above ${limit}`);
  };
  exceeds("quantity", quantityUnits(intent.quantity), quantityUnits(limits.maxOrderQuantity));
  exceeds("position", worst, quantityUnits(limits.maxPositionQuantity));
  const value = (symbol: string, units: number): number =>
    (middleUnits(auditor.floor, symbol) * units) / UNITS_PER_SHARE;
  const loose = 1 + MARK_TOLERANCE;
  exceeds(
    "position value",
    value(intent.symbol, worst),
    moneyUnits(limits.maxPositionNotional) * loose,
  );
  let gross = 0;
  for (const [symbol, holding] of after) gross += value(symbol, worstOf(holding));
  exceeds("gross exposure", gross, moneyUnits(limits.maxGrossExposure) * loose);
  // Stops that wait at the broker are nobody's wish to trade.
  const isStop = (id: string) => book.approved.get(id)?.intent.purpose === "protect";
  const isLeftOut = (id: string) => auditor.isGivenUp(id) || isStop(id);
  const waits = waiting(auditor).filter(({ purpose }) => purpose !== "protect");
  const open = truth.countOpen(isLeftOut) + waits.length;
  exceeds("open orders", open + 1, limits.maxOpenOrders);
  exceeds(
    "orders in a minute",
    approvedSince(book, auditor.now() - MINUTE_MS) + 1,
    limits.maxOrdersPerMinute,
  );
}

function approvedSince({ approved }: JournalBook, since: number): number {
  let count = 0;
  for (const { at, intent } of approved.values())
    if (at > since && intent.purpose !== "protect") count += 1;
  return count;
}

/** Orders that were approved and whose first byte has not left. */
function waiting({ book, isPosted }: Evidence): OrderIntent[] {
  const found: OrderIntent[] = [];
  for (const [id, { intent }] of book.approved)
    if (!isPosted(id) && !book.unsent.has(id) && !book.forgotten.has(id)) found.push(intent);
  return found;
}

function withWaiting(auditor: Evidence): Holdings {
  const holdings = auditor.truth.holdings(auditor);
  for (const intent of waiting(auditor)) addOpen(holdings, intent, quantityUnits(intent.quantity));
  return holdings;
}
