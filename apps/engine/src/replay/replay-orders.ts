import { join } from "node:path";
import type { IsoDate } from "@interlock/core/market/civil-date";
import { markEntry } from "../apply.ts";
import { decide } from "../decide.ts";
import { strategiesHash } from "../golive/running-binding.ts";
import type { Input } from "../input.ts";
import { inputCodec } from "../journal/input-codec.ts";
import { readJournal } from "../journal/read-journal.ts";
import { readTape } from "../journal/tape/read-tape.ts";
import type { EngineRecord } from "../record.ts";
import { initialState } from "../state.ts";
import { emptyViews } from "../views.ts";

/** Whether this build sends the orders that another one sent. */
export interface OrderReplay {
  /** The build that made the recording; empty where there were several, or none. */
  readonly build: string;
  readonly orders: number;
  /** First difference, as a clause; null where every order is the same. */
  readonly difference: string | null;
  readonly recording: Recording;
}

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
  /** The entry of the last order; 0 without one. */
  readonly lastOrderSeq: number;
}

/**
 * Decides the recorded inputs of an engine again by this build's rules, and compares each order that risk let pass with
 * the recorded one: its id, side, quantity, price and life. Other records may differ: a build may explain itself
 * otherwise and trade the same.
 */
export function replayOrders(dataDir: string): OrderReplay {
  const { orders: recorded, recording } = recordedOrders(dataDir);
  const gaps: string[] = [];
  const decided = decidedOrders(dataDir, (sentence) => gaps.push(sentence));
  const at = recorded.findIndex((order, index) => order !== decided[index]);
  const counts = `${decided.length} orders decided again and ${recorded.length} recorded`;
  const differs =
    at >= 0
      ? `order ${at + 1} of ${recorded.length} is another one: ${recorded[at] ?? ""}`
      : decided.length === recorded.length
        ? null
        : counts;
  const [build = ""] = recording.builds;
  const several = recording.builds.size > 1 ? "more than one build made the recording" : null;
  const difference = several ?? gaps[0] ?? differs;
  const of = several === null ? build : "";
  return { build: of, orders: recorded.length, difference, recording };
}

function recordedOrders(dataDir: string) {
  const builds = new Set<string>();
  const environments = new Set<string>();
  const accounts = new Set<string>();
  const strategies = new Set<string>();
  const days: IsoDate[] = [];
  const orders: string[] = [];
  let journal = "";
  let lastOrderSeq = 0;
  for (const { seq, records } of readJournal<EngineRecord>(dataDir, 1)) {
    for (const record of records) {
      if (record.kind === "day_opened") days.push(record.baseline.date);
      if (record.kind === "order_approved") lastOrderSeq = seq;
      if (record.kind !== "engine_started") continue;
      builds.add(record.build);
      environments.add(record.settings.environment);
      accounts.add(record.accountNumber);
      strategies.add(strategiesHash(record.settings));
      journal = record.instance;
    }
    orders.push(...ordersIn(records));
  }
  const made = { builds, environments, accounts, strategies };
  return { orders, recording: { ...made, journal, days, lastOrderSeq } };
}

function decidedOrders(dataDir: string, onGap: (sentence: string) => void): string[] {
  const state = initialState();
  const views = emptyViews();
  const orders: string[] = [];
  const tape = readTape<Input>(join(dataDir, "tape"), {
    codec: inputCodec,
    fromSeq: 1,
    onGap: ({ sentence }) => onGap(sentence),
  });
  let entries = 0;
  for (const input of tape) {
    const { records } = decide(state, views, input);
    if (records.length === 0) continue;
    entries += 1;
    markEntry(state, { seq: entries, input: input.seq, time: input.time, records });
    orders.push(...ordersIn(records));
  }
  return orders;
}

function ordersIn(records: readonly EngineRecord[]): string[] {
  return records.flatMap((record) =>
    record.kind === "order_approved" ? [JSON.stringify(record.intent)] : [],
  );
}
