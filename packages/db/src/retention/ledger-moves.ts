import type pg from "pg";
import type { Month } from "./month.ts";

type Queries = Pick<pg.Pool, "query">;

/** What the database says of a move: `forgotten` where it knows of none, as one that was made anew since. */
export type MoveOutcome = "moved" | "undone" | "forgotten";

/**
 * Writes down that a month is about to be moved. To be called outside the transaction that moves it. The row stays for
 * ever: the note that it decides may come back with a restored data folder, at any time.
 */
export async function beginMove(client: Queries, id: string, month: Month): Promise<void> {
  await client.query("insert into identity.ledger_move (id, month) values ($1, $2)", [id, month]);
}

/** Says that a month is moved, in the transaction that moves it: both are there from its commit on, or neither. */
export async function markMoved(client: Queries, id: string): Promise<void> {
  const { rowCount } = await client.query(
    `update identity.ledger_move set "movedAt" = now() where id = $1`,
    [id],
  );
  if (rowCount !== 1) throw new Error(`The database has forgotten that the move ${id} was begun.`);
}

/** Returns what became of a move. Waits for a transaction that still moves it, for as long as a statement may take. */
export async function moveOutcome(client: Queries, id: string): Promise<MoveOutcome> {
  const { rows } = await client.query<{ moved: boolean }>(
    `select "movedAt" is not null as moved from identity.ledger_move where id = $1 for update`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return "forgotten";
  return row.moved ? "moved" : "undone";
}
