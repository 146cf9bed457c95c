import type { DatabasePool } from "@interlock/db/create-pool";
import { BoardWriter, createMarketBoard } from "../edge/market-board.ts";
import { Engine } from "../engine.ts";
import type { InputBody } from "../input.ts";
import { stoppedParts } from "../kill-in-force.ts";
import type { ControlSocketServer } from "../operator/control-socket-server.ts";
import { emptyViews, type Views } from "../views.ts";
import { CommandDesk } from "./command-desk.ts";
import { DailyUpkeep } from "./daily-upkeep.ts";
import type { EdgeHost } from "./edge-host.ts";
import { fall } from "./fall.ts";
import { diskShareOf, LoopLag, memoryShareOfProcess } from "./host/host-figures.ts";
import { HostWatch } from "./host/host-watch.ts";
import type { LeaseKeeper } from "./lease/lease-keeper.ts";
import { MarketFeed } from "./venue/market-feed.ts";
import { makePerformer } from "./process/make-performer.ts";
import { openEdge, takeFromEdge } from "./process/open-edge.ts";
import { BuilderLookup } from "./process/name-builders.ts";
import type { ProcessParts } from "./process/process-parts.ts";
import { ProjectionWatch } from "./projection-watch.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";
import { engineStatus } from "./status.ts";
import { showConditions, showLatest, showMoves } from "./venue/show-latest.ts";
import { Ticker } from "./venue/ticker.ts";

/** The parts of a running trading process. */
export interface TradingProcess {
  readonly engine: Engine;
  readonly views: Views;
  readonly snapshots: SnapshotKeeper;
  readonly upkeep: DailyUpkeep;
  readonly control: ControlSocketServer;
  readonly ticker: Ticker;
  readonly marketFeed: MarketFeed;
  readonly edge: EdgeHost;
  readonly projection: ProjectionWatch;
  readonly host: HostWatch;
  readonly lease: LeaseKeeper;
  readonly pool: DatabasePool;
}

/** Puts the parts together: the one writer in the middle, and around it what brings inputs and carries effects. */
export function assembleProcess(parts: ProcessParts): TradingProcess {
  const { config, recovered, control, venue, time, lease, pool } = parts;
  const { state } = recovered;
  const { log: commitLog } = recovered.opened;
  const views = emptyViews();
  const desk = new CommandDesk(() => commitLog.durableSeq);
  const takeAnswer = (body: InputBody): void => {
    engine.accept(body);
    if (body.kind === "latest_quotes") showLatest(writer, views, body.quotes);
  };
  const engine: Engine = new Engine({
    state,
    views,
    log: commitLog,
    clock: time,
    performer: makePerformer(parts, {
      desk,
      engine: () => engine,
      accept: takeAnswer,
      drill: parts.performDrill,
    }),
    onFault: (error) => fall(`The engine has ended: a decision broke off. ${traceOf(error)}`),
  });
  const board = createMarketBoard(config.settings.symbols);
  const writer = new BoardWriter(board, config.settings.markSpreadMaxBps);
  const simulated = parts.venueEnv.mode === "sim";
  const beat = (): void => sendBeat(parts, { engine, views, writer });
  const ticker = new Ticker({ engine, venue, time, simulated, onTick: beat });
  const marketFeed = new MarketFeed({
    engine,
    board: writer,
    ticksFromEvents: simulated,
    tick: () => ticker.tick(),
    conflates: !simulated,
  });
  const builders = new BuilderLookup((message) => edge.send(message));
  parts.early.hand({
    // Only what names builders waits for an answer: a kill is never behind one.
    command: (command) =>
      command.body.kind === "golive_attest"
        ? builders.complete(command).then((whole) => desk.submit(engine, whole))
        : desk.submit(engine, command),
    status: () => engineStatus({ engine, state, views, feed: marketFeed }),
  });
  const projection = new ProjectionWatch(
    (lagMs) => engine.accept({ kind: "projection_lag", lagMs }),
    () => performance.now(),
  );
  const strategies = config.settings.strategies.map(({ id }) => id);
  const shown = { board, calls: { mark: views.callMark, strategies } };
  const edge: EdgeHost = openEdge(parts, shown, (message) =>
    takeFromEdge(message, { parts, views, engine, desk, projection, builders, edge: () => edge }),
  );
  return {
    engine,
    views,
    ...makeKeepers(parts),
    control,
    ticker,
    marketFeed,
    edge,
    projection,
    host: watchHost(parts, engine, writer),
    lease,
    pool,
  };
}

/** Shows on the board what the views know, and says on the control socket that the loop has gone round. */
function sendBeat(
  { control, recovered: { state } }: ProcessParts,
  {
    engine,
    views,
    writer,
  }: { readonly engine: Engine; readonly views: Views; readonly writer: BoardWriter },
): void {
  const at = Date.now();
  showConditions(writer, views, engine.now);
  const windowMs = state.limits?.values.breakerPriceMoveWindowMs ?? 0;
  showMoves(writer, views, { time: engine.now, windowMs });
  writer.beat({ wallAt: at, cycles: engine.cycles, venueTime: engine.now });
  control.heartbeat(() => ({
    cycle: engine.cycles,
    at,
    venueTime: engine.now,
    tradingState: state.trading.state,
    ...stoppedParts(state),
  }));
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function watchHost({ env, venueEnv }: ProcessParts, engine: Engine, board: BoardWriter): HostWatch {
  const lag = new LoopLag();
  return new HostWatch({
    diskShare: () => diskShareOf(env.dataDir),
    memoryShare: memoryShareOfProcess,
    loopLagMs: () => lag.takeMs(),
    board,
    accept: (body) => engine.accept(body),
    dataDir: env.dataDir,
    judgesLag: venueEnv.mode !== "sim",
  });
}

/** What keeps the journal short: snapshots of the state, and the tape of late days deleted. */
function makeKeepers({ env, config, recovered }: ProcessParts) {
  const { state, opened } = recovered;
  const { log: commitLog } = opened;
  const { journal, tape } = config.system;
  const common = { dataDir: env.dataDir, state, log: commitLog };
  return {
    snapshots: new SnapshotKeeper({
      ...common,
      everyEntries: journal.snapshotEveryEntries,
      lastSeq: recovered.snapshotSeq,
    }),
    upkeep: new DailyUpkeep({ ...common, tapeRetentionDays: tape.retentionDays }),
  };
}
