import {
  clientOrderId,
  executionId,
  signalId,
  strategyId,
  type Ticker,
  ticker,
  venueOrderId,
} from "@interlock/core/ids";
import { ZERO_MONEY } from "@interlock/core/number/money";
import { priceFromUnits } from "@interlock/core/number/price";
import { shares } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { CHECK_ORDER } from "@interlock/core/risk/check-order";
import type { Input } from "../../apps/engine/src/input.ts";
import { inputCodec } from "../../apps/engine/src/journal/input-codec.ts";
import { openCommitLog } from "../../apps/engine/src/journal/open-commit-log.ts";
import { latestSnapshot } from "../../apps/engine/src/journal/snapshot.ts";
import type { EngineRecord } from "../../apps/engine/src/record.ts";
import { FILL_PRICE_UNITS } from "./filling-venue.ts";

const SYMBOLS = 1_000;
const FLUSH_EVERY = 10_000;
const PRICE = priceFromUnits(FILL_PRICE_UNITS);

/**
 * Appends a long day to the journal of an engine that has stopped, with the real writer: of twenty entries eight are
 * bars and twelve the lives of three orders, which buy and sell by turns, so that the books end as they began.
 */
export async function appendLongDay(dataDir: string, entries: number): Promise<void> {
  const { snapshot } = latestSnapshot(dataDir);
  if (snapshot === null) throw new Error("the engine left no snapshot");
  const opened = await openCommitLog<Input, EngineRecord>({
    dir: dataDir,
    codec: inputCodec,
    after: snapshot,
    onEntry: () => undefined,
    onDurable: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.fault.sentence);
  const { log, report } = opened;
  if (report.lastSeq !== snapshot.seq) throw new Error("the snapshot is not the journal's end");
  const day = dayOfRecords(report.lastTime);
  for (let n = 1; n <= entries; n += 1) {
    const input = { seq: report.lastInput + n, time: report.lastTime, body: CLOCK };
    log.record(input, nextOf(day));
    if (n % FLUSH_EVERY === 0) await log.flushed();
  }
  await log.close();
}

const CLOCK = { kind: "clock" } as const;

function nextOf(day: Generator<readonly EngineRecord[]>): readonly EngineRecord[] {
  const next = day.next();
  return next.done === true ? [] : next.value;
}

function* dayOfRecords(at: number): Generator<readonly EngineRecord[], void> {
  for (let cycle = 0; ; cycle += 1) {
    for (let bar = 0; bar < 8; bar += 1) yield [barOf(cycle * 8 + bar, at)];
    for (let order = 0; order < 3; order += 1) yield* lifeOf(cycle * 3 + order, at);
  }
}

function symbolOf(n: number): Ticker {
  return ticker(`L${n % SYMBOLS}`);
}

function barOf(n: number, at: number): EngineRecord {
  const startAt = at + Math.floor(n / SYMBOLS) * 60_000;
  const prices = { open: PRICE, high: PRICE, low: PRICE, close: PRICE };
  const bar = { symbol: symbolOf(n), startAt, ...prices, volume: 12_300, tradeCount: 87 };
  return { kind: "bar_closed", bar: { ...bar, complete: true }, source: "trades" };
}

/** Four entries, as the engine writes them: approved, accepted, the venue's word for it, filled. */
function* lifeOf(n: number, at: number): Generator<readonly EngineRecord[], void> {
  const id = clientOrderId(`il-bench0-${n.toString(36).padStart(6, "0")}`);
  const atVenue = venueOrderId(`1f0c7a52-5a1e-4c0e-9d1a-${String(n).padStart(12, "0")}`);
  const raw = rawMessage(id, atVenue);
  const intent = intentOf(n, id);
  yield approval(n, intent);
  const accepted = { kind: "accepted", at, venueOrderId: atVenue, venueStatus: "new" } as const;
  yield [{ kind: "order_advanced", clientOrderId: id, event: accepted, raw }];
  const status = { kind: "venue_status", at, venueStatus: "new" } as const;
  yield [{ kind: "order_advanced", clientOrderId: id, event: status, raw }];
  const { symbol, side, quantity, strategyId: owner } = intent;
  const execution = executionId(`20131008::${n}`);
  const ids = { executionId: execution, clientOrderId: id, venueOrderId: atVenue };
  const fill = { ...ids, strategyId: owner, symbol, side, quantity, price: PRICE };
  yield [
    { kind: "fill_booked", fill: { ...fill, fee: ZERO_MONEY, venueAt: at }, source: "report", raw },
  ];
}

function approval(n: number, intent: OrderIntent): readonly EngineRecord[] {
  const { symbol } = intent;
  const target = intent.side === "buy" ? 1 : 0;
  const id = signalId(`s-${n}`);
  const owner = strategyId("crossover");
  const numbers = CHECK_ORDER.map((_, check) => (check % 3 === 0 ? 4_900_000_000 + n : check));
  const measures = {
    checks: CHECK_ORDER,
    values: numbers,
    limits: numbers,
    failed: 0,
    skipped: 32_800,
  };
  const reason = "fast 100.21 crossed slow 100.18 by 2.99 bps";
  return [
    { kind: "signal_generated", signalId: id, strategyId: owner, symbol, target, reason },
    { kind: "order_approved", intent, measures, arrivalMid: PRICE },
  ];
}

function intentOf(n: number, id: OrderIntent["clientOrderId"]): OrderIntent {
  return {
    clientOrderId: id,
    symbol: symbolOf(Math.floor(n / 2)),
    side: n % 2 === 0 ? "buy" : "sell",
    quantity: shares(10),
    pricing: { type: "limit", limitPrice: PRICE },
    timeInForce: "day",
    extendedHours: false,
    purpose: "signal",
    strategyId: strategyId("crossover"),
    signalId: signalId(`s-${n}`),
  };
}

/** A message of the length that the venue's have. */
function rawMessage(id: string, atVenue: string): string {
  return JSON.stringify({
    event: "new",
    order: { id: atVenue, client_order_id: id, note: "x".repeat(600) },
  });
}
