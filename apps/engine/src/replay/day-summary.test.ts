import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RecordedRig } from "../../test/recorded-rig.ts";
import type { ControlSocketServer } from "../operator/control-socket-server.ts";
import { openControlSocket } from "../operator/control-socket-server.ts";
import { stateHash } from "../run/state-hash.ts";
import { watchDay } from "../supervisor/start/watch-day.ts";
import type { VenueTruth } from "./compare-books.ts";
import { type DaySummary, runDaySummary } from "./day-summary.ts";
import { buyNine, nineBought } from "./test/traded.ts";

/** The day is over and compared: its books were looked at after the session's fees were charged. */
const COMPARED_AT = Date.UTC(2026, 5, 17, 4, 0, 0);

let folder: string;
let database: TestDatabase;
let soundTruth: VenueTruth;
let soundStatus: Record<string, unknown>;
/** What the venue and the engine say in one test. */
let truth: VenueTruth;
let status: Record<string, unknown>;
let asked: number;
let venue: Server;
let venueUrl: string;
let engine: ControlSocketServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "summary-"));
  mkdirSync(join(folder, "run"), { mode: 0o700 });
  database = await createTestDatabase();
  const rig = await RecordedRig.open(folder);
  const [fill] = buyNine(rig);
  rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
  await rig.project(database.connectionString);
  soundTruth = nineBought(fill?.clientOrderId ?? "");
  soundStatus = {
    stateHash: stateHash(rig.state),
    journalSeq: rig.state.journalSeq,
    marketEvents: 1,
    settled: true,
    reconciledAt: COMPARED_AT,
  };
  await rig.close();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Stands for a venue at its day's end and for an engine with nothing in hand; their own tests prove them. */
beforeEach(async () => {
  truth = soundTruth;
  status = soundStatus;
  asked = 0;
  venue = createServer((request, response) => {
    asked += 1;
    const tape = {
      events_sent: 2,
      events_total: 2,
      events_per_second: 1,
      venue_time: truth.venue_time,
      finished: true,
    };
    response.end(JSON.stringify(request.url === "/sim/tape" ? tape : truth));
  });
  await new Promise<void>((resolve) => venue.listen(0, "127.0.0.1", resolve));
  const address = venue.address();
  venueUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const opened = await openControlSocket(join(folder, "run/engine.sock"), {
    command: () => Promise.reject(new Error("nothing is commanded here")),
    status: () => status,
  });
  if (!opened.ok) throw new Error(opened.error);
  engine = opened.value;
});
afterEach(async () => {
  venue.closeAllConnections();
  venue.close();
  await engine.close();
});

function summarize(): Promise<DaySummary> {
  return runDaySummary({
    dataDir: folder,
    venueUrl,
    databaseUrl: database.connectionString,
    engineSocket: join(folder, "run/engine.sock"),
    pace: { events: 1_554_266, seconds: 48.2 },
  });
}

async function forge(statement: string): Promise<void> {
  const pool = createPool({
    connectionString: database.connectionString,
    applicationName: "forger",
    schema: "ledger",
    maxConnections: 1,
  });
  await pool.query("set session_replication_role = replica");
  await pool.query(statement);
  await pool.end();
}

describe("the summary of a day", () => {
  test("tells orders, fills and P&L by symbol and strategy, and that ledger, venue and database agree", async () => {
    const { text } = await summarize();
    expect(text).toMatch(/^1,554,266 events in 48\.2 s: 32,246 a second\.$/m);
    expect(text).toMatch(/^Day 2026-06-16: 1 orders, 1 fills, denied: none$/m);
    expect(text).toMatch(
      /^P&L net -?\$\S+ \(realized \$0\.00, unrealized -?\$\S+, fees \$0\.000315\)$/m,
    );
    expect(text).toMatch(/^ {2}SPY +net -?\$/m);
    expect(text).toMatch(/^ {2}same {3}cash: 99099\.82$/m);
    expect(text).toMatch(/^ {2}same {3}database: fills: 1$/m);
    expect(text).toMatch(/^ {2}same {3}database: positions and realized P&L: SPY 9 0\.00$/m);
    expect(text).toMatch(/^ {2}same {3}state: running engine and journal applied again: \w{64}$/m);
  });

  test("names a wish that no recorded input explains, and calls nothing agreed then", async () => {
    const { text, agrees } = await summarize();
    expect(text).toMatch(/^ {2}DIFFER records: journal and tape decided again: /m);
    expect(text).toMatch(/^First difference: .+$/m);
    expect(text).toContain("Something differs: see the lines marked DIFFER.");
    expect(agrees).toBe(false);
  });

  test("marks what the venue says otherwise, with both figures", async () => {
    truth = { ...truth, cash: "99099.00" };
    const { text, agrees } = await summarize();
    expect(text).toMatch(/^ {2}DIFFER cash: 99099\.82 \| 99099\.00$/m);
    expect(agrees).toBe(false);
  });

  test("marks rows that the database has otherwise: a fill twice, another position", async () => {
    await forge("create table kept as table positions");
    await forge("update positions set quantity = 8.5");
    const { text } = await summarize();
    await forge("update positions set quantity = kept.quantity from kept");
    expect(text).toMatch(
      /^ {2}DIFFER database: positions and realized P&L: SPY 9 0\.00 \| SPY 8\.5 0\.00$/m,
    );
  });

  test("of an engine whose state is not what its journal makes says so", async () => {
    status = { ...status, stateHash: "0".repeat(64) };
    const { text } = await summarize();
    expect(text).toMatch(/^ {2}DIFFER state: running engine and journal applied again: 0{64} \|/m);
  });

  test("waits until the engine has compared its books after the day's end", async () => {
    status = { ...status, reconciledAt: null, settled: false };
    const summary = summarize();
    await expect.poll(() => asked).toBeGreaterThan(2);
    status = soundStatus;
    expect((await summary).text).toContain("Agreement:");
  });

  test("cannot be made without an engine, and says so", async () => {
    await engine.close();
    await expect(summarize()).rejects.toThrow(/^No summary: the engine does not listen on .*\.$/);
  });
});

describe("a watched day", () => {
  const watched = async () => {
    const said: string[] = [];
    let summary = "";
    const outcome = await watchDay({
      dataDir: folder,
      venueUrl,
      databaseUrl: database.connectionString,
      signal: new AbortController().signal,
      say: (sentence) => said.push(sentence),
      summary: ({ text }) => {
        summary = text;
      },
    });
    return { outcome, said, summary };
  };

  test("whose books differ ends with code 1 and points to the summary", async () => {
    const { outcome, said, summary } = await watched();
    expect(outcome).toEqual({
      code: 1,
      sentence: "The books do not agree: see the summary above.",
    });
    expect(said).toEqual(["The day is over; ledger, venue, database and journal are compared."]);
    expect(summary).toContain("DIFFER");
  });

  test("that cannot be summed up ends with code 1 and the reason", async () => {
    status = { settled: true, journalSeq: 1, unknown: "form" };
    const { outcome } = await watched();
    expect(outcome?.code).toBe(1);
    expect(outcome?.sentence).toMatch(/^The day could not be summed up: .+/);
  });
});
