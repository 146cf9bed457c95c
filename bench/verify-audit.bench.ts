import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { listSegments } from "../apps/engine/src/journal/segment/segment-folder.ts";
import { verifyJournal } from "../apps/engine/src/journal/verify-journal.ts";
import { remark, reportRow } from "./harness/bench-row.ts";
import { smallEntries } from "./workload/small-entries.ts";

/**
 * Line 60: how many journal entries a second verify-audit checks: checksum, chain, sequence and shape of each, in a
 * journal written by the real writer. Beside it the least that any check must do: SHA-256 over the same bytes in large
 * pieces, on one processor. `npm run bench -- verify-audit` takes 1,000,000 entries; INTERLOCK_BENCH_FULL=1 takes
 * 10,000,000, which need 2 GB of the disk for some minutes.
 */
const ENTRIES = process.env.INTERLOCK_BENCH_FULL === "1" ? 10_000_000 : 1_000_000;
const PIECE = 1024 * 1024;

/** Entries a second at which their bytes are merely hashed. */
function rawHash(dir: string): number {
  const startedAt = performance.now();
  const hash = createHash("sha256");
  const piece = Buffer.alloc(PIECE);
  for (const { path } of listSegments(join(dir, "journal"), "journal")) {
    const file = openSync(path, "r");
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      hash.update(piece.subarray(0, read));
    closeSync(file);
  }
  hash.digest();
  return (ENTRIES / (performance.now() - startedAt)) * 1_000;
}

async function verified(dir: string): Promise<number> {
  const startedAt = performance.now();
  const { ok, entries } = await verifyJournal(dir);
  if (!ok || entries !== ENTRIES)
    throw new Error(`void: ${entries} of ${ENTRIES} entries are sound`);
  return (ENTRIES / (performance.now() - startedAt)) * 1_000;
}

const journal = await smallEntries(ENTRIES);
try {
  // The first pass of each brings the files into memory, so that neither is measured on the disk alone.
  rawHash(journal.dir);
  const raw = rawHash(journal.dir);
  const rate = await verified(journal.dir);
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  remark(`${ENTRIES} entries in ${(ENTRIES / rate).toFixed(1)} s, ${memory} MB of memory`);
  reportRow({
    name: `60 verify-audit, ${ENTRIES.toLocaleString("en-US")} entries`,
    value: Math.round(rate),
    unit: "entries/s",
    goal: 500_000,
    better: "higher",
    baseline: Math.round(raw),
  });
} finally {
  journal.remove();
}
