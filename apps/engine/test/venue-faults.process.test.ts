import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { expectWholeBooks } from "./faults/whole-books.ts";
import { buildBundles } from "./processes/bundles.ts";
import { LAST_QUARTER, SYMBOLS } from "./processes/markets.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

/** Longer than the engine waits for an answer. */
const TOO_LATE_MS = 5_500;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open({ bundles, venueArgs: LAST_QUARTER, symbols: SYMBOLS });
});
afterEach(() => stage.close());

/** Ends the day and proves it: every fill once on both sides, no order twice, every figure the same. */
async function expectWholeDay(): Promise<void> {
  await stage.untilDayIsOver();
  const summary = await stage.summary();
  expect(summary.agrees, summary.text).toBe(true);
  expect(journaled(stage.dataDir, "fill_booked").length).toBeGreaterThan(5);
  await expectWholeBooks(stage);
  expect(journaled(stage.dataDir, "break_opened")).toEqual([]);
}

/** Client order ids of the orders that went through an event, in order. */
function ordersWith(event: string): string[] {
  return journaled(stage.dataDir, "order_advanced")
    .filter((record) => record.event.kind === event)
    .map((record) => record.clientOrderId);
}

async function untilOrders(count: number): Promise<void> {
  await stage.until(`${count} orders at the venue`, async () => {
    return (await stage.venue.truth()).orders.length >= count;
  });
}

describe("a venue that", { timeout: 600_000 }, () => {
  test("B04 cuts the connection after it took an order has that order once, and evidence resolves it", async () => {
    await stage.venue.faults({ cutPostAfterAccept: 3 });
    await stage.startEngine();
    await expectWholeDay();
    const doubted = ordersWith("submit_outcome_unknown");
    expect(doubted).toHaveLength(3);
    expect(ordersWith("accepted")).toEqual(expect.arrayContaining(doubted));
    const { orders } = await stage.venue.truth();
    for (const id of doubted)
      expect(orders.filter((order) => order.client_order_id === id)).toHaveLength(1);
  });

  test("S03 S04 loses reports, then tells them twice, has every fill booked once", async () => {
    await stage.venue.faults({ dropUpdates: 6, duplicateUpdates: 6 });
    await stage.startEngine();
    await expectWholeDay();
    expect(await stage.venue.faults()).toMatchObject({ dropUpdates: 0, duplicateUpdates: 0 });
    const sources = journaled(stage.dataDir, "fill_booked").map(({ source }) => source);
    expect(new Set(sources)).toEqual(new Set(["activity", "report"]));
  });

  test("S01 cuts every stream is connected to again, and the books are compared before they are believed", async () => {
    await stage.startEngine();
    for (const count of [1, 2, 4]) {
      await untilOrders(count);
      await stage.venue.faults({ killSockets: true });
      await stage.until("both streams", async () => {
        const { connections } = await stage.engine.status();
        return connections["order_stream"] === true && connections["market_data"] === true;
      });
    }
    await expectWholeDay();
    for (const channel of ["order_stream", "market_data"]) {
      const changes = journaled(stage.dataDir, "connection_changed").filter(
        (record) => record.channel === channel,
      );
      expect(changes.filter(({ up }) => !up).length).toBeGreaterThanOrEqual(1);
      expect(changes.at(-1)?.up).toBe(true);
    }
  });

  test("B03 answers 500 for a while gets no order twice, and what it did not take is given up on its word", async () => {
    await stage.startEngine();
    await untilOrders(2);
    await stage.venue.faults({ rest5xx: 40 });
    await expectWholeDay();
    expect(await stage.venue.faults()).toMatchObject({ rest5xx: 0 });
    const taken = new Set((await stage.venue.truth()).orders.map((one) => one.client_order_id));
    for (const id of ordersWith("never_sent")) expect(taken.has(id)).toBe(false);
  });

  test("S05 answers after it has reported has every order and fill once", async () => {
    await stage.venue.faults({ delayResponsesMs: 300 });
    await stage.startEngine();
    await untilOrders(3);
    await stage.venue.faults({ delayResponsesMs: 0 });
    await expectWholeDay();
  });

  test("B04 answers too late has the order in doubt, and once", async () => {
    const engine = await stage.startEngine();
    // Looked for on a tape that stands still: a running one may have left it, or the session, by the next line.
    const { symbol } = await stage.until("a position that nothing else is closing", async () => {
      await stage.venue.steer({ paused: true });
      const { positions, workingOrders } = await engine.status();
      if (positions[0] !== undefined && workingOrders.length === 0) return positions[0];
      await stage.venue.steer({ paused: false });
      return null;
    });
    await stage.venue.faults({ delayResponsesMs: TOO_LATE_MS });
    const close = { kind: "close_position", symbol: ticker(symbol), percent: 100 } as const;
    expect(await engine.command(close)).toMatchObject({ accepted: true });
    await stage.until("an order in doubt", async () => {
      return ordersWith("submit_outcome_unknown").length > 0;
    });
    await stage.venue.faults({ delayResponsesMs: 0 });
    await stage.venue.steer({ paused: false });
    await expectWholeDay();
    expect(new Set(ordersWith("submit_outcome_unknown")).size).toBe(1);
  });

  test("S02 falls silent on its streams is asked for what it did meanwhile", async () => {
    await stage.venue.steer({ speed: 60 });
    await stage.startEngine();
    await untilOrders(1);
    await stage.venue.faults({ muteStreams: true });
    const before = (await stage.engine.status()).reconciledAt ?? 0;
    await stage.until("a comparison during the silence", async () => {
      return ((await stage.engine.status()).reconciledAt ?? 0) > before + 60_000;
    });
    await stage.venue.faults({ muteStreams: false });
    await stage.venue.steer({ speed: "max" });
    await expectWholeDay();
  });
});
