import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ticker } from "@interlock/core/ids";
import { openJournalIn } from "./temporary-journal.ts";
import { MORNING } from "./bench-engine.ts";

const FLUSH_EVERY = 20_000;
const SPY = ticker("SPY");

/** A journal of entries that are as small as entries get, about 200 bytes each, written by the real writer. */
export async function smallEntries(count: number) {
  const dir = mkdtempSync(join(tmpdir(), "interlock-bench-verify-"));
  const { log } = await openJournalIn(dir, () => undefined);
  for (let seq = 1; seq <= count; seq += 1) {
    const time = MORNING + seq;
    log.record({ seq, time, body: { kind: "clock" } }, [
      { kind: "stop_cover_found", symbol: SPY, how: `stop ${seq}` },
    ]);
    if (seq % FLUSH_EVERY === 0) await log.flushed();
  }
  await log.close();
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}
