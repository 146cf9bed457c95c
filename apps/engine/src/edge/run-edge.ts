import type { MessagePort } from "node:worker_threads";
import type { DatabasePool } from "@interlock/db/create-pool";
import { JournalFollower } from "../journal/journal-follower.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import type { EngineRecord, JournalEntry } from "../record.ts";
import { forgetSilence, noteSilence } from "../run/silence/silence-notes.ts";
import { stateOfSnapshot } from "../run/state-of-snapshot.ts";
import type { EdgeStart } from "./edge-message.ts";
import { EdgePicture } from "./edge-picture.ts";
import { closePools, openPools } from "./edge-pools.ts";
import { makeReadBuilders } from "./auth/people/known-builders.ts";
import { CALL_LOOK_MS, CallWatch } from "./call-watch.ts";
import { DrawLoop, LOOK_MS } from "./feed/draw-loop.ts";
import { FeedSocket } from "./feed/feed-socket.ts";
import { LiveFeed } from "./feed/live-feed.ts";
import { EdgeBook } from "./follow/edge-book.ts";
import { recallDay } from "./follow/recall-day.ts";
import { makeMetrics } from "./http/metrics.ts";
import { NoteFinisher } from "./noted/finish-left-notes.ts";
import { LeftNotes } from "./noted/left-notes.ts";
import { openNoticeDesk } from "./notices/open-desk.ts";
import { readBeat } from "./market-board.ts";
import { runPublisher } from "./anchor/keep-heads.ts";
import { AuditWatch } from "./project/audit-watch.ts";
import { Projector } from "./project/projector.ts";
import { openGate, openHeads, openHouse } from "./open-gate.ts";
import { serveEdge } from "./serve-edge.ts";
import { TradingThread } from "./trading-thread.ts";

const FOLLOW_BATCH = 1_000;
const HEARTBEAT_MS = 1_000;
const LAG_REPORT_MS = 500;
const NOTES_MS = 1_000;

/**
 * The edge: follows the journal with the same `apply`, draws the live picture, serves people, and writes the database.
 * Nothing here can hold up trading: the trading thread publishes a number and a board, and takes commands.
 */
export async function runEdge(start: EdgeStart, port: MessagePort): Promise<void> {
  const { dataDir, cell, board } = start;
  const stopping = new AbortController();
  const pools = openPools(start.databaseUrl);
  const readBuilders = makeReadBuilders(pools.people);
  const trading = new TradingThread(port, { stop: () => stopping.abort(), readBuilders });
  const calls = watchCalls(start, trading);
  const { book, afterSeq } = openBook(dataDir);
  const followed = { dataDir, cell, signal: stopping.signal };
  const projector = new Projector({ ...followed, pool: pools.projector });
  const audit = new AuditWatch({
    ...followed,
    pool: pools.audit,
    found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
  });
  const from = { dir: dataDir, afterSeq, cell, batchMax: FOLLOW_BATCH };
  const follower = new JournalFollower<EngineRecord>(from);
  const end = () => ({ position: follower.position, instance: book.state.instance });
  const heads = openHeads(start, { end, trading });
  const desk = openNoticeDesk(start, { trading, book });
  const notices = () => desk.status();
  const picture = new EdgePicture({ book, board, projector, trading, audit, heads, notices });
  const feed = new LiveFeed();
  const feedSocket = new FeedSocket(feed);
  const house = openHouse(start, { book, trading, pools });
  const server = serveEdge(start, {
    engine: openGate({
      ...{ book, feed, picture, trading, heads, audit, pools, start, house, desk },
      end: stopping.signal,
    }),
    house,
    feedSocket,
    picture,
    metrics: makeMetrics({
      book,
      board,
      projectionLagMs: () => projector.status().lagMs,
      feedClients: () => feed.clients,
      wallNow: Date.now,
    }),
    trading,
  });
  const drawing = drawLoop(picture, feed);
  void projector.run();
  void audit.run();
  const notes = watchNotes(dataDir, { trading, pool: pools.people });
  const timers = [
    calls,
    notes.timer,
    ...house.watch(),
    setInterval(() => drawing.look(), LOOK_MS),
    setInterval(() => feed.heartbeat(Date.now(), readBeat(board).wallAt), HEARTBEAT_MS),
    reportLag(projector, trading),
  ];
  let publishing: NodeJS.Timeout[] | null = null;
  for await (const entries of follower.batches(stopping.signal)) {
    for (const entry of entries) {
      book.take(entry);
      notes.take(entry);
      desk.notifier.take(entry);
    }
    publishing ??= runPublisher(heads, start.heads);
  }
  for (const timer of [...timers, ...(publishing ?? [])]) clearInterval(timer);
  desk.notifier.close();
  feedSocket.close();
  server.close();
  await closePools(pools);
}

/** The live picture is drawn when something has changed and somebody looks. */
function drawLoop(picture: EdgePicture, feed: LiveFeed): DrawLoop {
  return new DrawLoop({
    version: () => picture.version(),
    watched: () => feed.clients > 0,
    draw: () => feed.publish(picture.draw(), Date.now()),
    now: () => performance.now(),
  });
}

function reportLag(projector: Projector, trading: TradingThread): NodeJS.Timeout {
  const report = () => trading.tell({ kind: "projection_lag", lagMs: projector.status().lagMs });
  return setInterval(report, LAG_REPORT_MS);
}

interface NoteParts {
  readonly trading: TradingThread;
  readonly pool: DatabasePool;
}

/** What the command line did beside the engine is journaled once it is left for us. */
function watchNotes(dataDir: string, { trading, pool }: NoteParts) {
  const finisher = new NoteFinisher(dataDir, pool);
  const notes = new LeftNotes(dataDir, (noted) => trading.tell({ kind: "person_event", noted }));
  const take = ({ records }: JournalEntry) => {
    for (const record of records) if (record.kind === "person_noted") notes.journaled(record);
  };
  const look = () => {
    void finisher.look();
    notes.look();
  };
  return { take, timer: setInterval(look, NOTES_MS) };
}

/** First of all, for a strategy may be called, and not return, before anything else here stands. */
function watchCalls({ dataDir, calls }: EdgeStart, trading: TradingThread): NodeJS.Timeout {
  const watch = new CallWatch({
    ...calls,
    note: (silent) => noteSilence(dataDir, silent),
    forget: (strategyId) => forgetSilence(dataDir, strategyId),
    returned: (sentence) => trading.tell({ kind: "finding", severity: "warning", sentence }),
    wallNow: Date.now,
  });
  return setInterval(() => watch.look(), CALL_LOOK_MS);
}

/** The edge's own copy of the state, from the newest snapshot or from nothing. */
function openBook(dataDir: string): OpenedBook {
  const { snapshot } = latestSnapshot(dataDir);
  if (snapshot === null) return { book: new EdgeBook(), afterSeq: 0 };
  const book = new EdgeBook(stateOfSnapshot(snapshot.state));
  recallDay(dataDir, book);
  return { book, afterSeq: snapshot.seq };
}

interface OpenedBook {
  readonly book: EdgeBook;
  readonly afterSeq: number;
}
