import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { MoveOutcome } from "@interlock/db/retention/ledger-moves";
import type { Month } from "@interlock/db/retention/month";
import { syncFolder } from "../../journal/segment/log-storage.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";
import { type LeftNote, notesFolder, readNote } from "./left-notes.ts";

/** A month that goes out of the database, or comes back, and who did it. */
export interface MonthMove extends LeftNote {
  readonly event: "ledger_archived" | "ledger_attached";
}

const ENDING = ".unfinished";

/**
 * Writes down that a month is about to be moved, durably and before the database commits it: a process that ends
 * between the two leaves what `finishNotes` needs. The id is the move's in the database. Returns the path for
 * `finishNote`.
 */
export function beginNote(
  dataDir: string,
  { id, month }: { readonly id: string; readonly month: Month },
  { event, by, detail }: MonthMove,
): string {
  const path = join(notesFolder(dataDir), `${id}.${month}${ENDING}`);
  writeDurably(path, JSON.stringify({ event, by, detail }));
  return path;
}

/** Leaves a note for the engine whose month was moved, in one step. */
export async function finishNote(path: string): Promise<void> {
  renameSync(path, finishedPath(path));
  await syncFolder(join(path, ".."));
}

/** Whether commands that were killed, or run now, have left notes unfinished. */
export function hasUnfinishedNotes(dataDir: string): boolean {
  return unfinished(dataDir).length > 0;
}

/**
 * Finishes what commands that were killed have left, by what the database says of each move: one that was made is told
 * to the engine, one that was undone is forgotten, and of one that the database does not know the engine is told that
 * its outcome is unknown. To be called while no command moves months.
 */
export async function finishNotes(
  dataDir: string,
  outcomeOf: (id: string) => Promise<MoveOutcome>,
): Promise<void> {
  for (const name of unfinished(dataDir)) {
    const path = join(notesFolder(dataDir), name);
    const note = readNote(path);
    // It was not written by us.
    if (note === null) continue;
    const outcome = await outcomeOf(idOf(path));
    if (outcome === "undone") rmSync(path, { force: true });
    else if (outcome === "moved") await finishNote(path);
    else leaveUnknown(path, note);
  }
}

/** The finished note is there before the unfinished one goes: a crash between the two has it told again. */
function leaveUnknown(path: string, note: LeftNote): void {
  const detail = `it was begun, and whether it was done is not known, for the database has no memory of it: ${note.detail}`;
  writeDurably(finishedPath(path), JSON.stringify({ ...note, detail: detail.slice(0, 1_000) }));
  rmSync(path, { force: true });
}

function unfinished(dataDir: string): readonly string[] {
  const folder = notesFolder(dataDir);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : [];
}

function idOf(path: string): string {
  const [id = ""] = basename(path).split(".");
  return id;
}

function finishedPath(path: string): string {
  return join(path, "..", `${idOf(path)}.json`);
}
