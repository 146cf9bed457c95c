import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Input } from "../../input.ts";
import { inputCodec } from "../input-codec.ts";
import { openCommitLog } from "../open-commit-log.ts";
import { readFrames, readJournal } from "../read-journal.ts";
import { verifyJournal } from "../verify-journal.ts";

/** Entries a second of each way to go through a journal. */
export interface JournalReadingRates {
  readonly entries: number;
  readonly record: number;
  readonly frames: number;
  readonly decoded: number;
  readonly openedAndChecked: number;
  readonly verified: number;
}

interface Fill {
  readonly kind: "fill";
  readonly executionId: string;
  readonly symbol: string;
  readonly quantity: number;
  readonly price: number;
}

/**
 * Writes a journal of `entries` small entries into `dir`, which is emptied, and measures reading it
 * in each way.
 */
export async function measureJournalReading(
  dir: string,
  entries: number,
): Promise<JournalReadingRates> {
  const folder = join(dir, "journal-reading");
  rmSync(folder, { recursive: true, force: true });
  const record = await ratePerSecond(entries, () => fill(folder, entries));
  const frames = await ratePerSecond(entries, () => countOf(readFrames(folder, 1)));
  const decoded = await ratePerSecond(entries, () => countOf(readJournal(folder, 1)));
  const openedAndChecked = await ratePerSecond(entries, async () => {
    await (await openAt(folder)).close();
  });
  const verified = await ratePerSecond(entries, () => verifyJournal(folder));
  rmSync(folder, { recursive: true, force: true });
  return { entries, record, frames, decoded, openedAndChecked, verified };
}

async function fill(folder: string, entries: number): Promise<void> {
  const log = await openAt(folder);
  for (let seq = 1; seq <= entries; seq += 1) {
    const input: Input = { seq, time: 1_381_239_000_000 + seq, body: { kind: "clock" } };
    log.record(input, [
      {
        kind: "fill",
        executionId: `x-${seq}`,
        symbol: "SPY",
        quantity: 100_000_000_000,
        price: 165_130_000,
      },
    ]);
    if (seq % 10_000 === 0) await log.flushed();
  }
  await log.close();
}

async function openAt(dir: string) {
  const opened = await openCommitLog<Input, Fill>({
    dir,
    codec: inputCodec,
    after: null,
    onEntry: () => undefined,
    onDurable: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.fault.sentence);
  return opened.log;
}

function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count += 1;
  return count;
}

async function ratePerSecond(entries: number, work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((entries / (performance.now() - startedAt)) * 1_000);
}
