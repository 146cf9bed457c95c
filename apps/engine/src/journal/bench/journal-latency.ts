import { mkdirSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import type { Input } from "../../input.ts";
import { inputCodec } from "../input-codec.ts";
import { encodeEntry } from "../journal-entry.ts";
import { openCommitLog } from "../open-commit-log.ts";

/** Milliseconds from an entry's due time until it was durable. */
export interface LatencyFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface JournalLatency {
  readonly entriesPerSecond: number;
  /** Medians over the rounds. */
  readonly journal: LatencyFigures;
  readonly drainWriter: LatencyFigures;
  /** Median and range of the rounds' ratios, journal to drain writer. */
  readonly ratioP50: { readonly median: number; readonly low: number; readonly high: number };
  readonly ratioP99: { readonly median: number; readonly low: number; readonly high: number };
}

export interface JournalLatencyOptions {
  /** Folder on the disk to be measured; emptied. */
  readonly dir: string;
  readonly entriesPerSecond: number;
  readonly rounds: number;
  readonly secondsPerRound: number;
}

/**
 * Measures arrival to durable of the journal, tape included, against a bare drain writer that appends
 * whatever is queued and syncs: no checksum, no chain, no tape. Both in each round, in turn; arrivals
 * are open loop, so an entry that had to wait for its turn counts from when it was due.
 */
export async function measureJournalLatency(
  options: JournalLatencyOptions,
): Promise<JournalLatency> {
  const journal: LatencyFigures[] = [];
  const drainWriter: LatencyFigures[] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    const journalFirst = round % 2 === 0;
    const first = await (journalFirst ? runJournal(options) : runDrainWriter(options));
    const second = await (journalFirst ? runDrainWriter(options) : runJournal(options));
    // The first round warms up the code and the files' folder.
    if (round === 0) continue;
    journal.push(journalFirst ? first : second);
    drainWriter.push(journalFirst ? second : first);
  }
  return {
    entriesPerSecond: options.entriesPerSecond,
    journal: medians(journal),
    drainWriter: medians(drainWriter),
    ratioP50: ratios(journal.map((figures, i) => figures.p50 / (drainWriter[i]?.p50 ?? 0))),
    ratioP99: ratios(journal.map((figures, i) => figures.p99 / (drainWriter[i]?.p99 ?? 0))),
  };
}

async function runJournal(options: JournalLatencyOptions): Promise<LatencyFigures> {
  const dir = join(options.dir, "journal-latency");
  rmSync(dir, { recursive: true, force: true });
  const arrivals = new Arrivals();
  const opened = await openCommitLog<Input, typeof RECORD>({
    dir,
    codec: inputCodec,
    after: null,
    onEntry: () => undefined,
    onDurable: (seq) => arrivals.durableUpTo(seq),
    onFailure: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.fault.sentence);
  const { log } = opened;
  await arrivals.run(options, (seq) => {
    log.record(quoteInput(seq), [RECORD]);
  });
  await log.close();
  rmSync(dir, { recursive: true, force: true });
  return arrivals.figures();
}

async function runDrainWriter(options: JournalLatencyOptions): Promise<LatencyFigures> {
  mkdirSync(options.dir, { recursive: true });
  const path = join(options.dir, "drain-writer");
  const writer = new DrainWriter(await open(path, "w"));
  const arrivals = new Arrivals();
  const { time } = quoteInput(1);
  await arrivals.run(options, (seq) => {
    const line = encodeEntry({ seq, input: seq, time, records: [RECORD] });
    writer.append(`${line}\n`, () => arrivals.durableUpTo(seq));
  });
  await writer.close();
  rmSync(path);
  return arrivals.figures();
}

/** The least that makes lines durable in groups: write what is queued, sync, say so, again. */
class DrainWriter {
  readonly #file: FileHandle;
  #queue: { readonly line: string; readonly onDurable: () => void }[] = [];
  #running: Promise<void> | null = null;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(line: string, onDurable: () => void): void {
    this.#queue.push({ line, onDurable });
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#file.close();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      await this.#file.write(group.map(({ line }) => line).join(""));
      await this.#file.datasync();
      for (const { onDurable } of group) onDurable();
    }
    this.#running = null;
  }
}

/** Issues entries when they are due and notes when each is durable. */
class Arrivals {
  readonly #dueAt: number[] = [];
  readonly #latencies: number[] = [];

  durableUpTo(seq: number): void {
    const now = performance.now();
    while (this.#latencies.length < seq) {
      this.#latencies.push(now - (this.#dueAt[this.#latencies.length] ?? now));
    }
  }

  async run(options: JournalLatencyOptions, issue: (seq: number) => void): Promise<void> {
    const gapMs = 1_000 / options.entriesPerSecond;
    const count = Math.round(options.entriesPerSecond * options.secondsPerRound);
    const startedAt = performance.now();
    while (this.#latencies.length < count) {
      const now = performance.now();
      while (this.#dueAt.length < count && startedAt + this.#dueAt.length * gapMs <= now) {
        this.#dueAt.push(startedAt + this.#dueAt.length * gapMs);
        issue(this.#dueAt.length);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  figures(): LatencyFigures {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }
}

function medians(rounds: readonly LatencyFigures[]): LatencyFigures {
  return {
    p50: ratios(rounds.map(({ p50 }) => p50)).median,
    p99: ratios(rounds.map(({ p99 }) => p99)).median,
    max: ratios(rounds.map(({ max }) => max)).median,
  };
}

function ratios(values: readonly number[]): { median: number; low: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return { median, low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 };
}

function quoteInput(seq: number): Input {
  const time = 1_381_239_000_000 + seq;
  const bid = price("165.12");
  const quote = { symbol: ticker("SPY"), venueAt: time, bid, bidSize: 300, ask: bid, askSize: 200 };
  return { seq, time, body: { kind: "quote", quote } };
}

/** A record of the size and shape of an approved order's. */
const RECORD = {
  kind: "order_approved",
  intent: {
    clientOrderId: "il-3f9a2c-00000001",
    symbol: "SPY",
    side: "buy",
    quantity: 100_000_000_000,
    pricing: { type: "limit", limitPrice: 165_130_000 },
    timeInForce: "day",
    extendedHours: false,
    purpose: "signal",
    strategyId: "ma-crossover",
    signalId: "s-00000001",
  },
  checks: [
    "order_quantity",
    "order_notional",
    "position_size",
    "gross_exposure",
    "price_collar",
  ].map((check) => ({ check, passed: true, value: "100", limit: "1000" })),
  arrivalMid: 165_125_000,
};
