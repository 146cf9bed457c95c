import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closePools, openPools } from "../../src/edge/edge-pools.ts";
import { RecordedRig } from "../recorded-rig.ts";
import { FaultProxy, through } from "./fault-proxy.ts";

let database: TestDatabase;
let proxy: FaultProxy;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "links-"));
  database = await createTestDatabase();
  proxy = await FaultProxy.open(Number(new URL(database.connectionString).port));
});
afterEach(async () => {
  await proxy.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(
  text: string,
  connectionString = database.connectionString,
): Promise<Record<string, unknown>[]> {
  const pool = createPool({ connectionString, applicationName: "test", schema: "ledger" });
  try {
    return (await pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await pool.end();
  }
}

describe("a projector", () => {
  test("D06 whose commit happened and whose answer was lost writes no row twice and leaves none out", async () => {
    const rig = (await RecordedRig.open(folder)).tradeABit();
    proxy.loseAnswerTo("commit");
    await rig.project(through(proxy, database.connectionString));
    const rows = await ask("select kind from audit_entries order by journal_seq, record_index");
    expect(rows.map(({ kind }) => kind)).toEqual(rig.records.map(({ kind }) => kind));
    await rig.close();
  });

  test("D07 whose batch meets a lock that outlasts its statement writes it whole, once the lock is gone", async () => {
    const rig = (await RecordedRig.open(folder)).tradeABit();
    const { connectionString } = database;
    const blocker = createPool({ connectionString, applicationName: "blocker", schema: "ledger" });
    const client = await blocker.connect();
    await client.query("begin; lock table fills in access exclusive mode");
    const projected = rig.project(connectionString);
    await expect
      .poll(() => ask("select 1 from pg_stat_activity where wait_event_type = 'Lock'"), {
        timeout: 10_000,
      })
      .not.toEqual([]);
    await client.query("rollback");
    client.release();
    await blocker.end();
    await projected;
    const rows = await ask("select kind from audit_entries order by journal_seq, record_index");
    expect(rows.map(({ kind }) => kind)).toEqual(rig.records.map(({ kind }) => kind));
    await rig.close();
  });

  test("D09 whose database came back without its last commits writes them again, from its checkpoint", async () => {
    const rig = (await RecordedRig.open(folder)).tradeABit();
    await rig.project(database.connectionString);
    const stale = await copyOf(database.connectionString);
    rig.command({ kind: "resume", reason: "looked into it" });
    rig.pass(61_000);
    await rig.project(database.connectionString);
    await rig.project(stale);
    const entries = "select journal_seq, record_index, entry_hash from audit_entries order by 1, 2";
    expect(await ask(entries, stale)).toEqual(await ask(entries));
    await rig.close();
  });
});

/** Copies a database as it is now, to the same server. */
async function copyOf(connectionString: string): Promise<string> {
  const url = new URL(connectionString);
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const pool = createPool({
    connectionString: url.href,
    applicationName: "test",
    statementTimeoutMs: 20_000,
  });
  await pool.query(`create database ${name}_stale template ${name}`);
  await pool.end();
  url.pathname = `/${name}_stale`;
  return url.href;
}

describe("connections", () => {
  test("D04 that the console's questions have used up leave projector and people their own", async () => {
    const pools = openPools(database.connectionString);
    const done: string[] = [];
    const slow = [1, 2, 3, 4].map(() =>
      pools.history.query("select pg_sleep(1.5)").then(() => done.push("slow page")),
    );
    const fifth = pools.history.query("select 1").then(() => done.push("fifth page"));
    await pools.projector.query("select 1").then(() => done.push("projector"));
    await pools.people.query("select 1").then(() => done.push("people"));
    expect(done).toEqual(["projector", "people"]);
    await Promise.all([...slow, fifth]);
    await closePools(pools);
  });

  test("D08 whose transaction takes too long leave nothing of it, and the caller is told", async () => {
    const { connectionString } = database;
    const pool = createPool({
      connectionString,
      applicationName: "test",
      schema: "identity",
      statementTimeoutMs: 200,
    });
    const insert = `insert into "user" (id, name, email) values ('u1', 'Ada', 'ada@example.org')`;
    const work = inTransaction(pool, async (client) => {
      await client.query(insert);
      await client.query("select pg_sleep(5)");
    });
    await expect(work).rejects.toThrow(/timeout/);
    expect((await pool.query(`select 1 from "user"`)).rows).toEqual([]);
    await pool.end();
  });
});
