import { type DatabaseClient, inTransactionOf } from "@interlock/db/in-transaction";
import type { Month } from "@interlock/db/retention/month";
import { beginNote, finishNote, type MonthMove } from "../../../edge/noted/unfinished-notes.ts";

/** A month that goes out of the database or comes back, and by whose hand. */
export interface Move extends Pick<MonthMove, "event" | "by"> {
  readonly client: DatabaseClient;
  readonly dataDir: string;
  readonly month: Month;
}

/**
 * Moves a month in one transaction and leaves the engine a note of it. The note is on the disk before the commit and
 * gets its name after it: what a killed process has left unfinished is finished by the next command.
 */
export async function moveMonth<T>(
  { client, dataDir, month, event, by }: Move,
  work: () => Promise<{ readonly result: T; readonly detail: string }>,
): Promise<T> {
  let note = "";
  const moved = await inTransactionOf(client, async () => {
    const { result, detail } = await work();
    note = beginNote(dataDir, month, { event, by, detail });
    return result;
  });
  await finishNote(note);
  return moved;
}
