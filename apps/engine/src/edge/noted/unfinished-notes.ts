import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Month } from "@interlock/db/retention/month";
import { syncFolder } from "../../journal/segment/log-storage.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";
import { type LeftNote, noteName, notesFolder, readNote } from "./left-notes.ts";

/** A month that goes out of the database, or comes back, and who did it. */
export interface MonthMove extends LeftNote {
  readonly event: "ledger_archived" | "ledger_attached";
}

const ENDING = ".unfinished";

/**
 * Writes down that a month is about to be moved, durably and before the database commits it: a process that ends
 * between the two leaves what the next command needs. Returns the path for `finishNote`.
 */
export function beginNote(dataDir: string, month: Month, { event, by, detail }: MonthMove): string {
  const path = join(notesFolder(dataDir), `${noteName()}.${month}${ENDING}`);
  writeDurably(path, JSON.stringify({ event, by, detail }));
  return path;
}

/** Leaves a note for the engine whose month was moved, in one step. */
export async function finishNote(path: string): Promise<void> {
  const folder = join(path, "..");
  const [name = ""] = basename(path).split(".");
  renameSync(path, join(folder, `${name}.json`));
  await syncFolder(folder);
}

/**
 * Finishes what commands that were killed have left: the database tells whether its month was moved. To be called while
 * no other command moves months. `present` names the months that the database holds.
 */
export async function finishNotes(dataDir: string, present: readonly Month[]): Promise<void> {
  const folder = notesFolder(dataDir);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => one.endsWith(ENDING))) {
    const path = join(folder, name);
    const month = name.split(".")[1] ?? "";
    const note = readNote(path);
    const isThere = present.includes(month);
    const moved = note?.event === "ledger_archived" ? !isThere : isThere;
    if (note !== null && moved) await finishNote(path);
    else rmSync(path, { force: true });
  }
}
