import { existsSync, mkdirSync, renameSync } from "node:fs";
import type { UnixMs } from "@interlock/core/time";
import { GroupCommitter, type TapeSync } from "./commit-cycle.ts";
import { createDurableCell, type DurableCell } from "./durable-cell.ts";
import { JOURNAL_FORMAT, type JournalEntry } from "./journal-entry.ts";
import { lockDirectory } from "./recovery/directory-lock.ts";
import { HeadWriter } from "./recovery/head-file.ts";
import { faultOf, type JournalFault } from "./recovery/journal-fault.ts";
import { type JournalFolder, journalFolder } from "./recovery/journal-folder.ts";
import { type CutTail, type OpenedJournal, openJournal } from "./recovery/open-journal.ts";
import { GENESIS } from "./segment/frame.ts";
import { diskStorage, type LogStorage } from "./segment/log-storage.ts";
import { SEGMENT_BYTES_DEFAULT, SegmentLog } from "./segment/segment-log.ts";
import type { TapeGap } from "./tape/read-tape.ts";
import { recoverTape, type TapeRecovery } from "./tape/recover-tape.ts";
import { type Sequenced, TAPE_FORMAT, type TapeCodec } from "./tape/tape-codec.ts";
import { TapeWriter } from "./tape/tape-writer.ts";

export interface OpenCommitLogOptions<I extends Sequenced, R> {
  /** Folder of this journal; created where absent. */
  readonly dir: string;
  readonly codec: TapeCodec<I>;
  /**
   * Entry whose state the caller restored from a snapshot; null to begin with the first. `hash` is
   * hexadecimal.
   */
  readonly after: { readonly seq: number; readonly hash: string } | null;
  /** Given each entry after that one, in order, while the chain is checked. */
  readonly onEntry: (entry: JournalEntry<R>) => void;
  /** Told after each commit, in order, how far the journal is durable. */
  readonly onDurable: (seq: number) => void;
  /** Told once, when the disk refused: the engine must stop. Its next start finds out what is on disk. */
  readonly onFailure: (error: Error) => void;
  /** Check the chain from the first entry, not only from `after`. */
  readonly checkWhole?: boolean;
  readonly tapeSync?: TapeSync;
  readonly segmentBytes?: number;
  readonly pendingBytesMax?: number;
  readonly storage?: LogStorage;
}

/** What opening found and did, for the operator. */
export interface OpenReport {
  readonly lastSeq: number;
  /** Input and time of the last entry: inputs continue after it. */
  readonly lastInput: number;
  readonly lastTime: UnixMs;
  readonly cut: CutTail | null;
  readonly headWasGood: boolean;
  readonly tapeGap: TapeGap | null;
}

export type OpenCommitLogOutcome<I extends Sequenced, R> =
  | {
      readonly ok: true;
      readonly log: GroupCommitter<I, R>;
      /** For followers in other threads. */
      readonly cell: DurableCell;
      readonly report: OpenReport;
    }
  | { readonly ok: false; readonly fault: JournalFault };

const PENDING_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Opens journal and tape for the one process that writes them: takes the folder's lock, checks and
 * mends as `openJournal` and `recoverTape` say, and continues where the journal ends. A refusal leaves
 * everything as it was.
 */
export async function openCommitLog<I extends Sequenced, R>(
  options: OpenCommitLogOptions<I, R>,
): Promise<OpenCommitLogOutcome<I, R>> {
  const folder = journalFolder(options.dir);
  const lock = lockFolder(options.dir, folder);
  if (!lock.ok) return lock;
  let opened = false;
  try {
    const { after } = options;
    const outcome = openJournal<R>({
      folder,
      after: after === null ? null : { seq: after.seq, hash: Buffer.from(after.hash, "hex") },
      checkWhole: options.checkWhole ?? false,
      onEntry: options.onEntry,
    });
    if (!outcome.ok) return outcome;
    const { journal } = outcome;
    const tape = recoverTapeOrSetAside(folder.tape, options.codec, journal.lastInput);
    const started = await start(options, { folder, journal, tape, release: lock.release });
    opened = true;
    const { position, lastInput, lastTime, cut, headWasGood } = journal;
    const { gap: tapeGap } = tape;
    const report = { lastSeq: position.seq, lastInput, lastTime, cut, headWasGood, tapeGap };
    return { ok: true, ...started, report };
  } finally {
    if (!opened) lock.release();
  }
}

type LockOutcome =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly fault: JournalFault };

function lockFolder(dir: string, folder: JournalFolder): LockOutcome {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const lock = lockDirectory(folder.lock);
    if (lock.ok) return { ok: true, release: () => lock.value.release() };
    const sentence = `The journal in ${dir} is in use: ${lock.error}`;
    return { ok: false, fault: { code: "locked", segment: dir, offset: 0, seq: 0, sentence } };
  } catch (error: unknown) {
    return { ok: false, fault: faultOf(error, dir) };
  }
}

interface OpenedParts {
  readonly folder: JournalFolder;
  readonly journal: OpenedJournal;
  readonly tape: TapeRecovery;
  readonly release: () => void;
}

async function start<I extends Sequenced, R>(
  options: OpenCommitLogOptions<I, R>,
  parts: OpenedParts,
): Promise<{ readonly log: GroupCommitter<I, R>; readonly cell: DurableCell }> {
  const { folder, journal, tape, release } = parts;
  const storage = options.storage ?? diskStorage;
  const segmentBytes = options.segmentBytes ?? SEGMENT_BYTES_DEFAULT;
  const cell = createDurableCell(journal.position.seq);
  const head = new HeadWriter(await storage.open(folder.head, "plain"), (error) => log.fail(error));
  const log: GroupCommitter<I, R> = new GroupCommitter<I, R>({
    journal: new SegmentLog({
      folder: folder.journal,
      format: JOURNAL_FORMAT,
      storage,
      mode: "synced",
      segmentBytes,
      position: journal.position,
      tail: journal.tail,
    }),
    tape: new TapeWriter(
      new SegmentLog({
        folder: folder.tape,
        format: TAPE_FORMAT,
        storage,
        mode: "plain",
        segmentBytes,
        position: tape.position,
        tail: null,
      }),
      options.codec,
    ),
    head,
    tapeSync: options.tapeSync ?? "behind",
    pendingBytesMax: options.pendingBytesMax ?? PENDING_BYTES_MAX,
    cell,
    onDurable: options.onDurable,
    onFailure: options.onFailure,
    release,
  });
  return { log, cell };
}

/**
 * A tape that cannot be mended is set aside whole: it limits replay, and must not keep the engine
 * from starting.
 */
function recoverTapeOrSetAside<I extends Sequenced>(
  folder: string,
  codec: TapeCodec<I>,
  lastInput: number,
): TapeRecovery {
  try {
    return recoverTape({ folder, codec, lastInput });
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    let aside = `${folder}-unreadable-1`;
    for (let n = 2; existsSync(aside); n += 1) aside = `${folder}-unreadable-${n}`;
    renameSync(folder, aside);
    mkdirSync(folder, { mode: 0o700 });
    const sentence = `The tape could not be read (${reason}) and was set aside as ${aside}.`;
    return { position: GENESIS, gap: { from: 1, to: lastInput, sentence } };
  }
}
