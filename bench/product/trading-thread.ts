import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@interlock/db/test-database";
import { createSignInLink } from "../../apps/engine/src/edge/auth/sign-in-link.ts";
import type { FromEdge } from "../../apps/engine/src/edge/edge-message.ts";
import { BoardWriter, createMarketBoard } from "../../apps/engine/src/edge/market-board.ts";
import type { CommitLog } from "../../apps/engine/src/engine.ts";
import { startEdge } from "../../apps/engine/src/run/edge-host.ts";
import { prepareDataFolder } from "../../apps/engine/src/supervisor/data-folder.ts";
import { createCallMark } from "../../apps/engine/src/signals/call-mark.ts";
import { MarketFeed } from "../../apps/engine/src/run/venue/market-feed.ts";
import { type BenchEngine, whenTrading } from "../workload/bench-engine.ts";
import { openJournalIn } from "../workload/temporary-journal.ts";

/** What a benchmark puts into the trading thread, and where the console is that its edge serves. */
export interface TradingThreadOptions<Opened extends BenchEngine> {
  readonly consoleUrl: string;
  readonly open: (log: CommitLog) => Opened;
}

/** A trading thread as the product has it, with this process in the place of its main thread. */
export interface TradingThread<Opened extends BenchEngine> {
  readonly bench: Opened;
  /** Takes market events as the stream does: engine first, then the board that the edge draws from. */
  readonly marketFeed: MarketFeed;
  /** Where the edge listens. */
  readonly edgeUrl: string;
  /** Makes a one-time link that signs a person in. */
  readonly signInLink: () => Promise<string>;
  /** How far the database is behind the journal, as the edge last said. */
  readonly projectionLagMs: () => number;
  readonly close: () => Promise<void>;
}

const BEAT_MS = 250;

/** Opens database, journal, engine and edge in a new folder, and resolves once the edge serves. */
export async function openTradingThread<Opened extends BenchEngine>(
  options: TradingThreadOptions<Opened>,
): Promise<TradingThread<Opened>> {
  const { consoleUrl } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "il-"));
  chmodSync(dataDir, 0o755);
  const prepared = prepareDataFolder(dataDir);
  if (!prepared.ok) throw new Error(prepared.error);
  const database = await createTestDatabase();
  const databaseUrl = database.connectionString;
  const journal = await openJournalIn(dataDir, (seq) => bench.engine.committed(seq));
  const bench = options.open(journal.log);
  await whenTrading(bench);
  const board = createMarketBoard(bench.symbols);
  const writer = new BoardWriter(board, 100);
  const marketFeed = new MarketFeed({
    engine: bench.engine,
    board: writer,
    ticksFromEvents: false,
    tick: () => undefined,
  });
  const beat = () => {
    bench.engine.accept({ kind: "clock" });
    const { cycles, now } = bench.engine;
    writer.beat({ wallAt: Date.now(), cycles, venueTime: now });
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  let lagMs = 0;
  const { edge, port } = await new Promise<{ edge: ReturnType<typeof startEdge>; port: number }>(
    (resolve, reject) => {
      const { cell } = journal;
      const calls = { mark: createCallMark(), strategies: [] };
      const start = { dataDir, port: 0, consoleUrl, databaseUrl, cell, board, calls };
      const started = startEdge({
        start: {
          ...start,
          allowedOrigins: [consoleUrl],
          heads: { everyMs: 60_000, places: [] },
          killPolicy: { viewersHalt: true },
        },
        onMessage: (message: FromEdge) => {
          if (message.kind === "listening") resolve({ edge: started, port: message.port });
          if (message.kind === "projection_lag") lagMs = message.lagMs;
          if (message.kind === "failed") reject(new Error(message.sentence));
        },
        log: (sentence) => reject(new Error(sentence)),
      });
    },
  );
  return {
    bench,
    marketFeed,
    edgeUrl: `http://127.0.0.1:${port}`,
    signInLink: () => createSignInLink({ databaseUrl, consoleUrl }),
    projectionLagMs: () => lagMs,
    close: async () => {
      clearInterval(timer);
      await edge.stop();
      await journal.log.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Uses a one-time link up and returns the session's cookies. */
export async function signIn(edgeUrl: string, link: string): Promise<string> {
  const token = new URL(link).searchParams.get("token") ?? "";
  const response = await fetch(`${edgeUrl}/api/auth/sign-in/link`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-interlock-client": "console" },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`signing in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
