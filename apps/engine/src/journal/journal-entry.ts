import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { LogFormat } from "./segment/segment-header.ts";

/**
 * The journal's format. Its version rises when an older program could misread a newer entry: with every new kind of
 * record (`record-versions.ts`), which that program would not know. Older versions are read for ever, and never
 * rewritten: a program that finds one begins a new segment for what it writes itself.
 */
export const JOURNAL_FORMAT: LogFormat = { name: "journal", version: 5 };

/** All records that one input decided: durable or absent as a whole. */
export interface JournalEntry<R> {
  /** Version of the format that it was written in. */
  readonly v: number;
  readonly seq: number;
  /** Sequence number of the input that decided them. */
  readonly input: number;
  readonly time: UnixMs;
  readonly records: readonly R[];
}

/** Writes an entry as JSON in this program's version, its fields always in the same order. */
export function encodeEntry<R>(entry: Omit<JournalEntry<R>, "v">): string {
  const { seq, input, time, records } = entry;
  return JSON.stringify({ v: JOURNAL_FORMAT.version, seq, input, time, records });
}

/**
 * Reads the payload of entry `seq`. The shape around the records is checked; the records are ours,
 * taken as they are.
 */
export function decodeEntry<R>(payload: string, seq: number): Result<JournalEntry<R>> {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return fail("its content is not JSON");
  }
  const wrong = faultInShape(value, seq);
  return wrong === null ? ok(trustedEntry<R>(value)) : fail(wrong);
}

/** What has the shape of an entry and is proven by checksum and chain to be what was written. */
function trustedEntry<R>(value: unknown): JournalEntry<R> {
  return value as JournalEntry<R>;
}

function faultInShape(value: unknown, seq: number): string | null {
  if (typeof value !== "object" || value === null) return "its content is no entry";
  const { v, seq: own, input, time, records }: Partial<Record<string, unknown>> = value;
  if (!isVersion(v)) return `its content has version ${JSON.stringify(v)}`;
  if (own !== seq) return "its content carries another sequence number";
  if (!isCount(input)) return "it does not name its input";
  if (!isCount(time)) return "it has no time";
  return Array.isArray(records) ? null : "it holds no list of records";
}

/** Newer ones are refused where a segment begins, by name; within a segment of ours one is damage. */
function isVersion(v: unknown): boolean {
  return Number.isInteger(v) && Number(v) >= 1 && Number(v) <= JOURNAL_FORMAT.version;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
