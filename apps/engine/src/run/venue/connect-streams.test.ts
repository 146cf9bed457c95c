import { VenueClient } from "@interlock/alpaca/venue-client";
import { ticker } from "@interlock/core/ids";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settings } from "../../../test/rig.ts";
import { startVenue, type VenueInProcess } from "../../../test/venue-in-process.ts";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { loadConfig } from "../../config/load-config.ts";
import { BoardWriter, createMarketBoard } from "../../edge/market-board.ts";
import { Engine } from "../../engine.ts";
import { VenuePerformer } from "../../execution/alpaca-performer.ts";
import type { Input } from "../../input.ts";
import { MemoryCommitLog } from "../../journal/memory-commit-log.ts";
import type { EngineRecord } from "../../record.ts";
import { initialState } from "../../state.ts";
import { emptyViews } from "../../views.ts";
import { backfillBars } from "./backfill-bars.ts";
import { connectStreams, type VenueStreams } from "./connect-streams.ts";
import { MarketFeed } from "./market-feed.ts";
import { ReplayedTime } from "./venue-time.ts";

const WAIT = { timeout: 12_000, interval: 20 };
const SYMBOLS = ["SPY", "IBM"].map(ticker);

/** The engine's rules and the venue's streams as a process joins them, with a log in memory. */
class Floor {
  readonly state = initialState();
  readonly inputs: Input[] = [];
  readonly records: EngineRecord[] = [];
  readonly said: string[] = [];
  readonly time = new ReplayedTime();
  readonly client: VenueClient;
  readonly engine: Engine;
  readonly feed: MarketFeed;
  readonly streams: VenueStreams;
  ticks = 0;

  constructor({ environment }: VenueInProcess, holdPongs = true) {
    const { time } = this;
    this.client = new VenueClient({ environment, venueNow: () => time.now() });
    const log = new MemoryCommitLog<Input, EngineRecord>((seq) => this.engine.committed(seq));
    const performer = new VenuePerformer({
      venue: this.client,
      accept: (body) => this.engine.accept(body),
      answered: () => this.engine.answered(),
      venueNow: () => time.now(),
      orderMaxAgeMs: 5_000,
      workingOrders: () => [],
      writer: () => "only",
      oneAtATime: true,
      feed: "iex",
      answerCommand: () => undefined,
      raiseAlert: ({ sentence }) => this.said.push(sentence),
    });
    this.engine = new Engine({
      state: this.state,
      views: emptyViews(),
      performer,
      clock: time,
      log: {
        record: (input, records) => {
          this.inputs.push(input);
          this.records.push(...records);
          return log.record(input, records);
        },
        get lastSeq() {
          return log.lastSeq;
        },
        get durableSeq() {
          return log.durableSeq;
        },
      },
    });
    this.feed = new MarketFeed({
      engine: this.engine,
      board: new BoardWriter(createMarketBoard(SYMBOLS), 100),
      ticksFromEvents: true,
      tick: () => {
        this.ticks += 1;
        this.engine.accept({ kind: "clock" });
      },
    });
    this.streams = connectStreams({
      engine: this.engine,
      environment,
      feed: "iex",
      time,
      marketFeed: this.feed,
      holdPongs,
      log: (sentence) => this.said.push(sentence),
    });
  }

  start(): void {
    this.engine.accept({
      kind: "engine_started",
      settings: settings({ symbols: SYMBOLS }),
      build: "test",
      instance: "abcdef",
      accountId: "account",
      accountNumber: "PA1",
      haltedBecause: "",
      latch: null,
    });
    this.streams.orders.start();
    this.streams.market.subscribe({ trades: SYMBOLS, quotes: SYMBOLS, bars: [] });
    this.streams.market.start();
  }

  connections(channel: string): (boolean | string)[] {
    return this.inputs.flatMap(({ body }): (boolean | string)[] => {
      if (body.kind === "connection" && body.channel === channel) return [body.up];
      return body.kind === "stream_gap" && body.channel === channel ? ["gap"] : [];
    });
  }

  async close(): Promise<void> {
    this.streams.stop();
    this.engine.stop();
    await this.client.close();
  }
}

let venue: VenueInProcess;
let floor: Floor;
beforeEach(async () => {
  venue = await startVenue();
  floor = new Floor(venue);
});
afterEach(async () => {
  await floor.close();
  await venue.close();
});

test("what both streams bring becomes inputs, and the tape's seconds become the engine's ticks", async () => {
  floor.start();
  await expect.poll(() => floor.feed.events, WAIT).toBeGreaterThan(200);
  expect(floor.connections("order_stream")).toEqual([true]);
  expect(floor.connections("market_data")).toEqual([true]);
  const events = floor.inputs.filter(({ body }) => ["quote", "trade"].includes(body.kind));
  expect(events.length).toBe(floor.feed.events);
  const times = floor.inputs.map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const seconds = new Set(events.map(({ time }) => Math.floor(time / 1_000)));
  expect(floor.ticks).toBe(seconds.size);
});

test("streams that are cut are told to the engine, with the gap, and come back by themselves", async () => {
  floor.start();
  await expect.poll(() => floor.feed.events, WAIT).toBeGreaterThan(10);
  await venue.faults({ killSockets: true });
  const lost = [true, false, true, "gap"];
  await expect.poll(() => floor.connections("order_stream"), WAIT).toEqual(lost);
  await expect.poll(() => floor.connections("market_data"), WAIT).toEqual(lost);
});

test("at full speed the tape waits for the engine: it is held until everything received is settled", async () => {
  floor.start();
  await expect.poll(() => floor.feed.events, WAIT).toBeGreaterThan(50);
  await floor.engine.settled();
  expect(floor.engine.isSettled()).toBe(true);
});

test("missing minutes are fetched from the venue's history and become one input", async () => {
  const config = loadConfig({ environment: "sim", root: checkoutRoot(), symbols: ["SPY", "IBM"] });
  if (!config.ok) throw new Error("the configuration is not sound");
  const clock = await floor.client.clock();
  if (!clock.ok) throw new Error(clock.failure.message);
  const { engine, client, state } = floor;
  const parts = { engine, venue: client, state, config: config.config, now: clock.value.venueAt };
  await backfillBars({ ...parts, now: 0 });
  expect(floor.inputs).toEqual([]);
  await venue.faults({ rest5xx: 20 });
  await backfillBars(parts);
  expect(floor.inputs).toEqual([]);
  await venue.faults({ rest5xx: 0 });
  await backfillBars(parts);
  expect(floor.inputs.map(({ body }) => body.kind)).toEqual(["bars_backfilled"]);
});
