import type { MessagePort } from "node:worker_threads";
import type { EnginePort } from "@interlock/api/engine-port";
import { createLedgerClient } from "@interlock/db/read/ledger-client";
import { JournalFollower } from "../journal/journal-follower.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import type { EngineRecord } from "../record.ts";
import { forgetSilence, noteSilence } from "../run/silence/silence-notes.ts";
import { stateOfSnapshot } from "../run/state-of-snapshot.ts";
import { openPeople, type PeopleHouse } from "./auth/open-people.ts";
import type { EdgeStart } from "./edge-message.ts";
import { EdgePicture } from "./edge-picture.ts";
import { makeReadStanding } from "./approvals/standing.ts";
import { closePools, type EdgePools, openPools } from "./edge-pools.ts";
import { CALL_LOOK_MS, CallWatch } from "./call-watch.ts";
import { DrawLoop, LOOK_MS } from "./feed/draw-loop.ts";
import { FeedSocket } from "./feed/feed-socket.ts";
import { LiveFeed } from "./feed/live-feed.ts";
import { EdgeBook } from "./follow/edge-book.ts";
import { recallDay } from "./follow/recall-day.ts";
import { makeEnquiries } from "./enquiry/enquiries.ts";
import { makeEngineGate } from "./http/engine-gate.ts";
import { History } from "./http/history.ts";
import { makeMetrics } from "./http/metrics.ts";
import type { NoticeDesk } from "./notices/notice-desk.ts";
import { openNoticeDesk } from "./notices/open-desk.ts";
import { readBeat } from "./market-board.ts";
import { type HeadSource, openPublisher, runPublisher } from "./anchor/keep-heads.ts";
import { makeAuditDesk } from "./audit/audit-desk.ts";
import { AuditWatch } from "./project/audit-watch.ts";
import { Projector } from "./project/projector.ts";
import { serveEdge } from "./serve-edge.ts";
import { TradingThread } from "./trading-thread.ts";

const FOLLOW_BATCH = 1_000;
const HEARTBEAT_MS = 1_000;
const LAG_REPORT_MS = 500;

/**
 * The edge: follows the journal with the same `apply`, draws the live picture, serves people, and writes the database.
 * Nothing here can hold up trading: the trading thread publishes a number and a board, and takes commands.
 */
export async function runEdge(start: EdgeStart, port: MessagePort): Promise<void> {
  const { dataDir, cell, board } = start;
  const stopping = new AbortController();
  const trading = new TradingThread(port, () => stopping.abort());
  const calls = watchCalls(start, trading);
  const { book, afterSeq } = openBook(dataDir);
  const pools = openPools(start.databaseUrl);
  const followed = { dataDir, cell, signal: stopping.signal };
  const projector = new Projector({ ...followed, pool: pools.projector });
  const audit = new AuditWatch({
    ...followed,
    pool: pools.audit,
    found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
  });
  const follower = new JournalFollower<EngineRecord>({
    dir: dataDir,
    afterSeq,
    cell,
    batchMax: FOLLOW_BATCH,
  });
  const end = () => ({ position: follower.position, instance: book.state.instance });
  const heads = openHeads(start, { end, trading });
  const picture = new EdgePicture({ book, board, projector, trading, audit, heads });
  const feed = new LiveFeed();
  const feedSocket = new FeedSocket(feed);
  const house = openHouse(start, { book, trading, pools });
  const desk = openNoticeDesk(start, { trading, book });
  const server = serveEdge(start, {
    engine: openGate({ book, feed, picture, trading, heads, audit, pools, start, house, desk }),
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
  const drawing = new DrawLoop({
    version: () => picture.version(),
    watched: () => feed.clients > 0,
    draw: () => feed.publish(picture.draw(), Date.now()),
    now: () => performance.now(),
  });
  void projector.run();
  void audit.run();
  const timers = [
    calls,
    house.sockets.watch(),
    setInterval(() => drawing.look(), LOOK_MS),
    setInterval(() => feed.heartbeat(Date.now(), readBeat(board).wallAt), HEARTBEAT_MS),
    setInterval(
      () => trading.tell({ kind: "projection_lag", lagMs: projector.status().lagMs }),
      LAG_REPORT_MS,
    ),
  ];
  let publishing: NodeJS.Timeout[] | null = null;
  for await (const entries of follower.batches(stopping.signal)) {
    for (const entry of entries) {
      book.take(entry);
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

/** The journal's signed heads: what the places have is journaled, and a silence of theirs is told. */
function openHeads(
  { heads, dataDir }: EdgeStart,
  { end, trading }: Pick<HeadSource, "end"> & { readonly trading: TradingThread },
) {
  return openPublisher(heads, {
    dataDir,
    end,
    published: ({ seq, hash, at, key }, places) =>
      trading.tell({ kind: "head_anchored", seq, hash, signedAt: at, key, places }),
    found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
  });
}

/** Until the engine has said where it trades, people are managed as if it were with real money. */
function openHouse(
  { dataDir, consoleUrl }: EdgeStart,
  { book, trading, pools }: Pick<GateGround, "book" | "trading" | "pools">,
): PeopleHouse {
  return openPeople({
    dataDir,
    consoleUrl,
    pool: pools.people,
    note: (noted) => trading.tell({ kind: "person_event", noted }),
    environment: () => book.state.settings?.environment ?? "live",
  });
}

/** What the gate to the engine is opened on. */
interface GateGround {
  readonly book: EdgeBook;
  readonly feed: LiveFeed;
  readonly picture: EdgePicture;
  readonly trading: TradingThread;
  readonly pools: EdgePools;
  readonly heads: ReturnType<typeof openHeads>;
  readonly audit: AuditWatch;
  readonly start: EdgeStart;
  readonly house: PeopleHouse;
  readonly desk: NoticeDesk;
}

function openGate(ground: GateGround): EnginePort {
  const { book, feed, picture, trading, pools, start, house } = ground;
  const ledger = createLedgerClient(pools.history);
  const history = new History(ledger);
  const now = () => picture.now();
  return makeEngineGate({
    book,
    feed,
    history,
    now,
    enquiries: makeEnquiries({
      book,
      ledger,
      history,
      now,
      whatIf: (order) => trading.whatIf(order),
    }),
    audit: makeAuditDesk({
      book,
      ledger,
      history,
      dataDir: start.dataDir,
      heads: ground.heads,
      places: start.heads.places,
      rows: ground.audit,
      note: (noted) => trading.tell({ kind: "person_event", noted }),
      found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
      measured: (evidence) => trading.tell({ kind: "evidence", evidence }),
    }),
    draw: () => picture.draw(),
    command: (command) => trading.command(command),
    isOver: (sessionId) => house.ends.has(sessionId),
    killPolicy: start.killPolicy,
    readStanding: makeReadStanding(pools.people),
    notices: ground.desk.port(),
  });
}

/** The edge's own copy of the state, from the newest snapshot or from nothing. */
function openBook(dataDir: string): { readonly book: EdgeBook; readonly afterSeq: number } {
  const { snapshot } = latestSnapshot(dataDir);
  if (snapshot === null) return { book: new EdgeBook(), afterSeq: 0 };
  const book = new EdgeBook(stateOfSnapshot(snapshot.state));
  recallDay(dataDir, book);
  return { book, afterSeq: snapshot.seq };
}
