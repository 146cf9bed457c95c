import { createPool } from "@interlock/db/create-pool";
import { formatQuantity } from "@interlock/core/number/quantity";
import { formatMoney } from "@interlock/core/number/money";
import type { Position } from "@interlock/core/position/position";
import type { EngineState } from "../state.ts";
import type { Comparison } from "./compare-books.ts";

/** What the database is compared with. */
export interface DatabaseComparison {
  readonly databaseUrl: string;
  readonly state: EngineState;
  readonly fills: number;
  readonly journalSeq: number;
  /** Aborted when nobody writes the database any more. */
  readonly signal?: AbortSignal | undefined;
}

const WAIT_MS = 30_000;
const LOOK_MS = 100;

/** Compares Postgres's rows with our ledger once the projector has caught up. */
export async function compareWithDatabase({
  databaseUrl,
  state,
  fills,
  journalSeq,
  signal,
}: DatabaseComparison): Promise<Comparison[]> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock summary",
    schema: "ledger",
  });
  try {
    const until = performance.now() + WAIT_MS;
    let projected = 0;
    while (projected < journalSeq && performance.now() < until) {
      signal?.throwIfAborted();
      const { rows } = await pool.query<{ journal_seq: string }>(
        "select journal_seq from projection_checkpoint",
      );
      projected = Number(rows[0]?.journal_seq ?? 0);
      if (projected < journalSeq) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    const counted = await pool.query<{ fills: string; twice: string }>(
      "select count(*) as fills, count(*) - count(distinct execution_id) as twice from fills",
    );
    const held = await pool.query<{ symbol: string; quantity: string; realized: string }>(
      "select symbol, quantity::text, realized::text from positions where account_id = $1 order by symbol",
      [state.accountId],
    );
    const ours = Object.values<Position>(state.portfolio.positions).sort((a, b) =>
      a.symbol.localeCompare(b.symbol),
    );
    return [
      // The journal goes on while we look: what must be there is everything up to the entry that is summed up.
      {
        what: "database: journal entries, at least",
        ours: String(journalSeq),
        theirs: String(projected),
        agrees: projected >= journalSeq,
      },
      equal("database: fills", String(fills), counted.rows[0]?.fills ?? "0"),
      equal("database: fills twice", "0", counted.rows[0]?.twice ?? "0"),
      equal(
        "database: positions and realized P&L",
        ours
          .map(
            (one) =>
              `${one.symbol} ${formatQuantity(one.quantity)} ${formatMoney(one.realizedPnl)}`,
          )
          .join(", "),
        held.rows
          .map((row) => `${row.symbol} ${shortened(row.quantity, 0)} ${shortened(row.realized, 2)}`)
          .join(", "),
      ),
    ];
  } finally {
    await pool.end();
  }
}

function equal(what: string, ours: string, theirs: string): Comparison {
  return { what, ours, theirs, agrees: ours === theirs };
}

/** Writes a numeric of the database as our formats do: no zeros beyond `decimals`. */
function shortened(decimal: string, decimals: number): string {
  const [whole = "0", fraction = ""] = decimal.split(".");
  const kept = fraction.replace(/0+$/, "").padEnd(decimals, "0");
  return kept === "" ? whole : `${whole}.${kept}`;
}
