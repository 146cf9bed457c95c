import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import type { FromEdge } from "../edge/edge-message.ts";
import { createCallMark } from "../signals/call-mark.ts";
import { createMarketBoard } from "../edge/market-board.ts";
import { createDurableCell } from "../journal/durable-cell.ts";
import { type EdgeHost, startEdge } from "./edge-host.ts";

const SOON = { timeout: 25_000, interval: 50 };

let dataDir: string;
let database: TestDatabase;
let host: EdgeHost | null = null;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "il-host-"));
  database = await createTestDatabase();
});
afterEach(async () => {
  await host?.stop();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts the edge in a thread of its own, over a journal that stands at an entry. */
function start(durableSeq: number) {
  const told: FromEdge[] = [];
  const logged: string[] = [];
  host = startEdge({
    start: {
      dataDir,
      port: 0,
      consoleUrl: "http://localhost:3000",
      databaseUrl: database.connectionString,
      cell: createDurableCell(durableSeq),
      board: createMarketBoard([]),
      calls: { mark: createCallMark(), strategies: [] },
      allowedOrigins: [],
      killPolicy: { viewersHalt: true },
      heads: { everyMs: 60_000, places: [] },
    },
    onMessage: (message) => told.push(message),
    log: (sentence) => logged.push(sentence),
  });
  return { told, logged };
}

test("the edge runs in a thread of its own and can be asked for as long as it runs", async () => {
  const { told } = start(0);
  const listening = () => told.find((message) => message.kind === "listening");
  await expect.poll(listening, SOON).toBeDefined();
  const port = listening()?.port ?? 0;
  expect((await fetch(`http://127.0.0.1:${port}/live`)).status).toBe(200);
  host?.send({ kind: "strategy_reports", reports: [], watchdogUp: true });
  await host?.stop();
  await expect(fetch(`http://127.0.0.1:${port}/live`)).rejects.toThrow();
});

test("an edge that falls is started again, and each fall is told", async () => {
  // The journal is said to hold entries that are not on the disk: an edge that cannot follow must not pretend to.
  const { logged } = start(5);
  await expect.poll(() => logged.length, SOON).toBeGreaterThanOrEqual(2);
  expect(logged[0]).toMatch(/^The edge fell: .*It is started again\.$/);
});
