import { join } from "node:path";
import { applyEntry } from "../../apply.ts";
import type { Environment } from "../../config/system-config.ts";
import { readJournal } from "../../journal/read-journal.ts";
import type { EngineRecord } from "../../record.ts";
import { takeDrillFolder } from "../../run/process/drill-folder.ts";
import { type EngineState, initialState } from "../../state.ts";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { stateOfJournal } from "../golive/journal-view.ts";
import { makeBackup } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

/** What a rehearsed restore came to. */
export interface RestoreDrill {
  readonly agrees: boolean;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly seconds: number;
  readonly sentence: string;
}

/**
 * Makes a backup of a data folder, also while its engine trades, restores it beside, and compares the books that the
 * restored folder makes with those that the journal itself makes up to the same entry. Leaves nothing behind. People
 * are left out: their database is not touched. Throws CommandFailure where a step of it is refused, while another drill
 * of the folder is under way, and where the disk has no room for it.
 */
export async function rehearseRestore(
  dataDir: string,
  environment: Environment,
): Promise<RestoreDrill> {
  const began = performance.now();
  const taken = takeDrillFolder(dataDir);
  if ("sentence" in taken)
    throw new CommandFailure(taken.sentence, taken.isBusy ? EXIT.alreadyRuns : EXIT.found);
  try {
    const backup = join(taken.path, "backup");
    const { journal } = await makeBackup({ dataDir, to: backup, environment, identity: null });
    const restored = join(taken.path, "restored");
    await restoreBackup({ from: backup, dataDir: restored, databaseUrl: null });
    const differing = differences(stateOfJournal(restored), stateUpTo(dataDir, journal.lastSeq));
    const agrees = differing.length === 0;
    const sentence = agrees
      ? `A backup up to entry ${journal.lastSeq} was restored: fills, positions, cash, open orders and limits are the journal's.`
      : `A backup up to entry ${journal.lastSeq} was restored, and differs in ${differing.join(", ")}.`;
    const seconds = (performance.now() - began) / 1_000;
    return { agrees, lastSeq: journal.lastSeq, lastHash: journal.lastHash, seconds, sentence };
  } finally {
    taken.release();
  }
}

/** The whole journal, entry by entry and without a snapshot, up to where the backup reaches. */
function stateUpTo(dataDir: string, lastSeq: number): EngineState {
  const state = initialState();
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    applyEntry(state, entry);
    if (entry.seq >= lastSeq) break;
  }
  return state;
}

const BOOKS = ["fillsBooked", "portfolio", "orders", "breaks", "limits", "instance"] as const;

function differences(a: EngineState, b: EngineState): readonly string[] {
  if (a.journalSeq !== b.journalSeq) return [`its end, entry ${a.journalSeq}`];
  return BOOKS.filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
}
