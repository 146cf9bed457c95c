import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Input } from "../../apps/engine/src/input.ts";
import type { CommitLog as EngineLog } from "../../apps/engine/src/engine.ts";
import type { CommitLog } from "../../apps/engine/src/journal/commit-log.ts";
import type { DurableCell } from "../../apps/engine/src/journal/durable-cell.ts";
import { inputCodec } from "../../apps/engine/src/journal/input-codec.ts";
import { openCommitLog } from "../../apps/engine/src/journal/open-commit-log.ts";
import type { EngineRecord } from "../../apps/engine/src/record.ts";

/** The engine's journal and tape in a new folder. */
export interface TemporaryJournal {
  readonly dir: string;
  readonly log: CommitLog<Input, EngineRecord> & EngineLog;
  readonly cell: DurableCell;
  /** Closes the logs and deletes the folder. */
  readonly discard: () => Promise<void>;
}

/** Opens both logs as the engine does, on the disk that holds the system's temporary folder. */
export async function openTemporaryJournal(
  onDurable: (seq: number) => void,
): Promise<TemporaryJournal> {
  const dir = mkdtempSync(join(tmpdir(), "interlock-bench-journal-"));
  const { log, cell } = await openJournalIn(dir, onDurable);
  const discard = async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  };
  return { dir, log, cell, discard };
}

/** Opens both logs in a folder that exists. */
export async function openJournalIn(
  dir: string,
  onDurable: (seq: number) => void,
): Promise<Pick<TemporaryJournal, "log" | "cell">> {
  const opened = await openCommitLog<Input, EngineRecord>({
    dir,
    codec: inputCodec,
    after: null,
    onEntry: () => undefined,
    onDurable,
    onFailure: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.fault.sentence);
  return opened;
}
