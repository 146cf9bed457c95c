import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ticker } from "@interlock/core/ids";
import { applyEntry } from "../../apps/engine/src/apply.ts";
import type { JournalEntry } from "../../apps/engine/src/record.ts";
import { writeSnapshot } from "../../apps/engine/src/journal/snapshot.ts";
import { initialState } from "../../apps/engine/src/state.ts";
import { MORNING } from "./bench-engine.ts";
import { FILL_PRICE_UNITS } from "./filling-venue.ts";
import { openJournalIn } from "./temporary-journal.ts";
import { priceFromUnits } from "@interlock/core/number/price";

const SYMBOLS = 500;
const FLUSH_EVERY = 10_000;
const PRICE = priceFromUnits(FILL_PRICE_UNITS);
const CLOCK = { kind: "clock" } as const;

/** How long a journal is, and how much of it came after its snapshot. */
export interface JournalLength {
  readonly entries: number;
  readonly sinceSnapshot: number;
}

/** A journal on the disk, made of bars. */
export interface JournalOfBars {
  readonly dir: string;
  readonly remove: () => void;
}

/** Writes a journal with the real writer, and the snapshot that a running engine would have left. */
export async function journalOfBars(length: JournalLength): Promise<JournalOfBars> {
  const dir = mkdtempSync(join(tmpdir(), "interlock-bench-bars-"));
  const { log } = await openJournalIn(dir, () => undefined);
  const state = initialState();
  for (let seq = 1; seq <= length.entries; seq += 1) {
    const entry = barEntry(seq);
    log.record({ seq, time: entry.time, body: CLOCK }, entry.records);
    applyEntry(state, entry);
    const isSnapshot = seq === length.entries - length.sinceSnapshot;
    if (!isSnapshot && seq % FLUSH_EVERY !== 0) continue;
    await log.flushed();
    if (!isSnapshot) continue;
    const hash = log.durable.hash.toString("hex");
    const written = await writeSnapshot(dir, { seq, hash, state: structuredClone(state) });
    if (!written.ok) throw new Error(written.error);
  }
  await log.close();
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}

function barEntry(seq: number): JournalEntry {
  const startAt = MORNING + Math.floor(seq / SYMBOLS) * 60_000;
  const prices = { open: PRICE, high: PRICE, low: PRICE, close: PRICE };
  const symbol = ticker(`B${seq % SYMBOLS}`);
  const bar = { symbol, startAt, ...prices, volume: 12_300, tradeCount: 87, complete: true };
  return {
    v: 1,
    seq,
    input: seq,
    time: MORNING,
    records: [{ kind: "bar_closed", bar, source: "trades" }],
  };
}
