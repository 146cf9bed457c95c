import { readJournal } from "../../src/journal/read-journal.ts";
import type { EngineRecord, RecordOf } from "../../src/record.ts";

/** Returns the records of one kind that a journal holds, in order. */
export function journaled<K extends EngineRecord["kind"]>(dataDir: string, kind: K): RecordOf<K>[] {
  const found: RecordOf<K>[] = [];
  for (const { records } of readJournal<EngineRecord>(dataDir, 1)) {
    for (const record of records) if (isOfKind(record, kind)) found.push(record);
  }
  return found;
}

function isOfKind<K extends EngineRecord["kind"]>(
  record: EngineRecord,
  kind: K,
): record is RecordOf<K> {
  return record.kind === kind;
}
