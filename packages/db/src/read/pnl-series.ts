import { assert } from "@interlock/core/assert";
import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { PnlSnapshotRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import { dollarsText } from "./read-row.ts";

/** A point of a P&L curve: a snapshot as it was taken, with the fills since the point before. */
export interface PnlPoint {
  readonly at: UnixMs;
  readonly realized: string;
  readonly unrealized: string;
  readonly fees: string;
  readonly net: string;
  readonly grossExposure: string;
  readonly netExposure: string;
  /** Null outside the scope "account". */
  readonly equity: string | null;
  readonly fills: number;
}

export interface PnlSeriesQuery {
  readonly accountId: string;
  readonly scope: PnlSnapshotRow["scope"];
  readonly scopeId: string;
  readonly from: UnixMs;
  /** Exclusive. */
  readonly to: UnixMs;
  /** At most this many points, 10 to 1,000; by default 1,000. */
  readonly points?: number;
}

const POINTS_MAX = 1_000;
const POINTS_MIN = 10;

/**
 * Returns the P&L curve of a period, oldest first. With more snapshots than points, the period is cut into equal
 * spans and each gives its lowest and its highest one by net result, so that no trough or peak is lost; the first
 * and the last snapshot are always there. Every point is a snapshot, none an average.
 */
export async function pnlSeries(ledger: LedgerClient, query: PnlSeriesQuery): Promise<PnlPoint[]> {
  const points = Math.min(POINTS_MAX, Math.max(POINTS_MIN, Math.trunc(query.points ?? POINTS_MAX)));
  const rows = await ledger.$queryRaw(seriesStatement(query, points));
  return storedPoints.parse(rows).map((row) => ({
    at: row.at.getTime(),
    realized: plain(row.realized),
    unrealized: plain(row.unrealized),
    fees: plain(row.fees),
    net: plain(row.net),
    grossExposure: plain(row.gross_exposure),
    netExposure: plain(row.net_exposure),
    equity: row.equity === null ? null : plain(row.equity),
    fills: row.fills,
  }));
}

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const storedPoints = z.array(
  z.object({
    at: z.date(),
    realized: decimal,
    unrealized: decimal,
    fees: decimal,
    net: decimal,
    gross_exposure: decimal,
    net_exposure: decimal,
    equity: decimal.nullable(),
    fills: z.number().int(),
  }),
);

function plain(text: string): string {
  return dollarsText({ toFixed: () => text });
}

function seriesStatement(query: PnlSeriesQuery, points: number): Prisma.Sql {
  const { accountId, scope, scopeId, from, to } = query;
  assert(from < to, `a P&L series from ${from} to ${to} is no period`);
  const [start, end] = [new Date(from), new Date(to)];
  // Two points of each span, and two more for the first and the last snapshot.
  const spanMs = Math.ceil((to - from) / Math.floor((points - 2) / 2));
  const fillScope = {
    account: Prisma.empty,
    strategy: Prisma.sql`and f.strategy_id = ${scopeId}`,
    symbol: Prisma.sql`and f.symbol = ${scopeId}`,
  }[scope];
  return Prisma.sql`
    with ranked as (
      select s.*, count(*) over () as total,
        row_number() over (partition by span order by s.net, s.at, s.journal_seq) as from_lowest,
        row_number() over (partition by span order by s.net desc, s.at, s.journal_seq) as from_highest,
        row_number() over (order by s.at, s.journal_seq, s.record_index) as from_first,
        row_number() over (order by s.at desc, s.journal_seq desc, s.record_index desc) as from_last
      from ledger.pnl_snapshots s,
        lateral (
          select floor(extract(epoch from s.at - ${start}::timestamptz) * 1000 / ${spanMs}::int8) as span
        ) as spans
      where s.account_id = ${accountId} and s.scope = ${scope}::ledger.pnl_scope and s.scope_id = ${scopeId}
        and s.at >= ${start}::timestamptz and s.at < ${end}::timestamptz
    ), kept as (
      select *, lag(at, 1, ${start}::timestamptz - interval '1 ms')
          over (order by at, journal_seq, record_index) as previous_at
      from ranked where total <= ${points} or 1 in (from_lowest, from_highest, from_first, from_last)
    )
    select at, realized::text, unrealized::text, fees::text, net::text, gross_exposure::text, net_exposure::text,
      equity::text, (
        select count(*)::int from ledger.fills f
        where f.account_id = ${accountId} ${fillScope} and f.at > previous_at and f.at <= kept.at
      ) as fills
    from kept order by at, journal_seq, record_index`;
}
