import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandId } from "@interlock/core/ids";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { EngineHome, EngineInProcess } from "../../test/engine-in-process.ts";
import { startVenue, type VenueInProcess } from "../../test/venue-in-process.ts";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import type { Heartbeat } from "../operator/control-socket-protocol.ts";
import { log } from "./log.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import { writeKillLatch } from "../watchdog/kill/kill-latch.ts";
import { stateHash } from "./state-hash.ts";
import { stateOfSnapshot } from "./state-of-snapshot.ts";

const SOON = { timeout: 12_000, interval: 50 };

let venue: VenueInProcess;
let home: EngineHome;
let engine: EngineInProcess;

describe("an engine that trades", () => {
  beforeAll(async () => {
    venue = await startVenue({ speed: 200 });
    home = await EngineHome.open();
    engine = await EngineInProcess.start(home, venue);
  });
  afterAll(async () => {
    await engine.stop();
    await home.close();
    await venue.close();
  });

  test("has compared its books with the venue's before it trades", async () => {
    expect(await engine.status()).toMatchObject({
      environment: "sim",
      recovered: true,
      trading: { state: "active" },
      equity: "100000.00",
      limitsVersion: 1,
      breaks: [],
    });
    const kinds = home.records().map(({ kind }) => kind);
    expect(kinds.indexOf("recovered")).toBeGreaterThan(kinds.indexOf("account_adopted"));
    expect(kinds.slice(0, kinds.indexOf("recovered"))).not.toContain("order_approved");
  });

  test("takes the market, warms its strategies up from the venue's history and trades at the venue", async () => {
    await expect
      .poll(async () => ((await engine.status())["today"] as { fills: number }).fills, SOON)
      .toBeGreaterThan(0);
    expect(home.records()).toContainEqual(
      expect.objectContaining({ kind: "bar_closed", source: "backfill" }),
    );
    expect(home.records()).toContainEqual(
      expect.objectContaining({
        kind: "volumes_observed",
        volumes: expect.arrayContaining([expect.objectContaining({ sessions: 20 })]) as unknown,
      }),
    );
    expect(new Set(await venue.orderIds()).size).toBe((await venue.orderIds()).length);
  });

  test("shows the console what it does, as it does it", async () => {
    const owner = await engine.signIn();
    await expect
      .poll(async () => (await owner.trpc.live.snapshot.query()).counts.fillsToday, SOON)
      .toBeGreaterThan(0);
    const { positions, strategies, engine: line } = await owner.trpc.live.snapshot.query();
    expect(positions.length).toBeGreaterThan(0);
    expect(strategies.map(({ state }) => state)).not.toContain("disabled");
    expect(line).toMatchObject({ tradingState: "active", phase: "running" });
    expect((await owner.get("/ready")).status).toBe(200);
  });

  test("is flat at the venue, proven, after a flatten from the console, and resumes with a reason", async () => {
    const owner = await engine.signIn();
    const kill = { commandId: randomUUID(), mode: "flatten", reason: "enough" } as const;
    expect(await owner.trpc.kill.engage.mutate(kill)).toMatchObject({ accepted: true });
    await expect
      .poll(async () => (await owner.trpc.kill.current.query())?.stage, SOON)
      .toBe("proven");
    const truth = (await (await fetch(`${venue.url}/sim/state`)).json()) as {
      positions: { qty: string }[];
      orders: { status: string }[];
    };
    expect(truth.positions.filter(({ qty }) => Number(qty) !== 0)).toEqual([]);
    expect(truth.orders.filter(({ status }) => status === "new")).toEqual([]);
    const resume = { commandId: randomUUID(), reason: "looked into everything" };
    expect(await owner.trpc.kill.resume.mutate(resume)).toMatchObject({ accepted: true });
  });
});

describe("a start", () => {
  beforeEach(async () => {
    venue = await startVenue({ speed: 1 });
    home = await EngineHome.open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await home.close();
    await venue.close();
  });

  /** Ends the start instead of this process; returns the sentence that it ended with. */
  async function refusal(start: () => Promise<EngineInProcess>): Promise<string> {
    const said: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
    vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`ended with ${String(code)}`);
    });
    await expect(start()).rejects.toThrow("ended with 1");
    return said.join("");
  }

  test("that waits for its venue gives signs of life that say so, and takes no command", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => undefined);
    await venue.faults({ rest5xx: 1_000 });
    const starting = EngineInProcess.start(home, venue);
    const path = join(home.dataDir, "run", "engine.sock");
    await expect.poll(() => existsSync(path), SOON).toBe(true);
    const beats: Heartbeat[] = [];
    const client = await ControlSocketClient.open(path, {
      heartbeat: (beat) => beats.push(beat),
    });
    if (!client.ok) throw new Error(client.error);
    await expect.poll(() => beats.length, SOON).toBeGreaterThan(0);
    expect(beats[0]).toMatchObject({ waiting: true, tradingState: "halted" });
    const answer = await client.value.command(
      {
        commandId: commandId("c1"),
        actor: { userId: "u1", name: "Ada", role: "owner" },
        via: "cli",
        body: { kind: "resume", reason: "test" },
      },
      5_000,
    );
    expect(answer.ok && answer.value).toMatchObject({ accepted: false });
    client.value.close();
    await venue.faults({ rest5xx: 0 });
    const started = await starting;
    expect(await started.status()).toMatchObject({ recovered: true });
    await started.stop();
  });

  test("C12 after a stop in order goes on from the snapshot with the same books", async () => {
    const first = await EngineInProcess.start(home, venue);
    const { journalSeq } = await first.status();
    await first.stop();
    const { snapshot } = latestSnapshot(home.dataDir);
    expect(snapshot?.seq).toBeGreaterThanOrEqual(Number(journalSeq));
    const before = stateOfSnapshot(snapshot?.state);
    expect(stateHash(before)).toMatch(/^[0-9a-f]{64}$/);
    const second = await EngineInProcess.start(home, venue);
    expect(await second.status()).toMatchObject({
      recovered: true,
      equity: "100000.00",
      accountId: before.accountId,
      limitsVersion: before.limits?.version,
    });
    const starts = home.records().filter(({ kind }) => kind === "engine_started");
    expect(starts).toHaveLength(2);
    expect(home.records().filter(({ kind }) => kind === "account_adopted")).toHaveLength(1);
    await second.stop();
  });

  test("C15 of a second engine on the same folder is refused, and the first goes on", async () => {
    const first = await EngineInProcess.start(home, venue);
    const sentence = await refusal(() => EngineInProcess.start(home, venue));
    expect(sentence).toMatch(/in use/);
    expect(await first.status()).toMatchObject({ recovered: true });
    await first.stop();
  });

  test("C15 of a second engine on another folder is refused, with who writes the account and what to do", async () => {
    const first = await EngineInProcess.start(home, venue);
    const other = await EngineHome.open();
    const { databaseUrl } = home;
    const sentence = await refusal(() => EngineInProcess.start(other, venue, { databaseUrl }));
    expect(sentence).toMatch(
      /^Not started: account \S+ is written by another engine, .+, at least until \S+Z\. Stop that engine first/,
    );
    expect(sentence).toContain(home.dataDir);
    expect(await first.status()).toMatchObject({ recovered: true, trading: { state: "active" } });
    await other.close();
    await first.stop();
  });

  test("stays halted while the watchdog's kill is latched", async () => {
    writeKillLatch(home.dataDir, {
      version: 1,
      commandId: "c1",
      mode: "cancel",
      includeStops: false,
      reason: "no heartbeat",
      by: { userId: "watchdog", name: "watchdog", role: "owner" },
      via: "watchdog",
      trigger: "silence",
      requestedAt: 1,
      haltSeen: false,
      provenAt: null,
    });
    const halted = await EngineInProcess.start(home, venue);
    expect(await halted.status()).toMatchObject({
      trading: { state: "halted" },
      kill: { mode: "cancel", reason: "no heartbeat" },
    });
    await halted.stop();
  });

  test("stays halted when the supervisor says why", async () => {
    const startHalted = "3 starts in 5 minutes";
    const halted = await EngineInProcess.start(home, venue, { startHalted });
    const { trading } = await halted.status();
    expect(trading).toMatchObject({
      state: "halted",
      holds: [{ source: "crash_loop", reason: "3 starts in 5 minutes" }],
    });
    await halted.stop();
  });
});
