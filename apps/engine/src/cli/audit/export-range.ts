import { fromIsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import type { UnixMs } from "@interlock/core/time";
import { readJournal } from "../../journal/read-journal.ts";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";

/** Where a range begins, or what it ends before: an entry, or an instant of the engine's time. */
export type RangeEdge = { readonly seq: number } | { readonly at: UnixMs };

/** A range as a person names it: its first edge belongs to it, `before` does not. */
export interface NamedRange {
  readonly from: RangeEdge;
  readonly before: RangeEdge;
}

/** The first edge: an entry, a day in New York, or an instant with its zone. Throws CommandFailure. */
export function readFrom(text: string): RangeEdge {
  return edgeOf("--from", text, { seq: 0, days: 0, ms: 0 });
}

/** What the range ends before, where `text` names the last that belongs to it. Throws CommandFailure. */
export function readTo(text: string): RangeEdge {
  return edgeOf("--to", text, { seq: 1, days: 1, ms: 1 });
}

interface Beyond {
  readonly seq: number;
  readonly days: number;
  readonly ms: number;
}

function edgeOf(flag: string, text: string, beyond: Beyond): RangeEdge {
  if (/^[1-9]\d{0,14}$/.test(text)) return { seq: Number(text) + beyond.seq };
  const day = parseIsoDate(text);
  if (day.ok) return { at: newYorkInstant(fromIsoDate(day.value) + beyond.days, 0) };
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const at = Date.parse(text);
  if (zoned && Number.isFinite(at)) return { at: at + beyond.ms };
  throw new CommandFailure(
    `${flag} ${text} is no entry and no time: write a number such as 1000, a day in New York such as 2026-06-16, or a time with its zone such as 2026-06-16T09:30:00-04:00.`,
    EXIT.usage,
  );
}

/**
 * Finds the first and the last entry of a range that may be named by times. Entries between them belong to it too.
 * Throws CommandFailure where the journal holds none of those times, and JournalFaultError on damage.
 */
export function entriesOf(
  dataDir: string,
  { from, before }: NamedRange,
): { readonly from: number; readonly to: number } {
  if ("seq" in from && "seq" in before) return { from: from.seq, to: before.seq - 1 };
  const inside: number[] = [];
  const times = { first: Number.POSITIVE_INFINITY, last: 0 };
  for (const { seq, time } of readJournal(dataDir, 1)) {
    times.first = Math.min(times.first, time);
    times.last = Math.max(times.last, time);
    const reached = (edge: RangeEdge) => ("seq" in edge ? seq >= edge.seq : time >= edge.at);
    if (!reached(from) || reached(before)) continue;
    inside[0] ??= seq;
    inside[1] = seq;
  }
  const [first, last] = inside;
  if (first !== undefined && last !== undefined) return { from: first, to: last };
  const [oldest, newest] = [times.first, times.last].map(isoText);
  throw new CommandFailure(
    `The journal holds no entry of that time: its entries are of ${oldest} to ${newest}.`,
  );
}

function isoText(at: UnixMs): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : "no time";
}
