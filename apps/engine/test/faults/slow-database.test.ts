import { afterEach, beforeEach, expect, test } from "vitest";
import { EngineHome, EngineInProcess } from "../engine-in-process.ts";
import { startVenue, type VenueInProcess } from "../venue-in-process.ts";
import { FaultProxy, through } from "./fault-proxy.ts";
import { expectSoundRecords } from "./sound-records.ts";
import { order, SOON, stopAtPosition } from "./standing-engine.ts";

/** Longer than a statement may take. */
const SLOW_MS = 3_000;

let venue: VenueInProcess;
let home: EngineHome;
let engine: EngineInProcess;
let proxy: FaultProxy;
beforeEach(async () => {
  venue = await startVenue({ speed: 200 });
  home = await EngineHome.open();
  proxy = await FaultProxy.open(Number(new URL(home.databaseUrl).port));
  const databaseUrl = through(proxy, home.databaseUrl);
  engine = await EngineInProcess.start(home, venue, { databaseUrl });
}, 30_000);
afterEach(async () => {
  proxy.heal();
  await engine.stop();
  await proxy.close();
  await home.close();
  await venue.close();
}, 30_000);

const connections = async () =>
  (await engine.status())["connections"] as Readonly<Record<string, boolean>>;
test("D03 a Postgres that takes seconds holds up no order: what closes leaves at once, and new risk waits until it is well", {
  timeout: 60_000,
}, async () => {
  const symbol = await stopAtPosition(engine, venue);
  proxy.set({ delayMs: SLOW_MS });
  await expect.poll(connections, SOON).toMatchObject({ account_lease: false });
  const before = (await venue.orderIds()).length;
  const began = performance.now();
  expect(await order(engine, { kind: "close_position", symbol, percent: 100 })).toMatchObject({
    accepted: true,
  });
  expect(performance.now() - began).toBeLessThan(1_000);
  await expect.poll(async () => (await venue.orderIds()).length, SOON).toBeGreaterThan(before);
  proxy.heal();
  await expect.poll(connections, SOON).toMatchObject({ account_lease: true });
  expectSoundRecords({ records: home.records() });
});
