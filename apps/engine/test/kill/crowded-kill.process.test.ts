import { join } from "node:path";
import { createTestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FaultProxy, through } from "../faults/fault-proxy.ts";
import { buildBundles } from "../processes/bundles.ts";
import { Stage } from "../processes/stage.ts";
import {
  CANCEL_EVERYTHING,
  crowd,
  type KillStatus,
  slowAndFaulty,
  soundAgain,
  tookMs,
  untilProven,
} from "./crowded-venue.ts";

const ORDERS = 500;
const DAY = ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"];
const WAIT_MS = 120_000;

/** One engine for all cases, at one venue; its database is reached through a proxy, which can be gone. */
let stage: Stage;
let proxy: FaultProxy;
let edgeUrl: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const bundles = buildBundles();
  const database = await createTestDatabase();
  proxy = await FaultProxy.open(Number(new URL(database.connectionString).port));
  stage = await Stage.open({
    bundles,
    symbols: ["SPY"],
    venueArgs: [...DAY, "--cash", "1000000000", "--trading-limit", "1000000"],
    databaseUrl: through(proxy, database.connectionString),
  });
  const engine = stage.launchEngine({
    NODE_OPTIONS: `--import ${join(import.meta.dirname, "mortal-edge.mjs")}`,
  });
  edgeUrl = `http://127.0.0.1:${await engine.ready()}/live`;
  close = async () => {
    await stage.close();
    await proxy.close();
    await database.drop();
    bundles.remove();
  };
}, WAIT_MS);
afterAll(() => close());
afterEach(async () => {
  await soundAgain(stage);
  proxy.heal();
  await stage.engine.command({ kind: "resume", reason: "the next case" });
});

/** Kills everything at a venue that is slow and faulty; returns what the engine keeps of it once it is proven. */
async function killEverything(): Promise<KillStatus> {
  await slowAndFaulty(stage);
  expect(await stage.engine.command(CANCEL_EVERYTHING)).toMatchObject({ accepted: true });
  return untilProven(stage);
}

/** By the venue's own list nothing is open, and of every order the receipt says when it was seen gone. */
async function expectAllGone({ receipt }: KillStatus, ids: readonly string[]): Promise<void> {
  expect(await stage.venue.truth()).toMatchObject({ open_orders: 0 });
  const open = receipt.orders.filter(({ confirmedAt }) => confirmedAt === null);
  const named = new Set(receipt.orders.map(({ id }) => id));
  expect([open, ids.filter((id) => !named.has(id))]).toEqual([[], []]);
  expect(ids).toHaveLength(ORDERS);
}

const isEdgeUp = () =>
  fetch(edgeUrl).then(
    ({ ok }) => ok,
    () => false,
  );
const connections = async () => (await stage.engine.status()).connections;

describe(`a kill of ${ORDERS} working orders at a slow and faulty venue`, {
  timeout: WAIT_MS,
}, () => {
  test("K01 closes the gate at once and leaves none open", async () => {
    const ids = await crowd(stage, ORDERS);
    const kill = await killEverything();
    await expectAllGone(kill, ids);
    expect(tookMs(kill, "gate_closed")).toBeLessThan(5_000);
    expect(tookMs(kill, "last_cancel_confirmed")).toBeGreaterThan(tookMs(kill, "gate_closed"));
  });

  test("K01 leaves none open while the order stream says nothing: the venue's lists prove it", async () => {
    const ids = await crowd(stage, ORDERS);
    await stage.venue.faults({ muteStreams: true });
    await expectAllGone(await killEverything(), ids);
  });

  test("K02 leaves none open while Postgres is away", async () => {
    proxy.set({ isGone: true });
    proxy.cut();
    const ids = await crowd(stage, ORDERS);
    await stage.until("an engine without its lease", async () => {
      return (await connections())["account_lease"] === false;
    });
    await expectAllGone(await killEverything(), ids);
  });

  test("K03 leaves none open while the edge's thread is dead, and with it console and API", async () => {
    const ids = await crowd(stage, ORDERS);
    expect(await isEdgeUp()).toBe(true);
    process.kill(stage.engine.program.pid, "SIGUSR2");
    await stage.until("an edge that is gone", async () => !(await isEdgeUp()));
    await expectAllGone(await killEverything(), ids);
    expect(await isEdgeUp()).toBe(false);
  });
});
