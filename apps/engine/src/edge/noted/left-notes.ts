import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PersonEvent } from "../../records/person-record.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";

/** What the command line does beside the engine and must be journaled: it writes no journal of its own. */
const leftNote = z.strictObject({
  event: z.enum(["export_made", "ledger_archived", "ledger_attached"]),
  by: z.string().min(1).max(200),
  detail: z.string().max(1_000),
});
export type LeftNote = z.infer<typeof leftNote>;

/** Where a data folder keeps them. */
export function notesFolder(dataDir: string): string {
  return join(dataDir, "notes");
}

/** Returns a name that no other note has, without an ending. */
export function noteName(): string {
  return randomUUID();
}

/** Leaves a note for the engine that runs from a data folder, or for the next that does, durably. */
export function leaveNote(dataDir: string, note: LeftNote): void {
  writeDurably(join(notesFolder(dataDir), `${noteName()}.json`), JSON.stringify(note));
}

/**
 * Has the notes journaled that the command line left. A note is removed when its record is in the journal, so that none
 * is lost with a process; one whose record was written just before a crash is journaled twice, and says the same.
 */
export class LeftNotes {
  readonly #folder: string;
  readonly #tell: (noted: PersonEvent) => void;
  /** Files of notes that were told, by what their record says. */
  readonly #told = new Map<string, string>();

  constructor(dataDir: string, tell: (noted: PersonEvent) => void) {
    this.#folder = notesFolder(dataDir);
    this.#tell = tell;
  }

  /** Tells the notes that are there and were not told yet. */
  look(): void {
    if (!existsSync(this.#folder)) return;
    const told = new Set(this.#told.values());
    for (const name of readdirSync(this.#folder).sort()) {
      const path = join(this.#folder, name);
      if (!name.endsWith(".json") || told.has(path)) continue;
      const note = readNote(path);
      // Of two that say the same the second waits for the first.
      if (note === null || this.#told.has(keyOf(note))) continue;
      this.#told.set(keyOf(note), path);
      this.#tell({ ...note, byId: "cli", role: "owner", about: null, from: {} });
    }
  }

  /** Takes a record of the journal: the note that it came from is done with. */
  journaled(record: Pick<PersonEvent, "event" | "by" | "detail">): void {
    const path = this.#told.get(keyOf(record));
    if (path === undefined) return;
    this.#told.delete(keyOf(record));
    rmSync(path, { force: true });
  }
}

function keyOf({ event, by, detail }: Pick<PersonEvent, "event" | "by" | "detail">): string {
  return JSON.stringify([event, by, detail]);
}

/** Returns the note of a file, or null where it holds none. */
export function readNote(path: string): LeftNote | null {
  try {
    const read = leftNote.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
