import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { createNextLedger, swapLedger } from "../migration/rebuild-ledger.ts";
import { prepareAppRole } from "./app-role.ts";

let ledger: TestLedger;
let address: string;
let app: pg.Client;
beforeAll(async () => {
  ledger = await openTestLedger();
  await connectApp();
  // Before version 15 the schema "public" of every Postgres is one in which anybody may create.
  const { username } = new URL(address);
  await ledger.pool.query(`create schema hostile; grant all on schema hostile to "${username}"`);
  await app.query(HOSTILE);
});
afterAll(async () => {
  await app.end();
  const { username } = new URL(address);
  await ledger.pool.query("drop schema hostile cascade");
  await ledger.pool.query(`drop owned by "${username}"; drop role "${username}"`);
  await ledger.close();
});

/** Things of the names that the owner's function uses, each of which tells with whose rights it is run. */
const HOSTILE = `
  create table hostile.ran (as_role text);
  grant insert on hostile.ran to public;
  create function hostile.tell(name text) returns text language sql as
    'insert into hostile.ran values (current_user) returning ''fills''';
  create function hostile.refuse_change() returns trigger language plpgsql as
    'begin perform hostile.tell(''''); return new; end';
  create function hostile.to_char(timestamp, text) returns text language sql as 'select hostile.tell($2)';
  create function hostile.date_trunc(text, timestamptz, text) returns timestamptz language sql as
    'select $2 from (select hostile.tell($1)) t';
  create table hostile.fills (at timestamptz default hostile.tell('')::timestamptz) partition by range (at);
  create table hostile.audit_entries (like hostile.fills including all) partition by range (at);
  create function hostile.never(bigint, bigint) returns boolean language sql as 'select true';
  create operator hostile.> (leftarg = bigint, rightarg = bigint, function = hostile.never);
`;

async function connectApp(): Promise<void> {
  address = (await prepareAppRole(ledger.connectionString)) ?? "";
  app = new pg.Client({ connectionString: address });
  await app.connect();
}

const namesIn = async (schema: string, pattern: string): Promise<number> => {
  const { rows } = await ledger.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_class
     where relnamespace = $1::regnamespace and relkind = 'r' and relname like $2`,
    [schema, pattern],
  );
  return rows[0]?.count ?? 0;
};
const MONTHLY = 7;

/** What a caller's path may be that means to have its own things run with the owner's rights. */
const PATHS = ["hostile", "hostile, ledger", "hostile, pg_catalog, ledger", "pg_temp, hostile"];

it.each(PATHS)(
  "with %s in the caller's search path a month is made in the ledger",
  async (path) => {
    const year = 2040 + PATHS.indexOf(path);
    await app.query(`set search_path to ${path}`);
    await app.query(`select ledger.ensure_month('${year}-05-01 00:00:00+00')`);
    expect(await namesIn("ledger", `%\\_${year}\\_05`)).toBe(MONTHLY);
    expect(await namesIn("hostile", "%\\_20%")).toBe(0);
    expect((await ledger.pool.query("select as_role from hostile.ran")).rows).toEqual([]);
  },
);

it("with operators of the caller's own the checkpoint still only moves forward", async () => {
  await app.query("set search_path to hostile, pg_catalog, ledger");
  await app.query("update ledger.projection_checkpoint set journal_seq = 7");
  await expect(
    app.query("update ledger.projection_checkpoint set journal_seq = 3"),
  ).rejects.toThrow("only moves forward");
});

it("a rebuilt ledger makes its months in itself, before and after it takes the old one's place", async () => {
  await createNextLedger(ledger.pool);
  await ledger.pool.query("select ledger_next.ensure_month('2050-01-01 00:00:00+00')");
  expect(await namesIn("ledger_next", "%\\_2050\\_01")).toBe(MONTHLY);
  expect(await namesIn("ledger", "%\\_2050\\_01")).toBe(0);
  await swapLedger(ledger.pool);
  await app.end();
  await connectApp();
  await app.query("set search_path to hostile");
  await app.query("select ledger.ensure_month('2051-01-01 00:00:00+00')");
  expect(await namesIn("ledger", "%\\_2051\\_01")).toBe(MONTHLY);
  expect((await ledger.pool.query("select as_role from hostile.ran")).rows).toEqual([]);
});

it("every function that runs with the owner's rights, and every rule of rows, has a search path of its own", async () => {
  const { rows } = await ledger.pool.query<{ name: string; definer: boolean; path: string }>(
    `select p.proname as name, p.prosecdef as definer, array_to_string(p.proconfig, ' ') as path
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('ledger', 'identity') order by 1`,
  );
  const rule = (name: string) => ({
    name,
    definer: false,
    path: "search_path=pg_catalog, pg_temp",
  });
  expect(rows).toEqual([
    rule("claim_execution"),
    { name: "ensure_month", definer: true, path: "search_path=ledger, pg_temp" },
    rule("keep_ended"),
    rule("keep_fencing_token"),
    rule("move_forward"),
    rule("refuse_change"),
  ]);
});
