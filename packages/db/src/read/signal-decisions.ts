import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { RiskCheckRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import { type Page, type PageRequest, pageLength, placeBefore, placeOf, toPage } from "./page.ts";
import { maybeDollars, maybeMs, placeFields, sharesText } from "./read-row.ts";
import { checkList } from "./risk-decisions.ts";

/**
 * What became of a signal: an order was sent, risk denied it, the sent one ran out without a fill, or it asked for no
 * order at all.
 */
export type SignalDecision = "sent" | "denied" | "expired" | "suppressed";

/** Which signals. Conditions that are absent or null do not restrict; `from` is inclusive, `to` exclusive. */
export interface SignalDecisionsFilter {
  readonly symbol?: string | null | undefined;
  readonly strategyId?: string | null | undefined;
  readonly decision?: SignalDecision | null | undefined;
  /** Code of a denial, or cause for which no order was asked. */
  readonly code?: string | null | undefined;
  readonly from?: UnixMs | null | undefined;
  readonly to?: UnixMs | null | undefined;
  /** Found anywhere in ids, symbol, strategy, reason or the sentences of checks, without regard to case. */
  readonly text?: string | null | undefined;
}

/** The order that a signal asked for, as it stands now. Denied ones have terms and no life. */
export interface SignalOrderRow {
  readonly clientOrderId: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly arrivalMid: string | null;
  /** Null for a denied one. */
  readonly status: string | null;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  readonly submittedAt: UnixMs | null;
  readonly reason: string | null;
}

/** A signal with everything that was decided about it. */
export interface SignalDecisionRow {
  readonly journalSeq: number;
  readonly recordIndex: number;
  readonly at: UnixMs;
  readonly signalId: string;
  readonly strategyId: string;
  readonly symbol: string;
  readonly target: number;
  readonly reason: string;
  readonly decision: SignalDecision;
  /** Why no order was asked for; null where one was, and for signals from before causes were journaled. */
  readonly cause: string | null;
  readonly denialCodes: readonly string[];
  readonly checks: readonly RiskCheckRow[];
  readonly order: SignalOrderRow | null;
}

/** How many signals came how far. */
export interface SignalFunnel {
  readonly signals: number;
  /** Asked for an order. */
  readonly eligible: number;
  readonly approved: number;
  /** Left for the venue. */
  readonly sent: number;
  /** Filled at least in part. */
  readonly filled: number;
}

/** Returns signals with their decisions, newest first. Throws BadCursor. */
export async function signalDecisionsPage(
  ledger: LedgerClient,
  query: SignalDecisionsFilter & PageRequest,
): Promise<Page<SignalDecisionRow>> {
  const length = pageLength(query);
  const place = placeBefore(query.cursor);
  const after =
    place === null
      ? Prisma.empty
      : Prisma.sql`and (s.at, s.journal_seq, s.record_index)
          < (${place.at}::timestamptz, ${place.journalSeq}::int8, ${place.recordIndex}::int4)`;
  const found = await ledger.$queryRaw`
    select s.at, s.journal_seq as "journalSeq", s.record_index as "recordIndex", s.signal_id as "signalId",
      s.strategy_id as "strategyId", s.symbol, s.target, s.reason, ${DECISION} as decision, x.cause,
      coalesce(d.denial_codes, '{}') as "denialCodes", coalesce(d.checks, '[]'::jsonb) as checks,
      d.client_order_id as "clientOrderId", d.side::text, d.quantity, d.arrival_mid as "arrivalMid",
      o.status::text, coalesce(o.filled_quantity, 0) as "filledQuantity", o.average_price as "averagePrice",
      o.submitted_at as "submittedAt", o.reason as "orderReason"
    from ${JOINED} where ${conditions(query)} ${after}
    order by s.at desc, s.journal_seq desc, s.record_index desc limit ${length + 1}`;
  return toPage(storedSignals.parse(found), { length, read: readSignal, keyOf: placeOf });
}

/** Returns one signal with its decision; null when there is none of that id. */
export async function signalDecisionOf(
  ledger: LedgerClient,
  signalId: string,
): Promise<SignalDecisionRow | null> {
  const known = await ledger.signal.findFirst({ where: { signalId } });
  if (known === null) return null;
  const at = known.at.getTime();
  const { rows } = await signalDecisionsPage(ledger, {
    from: at,
    to: at + 1,
    strategyId: known.strategyId,
    symbol: known.symbol,
    limit: 500,
  });
  return rows.find((row) => row.signalId === signalId) ?? null;
}

/** Counts how far the signals of a filter came. */
export async function signalFunnel(
  ledger: LedgerClient,
  filter: SignalDecisionsFilter,
): Promise<SignalFunnel> {
  const found = await ledger.$queryRaw`
    select count(*)::int as signals, count(d.client_order_id)::int as eligible,
      (count(*) filter (where d.outcome = 'approved'))::int as approved,
      (count(*) filter (where o.submitted_at is not null))::int as sent,
      (count(*) filter (where o.filled_quantity > 0))::int as filled
    from ${JOINED} where ${conditions(filter)}`;
  const [funnel] = counted.parse(found);
  return funnel ?? { signals: 0, eligible: 0, approved: 0, sent: 0, filled: 0 };
}

const count = z.number().int();
const counted = z.array(
  z.object({ signals: count, eligible: count, approved: count, sent: count, filled: count }),
);

/** A signal, what was decided about it, and why it asked for nothing are records of one journal entry. */
const JOINED = Prisma.sql`ledger.signals s
  left join ledger.risk_decisions d
    on d.journal_seq = s.journal_seq and d.at = s.at and d.signal_id = s.signal_id
  left join ledger.orders o on o.client_order_id = d.client_order_id
  left join lateral (
    select e.payload->>'cause' as cause from ledger.audit_entries e
    where e.journal_seq = s.journal_seq and e.at = s.at and e.kind = 'signal_suppressed'
      and e.payload->>'signalId' = s.signal_id
    limit 1
  ) x on true`;

const DECISION = Prisma.sql`(case
  when d.outcome is null then 'suppressed'
  when d.outcome = 'denied' then 'denied'
  when o.status = 'expired' and o.filled_quantity = 0 then 'expired'
  else 'sent' end)`;

function conditions(filter: SignalDecisionsFilter): Prisma.Sql {
  const { symbol, strategyId, decision, code, from, to, text } = filter;
  const all = [Prisma.sql`true`];
  if (symbol) all.push(Prisma.sql`s.symbol = ${symbol}`);
  if (strategyId) all.push(Prisma.sql`s.strategy_id = ${strategyId}`);
  if (typeof from === "number") all.push(Prisma.sql`s.at >= ${new Date(from)}::timestamptz`);
  if (typeof to === "number") all.push(Prisma.sql`s.at < ${new Date(to)}::timestamptz`);
  if (decision) all.push(Prisma.sql`${DECISION} = ${decision}`);
  if (code) all.push(Prisma.sql`(${code} = any(d.denial_codes) or x.cause = ${code})`);
  if (text) all.push(containing(text));
  return Prisma.join(all, " and ");
}

function containing(text: string): Prisma.Sql {
  const words = text.toLowerCase();
  // strpos knows no wildcards: a person who types 50% means just that.
  return Prisma.sql`strpos(lower(concat_ws(' ', s.signal_id, s.strategy_id, s.symbol, s.reason, x.cause,
    d.client_order_id, array_to_string(d.denial_codes, ' '), o.venue_order_id, o.reason,
    (select string_agg(c->>'sentence', ' ') from jsonb_array_elements(d.checks) as c
      where not (c->>'passed')::boolean))), ${words}) > 0`;
}

const decimal = z.custom<Prisma.Decimal>((value) => Prisma.Decimal.isDecimal(value));
const storedSignals = z.array(
  z.object({
    at: z.date(),
    journalSeq: z.bigint(),
    recordIndex: count,
    signalId: z.string(),
    strategyId: z.string(),
    symbol: z.string(),
    target: z.number(),
    reason: z.string(),
    decision: z.enum(["sent", "denied", "expired", "suppressed"]),
    cause: z.string().nullable(),
    denialCodes: z.array(z.string()),
    checks: checkList,
    clientOrderId: z.string().nullable(),
    side: z.enum(["buy", "sell"]).nullable(),
    quantity: decimal.nullable(),
    arrivalMid: decimal.nullable(),
    status: z.string().nullable(),
    filledQuantity: decimal,
    averagePrice: decimal.nullable(),
    submittedAt: z.date().nullable(),
    orderReason: z.string().nullable(),
  }),
);

type StoredSignal = z.infer<typeof storedSignals>[number];

function readSignal(row: StoredSignal): SignalDecisionRow {
  const { signalId, strategyId, symbol, target, reason, decision, cause, denialCodes } = row;
  return {
    ...placeFields(row),
    ...{ signalId, strategyId, symbol, target, reason, decision, cause, denialCodes },
    checks: row.checks,
    order: orderOf(row),
  };
}

function orderOf(row: StoredSignal): SignalOrderRow | null {
  const { clientOrderId, side, quantity, status, orderReason: reason } = row;
  if (clientOrderId === null || side === null || quantity === null) return null;
  return {
    ...{ clientOrderId, side, status, reason },
    quantity: sharesText(quantity),
    arrivalMid: maybeDollars(row.arrivalMid),
    filledQuantity: sharesText(row.filledQuantity),
    averagePrice: maybeDollars(row.averagePrice),
    submittedAt: maybeMs(row.submittedAt),
  };
}
