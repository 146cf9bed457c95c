import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import type { Input } from "../../input.ts";
import type { GroupCommitter } from "../commit-cycle.ts";
import type { DurableCell } from "../durable-cell.ts";
import { inputCodec } from "../input-codec.ts";
import type { JournalEntry } from "../journal-entry.ts";
import { type OpenCommitLogOptions, type OpenReport, openCommitLog } from "../open-commit-log.ts";

/** A record as tests write it. */
export interface Note {
  readonly note: string;
}

type Options = OpenCommitLogOptions<Input, Note>;

export interface TestLog {
  readonly log: GroupCommitter<Input, Note>;
  readonly cell: DurableCell;
  readonly report: OpenReport;
  /** Entries that were in the journal when it was opened. */
  readonly found: readonly JournalEntry<Note>[];
  /** Every sequence number told as durable, and every failure told, in order. */
  readonly durable: readonly number[];
  readonly failures: readonly Error[];
}

const folders: string[] = [];

/** To be called after all tests of a file. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder that `removeTemporaryFolders` removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "interlock-journal-"));
  folders.push(folder);
  return folder;
}

/** Opens a journal that must not be refused. */
export async function openLog(dir: string, options: Partial<Options> = {}): Promise<TestLog> {
  const found: JournalEntry<Note>[] = [];
  const durable: number[] = [];
  const failures: Error[] = [];
  const outcome = await openCommitLog<Input, Note>({
    dir,
    codec: inputCodec,
    after: null,
    onEntry: (entry) => found.push(entry),
    onDurable: (seq) => durable.push(seq),
    onFailure: (error) => failures.push(error),
    ...options,
  });
  if (!outcome.ok) throw new Error(outcome.fault.sentence);
  return { ...outcome, found, durable, failures };
}

/** Opens a journal that must be refused, and returns why. */
export async function refusalOf(dir: string, options: Partial<Options> = {}) {
  const outcome = await openCommitLog<Input, Note>({
    dir,
    codec: inputCodec,
    after: null,
    onEntry: () => undefined,
    onDurable: () => undefined,
    onFailure: () => undefined,
    ...options,
  });
  if (outcome.ok) {
    await outcome.log.close();
    throw new Error("the journal was opened");
  }
  return outcome.fault;
}

/** Input `seq` is a quote whose values follow from the number. */
export function quoteInput(seq: number): Input {
  return {
    seq,
    time: 1_700_000_000_000 + seq,
    body: {
      kind: "quote",
      quote: {
        symbol: ticker(seq % 2 === 0 ? "SPY" : "IBM"),
        venueAt: 1_700_000_000_000 + seq - 3,
        bid: price("165.12"),
        bidSize: seq,
        ask: price("165.13"),
        askSize: 200,
      },
    },
  };
}

/**
 * Records entries `from` to `to`, each decided by the input of the same number, with a commit after
 * every `perGroup`.
 */
export async function recordEntries(
  log: GroupCommitter<Input, Note>,
  range: { readonly from: number; readonly to: number; readonly perGroup?: number },
): Promise<void> {
  for (let seq = range.from; seq <= range.to; seq += 1) {
    log.record(quoteInput(seq), [{ note: `entry ${seq}` }]);
    if (seq % (range.perGroup ?? 1) === 0) await log.flushed();
  }
  await log.flushed();
}

/** Writes a journal of `count` entries and closes it. */
export async function writeJournal(
  dir: string,
  count: number,
  options: Partial<Options> & { readonly perGroup?: number } = {},
): Promise<void> {
  const { perGroup, ...rest } = options;
  const { log } = await openLog(dir, rest);
  await recordEntries(log, { from: 1, to: count, perGroup: perGroup ?? 1 });
  await log.close();
}

/** Paths of a log's segments, in order. */
export function segmentPaths(dir: string, log: "journal" | "tape" = "journal"): string[] {
  return readdirSync(join(dir, log))
    .sort()
    .map((name) => join(dir, log, name));
}

/**
 * Start and end of every frame in a segment file, read by the documented layout and not by the code
 * under test.
 */
export function frameSpans(path: string): { readonly start: number; readonly end: number }[] {
  const bytes = readFileSync(path);
  const spans: { start: number; end: number }[] = [];
  for (let start = 96; start < bytes.length; ) {
    const end = start + 52 + bytes.readUInt32LE(start + 4);
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

/** Changes the last record of one entry and makes its checksum good again, as somebody hiding an edit would. */
export function forgeEntry(path: string, index: number): void {
  const bytes = readFileSync(path);
  const { start, end } = frameSpans(path)[index] ?? { start: 0, end: 0 };
  bytes.write("X", bytes.lastIndexOf('"}', end) - 1);
  bytes.writeUInt32LE(crc32(bytes.subarray(start + 4, end)), start);
  writeFileSync(path, bytes);
}
