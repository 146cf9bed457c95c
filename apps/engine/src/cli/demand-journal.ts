import { existsSync, readdirSync } from "node:fs";
import { journalFolder } from "../journal/recovery/journal-folder.ts";
import { CommandFailure } from "./context.ts";

/**
 * Throws CommandFailure unless something of a journal is in a data folder. Without this a mistyped --data-dir would be
 * found sound. A head without entries is not "no journal": somebody took the entries away, which verifying says.
 */
export function demandJournal(dataDir: string): void {
  const { journal, head } = journalFolder(dataDir);
  if (existsSync(head) || (existsSync(journal) && readdirSync(journal).length > 0)) return;
  throw new CommandFailure(
    `There is no journal in ${dataDir}: name the data folder with --data-dir.`,
  );
}
