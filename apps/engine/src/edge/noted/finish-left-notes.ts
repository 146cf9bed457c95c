import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabasePool } from "@interlock/db/create-pool";
import { moveOutcome } from "@interlock/db/retention/ledger-moves";
import { releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";
import { finishNotes, hasUnfinishedNotes } from "./unfinished-notes.ts";

/**
 * Finishes notes that commands on the ledger left when they were killed. While another command works on the ledger, or
 * the database does not answer, they stay as they are for the next look.
 */
export class NoteFinisher {
  readonly #dataDir: string;
  readonly #pool: DatabasePool;
  #isLooking = false;

  constructor(dataDir: string, pool: DatabasePool) {
    this.#dataDir = dataDir;
    this.#pool = pool;
  }

  /** Finishes what is there now; one look at a time. Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking || !hasUnfinishedNotes(this.#dataDir)) return;
    this.#isLooking = true;
    try {
      await this.#finish();
    } catch {
      // Nothing is lost by waiting, and a database or disk that fails has an alarm of its own.
    } finally {
      this.#isLooking = false;
    }
  }

  async #finish(): Promise<void> {
    const claim = runPath(this.#dataDir, "ledger.lock");
    mkdirSync(dirname(claim), { recursive: true, mode: 0o700 });
    if (!takeClaim(claim, "unfinished notes")) return;
    try {
      await finishNotes(this.#dataDir, (id) => moveOutcome(this.#pool, id));
    } finally {
      releaseClaim(claim);
    }
  }
}
