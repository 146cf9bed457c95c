import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { LogFormat } from "./segment/segment-header.ts";

/** The journal's format: its version rises when an older program could misread a newer entry. */
export const JOURNAL_FORMAT: LogFormat = { name: "journal", version: 1 };

/** All records that one input decided: durable or absent as a whole. */
export interface JournalEntry<R> {
  readonly v: 1;
  readonly seq: number;
  /** Sequence number of the input that decided them. */
  readonly input: number;
  readonly time: UnixMs;
  readonly records: readonly R[];
}

/** Writes an entry as JSON, its fields always in the same order. */
export function encodeEntry<R>(entry: JournalEntry<R>): string {
  const { v, seq, input, time, records } = entry;
  return JSON.stringify({ v, seq, input, time, records });
}

/**
 * Reads the payload of entry `seq`. The shape around the records is checked; the records are ours, proven by checksum
 * and chain to be the bytes that were written, and are taken as they are.
 */
export function decodeEntry<R>(payload: string, seq: number): Result<JournalEntry<R>> {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return fail("its content is not JSON");
  }
  const wrong = faultInShape(value, seq);
  return wrong === null ? ok(value as JournalEntry<R>) : fail(wrong);
}

function faultInShape(value: unknown, seq: number): string | null {
  if (typeof value !== "object" || value === null || !("v" in value))
    return "its content is no entry";
  if (value.v !== JOURNAL_FORMAT.version) return `its content has version ${String(value.v)}`;
  if (!("seq" in value) || value.seq !== seq) return "its content carries another sequence number";
  if (!("input" in value) || !isCount(value.input)) return "it does not name its input";
  if (!("time" in value) || !isCount(value.time)) return "it has no time";
  if (!("records" in value) || !Array.isArray(value.records)) return "it holds no list of records";
  return null;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
