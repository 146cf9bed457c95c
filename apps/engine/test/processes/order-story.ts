import { createHash } from "node:crypto";
import { readJournal } from "../../src/journal/read-journal.ts";
import type { CheckMeasures } from "@interlock/core/risk/check-order";
import type { EngineRecord, JournalEntry } from "../../src/record.ts";
import type { VenueTruth } from "../../src/replay/compare-books.ts";

/** What strategies wanted, what risk decided, what the venue did: the records that a market leads to. */
const KINDS: ReadonlySet<EngineRecord["kind"]> = new Set([
  "signal_generated",
  "order_approved",
  "order_denied",
  "order_advanced",
  "fill_booked",
  "guard_tripped",
]);

/** A journal's or a venue's account of a day, in a form that two runs of the same market share. */
export interface Story {
  readonly lines: readonly string[];
  readonly hash: string;
}

/**
 * Returns the story of all orders that a journal tells, with the venue's time of every step. Two things are set aside,
 * for they belong to the run and not to the market: the journal's random name inside ids, and by how many milliseconds
 * the database was behind.
 */
export function orderStory(dataDir: string): Story {
  const lines: string[] = [];
  let instance = "";
  for (const { time, records } of readJournal<EngineRecord>(dataDir, 1) as Iterable<JournalEntry>) {
    for (const record of records) {
      if (record.kind === "engine_started") instance = record.instance;
      if (!KINDS.has(record.kind)) continue;
      lines.push(nameless(JSON.stringify({ time, ...withoutLag(record) }), instance));
    }
  }
  return told(lines);
}

/** Returns what the venue says of a day's account, without the journal's name inside ids. */
export function venueStory(truth: VenueTruth, dataDir: string): Story {
  const [first] = readJournal<EngineRecord>(dataDir, 1);
  const started = first?.records.find((record) => record.kind === "engine_started");
  const instance = started?.instance ?? "";
  const { orders, fills, ...account } = truth;
  const parts = [account, ...orders, ...fills];
  return told(parts.map((part) => nameless(JSON.stringify(part), instance)));
}

function told(lines: readonly string[]): Story {
  return { lines, hash: createHash("sha256").update(lines.join("\n")).digest("hex") };
}

function nameless(text: string, instance: string): string {
  return text.replaceAll(`il-${instance}-`, "il-");
}

function withoutLag(record: EngineRecord): object {
  if (!("measures" in record)) return record;
  return { ...record, measures: measuredOfMarket(record.measures) };
}

function measuredOfMarket({ checks, values, ...rest }: CheckMeasures): object {
  const kept = values.filter((_, index) => checks[index] !== "projection_lag");
  return { ...rest, values: kept };
}
