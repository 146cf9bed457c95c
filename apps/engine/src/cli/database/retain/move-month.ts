import {
  CommitUnknownError,
  type DatabaseClient,
  inTransactionOf,
} from "@interlock/db/in-transaction";
import { beginMove, markMoved } from "@interlock/db/retention/ledger-moves";
import type { Month } from "@interlock/db/retention/month";
import { noteName } from "../../../edge/noted/left-notes.ts";
import { beginNote, finishNote, type MonthMove } from "../../../edge/noted/unfinished-notes.ts";

/** A month that goes out of the database or comes back, and by whose hand. */
export interface Move extends Pick<MonthMove, "event" | "by"> {
  readonly client: DatabaseClient;
  readonly dataDir: string;
  readonly month: Month;
}

/** A move that did not simply fail: the month was moved all the same, or nobody knows. */
class MoveFault extends Error {
  readonly isMoved: boolean;

  constructor(isMoved: boolean, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "MoveFault";
    this.isMoved = isMoved;
  }
}

/**
 * Moves a month in one transaction and leaves the engine a note of it. The note is on the disk before the commit and
 * gets its name after it: what a killed process has left unfinished is finished by the engine or the next command, by
 * the row that says whether the transaction was committed. Rejects with a MoveFault when the month was moved but its
 * note could not be finished, or when the answer to the commit was lost; with any other error the month is where it
 * was.
 */
export async function moveMonth<T>(
  { client, dataDir, month, event, by }: Move,
  work: () => Promise<{ readonly result: T; readonly detail: string }>,
): Promise<T> {
  const id = noteName();
  await beginMove(client, id, month);
  let note = "";
  const moving = inTransactionOf(client, async () => {
    // First of all: who asks what became of the move waits for the end of this transaction.
    await markMoved(client, id);
    const { result, detail } = await work();
    note = beginNote(dataDir, { id, month }, { event, by, detail });
    return result;
  });
  const moved = await moving.catch((error: unknown) => {
    throw error instanceof CommitUnknownError ? new MoveFault(false, error) : error;
  });
  try {
    await finishNote(note);
  } catch (error) {
    throw new MoveFault(true, error);
  }
  return moved;
}

/** What a failed move says of where its month is, in each of three cases. */
export interface MoveSentences {
  readonly stayed: string;
  readonly moved: string;
  readonly unknown: string;
  /** The command that tells which it is. */
  readonly again: string;
}

/** Returns what to tell of a move that failed. */
export function moveFailure(
  error: unknown,
  { stayed, moved, unknown, again }: MoveSentences,
): string {
  const why = error instanceof Error ? error.message : String(error);
  if (!(error instanceof MoveFault)) return `${stayed}: ${why}`;
  return error.isMoved
    ? `${moved}, but the note of it for the journal could not be finished (${why}): the engine finishes and journals it when it runs.`
    : `${unknown}: the answer to the commit was lost (${why}). Run ${again} again when the database answers: it says which it is.`;
}
