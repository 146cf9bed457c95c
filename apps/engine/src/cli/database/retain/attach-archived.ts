import { attachMonth } from "@interlock/db/retention/attach-month";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { archivedRows, archiveFault, readArchive } from "../../../edge/archive/archived-months.ts";
import { openHeadKey } from "../../../journal/heads/head-key.ts";
import { type CommandContext, CommandFailure } from "../../context.ts";
import { demandJournal } from "../../demand-journal.ts";
import { EXIT } from "../../exit-code.ts";
import { userName } from "../../user-name.ts";
import { refuseWhileRunning, withLedgerOwner } from "../ledger-owner.ts";
import { moveFailure, moveMonth } from "./move-month.ts";

/**
 * Puts an archived month back into the database, after its files were checked against its signed manifest. The archive
 * stays. Returns the exit code; throws CommandFailure with a sentence.
 */
export async function attachArchived(
  { env, terminal }: CommandContext,
  month: string,
): Promise<number> {
  const { dataDir } = env;
  demandJournal(dataDir);
  refuseWhileRunning(dataDir);
  const { months, faults } = readArchive(dataDir, openHeadKey(dataDir).publicKey);
  const archived = months.get(month);
  if (archived === undefined) {
    const why = faults.find((sentence) => sentence.includes(month));
    throw new CommandFailure(why ?? `No month ${month} is archived: name one as 2019-01.`);
  }
  const fault = await archiveFault(archived);
  if (fault !== null) throw new CommandFailure(`Nothing was changed: ${fault}`);
  await withLedgerOwner(env, async (pool) => {
    if ((await presentMonths(pool)).includes(month))
      throw new CommandFailure(`The database holds ${month} already.`);
    const client = await pool.connect();
    try {
      const move = { client, dataDir, month, event: "ledger_attached", by: userName() } as const;
      await moveMonth(move, async () => {
        await attachMonth(client, month, (table) => archivedRows(archived, table));
        return { result: null, detail: `the rows of ${month} are in the database again` };
      });
    } catch (error) {
      const sentences = {
        stayed: `${month} is not in the database`,
        moved: `${month} is in the database again`,
        unknown: `Whether ${month} is in the database again is not known`,
        again: `./interlock db attach ${month}`,
      };
      throw new CommandFailure(moveFailure(error, sentences));
    } finally {
      client.release(true);
    }
  });
  terminal.print(`${month} is in the database again. Its archive stays.`);
  terminal.result({ month });
  return EXIT.ok;
}
