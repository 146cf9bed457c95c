import { createWSClient, createTRPCClient, wsLink } from "@trpc/client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { AppRouter } from "@interlock/api/app-router";
import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";
import { bought } from "../../test/edge/bought.ts";
import type { ConsoleClient, FrameSocket } from "../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../test/edge/edge-stage.ts";

const SOON = { timeout: 8_000, interval: 20 };

let stage: EdgeStage;
let owner: ConsoleClient;
/** Feeds that a test has opened. */
const feeds: FrameSocket[] = [];

async function watch(): Promise<FrameSocket> {
  const feed = await owner.open("/feed");
  feeds.push(feed);
  return feed;
}

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  owner = await stage.signIn();
});
afterAll(() => stage.close());
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close();
});

/** The picture that a console holds after the frames so far. */
function pictureOf({ frames }: FrameSocket): Partial<LiveView> {
  let view: Partial<LiveView> = {};
  for (const frame of frames) {
    if (frame.type === "snapshot") view = frame.view;
    if (frame.type === "patch") Object.assign(view, frame.view);
  }
  return view;
}

describe("the live feed", () => {
  test("carries each journal entry to a console that watches", async () => {
    const feed = await watch();
    await expect.poll(() => pictureOf(feed).positions, SOON).toMatchObject([{ quantity: "49" }]);
    expect(feed.frames[0]?.type).toBe("snapshot");
    stage.rig.command({ kind: "kill", mode: "halt", reason: "odd prices", includeStops: false });
    await expect.poll(() => pictureOf(feed).engine?.tradingState, SOON).toBe("halted");
    expect(pictureOf(feed).kill).toMatchObject({ stage: "proven", reason: "odd prices" });
    stage.rig.command({ kind: "resume", reason: "prices are well again" });
    await expect.poll(() => pictureOf(feed).engine?.tradingState, SOON).toBe("reducing");
    expect(pictureOf(feed).engine?.reduceOnly).toMatchObject([{ scope: "all" }]);
  });

  test("carries a quote without a journal entry, and lets it age by the venue's time", async () => {
    const feed = await watch();
    const spy = () => pictureOf(feed).positions?.[0];
    stage.screen.quote("SPY", "101.00", "101.02");
    await expect.poll(() => spy()?.mark, SOON).toBe("101.01");
    expect(spy()?.markFreshness.ageMs).toBe(0);
    stage.rig.time += 12_000;
    stage.beat();
    await expect.poll(() => spy()?.markFreshness.ageMs, SOON).toBe(12_000);
  });

  test("tells the time of the last cycle, so that a silent engine shows as silent", async () => {
    const feed = await watch();
    const heartbeat = (frame: LiveFrame | undefined) =>
      frame?.type === "heartbeat" ? frame.serverTime - frame.engineHeartbeatAt : 0;
    stage.beat(60_000);
    await expect
      .poll(() => heartbeat(feed.frames.findLast(({ type }) => type === "heartbeat")), SOON)
      .toBeGreaterThan(55_000);
    await expect
      .poll(() => pictureOf(feed).engine?.health[0], SOON)
      .toMatchObject({ name: "engine", status: "down" });
    stage.beat();
  });

  test("is counted while a console watches, and forgotten when it goes", async () => {
    const clients = async () => {
      const text = await (await owner.get("/metrics")).text();
      return Number(/^interlock_feed_clients (\d+)$/m.exec(text)?.[1]);
    };
    await expect.poll(clients, SOON).toBe(0);
    const feed = await watch();
    await expect.poll(clients, SOON).toBe(1);
    feed.close();
    await expect.poll(clients, SOON).toBe(0);
  });

  test("cuts off a client that talks at length: nothing is expected from one", async () => {
    const feed = await watch();
    feed.socket.on("error", () => undefined);
    feed.socket.send("x".repeat(8_000));
    await expect.poll(() => feed.closedWith, SOON).toBe(1009);
  });

  test("comes as a subscription of the API, too", async () => {
    const { cookie } = owner.address;
    const protocols = [...(await owner.ticket())];
    class Browser extends WebSocket {
      constructor(url: string) {
        super(url, protocols, { headers: { origin: CONSOLE_URL, cookie } });
      }
    }
    const client = createWSClient({
      url: `${stage.url.replace("http", "ws")}/trpc`,
      WebSocket: Browser as unknown as typeof globalThis.WebSocket,
    });
    const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
    const frames: LiveFrame[] = [];
    const subscription = trpc.live.updates.subscribe(undefined, {
      onData: (frame) => frames.push(frame),
    });
    await expect.poll(() => frames[0]?.type, SOON).toBe("snapshot");
    stage.screen.quote("IBM", "50.00", "50.02");
    await expect.poll(() => frames.map(({ type }) => type), SOON).toContain("patch");
    subscription.unsubscribe();
    const commandId = crypto.randomUUID();
    await expect(trpc.kill.engage.mutate({ commandId, mode: "halt" })).rejects.toThrow(
      /over HTTP only/,
    );
    expect(stage.rig.told("kill_requested").map(({ killId }) => killId)).not.toContain(commandId);
    await client.close();
  });
});

test("tells the trading thread how far the database is behind", async () => {
  await expect
    .poll(() => stage.told.findLast(({ kind }) => kind === "projection_lag"), SOON)
    .toMatchObject({ lagMs: expect.any(Number) as number });
});

test("what the strategies say of themselves reaches the console", async () => {
  const id = stage.rig.state.settings?.strategies[0]?.id;
  if (id === undefined) throw new Error("no strategy");
  const symbol = stage.screen.board.symbols[0];
  if (symbol === undefined) throw new Error("no symbol");
  const line = { symbol, phase: "warming", text: "waits for 3 bars", target: 0 };
  stage.send({
    kind: "strategy_reports",
    reports: [{ id, symbols: [line] }],
    watchdogUp: true,
  });
  await expect
    .poll(async () => (await owner.trpc.live.snapshot.query()).strategies[0]?.state, SOON)
    .toBe("warming");
});

test("an edge that is told to stop lets its consoles go, and a new one goes on where the journal is", async () => {
  const feed = await watch();
  await expect.poll(() => feed.frames.length, SOON).toBeGreaterThan(0);
  await stage.stopEdge();
  await expect.poll(() => feed.closedWith, SOON).toBe(1001);
  stage.rig.pass(60_000);
  const seq = await stage.rig.durable();
  await stage.startEdge();
  owner = await stage.signIn();
  await expect
    .poll(async () => (await owner.trpc.live.snapshot.query()).engine.journalSeq, SOON)
    .toBe(seq);
});

test("an edge whose port is taken says which one, and what to do", async () => {
  const port = Number(new URL(stage.url).port);
  const other = await EdgeStage.open();
  await expect(other.startEdge(port)).rejects.toThrow(
    new RegExp(`port ${port} is in use.*ENGINE_PORT`),
  );
  await other.close();
});
