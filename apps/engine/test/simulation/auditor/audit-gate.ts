import { moneyUnits } from "@interlock/core/number/money";
import { priceUnits } from "@interlock/core/number/price";
import { quantityUnits, UNITS_PER_SHARE } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Limits } from "@interlock/core/risk/limits";
import type { EngineRecord } from "../../../src/record.ts";
import type { Evidence } from "./evidence.ts";
import { dayLoss } from "./day-loss.ts";
import { leadsTowardFlat } from "./reckoned.ts";
import type { TrueHolding } from "./truth.ts";

type ApprovedRecord = Extract<EngineRecord, { readonly kind: "order_approved" }>;

const BPS = 10_000;
/** Rounding of a midpoint, in hundredths of a percent. */
const MIDPOINT_BPS = 0.1;

/**
 * What passed the gate was allowed to, by the clock on the wall, what the engine heard and what it wrote down: also
 * where other programs trade and where the books differ from the venue.
 */
export function auditGate(
  evidence: Evidence,
  approved: ApprovedRecord,
  reckoned: TrueHolding,
): void {
  const { book, findings } = evidence;
  const { intent } = approved;
  if (book.limits === null) return;
  for (const fault of book.overrides.faultsOf(approved, evidence.now())) findings.add("I26", fault);
  const limits = book.overrides.limitsOf(approved, book.limits);
  auditStops(evidence, intent);
  auditTerms(evidence, intent, limits);
  const id = intent.clientOrderId;
  if (evidence.session === "closed") findings.add("I8", `${id} passed in a closed market`);
  if (leadsTowardFlat(reckoned, intent)) return;
  auditPace(evidence, intent, limits);
  for (const [key, symbol] of book.openBreaks)
    if (symbol === null || symbol === intent.symbol)
      findings.add("I6", `${id} adds risk beside break ${key}`);
  const loss = dayLoss(evidence);
  const lossMax = moneyUnits(limits.maxDailyLoss);
  if (loss !== null && loss >= lossMax)
    findings.add("I7", `${id} adds risk at a loss of ${loss} of ${lossMax}`);
}

/** A strategy does nothing in a symbol that a stop-loss closes, and does not enter what it closed again (I17). */
function auditStops({ book, findings }: Evidence, intent: OrderIntent): void {
  const { clientOrderId: id, purpose, symbol } = intent;
  if (purpose !== "signal") return;
  if (book.stops.closing.has(symbol))
    findings.add("I17", `${id} trades ${symbol} while its stop-loss closes it`);
}

/** No mistaken price, whichever way it leads. */
function auditTerms({ quotes, findings }: Evidence, intent: OrderIntent, limits: Limits): void {
  const { clientOrderId: id, pricing, symbol } = intent;
  if (pricing.type !== "limit") return;
  const limit = priceUnits(pricing.limitPrice);
  if (limit % 10_000 !== 0) findings.add("I8", `${id} is priced between two cents`);
  const quote = quotes.get(symbol);
  if (quote?.bid == null || quote.ask === null) return;
  const middle = (priceUnits(quote.bid) + priceUnits(quote.ask)) / 2;
  const off = (Math.abs(limit - middle) * BPS) / middle;
  if (off > limits.priceCollarBps + MIDPOINT_BPS)
    findings.add("I7", `${id} is ${off} bps off, above ${limits.priceCollarBps}`);
}

/** New risk: in the sessions of the limits, by a fresh quote, not the same again, not too much at once. */
function auditPace(evidence: Evidence, intent: OrderIntent, limits: Limits): void {
  const { quotes, findings, session, book } = evidence;
  const { clientOrderId: id, pricing, symbol, side, strategyId, purpose } = intent;
  const now = evidence.now();
  if (!limits.sessions.some((allowed) => allowed === session))
    findings.add("I8", `${id} adds risk in the session ${session}`);
  if (purpose === "signal" && book.stops.refuses(strategyId, symbol, side))
    findings.add("I17", `${id} enters what a stop-loss closed`);
  const quote = quotes.get(symbol);
  if (quote === undefined) findings.add("I8", `${id} adds risk without a quote`);
  else if (now - quote.venueAt > limits.maxQuoteAgeMs)
    findings.add("I8", `${id} adds risk by a quote of ${now - quote.venueAt} ms ago`);
  for (const { intent: other, at } of book.approved.values())
    if (now - at < limits.duplicateIntentWindowMs && isSame(other, intent))
      findings.add("I7", `${id} is ${other.clientOrderId} again, ${now - at} ms after it`);
  if (pricing.type !== "limit") return;
  const notional =
    (priceUnits(pricing.limitPrice) * quantityUnits(intent.quantity)) / UNITS_PER_SHARE;
  const most = moneyUnits(limits.maxOrderNotional);
  if (notional > most) findings.add("I7", `${id} is worth ${notional}, above ${most}`);
}

function isSame(one: OrderIntent, other: OrderIntent): boolean {
  const termsOf = ({ symbol, side, quantity, strategyId, pricing }: OrderIntent): string =>
    JSON.stringify([symbol, side, quantity, strategyId, pricing]);
  return one.clientOrderId !== other.clientOrderId && termsOf(one) === termsOf(other);
}
