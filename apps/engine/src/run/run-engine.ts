import type { VenueClient } from "@interlock/alpaca/venue-client";
import { join } from "node:path";
import type { Ticker } from "@interlock/core/ids";
import { DrillHands } from "./process/drill-hands.ts";
import type { Heartbeat } from "../operator/control-socket-protocol.ts";
import { openControlSocket } from "../operator/control-socket-server.ts";
import type { EngineState } from "../state.ts";
import { Announcement } from "./announce.ts";
import { backfillBars } from "./venue/backfill-bars.ts";
import { buildHash } from "./build-hash.ts";
import { connectStreams, type VenueStreams } from "./venue/connect-streams.ts";
import { fall } from "./fall.ts";
import { EarlyControl } from "./venue/early-control.ts";
import { publishLastHead } from "./process/last-head.ts";
import { startInput } from "./process/start-input.ts";
import { measureHost } from "./host/measure-host.ts";
import type { LeaseNews } from "./lease/lease-keeper.ts";
import { log } from "./log.ts";
import { openLease } from "./lease/open-lease.ts";
import { openVenue } from "./venue/open-venue.ts";
import { recover, type Recovered } from "./recover.ts";
import { forgetRestored } from "../journal/recovery/restored-mark.ts";
import type { RunOptions } from "./run-options.ts";
import { forgetSilence, readSilences } from "./silence/silence-notes.ts";
import { strategyReports } from "./strategy-reports.ts";
import { OWN_PROCESS, type Surroundings } from "./surroundings.ts";
import { assembleProcess, type TradingProcess } from "./trading-process.ts";
import { UnreadableFrames } from "./venue/unreadable-frames.ts";
import { ReplayedTime, SynchronizedTime, type VenueTime } from "./venue/venue-time.ts";

/**
 * Runs the trading process, always in the same order: recover from the journal, listen, identify the account, start the
 * writer, compare with the venue, and only then take market data and trade. There is no other way to start.
 */
export async function runEngine(
  options: RunOptions,
  surroundings: Surroundings = OWN_PROCESS,
): Promise<void> {
  const { env, venueEnv, config } = options;
  const simulated = venueEnv.mode === "sim";
  const time = simulated ? new ReplayedTime() : realTime();
  let running: TradingProcess | null = null;
  const drills = new DrillHands(env.dataDir);
  const recovered = await recover({
    dataDir: env.dataDir,
    segmentBytes: config.system.journal.segmentBytesMax,
    onDurable: (seq) => tellDurable(running, seq),
    onFolding: surroundings.folding,
    onFailure: (error) => fall(`The journal cannot be written: ${error.message}`),
  });
  if ("refused" in recovered) return fall(recovered.refused);
  for (const note of recovered.notes) log.warn(note);
  const { state } = recovered;
  // A replayed venue's time is its tape's, and goes on from the journal's; a real venue's is asked for.
  if (simulated) time.learn(state.time);
  surroundings.alive();
  const early = new EarlyControl();
  const control = await openControlSocket(join(env.dataDir, "run", "engine.sock"), early);
  if (!control.ok) return fall(control.error);
  const onWait = (): void => control.value.heartbeat(() => waitingBeat(state));
  const { venue, account } = await findVenue(options, { state, time, onWait });
  const held = await openLease(env, account.accountId);
  const announcement = new Announcement(surroundings.announce);
  running = assembleProcess({
    ...options,
    recovered,
    control: control.value,
    early,
    venue,
    time,
    ...held,
    onListening: (port) => announcement.listening(port),
    performDrill: (drill) => drills.perform(drill),
    openEdge: surroundings.openEdge,
  });
  const trading = running;
  const { engine } = trading;
  const streams = openStreams(options, trading, time);
  drills.reach({ cut: () => streams.cut(), accept: (body) => engine.accept(body) });
  const silentStrategies = readSilences(env.dataDir);
  const build = buildHash(import.meta.url);
  engine.accept({ ...startInput(options, state, account), build, silentStrategies });
  // Before anything else, so that what the host is short of stands at the same place in every run.
  trading.host.look();
  const measures = measureHost({ engine, time, simulated, dataDir: env.dataDir });
  streams.orders.start();
  trading.ticker.start();
  held.lease.start(leaseNews(trading));
  const reports = setInterval(() => report(trading), REPORT_MS);
  surroundings.onStoppable(async () => {
    clearInterval(reports);
    clearInterval(measures);
    await stopInOrder(trading, { streams, venue, recovered, options });
  });
  await whenRecovered(running, state);
  forgetRestored(options.env.dataDir);
  for (const { strategyId } of silentStrategies) forgetSilence(env.dataDir, strategyId);
  await backfillBars({ engine, venue, state, config, now: time.now() });
  // A simulated tape begins with our subscription: it waits for the lease, a real market would not.
  if (simulated) await held.lease.settled();
  openMarket(streams, config.settings.symbols);
  log.info({ seq: state.journalSeq, account: state.accountNumber }, "trading-ready");
  announcement.tradingReady();
}

function tellDurable(running: TradingProcess | null, seq: number): void {
  running?.engine.committed(seq);
  running?.snapshots.committed(seq);
  running?.upkeep.committed();
}

function findVenue(
  { venueEnv: environment, config }: RunOptions,
  { state, ...waiting }: { state: EngineState; time: VenueTime; onWait: () => void },
): ReturnType<typeof openVenue> {
  const { accountId: pinnedId } = config.system;
  return openVenue({ environment, pinnedId, journaledId: state.accountId, ...waiting });
}

function openStreams(
  { env, venueEnv, config }: RunOptions,
  { engine, marketFeed }: TradingProcess,
  time: VenueTime,
): VenueStreams {
  const frames = new UnreadableFrames(env.dataDir);
  const { feed, pacing } = config.system;
  return connectStreams({
    engine,
    environment: venueEnv,
    feed,
    time,
    marketFeed,
    holdPongs: venueEnv.mode === "sim" && !pacing.autoPong,
    log: (sentence) => log.warn(sentence),
    unreadable: (channel, sample) => {
      frames.keep(channel, sample, Date.now());
      log.warn({ channel, why: sample.why, count: frames.count }, "a frame could not be read");
    },
  });
}

function openMarket({ market }: VenueStreams, symbols: readonly Ticker[]): void {
  market.subscribe({ trades: symbols, quotes: symbols, bars: [], notices: symbols });
  market.start();
}

/** Nothing is decided while the venue is waited for, and nothing leaves; it says nothing of what the books hold. */
function waitingBeat({ time }: EngineState): Heartbeat {
  return { cycle: 0, at: Date.now(), venueTime: time, tradingState: "halted", waiting: true };
}

const REPORT_MS = 1_000;
const LOOK_AGAIN_MS = 50;
/** Time that answers under way get when the process stops. */
const SETTLE_MS = 3_000;

function realTime(): SynchronizedTime {
  return new SynchronizedTime({ wallMs: Date.now, monotonicMs: () => performance.now() });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface StopParts {
  readonly streams: VenueStreams;
  readonly venue: VenueClient;
  readonly recovered: Recovered;
  readonly options: RunOptions;
}

/** Takes nothing more, lets what was asked be answered, and closes everything, the journal last. */
async function stopInOrder(trading: TradingProcess, parts: StopParts): Promise<void> {
  const { engine, ticker, snapshots, edge, control, lease, pool } = trading;
  ticker.stop();
  parts.streams.stop();
  await Promise.race([engine.settled(), pause(SETTLE_MS)]);
  engine.stop();
  await lease.stop();
  await snapshots.write();
  await edge.stop();
  await control.close();
  await parts.venue.close();
  await pool.end();
  const { recovered, options } = parts;
  const { log: commitLog } = recovered.opened;
  await commitLog.close();
  const end = () => ({ position: commitLog.durable, instance: recovered.state.instance });
  await publishLastHead(options.config.system.heads, { dataDir: options.env.dataDir, end });
}

/** Tells the edge what the strategies wait for, and whether the watchdog listens; notes when it is silent itself. */
function report({ edge, views, control, projection, host }: TradingProcess): void {
  projection.look();
  host.look();
  const watchdogUp = control.clients > 0;
  edge.send({ kind: "strategy_reports", reports: strategyReports(views), watchdogUp });
}

function leaseNews({ engine }: TradingProcess): LeaseNews {
  return {
    onChange: (up, reason) =>
      engine.accept({ kind: "connection", channel: "account_lease", up, reason }),
    onTaken: (by) => engine.accept({ kind: "account_taken", by }),
  };
}

async function whenRecovered({ engine }: TradingProcess, state: EngineState): Promise<void> {
  while (!state.recovered) {
    await engine.settled();
    if (!state.recovered) await pause(LOOK_AGAIN_MS);
  }
}
