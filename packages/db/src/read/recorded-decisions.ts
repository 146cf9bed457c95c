import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import type { LedgerClient } from "./ledger-client.ts";

/** A decision of risk as the journal recorded it: the measures are plain numbers in the units of their checks. */
export interface RecordedDecisionRow {
  readonly at: UnixMs;
  readonly approved: boolean;
  readonly clientOrderId: string;
  readonly symbol: string;
  /** Null for an order of no strategy. */
  readonly strategyId: string | null;
  readonly measures: {
    readonly checks: readonly string[];
    readonly values: readonly number[];
    readonly limits: readonly number[];
    readonly failed: number;
    readonly skipped: number;
    /** Of the checks after the 53rd; absent in records of builds that had no more. */
    readonly failedMore?: number | undefined;
    readonly skippedMore?: number | undefined;
  };
}

/** A market day's opening equity and the lowest that was marked in it, in dollars. */
export interface DayLowRow {
  readonly date: string;
  readonly openingEquity: string;
  readonly lowestEquity: string;
  /** When it was lowest. */
  readonly at: UnixMs;
}

/** Returns what risk decided since an instant, newest first, at most `limit`. */
export async function recordedDecisions(
  ledger: LedgerClient,
  { from, limit }: { readonly from: UnixMs; readonly limit: number },
): Promise<RecordedDecisionRow[]> {
  const found = storedDecisions.parse(
    await ledger.$queryRaw`
      select e.at, e.kind = 'order_approved' as approved, e.payload->'intent'->>'clientOrderId' as "clientOrderId",
        e.payload->'intent'->>'symbol' as symbol,
        e.payload->'intent'->>'strategyId' as "strategyId", e.payload->'measures' as measures
      from ledger.audit_entries e
      where e.kind in ('order_approved', 'order_denied') and e.at >= ${new Date(from)}::timestamptz
      order by e.at desc, e.journal_seq desc, e.record_index desc limit ${limit}`,
  );
  return found.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Returns the market days opened since an instant with the lowest equity marked in each, oldest first. */
export async function dayLows(ledger: LedgerClient, from: UnixMs): Promise<DayLowRow[]> {
  const found = storedLows.parse(
    await ledger.$queryRaw`
      with opened as (
        select e.at, e.payload->'baseline'->>'date' as date,
          ((e.payload->'baseline'->>'equity')::numeric / 1000000)::text as opening,
          lead(e.at) over (order by e.at, e.journal_seq) as until
        from ledger.audit_entries e
        where e.kind = 'day_opened' and e.at >= ${new Date(from)}::timestamptz
      )
      select o.date, o.opening as "openingEquity", low.equity::text as "lowestEquity", low.at
      from opened o cross join lateral (
        select s.equity, s.at from ledger.pnl_snapshots s
        where s.scope = 'account' and s.at >= o.at and (o.until is null or s.at < o.until)
        order by s.equity, s.at limit 1
      ) low order by o.at`,
  );
  return found.map((row) => ({ ...row, at: row.at.getTime() }));
}

const measures = z.object({
  checks: z.array(z.string()),
  values: z.array(z.number()),
  limits: z.array(z.number()),
  failed: z.number(),
  skipped: z.number(),
  failedMore: z.number().optional(),
  skippedMore: z.number().optional(),
});
const storedDecisions = z.array(
  z.object({
    at: z.date(),
    approved: z.boolean(),
    clientOrderId: z.string(),
    symbol: z.string(),
    strategyId: z.string().nullable(),
    measures,
  }),
);
const storedLows = z.array(
  z.object({ date: z.string(), openingEquity: z.string(), lowestEquity: z.string(), at: z.date() }),
);
