import { join } from "node:path";

/** Where everything of one journal lives under its folder. */
export interface JournalFolder {
  readonly journal: string;
  readonly tape: string;
  readonly head: string;
  readonly lock: string;
  /** Bytes of an unfinished write, kept when the next start cut them off. */
  readonly damaged: string;
}

export function journalFolder(dir: string): JournalFolder {
  return {
    journal: join(dir, "journal"),
    tape: join(dir, "tape"),
    head: join(dir, "head"),
    lock: join(dir, "lock"),
    damaged: join(dir, "damaged"),
  };
}
