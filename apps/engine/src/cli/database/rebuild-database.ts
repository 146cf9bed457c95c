import type { DatabasePool } from "@interlock/db/create-pool";
import { createNextLedger, NEXT_LEDGER, swapLedger } from "@interlock/db/migration/rebuild-ledger";
import { projectWhole } from "../../edge/project/project-whole.ts";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { type CommandContext, CommandFailure } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { refuseWhileRunning, withLedgerOwner } from "./ledger-owner.ts";

/**
 * Writes the ledger again from a journal that is sound, beside the present one, and puts it in its place in one step.
 * Whatever goes wrong before leaves the present one as it is. Months that were archived are there again: the journal
 * holds them. Returns the exit code; throws CommandFailure.
 */
export async function rebuildDatabase({ env, terminal }: CommandContext): Promise<number> {
  const { dataDir } = env;
  demandJournal(dataDir);
  refuseWhileRunning(dataDir);
  const journal = await verifyJournal(dataDir);
  if (!journal.ok)
    throw new CommandFailure(
      `The journal is not sound, so nothing was written: ${journal.firstFault?.sentence ?? "it does not verify"} Run ./interlock verify-audit.`,
    );
  const { lastSeq } = journal;
  const seconds = await withLedgerOwner(env, async (pool) => {
    const started = performance.now();
    await rebuild(pool, { dataDir, lastSeq });
    return (performance.now() - started) / 1_000;
  });
  terminal.print(
    `The ledger was written again from ${lastSeq} journal entries in ${seconds.toFixed(1)} s. People and sessions are as they were.`,
  );
  terminal.result({ entries: lastSeq, seconds });
  return EXIT.ok;
}

async function rebuild(
  pool: DatabasePool,
  journal: { readonly dataDir: string; readonly lastSeq: number },
): Promise<void> {
  await createNextLedger(pool);
  await projectWhole({ ...journal, pool, schema: NEXT_LEDGER });
  await swapLedger(pool);
}
