import type pg from "pg";
import { inTransaction } from "../in-transaction.ts";
import { insertRows } from "./insert-rows.ts";
import * as tables from "./ledger-tables.ts";
import { PartitionMonths } from "./partition-months.ts";
import type { Checkpoint, ProjectionBatch, ProjectionRows } from "./rows.ts";

/** A batch that does not continue what is projected: the projector reads the checkpoint again and goes on there. */
export class ProjectionGap extends Error {
  override readonly name = "ProjectionGap";
}

/** The writing side of the ledger, for the one projector. */
export interface Projection {
  /** Returns how far the journal is projected. */
  checkpoint(): Promise<Checkpoint>;
  /**
   * Writes a batch and the checkpoint in one transaction: all of it or nothing. Rejects with ProjectionGap unless the
   * batch begins right after the checkpoint and its audit entries continue the checkpoint's hash, so a batch is never
   * written twice. After a lost connection the outcome is unknown: `checkpoint()` tells.
   */
  write(batch: ProjectionBatch): Promise<void>;
}

export interface ProjectionOptions {
  /** Schema to write to: "ledger", or the one that is being rebuilt. */
  readonly schema?: string;
}

/** Opens the ledger of a migrated database for writing. */
export function openProjection(
  pool: pg.Pool,
  { schema = "ledger" }: ProjectionOptions = {},
): Projection {
  const months = new PartitionMonths(pool, schema);
  return {
    checkpoint: async () => {
      const { rows } = await pool.query<CheckpointRow>(
        `select ${CHECKPOINT} from "${schema}".projection_checkpoint`,
      );
      return readCheckpoint(rows[0]);
    },
    write: async (batch) => {
      checkRange(batch);
      await months.ensureFor(batch.rows);
      try {
        await inTransaction(pool, async (client) => {
          await client.query(`set local search_path to "${schema}"`);
          checkContinues(batch, await lockCheckpoint(client));
          await writeTables(client, batch.rows);
          await moveCheckpoint(client, batch);
        });
      } catch (error) {
        // A rebuilt ledger may have taken the old one's place, with other partitions.
        months.forget();
        throw error;
      }
    },
  };
}

const CHECKPOINT = "journal_seq, entry_hash, at";

interface CheckpointRow {
  readonly journal_seq: string;
  readonly entry_hash: string;
  readonly at: Date | null;
}

function readCheckpoint(row: CheckpointRow | undefined): Checkpoint {
  if (row === undefined)
    throw new Error("the ledger has no checkpoint: its migrations were not applied");
  return { seq: Number(row.journal_seq), hash: row.entry_hash, at: row.at?.getTime() ?? null };
}

/** Taken for the whole transaction: a second projector waits here, and then finds its batch out of place. */
async function lockCheckpoint(client: pg.PoolClient): Promise<Checkpoint> {
  const { rows } = await client.query<CheckpointRow>(
    `select ${CHECKPOINT} from projection_checkpoint for update`,
  );
  return readCheckpoint(rows[0]);
}

async function moveCheckpoint(
  client: pg.PoolClient,
  { toSeq, hash, at }: ProjectionBatch,
): Promise<void> {
  await client.query(
    "update projection_checkpoint set journal_seq = $1, entry_hash = $2, at = $3",
    [toSeq, hash, new Date(at)],
  );
}

function checkRange({ fromSeq, toSeq, rows }: ProjectionBatch): void {
  if (
    !(
      Number.isSafeInteger(fromSeq) &&
      Number.isSafeInteger(toSeq) &&
      fromSeq >= 1 &&
      toSeq >= fromSeq
    )
  ) {
    throw new ProjectionGap(`A batch from journal entry ${fromSeq} to ${toSeq} is no range.`);
  }
  for (const [table, list] of Object.entries(rows)) {
    const stray = list.find(({ journalSeq }) => journalSeq < fromSeq || journalSeq > toSeq);
    if (stray === undefined) continue;
    throw new ProjectionGap(
      `A row of ${table} comes from journal entry ${stray.journalSeq}, outside its batch ${fromSeq} to ${toSeq}.`,
    );
  }
}

function checkContinues({ fromSeq, rows }: ProjectionBatch, { seq, hash }: Checkpoint): void {
  if (fromSeq !== seq + 1) {
    throw new ProjectionGap(
      `The projection stands at journal entry ${seq}; a batch from ${fromSeq} does not continue it.`,
    );
  }
  const first = rows.auditEntries?.find(({ journalSeq }) => journalSeq === fromSeq);
  if (seq > 0 && first !== undefined && first.previousHash !== hash) {
    throw new ProjectionGap(
      `Journal entry ${fromSeq} does not follow the entry ${seq} that is projected: the database holds another ` +
        "journal's rows. Stop Interlock and run ./interlock db rebuild.",
    );
  }
}

const NO_ROWS: ProjectionRows = {
  accounts: [],
  strategies: [],
  orders: [],
  positions: [],
  strategyPositions: [],
  orderEvents: [],
  fills: [],
  pnlSnapshots: [],
  signals: [],
  riskDecisions: [],
  limitVersions: [],
  commands: [],
  auditEntries: [],
};

/** Accounts first: orders and positions refer to them. */
async function writeTables(client: pg.PoolClient, given: Partial<ProjectionRows>): Promise<void> {
  const rows = { ...NO_ROWS, ...given };
  await insertRows(client, tables.ACCOUNTS, rows.accounts);
  await insertRows(client, tables.STRATEGIES, rows.strategies);
  await insertRows(client, tables.ORDERS, rows.orders);
  await insertRows(client, tables.POSITIONS, rows.positions);
  await insertRows(client, tables.STRATEGY_POSITIONS, rows.strategyPositions);
  await insertRows(client, tables.ORDER_EVENTS, rows.orderEvents);
  await insertRows(client, tables.FILLS, rows.fills);
  await insertRows(client, tables.PNL_SNAPSHOTS, rows.pnlSnapshots);
  await insertRows(client, tables.SIGNALS, rows.signals);
  await insertRows(client, tables.RISK_DECISIONS, rows.riskDecisions);
  await insertRows(client, tables.LIMIT_VERSIONS, rows.limitVersions);
  await insertRows(client, tables.COMMANDS, rows.commands);
  await insertRows(client, tables.AUDIT_ENTRIES, rows.auditEntries);
}
