import { formatPrice, priceFromUnits } from "@interlock/core/number/price";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { z } from "zod";
import type { LedgerClient } from "./ledger-client.ts";

/** A symbol at an instant. */
export interface CloseQuestion {
  readonly symbol: string;
  readonly at: UnixMs;
}

/** The close of the last one-minute bar that had ended by then. */
export interface CloseFound {
  /** Dollars, as the ledger writes prices. */
  readonly price: string;
  /** When the bar ended. */
  readonly at: UnixMs;
}

/** A bar that ended earlier than this before the instant says nothing of it: the symbol may not have traded since. */
const CLOSE_AGE_MAX_MS = 2 * MINUTE_MS;

/**
 * Returns for each question the close of the newest journaled bar that ended at that instant or at most
 * CLOSE_AGE_MAX_MS before it, in the order of the questions; null where there is none. Bars that were fetched later,
 * after a gap, count like those that were seen.
 */
export async function closesAt(
  ledger: LedgerClient,
  questions: readonly CloseQuestion[],
): Promise<(CloseFound | null)[]> {
  if (questions.length === 0) return [];
  const symbols = questions.map(({ symbol }) => symbol);
  const starts = questions.map(({ at }) => BigInt(Math.trunc(at) - MINUTE_MS));
  const found = storedCloses.parse(
    await ledger.$queryRaw`
      select a.n::int as n, b.start_at as "startAt", b.close
      from unnest(${symbols}::text[], ${starts}::int8[]) with ordinality as a (symbol, start_at, n)
      cross join lateral (
        select (e.payload->'bar'->>'startAt')::int8 as start_at, (e.payload->'bar'->>'close')::int8 as close
        from ledger.audit_entries e
        where e.kind = 'bar_closed' and e.payload->'bar'->>'symbol' = a.symbol
          and (e.payload->'bar'->>'startAt')::int8 between a.start_at - ${CLOSE_AGE_MAX_MS}::int8 and a.start_at
        order by (e.payload->'bar'->>'startAt')::int8 desc, e.journal_seq
        limit 1
      ) b`,
  );
  const byQuestion = new Map(found.map((row) => [row.n, row]));
  return questions.map((_, index) => {
    const row = byQuestion.get(index + 1);
    if (row === undefined) return null;
    const price = formatPrice(priceFromUnits(Number(row.close)));
    return { price, at: Number(row.startAt) + MINUTE_MS };
  });
}

const storedCloses = z.array(
  z.object({ n: z.number().int(), startAt: z.bigint(), close: z.bigint() }),
);
