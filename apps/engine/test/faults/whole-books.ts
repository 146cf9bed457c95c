import { expect } from "vitest";
import type { Fill } from "@interlock/core/fill/fill";
import { applyEntry } from "../../src/apply.ts";
import { readJournal } from "../../src/journal/read-journal.ts";
import { verifyJournal } from "../../src/journal/verify-journal.ts";
import type { EngineRecord } from "../../src/record.ts";
import { compareWithVenue, type VenueTruth } from "../../src/replay/compare-books.ts";
import { type EngineState, initialState } from "../../src/state.ts";
import type { Stage } from "../processes/stage.ts";
import { expectSoundRecords } from "./sound-records.ts";

/** What a fault has to be told with. */
export interface Told {
  /** Each must fit one alert of the journal, in the entry that found its cause. */
  readonly alerts?: readonly RegExp[];
}

/** What an order of ours that never reached the venue has to say of itself. */
const UNSENT = /never_sent/;

/**
 * The five questions after every fault, asked while the tape stands still: orders and intents are one to one, fills
 * and figures are equal, the audit chain verifies, people were told, and nothing was approved beyond its limits.
 */
export async function expectWholeBooks(stage: Stage, { alerts = [] }: Told = {}): Promise<void> {
  const { records, truth } = await expectEqualBooks(stage);
  expectOneToOne(records, truth);
  expect(await verifyJournal(stage.dataDir)).toMatchObject({ firstFault: null });
  expectTold(records, alerts);
  expectSoundRecords({ records });
}

/** Books that were found equal, from both sides. */
export interface EqualBooks {
  readonly state: EngineState;
  readonly records: readonly EngineRecord[];
  readonly truth: VenueTruth;
}

/** Every fill, position and amount is the same at the venue and in the journal, on a tape that stands still. */
export async function expectEqualBooks(stage: Stage): Promise<EqualBooks> {
  await stage.until("an engine that stands still with nothing in doubt", () => standStill(stage));
  const truth = await stage.venue.truth();
  const { state, records } = readBooks(stage.dataDir);
  const fills = records.flatMap((one) => (one.kind === "fill_booked" ? [one.fill] : []));
  expectEqual(state, fills, truth);
  return { state, records, truth };
}

const IN_DOUBT = ["pending_submit", "submit_unknown"];

/** Stops the tape where nothing is in doubt; lets it go on where something is, for doubts end with time. */
async function standStill(stage: Stage): Promise<boolean> {
  await stage.venue.steer({ paused: true });
  const { settled, workingOrders } = await stage.engine.status();
  const still = settled && workingOrders.every(({ status }) => !IN_DOUBT.includes(status));
  if (!still) await stage.venue.steer({ paused: false });
  return still;
}

function readBooks(dataDir: string): { state: EngineState; records: EngineRecord[] } {
  const state = initialState();
  const records: EngineRecord[] = [];
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    applyEntry(state, entry);
    records.push(...entry.records);
  }
  return { state, records };
}

/** Every order of ours at the venue has its intent, and every intent its one order or the word that it was unsent. */
function expectOneToOne(records: readonly EngineRecord[], truth: VenueTruth): void {
  const intents = new Set<string>();
  const unsent = new Set<string>();
  for (const record of records) {
    if (record.kind === "order_approved") intents.add(record.intent.clientOrderId);
    if (record.kind === "order_advanced" && UNSENT.test(record.event.kind))
      unsent.add(record.clientOrderId);
  }
  const taken = truth.orders.map((order) => order.client_order_id);
  expect(new Set(taken).size, "an order is at the venue twice").toBe(taken.length);
  expect(taken.filter((id) => !intents.has(id))).toEqual([]);
  expect(taken.filter((id) => unsent.has(id))).toEqual([]);
  const atVenue = new Set(taken);
  expect([...intents].filter((id) => !atVenue.has(id) && !unsent.has(id))).toEqual([]);
}

function expectEqual(state: EngineState, fills: readonly Fill[], truth: VenueTruth): void {
  const differences = compareWithVenue(state, fills, truth).filter(({ agrees }) => !agrees);
  expect(differences).toEqual([]);
}

function expectTold(records: readonly EngineRecord[], alerts: readonly RegExp[]): void {
  const told = records.flatMap((one) => (one.kind === "alert_raised" ? [one.sentence] : []));
  for (const alert of alerts)
    expect(
      told.some((sentence) => alert.test(sentence)),
      `${alert} in ${told.join(" | ")}`,
    ).toBe(true);
}
