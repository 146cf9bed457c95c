import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildBundles } from "../processes/bundles.ts";
import { LAST_HOUR, SYMBOLS } from "../processes/markets.ts";
import { Stage } from "../processes/stage.ts";
import { journaled } from "../processes/what-was-journaled.ts";
import { type CrashPoint, crashingAt } from "./crash-points/crash-point.ts";
import { expectWholeBooks } from "./whole-books.ts";

const bundles = buildBundles();
/** A minute of market in half a second: an hour is enough for all of these, and none waits long for a signal. */
const SPEED = 120;
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ bundles, venueArgs: LAST_HOUR, symbols: SYMBOLS });
  await stage.venue.steer({ speed: SPEED });
});
afterAll(async () => {
  await stage.close();
  bundles.remove();
});

/** What journal and venue knew when the process had ended. */
interface Seen {
  /** Intents in the journal that were not there when the engine started. */
  readonly intents: readonly string[];
  /** Orders at the venue that were not there then. */
  readonly orders: readonly string[];
  /** Executions that the venue had made and the journal did not have. */
  readonly unbooked: readonly string[];
}

const intentsNow = () =>
  journaled(stage.dataDir, "order_approved").map(({ intent }) => intent.clientOrderId);
const ordersNow = async () =>
  (await stage.venue.truth()).orders.map((order) => order.client_order_id);

/** Lets the engine trade until it ends itself; says what was left behind. */
async function crashAt(point: CrashPoint): Promise<Seen> {
  const before = { intents: new Set(intentsNow()), orders: new Set(await ordersNow()) };
  const engine = stage.launchEngine(crashingAt(point));
  await stage.venue.steer({ paused: false });
  expect(await engine.program.ended, engine.program.lastWords()).toMatchObject({
    signal: "SIGKILL",
  });
  const booked = new Set(
    journaled(stage.dataDir, "fill_booked").map(({ fill }) => String(fill.executionId)),
  );
  const { fills } = await stage.venue.truth();
  return {
    intents: intentsNow().filter((id) => !before.intents.has(id)),
    orders: (await ordersNow()).filter((id) => !before.orders.has(id)),
    unbooked: fills.map((fill) => fill.execution_id).filter((id) => !booked.has(id)),
  };
}

/** Starts it again and lets it settle what was in doubt, on a tape that may go on. */
async function startAgain(): Promise<void> {
  await stage.startEngine();
  await stage.venue.steer({ paused: false });
  await stage.until("a comparison", async () => {
    const { recovered, reconciledAt } = await stage.engine.status();
    return recovered && reconciledAt !== null;
  });
  await expectWholeBooks(stage);
  // In order, so that the next one need not wait for a lease to lapse.
  await stage.engine.stop();
}

function stepsOf(id: string): string[] {
  return journaled(stage.dataDir, "order_advanced")
    .filter(({ clientOrderId }) => clientOrderId === id)
    .map(({ event }) => event.kind);
}

/** Of the orders of one decision the first was on its way when the process ended, and the others had not left. */
function expectOnlyFirstAccepted([first = "", ...others]: readonly string[]): void {
  expect(stepsOf(first)).toContain("accepted");
  for (const id of others) expect(stepsOf(id)).toContain("never_sent");
}

describe("an engine that ends itself", { timeout: 120_000 }, () => {
  test("C01 before an order is durable has it nowhere, neither in the journal nor at the venue", async () => {
    const seen = await crashAt("before_order_is_durable");
    expect(seen).toMatchObject({ intents: [], orders: [] });
    await startAgain();
  });

  test("C02 after an order is durable and before it is sent never sends it late", async () => {
    const { intents, orders } = await crashAt("after_order_is_durable");
    expect(intents.length).toBeGreaterThan(0);
    expect(orders).toEqual([]);
    await startAgain();
    for (const id of intents) expect(stepsOf(id)).toEqual(["submit_outcome_unknown", "never_sent"]);
    expect(await ordersNow()).not.toEqual(expect.arrayContaining([...intents]));
  });

  test("C03 after an order was sent and before its answer has it once, found by its id", async () => {
    const { intents } = await crashAt("after_order_was_sent");
    await startAgain();
    expectOnlyFirstAccepted(intents);
  });

  test("C04 after the answer and before it is durable has the order once", async () => {
    const { intents, orders } = await crashAt("after_order_was_answered");
    expect(orders).toEqual(intents.slice(0, 1));
    for (const id of intents) expect(stepsOf(id)).not.toContain("accepted");
    await startAgain();
    expectOnlyFirstAccepted(intents);
  });

  test("C05 after a fill was read and before it is durable books it once, from the venue's log", async () => {
    const { unbooked } = await crashAt("before_fill_is_durable");
    expect(unbooked.length).toBeGreaterThan(0);
    await startAgain();
    const found = journaled(stage.dataDir, "fill_booked").filter(({ fill }) =>
      unbooked.includes(fill.executionId),
    );
    expect(found.map(({ source }) => source)).toEqual(unbooked.map(() => "activity"));
  });

  test("C06 after a fill is durable and before anybody knows has the position that follows from it", async () => {
    await crashAt("after_fill_is_durable");
    await startAgain();
  });
});

describe("an engine that is told to stop", { timeout: 120_000 }, () => {
  test("C12 in the middle of a burst ends in order, and the next start goes on where it was", async () => {
    const engine = await stage.startEngine();
    await stage.venue.steer({ paused: false });
    const before = intentsNow().length;
    await stage.until("orders", async () => intentsNow().length > before + 1);
    expect(await engine.stop()).toEqual({ code: 0, signal: null });
    await startAgain();
  });
});
