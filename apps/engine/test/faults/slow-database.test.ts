import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { commandId, type Ticker, ticker } from "@interlock/core/ids";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ControlSocketClient } from "../../src/operator/control-socket-client.ts";
import type { CommandAnswer, CommandBody } from "../../src/operator/operator-command.ts";
import { EngineHome, EngineInProcess } from "../engine-in-process.ts";
import { startVenue, type VenueInProcess } from "../venue-in-process.ts";
import { FaultProxy, through } from "./fault-proxy.ts";
import { expectSoundRecords } from "./sound-records.ts";

const SOON = { timeout: 20_000, interval: 50 };
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
interface Standing {
  readonly positions: readonly { readonly symbol: string }[];
  readonly workingOrders: readonly unknown[];
}

/** Stops the tape where something is held that nothing else is closing; returns its symbol. */
async function stopAtPosition(): Promise<Ticker> {
  let symbol = "";
  const look = async () => {
    await steer({ paused: true });
    const { positions, workingOrders } = (await engine.status()) as unknown as Standing;
    symbol = workingOrders.length === 0 ? (positions[0]?.symbol ?? "") : "";
    if (symbol === "") await steer({ paused: false });
    return symbol;
  };
  await expect.poll(look, SOON).not.toBe("");
  return ticker(symbol);
}

async function steer(change: { readonly paused: boolean }): Promise<void> {
  await fetch(`${venue.url}/sim/tape`, { method: "POST", body: JSON.stringify(change) });
}

/** Gives a command through the control socket; returns its durable answer. */
async function order(body: CommandBody): Promise<CommandAnswer> {
  const client = await ControlSocketClient.open(join(home.dataDir, "run", "engine.sock"));
  if (!client.ok) throw new Error(client.error);
  const actor = { userId: "test", name: "Test", role: "owner" };
  const command = { commandId: commandId(randomUUID()), actor, via: "cli" as const, body };
  const answer = await client.value.command(command, 5_000);
  client.value.close();
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

test("D03 a Postgres that takes seconds holds up no order: what closes leaves at once, and new risk waits until it is well", {
  timeout: 60_000,
}, async () => {
  const symbol = await stopAtPosition();
  proxy.set({ delayMs: SLOW_MS });
  await expect.poll(connections, SOON).toMatchObject({ account_lease: false });
  const before = (await venue.orderIds()).length;
  const began = performance.now();
  expect(await order({ kind: "close_position", symbol, percent: 100 })).toMatchObject({
    accepted: true,
  });
  expect(performance.now() - began).toBeLessThan(1_000);
  await expect.poll(async () => (await venue.orderIds()).length, SOON).toBeGreaterThan(before);
  proxy.heal();
  await expect.poll(connections, SOON).toMatchObject({ account_lease: true });
  expectSoundRecords({ records: home.records() });
});
