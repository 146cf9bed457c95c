import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { createPool, type DatabasePool } from "../create-pool.ts";
import { openProjection } from "../projection/open-projection.ts";
import { prepareAppRole } from "./app-role.ts";

let ledger: TestLedger;
let app: DatabasePool;
let address: string;
beforeAll(async () => {
  ledger = await openTestLedger();
  address = (await prepareAppRole(ledger.connectionString)) ?? "";
  app = createPool({ connectionString: address, applicationName: "app", schema: "ledger" });
});
afterAll(async () => {
  await app.end();
  const { username } = new URL(address);
  await ledger.pool.query(`drop owned by "${username}"; drop role "${username}"`);
  await ledger.close();
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the role under which the product uses a database", () => {
  it("projects the journal, in months that are there and in new ones", async () => {
    await openProjection(app).write(make.batch(1, make.oneOfEach()));
    await app.query("select ensure_month('2031-05-01 00:00:00+00')");
    const { rows } = await app.query("select count(*)::int as rows from audit_entries");
    expect(rows).toEqual([{ rows: 1 }]);
  });

  it.each([
    "update audit_entries set actor = 'Mallory'",
    "delete from audit_entries",
    "truncate audit_entries",
    "delete from fills",
    "update order_events set sentence = ''",
    "update audit_entries_2026_11 set actor = 'Mallory'",
    "truncate audit_entries_2026_11",
  ])("is refused by the server itself: %s", async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied/);
  });

  it.each([
    "alter table audit_entries disable trigger append_only_rows",
    "drop trigger append_only_rows on audit_entries",
    "drop table audit_entries",
    "alter table audit_entries detach partition audit_entries_2026_11",
    "set session_replication_role = replica",
    "create table ledger.mine (a int)",
    "create temp table fills (a int)",
    "create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin return new; end'",
    "reset role; set role postgres",
  ])("cannot take the rules away: %s", async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(
      /permission denied|must be owner|does not exist/,
    );
  });

  it("stays the same when it is prepared again, and on a server that gives no rights is done without", async () => {
    expect(await prepareAppRole(ledger.connectionString)).toBe(address);
    expect(await prepareAppRole(address)).toBeNull();
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    const { rows } = await client.query("select current_user = session_user as same");
    await client.end();
    expect(rows).toEqual([{ same: true }]);
  });

  it("has no other password than that of the latest start: an older one that somebody knows is void", async () => {
    const { username } = new URL(address);
    await ledger.pool.query(`alter role "${username}" with password 'interlock'`);
    const guessed = new URL(address);
    guessed.password = "interlock";
    const enter = async (url: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    };
    await enter(guessed.href);
    await prepareAppRole(ledger.connectionString);
    await expect(enter(guessed.href)).rejects.toThrow(/password authentication failed/);
    await enter(address);
  });

  it("has the same password where the owner's is not in the address but in PGPASSWORD", async () => {
    const bare = new URL(ledger.connectionString);
    vi.stubEnv("PGPASSWORD", decodeURIComponent(bare.password));
    bare.password = "";
    expect(await prepareAppRole(bare.href)).toBe(address);
  });
});
