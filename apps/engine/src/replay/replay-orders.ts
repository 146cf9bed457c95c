import { join } from "node:path";
import { markEntry } from "../apply.ts";
import { decide } from "../decide.ts";
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
}

/**
 * Decides the recorded inputs of an engine again by this build's rules, and compares each order that risk let pass with
 * the recorded one: its id, side, quantity, price and life. Other records may differ: a build may explain itself
 * otherwise and trade the same.
 */
export function replayOrders(dataDir: string): OrderReplay {
  const recorded = recordedOrders(dataDir);
  const gaps: string[] = [];
  const decided = decidedOrders(dataDir, (sentence) => gaps.push(sentence));
  const at = recorded.orders.findIndex((order, index) => order !== decided[index]);
  const counts = `${decided.length} orders decided again and ${recorded.orders.length} recorded`;
  const differs =
    at >= 0
      ? `order ${at + 1} of ${recorded.orders.length} is another one: ${recorded.orders[at] ?? ""}`
      : decided.length === recorded.orders.length
        ? null
        : counts;
  const [build = ""] = recorded.builds;
  const several = recorded.builds.length > 1 ? "more than one build made the recording" : null;
  const difference = several ?? gaps[0] ?? differs;
  return { build: several === null ? build : "", orders: recorded.orders.length, difference };
}

function recordedOrders(dataDir: string) {
  const builds = new Set<string>();
  const orders: string[] = [];
  for (const { records } of readJournal<EngineRecord>(dataDir, 1)) {
    for (const record of records) if (record.kind === "engine_started") builds.add(record.build);
    orders.push(...ordersIn(records));
  }
  return { builds: [...builds], orders };
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
