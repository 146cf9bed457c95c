import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  askKill,
  type KillOrder,
  sendKill,
  type WatchdogAddress,
} from "../cli/kill/watchdog-channel.ts";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import { commandId } from "@interlock/core/ids";
import { isAlive, signalProcess } from "../supervisor/process-identity.ts";
import { secretKey } from "../supervisor/secret-key.ts";
import { readKillLatch, writeKillLatch } from "./kill/kill-latch.ts";
import { signKillToken } from "./kill-token.ts";
import { buildStage, VenueProcess, WatchdogStage } from "./test/watchdog-stage.ts";

const bundles = buildStage();
let venue: VenueProcess;
let stage: WatchdogStage;

beforeAll(async () => {
  venue = await VenueProcess.start(bundles.venue);
});
afterAll(() => {
  venue.end();
  bundles.remove();
});

beforeEach(() => {
  stage = new WatchdogStage(bundles, venue.port);
});
afterEach(async () => {
  stage.end();
  await venue.soundAgain();
  await venue.ask("DELETE", "/v2/orders");
  await venue.ask("DELETE", "/v2/positions");
  await expect.poll(() => venue.positions(), WAIT).toEqual([]);
});

const WAIT = { timeout: 40_000, interval: 50 };

const ORDERS = 500;

/** A resting order far below the market. */
const RESTING = { symbol: "SPY", side: "buy", qty: "1", type: "limit", limit_price: "1.00" };

async function hold(symbol: string, qty: string): Promise<void> {
  await venue.order({ symbol, side: "buy", qty, type: "market" });
  await expect.poll(() => venue.positions(), WAIT).toEqual([{ symbol, qty }]);
}

function socket(): WatchdogAddress {
  return { kind: "socket", path: join(stage.dataDir, "run/watchdog.sock") };
}

function token(): string {
  const now = Date.now();
  const claims = {
    userId: "u1",
    name: "Ada",
    role: "trader" as const,
    iat: now,
    exp: now + 60_000,
    sessionUntil: now + 60_000,
  };
  return signKillToken(claims, secretKey(stage.dataDir, "kill"));
}

function order(mode: KillOrder["mode"]): KillOrder {
  return { commandId: randomUUID(), mode, reason: "test", includeStops: false, by: "tester" };
}

async function proven(address: WatchdogAddress): Promise<void> {
  await expect
    .poll(async () => {
      const standing = await askKill(address);
      return standing.ok ? standing.value.stage : standing.error;
    }, WAIT)
    .toBe("proven");
}

describe("when the decision loop falls silent", () => {
  test("K04 the watchdog latches, ends the engine's process and cancels every order but protective stops", async () => {
    const engine = await stage.startEngine("obeys");
    await stage.startWatchdog();
    await hold("IBM", "10");
    const stop = await venue.order({
      symbol: "IBM",
      side: "sell",
      qty: "10",
      type: "stop",
      stop_price: "1.00",
    });
    await venue.order(RESTING);
    // Stopped, not ended: its socket stays open and takes whatever is written to it.
    signalProcess(engine, "SIGSTOP");
    await expect.poll(() => isAlive(engine), WAIT).toBe(false);
    await expect.poll(() => venue.openOrders(), WAIT).toEqual([stop]);
    await proven(socket());
    expect(readKillLatch(stage.dataDir)).toMatchObject({
      mode: "cancel",
      trigger: "silence",
      by: { name: "watchdog" },
    });
    expect(await venue.positions()).toEqual([{ symbol: "IBM", qty: "10" }]);
  });

  test("K04 of 500 working orders at a slow and faulty venue none is left, with the evidence of each", async () => {
    const engine = await stage.startEngine("obeys");
    const ids = await Promise.all(Array.from({ length: ORDERS }, () => venue.order(RESTING)));
    await stage.startWatchdog();
    await expect.poll(() => health().then(({ engineAlive }) => engineAlive), WAIT).toBe(true);
    await venue.slowAndFaulty();
    signalProcess(engine, "SIGSTOP");
    await proven(socket());
    await venue.soundAgain();
    expect(await venue.openOrders()).toEqual([]);
    const standing = await askKill(socket());
    const orders = standing.ok ? (standing.value.receipt?.orders ?? []) : [];
    expect(orders.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([]);
    expect(new Set(orders.map(({ id }) => id))).toEqual(new Set(ids));
    expect(isAlive(engine)).toBe(false);
  });

  test("an engine that gives signs of life is left alone", async () => {
    const engine = await stage.startEngine("obeys");
    await stage.startWatchdog();
    await venue.order(RESTING);
    await expect.poll(() => health().then(({ engineAlive }) => engineAlive), WAIT).toBe(true);
    const until = performance.now() + 3_500;
    await expect.poll(() => performance.now() > until, WAIT).toBe(true);
    expect([isAlive(engine), readKillLatch(stage.dataDir)]).toEqual([true, null]);
    expect(await venue.openOrders()).toHaveLength(1);
  });
});

async function health(): Promise<{ engineAlive: boolean; latched: boolean }> {
  const response = await fetch(`http://127.0.0.1:${stage.watchdogPort}/health`);
  return (await response.json()) as { engineAlive: boolean; latched: boolean };
}

describe("a kill", () => {
  test("K03 reaches a living engine at once, which stays alive, and is proven at the venue", async () => {
    const engine = await stage.startEngine("obeys");
    await stage.startWatchdog();
    await venue.order(RESTING);
    const sent = await sendKill(socket(), order("cancel"));
    expect(sent).toMatchObject({ ok: true, value: { via: "cli", by: "tester", mode: "cancel" } });
    expect(sent.ok && sent.value.gateClosedMs !== null && sent.value.gateClosedMs < 1_000).toBe(
      true,
    );
    await proven(socket());
    expect(await venue.openOrders()).toEqual([]);
    expect(isAlive(engine)).toBe(true);
  });

  test("over the port needs a token, flattens without the engine's help, and leaves nothing at the venue", async () => {
    const engine = await stage.startEngine("deaf");
    await stage.startWatchdog();
    await hold("IBM", "10");
    await venue.order({ symbol: "IBM", side: "sell", qty: "10", type: "stop", stop_price: "1.00" });
    const port = stage.watchdogPort;
    expect(await sendKill({ kind: "port", port, token: "forged" }, order("flatten"))).toMatchObject(
      { ok: false },
    );
    const address: WatchdogAddress = { kind: "port", port, token: token() };
    const sent = await sendKill(address, order("flatten"));
    expect(sent).toMatchObject({ ok: true, value: { by: "Ada" } });
    await proven(address);
    expect([await venue.openOrders(), await venue.positions()]).toEqual([[], []]);
    expect(isAlive(engine)).toBe(false);
  });

  test("by the plain form, without script, stops as well and shows it", async () => {
    await stage.startEngine("obeys");
    await stage.startWatchdog();
    await venue.order(RESTING);
    const url = `http://127.0.0.1:${stage.watchdogPort}/kill/plain`;
    const headers = {
      cookie: `interlock_kill=${token()}`,
      origin: `http://127.0.0.1:${stage.watchdogPort}`,
    };
    const form = await (await fetch(url, { headers })).text();
    const id = /name="commandId" value="([^"]+)"/.exec(form)?.[1] ?? "";
    const body = new URLSearchParams({
      commandId: id,
      mode: "cancel",
      reason: "plain",
      sure: "yes",
    });
    const posted = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
    expect(posted.status).toBe(303);
    await expect.poll(() => venue.openOrders(), WAIT).toEqual([]);
    await expect
      .poll(async () => (await (await fetch(url, { headers })).text()).includes("Proven:"), WAIT)
      .toBe(true);
  });

  test("from another site is refused and does nothing", async () => {
    await stage.startEngine("obeys");
    await stage.startWatchdog();
    const response = await fetch(`http://127.0.0.1:${stage.watchdogPort}/kill`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token()}`,
        origin: "https://evil.example",
        "content-type": "application/json",
      },
      body: JSON.stringify({ commandId: "x", mode: "cancel" }),
    });
    expect(response.status).toBe(403);
    expect(readKillLatch(stage.dataDir)).toBeNull();
  });

  test("K06 fifty times at once is one", async () => {
    await stage.startEngine("obeys");
    await stage.startWatchdog();
    const sent = await Promise.all(
      Array.from({ length: 50 }, () => sendKill(socket(), order("cancel"))),
    );
    const ids = new Set(sent.map((one) => (one.ok ? one.value.killId : one.error)));
    expect(ids.size).toBe(1);
  });

  test("C07 goes on where a killed watchdog left off", async () => {
    await stage.startEngine("obeys");
    await venue.order(RESTING);
    writeKillLatch(stage.dataDir, {
      version: 1,
      commandId: "left-off",
      mode: "cancel",
      includeStops: false,
      reason: "before the crash",
      by: { userId: "u1", name: "Ada", role: "trader" },
      via: "console",
      trigger: "operator",
      requestedAt: Date.now(),
      haltSeen: false,
      provenAt: null,
    });
    await stage.startWatchdog();
    await proven(socket());
    expect(await venue.openOrders()).toEqual([]);
  });

  test("ends when a person resumes the engine", async () => {
    await stage.startEngine("obeys");
    await stage.startWatchdog();
    await sendKill(socket(), order("cancel"));
    await proven(socket());
    await expect.poll(() => readKillLatch(stage.dataDir)?.haltSeen, WAIT).toBe(true);
    const client = await ControlSocketClient.open(join(stage.dataDir, "run/engine.sock"));
    if (!client.ok) throw new Error(client.error);
    const actor = { userId: "u1", name: "Ada", role: "owner" };
    const body = { kind: "resume" as const, reason: "the drill is over" };
    await client.value.command({ commandId: commandId("r1"), actor, via: "cli", body }, 5_000);
    client.value.close();
    await expect.poll(() => readKillLatch(stage.dataDir), WAIT).toBeNull();
    expect((await health()).latched).toBe(false);
  });

  test("ends the process of an engine that takes it and trades on", async () => {
    const engine = await stage.startEngine("defiant");
    await stage.startWatchdog();
    await sendKill(socket(), order("halt"));
    await expect.poll(() => isAlive(engine), WAIT).toBe(false);
  });
});
