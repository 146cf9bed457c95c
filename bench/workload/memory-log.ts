import type { CommitLog } from "../../apps/engine/src/engine.ts";
import type { Input } from "../../apps/engine/src/input.ts";
import { MemoryCommitLog } from "../../apps/engine/src/journal/memory-commit-log.ts";
import type { EngineRecord } from "../../apps/engine/src/record.ts";
import type { BenchEngine } from "./bench-engine.ts";

/** Opens an engine on a log without a disk: everything else of the journal is done. */
export function openInMemory<Opened extends BenchEngine>(open: (log: CommitLog) => Opened): Opened {
  const log = new MemoryCommitLog<Input, EngineRecord>((seq) => opened.engine.committed(seq));
  const opened = open(log);
  return opened;
}
