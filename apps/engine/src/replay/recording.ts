import type { IsoDate } from "@interlock/core/market/civil-date";
import { strategiesHash } from "../golive/running-binding.ts";
import { readJournal } from "../journal/read-journal.ts";
import type { EngineRecord } from "../record.ts";

/** Who made a recording, where and when. */
export interface Recording {
  readonly builds: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  /** Hashes of the strategies that ran. */
  readonly strategies: ReadonlySet<string>;
  /** The journal's newest name. */
  readonly journal: string;
  /** Market days, in order. */
  readonly days: readonly IsoDate[];
  readonly orders: number;
  /** The entry of the last order; 0 without one. */
  readonly lastOrderSeq: number;
  /** The journal's last entry, and the input that it is of; 0 in an empty journal. */
  readonly lastSeq: number;
  readonly lastInput: number;
}

/** Reads a recording's journal from its first entry to its last. Throws JournalFaultError. */
export function readRecording(dataDir: string): Recording {
  const builds = new Set<string>();
  const environments = new Set<string>();
  const accounts = new Set<string>();
  const strategies = new Set<string>();
  const days: IsoDate[] = [];
  const ends = { orders: 0, lastOrderSeq: 0, lastSeq: 0, lastInput: 0 };
  let journal = "";
  for (const { seq, input, records } of readJournal<EngineRecord>(dataDir, 1)) {
    ends.lastSeq = seq;
    ends.lastInput = input;
    for (const record of records) {
      if (record.kind === "day_opened") days.push(record.baseline.date);
      if (record.kind === "order_approved") {
        ends.orders += 1;
        ends.lastOrderSeq = seq;
      }
      if (record.kind !== "engine_started") continue;
      builds.add(record.build);
      environments.add(record.settings.environment);
      accounts.add(record.accountNumber);
      strategies.add(strategiesHash(record.settings));
      journal = record.instance;
    }
  }
  return { builds, environments, accounts, strategies, journal, days, ...ends };
}
