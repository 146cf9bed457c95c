import { stateOfSnapshot } from "./state-of-snapshot.ts";
import { applyEntry } from "../apply.ts";
import type { Input } from "../input.ts";
import { inputCodec } from "../journal/input-codec.ts";
import { openCommitLog, type OpenCommitLogOutcome } from "../journal/open-commit-log.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import { readHead } from "../journal/recovery/head-file.ts";
import { journalFolder } from "../journal/recovery/journal-folder.ts";
import type { EngineRecord } from "../record.ts";
import { type EngineState, initialState } from "../state.ts";
import { type Folding, FoldProgress } from "./process/folding.ts";

/** The state that the journal makes, and the logs opened at its end. */
export interface Recovered {
  readonly state: EngineState;
  readonly opened: Extract<OpenCommitLogOutcome<Input, EngineRecord>, { readonly ok: true }>;
  /** Entry of the snapshot that it began with; 0 without one. */
  readonly snapshotSeq: number;
  /** What was found and passed over, as sentences. */
  readonly notes: readonly string[];
}

/** What opening the logs needs to be told. */
export interface RecoverOptions {
  readonly dataDir: string;
  readonly segmentBytes: number;
  readonly onDurable: (seq: number) => void;
  readonly onFailure: (error: Error) => void;
  /** Told how far it is while it takes longer than two seconds. */
  readonly onFolding?: (folding: Folding) => void;
}

/**
 * Cold start and recovery are one path: the newest usable snapshot, then every later entry of the journal applied to
 * it. Nothing is decided again.
 */
export async function recover(
  options: RecoverOptions,
): Promise<Recovered | { readonly refused: string }> {
  const { dataDir, segmentBytes, onDurable, onFailure, onFolding = () => undefined } = options;
  const { snapshot, damaged } = latestSnapshot(dataDir);
  const state = snapshot === null ? initialState() : stateOfSnapshot(snapshot.state);
  const toFold = entriesIn(dataDir) - (snapshot?.seq ?? 0);
  const progress = new FoldProgress(Math.max(0, toFold), onFolding, () => performance.now());
  const opened = await openCommitLog<Input, EngineRecord>({
    dir: dataDir,
    codec: inputCodec,
    after: snapshot === null ? null : { seq: snapshot.seq, hash: snapshot.hash },
    onEntry: (entry) => {
      applyEntry(state, entry);
      progress.entry();
    },
    onDurable,
    onFailure,
    segmentBytes,
  });
  progress.end();
  if (!opened.ok) return { refused: opened.fault.sentence };
  const notes = damaged.map(({ sentence }) => sentence);
  const { cut, tapeGap, headWasGood } = opened.report;
  if (!headWasGood) {
    notes.push(
      "The journal's head file was missing or damaged: a tail cut off before this start could not be seen.",
    );
  }
  if (cut !== null)
    notes.push(
      `The journal ended in an incomplete write, which was cut off: ${JSON.stringify(cut)}.`,
    );
  if (tapeGap !== null) notes.push(tapeGap.sentence);
  return { state, opened, snapshotSeq: snapshot?.seq ?? 0, notes };
}

/** As many as the head file vouches for; one that is absent or damaged is told of when the journal is opened. */
function entriesIn(dataDir: string): number {
  const head = readHead(journalFolder(dataDir).head);
  return head.kind === "read" ? head.position.seq : 0;
}
