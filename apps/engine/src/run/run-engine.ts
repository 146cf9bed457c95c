import { join } from "node:path";
import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { VenueClient } from "@interlock/alpaca/venue-client";
import type { ClientOrderId } from "@interlock/core/ids";
import { isOpen } from "@interlock/core/order/order";
import type { Env } from "../config/env.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { BoardWriter, createMarketBoard } from "../edge/market-board.ts";
import { Engine } from "../engine.ts";
import type { EngineStarted } from "../input.ts";
import { VenuePerformer } from "../execution/perform-effects.ts";
import { type ControlSocketServer, openControlSocket } from "../operator/control-socket-server.ts";
import type { EngineState } from "../state.ts";
import { emptyViews } from "../views.ts";
import { readKillLatch } from "../watchdog/kill/kill-latch.ts";
import { backfillBars } from "./backfill-bars.ts";
import { buildHash } from "./build-hash.ts";
import { CommandDesk } from "./command-desk.ts";
import { connectStreams } from "./connect-streams.ts";
import { startEdge } from "./edge-host.ts";
import { askAccount, checkAccount } from "./identify-account.ts";
import { newInstanceName } from "./instance-name.ts";
import { log } from "./log.ts";
import { MarketFeed } from "./market-feed.ts";
import { recover } from "./recover.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";
import { engineStatus } from "./status.ts";
import { stopOnSignal } from "./stop-on-signal.ts";
import { strategyReports } from "./strategy-reports.ts";
import { Ticker } from "./ticker.ts";
import { ReplayedTime, SynchronizedTime } from "./venue-time.ts";

/** What an engine runs with. */
export interface RunOptions {
  readonly env: Env;
  readonly venueEnv: AlpacaEnvironment;
  readonly config: LoadedConfig;
}

/**
 * Composition root of the trading process: recovery, the venue, the one writer, the edge, the control socket. It only
 * chooses and connects parts; every rule is in `decide`.
 */
export async function runEngine({ env, venueEnv, config }: RunOptions): Promise<void> {
  const simulated = venueEnv.mode === "sim";
  const time = simulated ? new ReplayedTime() : new SynchronizedTime({ wallMs: Date.now, monotonicMs: () => performance.now() });
  const recovered = await recover({
    dataDir: env.dataDir,
    segmentBytes: config.system.journal.segmentBytesMax,
    onDurable: (seq) => {
      engine.committed(seq);
      snapshots.committed(seq);
    },
    onFailure: (error) => fall(`The journal cannot be written: ${error.message}`),
  });
  if ("refused" in recovered) return fall(recovered.refused);
  for (const note of recovered.notes) log.warn(note);
  const { state, opened } = recovered;
  const { log: commitLog, cell } = opened;
  time.learn(state.time);

  const venue = new VenueClient({ environment: venueEnv, venueNow: () => time.now() });
  const account = checkAccount(
    await askAccount(venue, async (reason) => {
      log.warn(`The venue does not answer: ${reason}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }),
    { environment: venueEnv, pinnedId: config.system.accountId, journaledId: state.accountId },
  );
  if (!account.ok) return fall(`Not started: ${account.error}.`);
  const clock = await venue.clock();
  if (clock.ok) time.learn(clock.value.venueAt);

  const views = emptyViews();
  const desk = new CommandDesk(() => commitLog.durableSeq);
  const performer = new VenuePerformer({
    venue,
    accept: (body) => engine.accept(body),
    answered: () => engine.answered(),
    venueNow: () => time.now(),
    orderMaxAgeMs: config.system.execution.orderMaxAgeMs,
    workingOrders: () => workingOrders(state),
    maySend: () => true,
    answerCommand: (answer) => desk.answer(answer),
    raiseAlert: ({ severity, sentence }) => log[severity === "critical" ? "error" : "warn"](sentence),
  });
  const engine = new Engine({ state, views, log: commitLog, performer, clock: time });
  const snapshots = new SnapshotKeeper({ dataDir: env.dataDir, state, log: commitLog, everyEntries: config.system.journal.snapshotEveryEntries });

  const board = createMarketBoard(config.settings.symbols);
  const writer = new BoardWriter(board);
  const control = await openControlSocket(join(env.dataDir, "run", "engine.sock"), {
    command: (command) => desk.submit(engine, command),
    status: () => engineStatus({ engine, state, views, feed: marketFeed }),
  });
  if (!control.ok) return fall(control.error);
  const ticker = new Ticker({ engine, venue, time, simulated, onTick: () => beat({ engine, state, control: control.value, writer }) });
  const marketFeed = new MarketFeed({ engine, board: writer, ticksFromEvents: simulated, tick: () => ticker.tick() });
  const edge = startEdge({
    start: {
      dataDir: env.dataDir,
      port: env.enginePort,
      consoleUrl: env.consoleUrl,
      databaseUrl: env.databaseUrl ?? "",
      cell,
      board,
      allowedOrigins: [env.consoleUrl],
    },
    onMessage: (message) => {
      switch (message.kind) {
        case "command":
          void desk.submit(engine, message.command).then((answer) => edge.send({ kind: "command_answered", answer }));
          return;
        case "projection_lag":
          return engine.accept(message);
        case "listening":
          return announce(message.port);
        case "failed":
          return void log.error(message.sentence);
      }
    },
    log: (sentence) => log.error(sentence),
  });

  const streams = connectStreams({
    engine,
    environment: venueEnv,
    feed: config.system.feed,
    symbols: config.settings.symbols,
    time,
    marketFeed,
    holdPongs: simulated && !config.system.pacing.autoPong,
    log: (sentence) => log.warn(sentence),
  });
  engine.accept({
    kind: "engine_started",
    settings: config.settings,
    build: buildHash(import.meta.url),
    instance: state.instance === "" ? newInstanceName() : state.instance,
    accountId: account.value.accountId,
    accountNumber: account.value.accountNumber,
    haltedBecause: env.startHalted,
    latch: latchedKill(env.dataDir),
  });
  streams.orders.start();
  ticker.start();
  const reports = setInterval(() => edge.send({ kind: "strategy_reports", reports: strategyReports(views), watchdogUp: control.value.clients > 0 }), 1_000);
  await whenRecovered(engine, state);
  await backfillBars({ engine, venue, state, config, now: time.now() });
  const { symbols } = config.settings;
  streams.market.subscribe({ trades: symbols, quotes: symbols, bars: [] });
  streams.market.start();
  log.info({ seq: state.journalSeq, account: state.accountNumber }, "trading-ready");
  readyForTrading();

  stopOnSignal(async () => {
    ticker.stop();
    clearInterval(reports);
    streams.stop();
    await snapshots.write();
    await edge.stop();
    await control.value.close();
    await commitLog.close();
    await venue.close();
  });
}

/** The disk or the start refused: nothing may go on. The supervisor starts the engine again where that can help. */
function fall(sentence: string): void {
  log.fatal(sentence);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** A kill that the watchdog latched holds the engine from its first input on. */
function latchedKill(dataDir: string): EngineStarted["latch"] {
  const latch = readKillLatch(dataDir);
  return latch === null ? null : { mode: latch.mode, reason: latch.reason, by: latch.by.name };
}

function workingOrders(state: EngineState): readonly ClientOrderId[] {
  return Object.values(state.orders).filter(isOpen).map((order) => order.clientOrderId);
}

interface BeatParts {
  readonly engine: Engine;
  readonly state: EngineState;
  readonly control: ControlSocketServer;
  readonly writer: BoardWriter;
}

/** Says that a decision cycle was completed: the watchdog and the consoles live by it. */
function beat({ engine, state, control, writer }: BeatParts): void {
  const at = Date.now();
  writer.beat({ wallAt: at, cycles: engine.cycles, venueTime: engine.now });
  control.heartbeat(() => ({ cycle: engine.cycles, at, venueTime: engine.now, tradingState: state.trading.state }));
}

async function whenRecovered(engine: Engine, state: EngineState): Promise<void> {
  while (!state.recovered) {
    await engine.settled();
    if (!state.recovered) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let edgePort: number | null = null;
let tradingReady = false;

function announce(port: number): void {
  edgePort = port;
  announceOnce();
}

function readyForTrading(): void {
  tradingReady = true;
  announceOnce();
}

/** The supervisor waits for this line: the edge listens and the engine may trade. */
function announceOnce(): void {
  if (edgePort !== null && tradingReady) process.stdout.write(`${JSON.stringify({ ready: true, port: edgePort })}\n`);
}
