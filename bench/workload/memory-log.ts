import type { CommitLog } from "../../apps/engine/src/engine.ts";
import type { Input } from "../../apps/engine/src/input.ts";
import { MemoryCommitLog } from "../../apps/engine/src/journal/memory-commit-log.ts";
import type { EngineRecord } from "../../apps/engine/src/record.ts";
import { type BenchEngine, whenTrading } from "./bench-engine.ts";

/** An engine on a log without a disk: everything else of the journal is done. */
export type InMemory<Opened extends BenchEngine> = Opened & {
  /** Makes everything recorded durable now, so that its effects leave. */
  readonly commit: () => void;
};

/** Opens an engine on a log without a disk and waits until it trades. */
export async function openInMemory<Opened extends BenchEngine>(
  open: (log: CommitLog) => Opened,
): Promise<InMemory<Opened>> {
  const log = new MemoryCommitLog<Input, EngineRecord>((seq) => opened.engine.committed(seq));
  const opened = open(log);
  await whenTrading(opened);
  return { ...opened, commit: () => log.commit() };
}
