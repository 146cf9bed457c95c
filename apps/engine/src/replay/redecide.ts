import { createHash } from "node:crypto";
import { join } from "node:path";
import { applyEntry, markEntry } from "../apply.ts";
import { decide } from "../decide.ts";
import type { Input } from "../input.ts";
import { inputCodec } from "../journal/input-codec.ts";
import { readJournal } from "../journal/read-journal.ts";
import { readTape } from "../journal/tape/read-tape.ts";
import type { EngineRecord, JournalEntry } from "../record.ts";
import { stateHash } from "../run/state-hash.ts";
import { initialState } from "../state.ts";
import { emptyViews } from "../views.ts";

/** What deciding a recorded tape again gave. */
export interface Redecision {
  readonly inputs: number;
  readonly entries: number;
  /** Hash over all records of the journal and over those decided again: equal when every one is, byte for byte. */
  readonly journalHash: string;
  readonly decidedHash: string;
  readonly stateHash: string;
  /** First difference, or why the tape could not be followed; null when all is the same. */
  readonly difference: string | null;
  readonly inputsPerSecond: number;
}

/**
 * Decides every input on the tape again, in order and with its recorded time, and compares the records with the
 * journal's. The same build must give the same records: then what the journal says is what the rules say.
 */
export function redecide(dataDir: string): Redecision {
  const state = initialState();
  const views = emptyViews();
  const journal = readJournal<EngineRecord>(dataDir, 1);
  const written = createHash("sha256");
  const decided = createHash("sha256");
  let difference: string | null = null;
  let inputs = 0;
  let entries = 0;
  const began = performance.now();
  const gaps: string[] = [];
  const tape = readTape<Input>(join(dataDir, "tape"), {
    codec: inputCodec,
    fromSeq: 1,
    onGap: (gap) => gaps.push(gap.sentence),
  });
  for (const input of tape) {
    inputs += 1;
    const { records } = decide(state, views, input);
    if (records.length === 0) continue;
    entries += 1;
    markEntry(state, { seq: entries, input: input.seq, time: input.time, records });
    const next = journal.next();
    const entry: JournalEntry | null = next.done === true ? null : next.value;
    const ours = JSON.stringify(records);
    decided.update(ours);
    if (entry !== null) written.update(JSON.stringify(entry.records));
    if (difference === null) difference = differenceAt(input, ours, entry);
    if (difference !== null) break;
  }
  if (difference === null && journal.next().done !== true)
    difference = "the journal has entries beyond the tape's last input";
  if (difference === null && gaps[0] !== undefined) difference = gaps[0];
  const seconds = (performance.now() - began) / 1000;
  return {
    inputs,
    entries,
    journalHash: written.digest("hex"),
    decidedHash: decided.digest("hex"),
    stateHash: stateHash(state),
    difference,
    inputsPerSecond: Math.round(inputs / seconds),
  };
}

function differenceAt(input: Input, ours: string, entry: JournalEntry | null): string | null {
  if (entry === null)
    return `input ${input.seq} (${input.body.kind}) decides records that the journal does not have`;
  if (entry.input !== input.seq)
    return `input ${input.seq} (${input.body.kind}) decides records; the journal's next entry, ${entry.seq}, is of input ${entry.input}`;
  const theirs = JSON.stringify(entry.records);
  if (ours === theirs) return null;
  const at = Math.max(0, firstDifference(ours, theirs) - CONTEXT);
  return `entry ${entry.seq} of input ${input.seq} (${input.body.kind}) differs: journal …${theirs.slice(at, at + 160)}… decided …${ours.slice(at, at + 160)}…`;
}

/** Characters shown before the first difference. */
const CONTEXT = 60;

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Applies the whole journal, or its first `untilSeq` entries, to nothing and returns the hash of the state. */
export function reapply(
  dataDir: string,
  untilSeq = Number.POSITIVE_INFINITY,
): { readonly entries: number; readonly stateHash: string } {
  const state = initialState();
  let entries = 0;
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    if (entry.seq > untilSeq) break;
    applyEntry(state, entry);
    entries += 1;
  }
  return { entries, stateHash: stateHash(state) };
}
