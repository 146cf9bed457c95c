import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FaultyProxy } from "../test/faulty-proxy.ts";
import { createPool } from "./create-pool.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function proxied(): Promise<{ proxy: FaultyProxy; connectionString: string }> {
  const url = new URL(database.connectionString);
  const proxy = await FaultyProxy.open(Number(url.port));
  url.port = String(proxy.port);
  return { proxy, connectionString: url.href };
}

it("D08 a statement that takes too long is ended by the server, and the pool goes on", async () => {
  const pool = createPool({
    connectionString: database.connectionString,
    applicationName: "t",
    statementTimeoutMs: 50,
  });
  await expect(pool.query("select pg_sleep(60)")).rejects.toThrow("statement timeout");
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

it("D16 a server behind a firewall that drops everything is given up, and the pool heals", async () => {
  const { proxy, connectionString } = await proxied();
  const pool = createPool({ connectionString, applicationName: "t", statementTimeoutMs: 100 });
  await pool.query("select 1");
  proxy.silence();
  const started = performance.now();
  await expect(pool.query("select 1")).rejects.toThrow("Query read timeout");
  expect(performance.now() - started).toBeLessThan(2_000);
  proxy.heal();
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
  await proxy.close();
});

it("a connection lost while idle is reported and replaced", async () => {
  const { proxy, connectionString } = await proxied();
  const lost: string[] = [];
  const pool = createPool({
    connectionString,
    applicationName: "t",
    onConnectionLost: (error) => lost.push(error.message),
  });
  const gone = new Promise((resolve) => pool.once("error", resolve));
  await pool.query("select 1");
  proxy.cut();
  await gone;
  expect(lost).toHaveLength(1);
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
  await proxy.close();
});

it("D08 D10 a transaction left open is ended by the server and its lock released", async () => {
  const pool = createPool({ connectionString: database.connectionString, applicationName: "t" });
  const { rows } = await pool.query("show idle_in_transaction_session_timeout");
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: "10s" }]);
  await pool.end();
});

it("names without a schema mean the schema that was asked for", async () => {
  const pool = createPool({
    connectionString: database.connectionString,
    applicationName: "t",
    schema: "identity",
  });
  expect((await pool.query('select count(*)::int as people from "user"')).rows).toEqual([
    { people: 0 },
  ]);
  await pool.end();
});

it("the databases of tests are apart from each other, and gone after use", async () => {
  const made = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
  const [one, two] = made;
  const client = new pg.Client({ connectionString: one?.connectionString });
  await client.connect();
  await client.query("insert into identity.writer_leases values ('a', 1, 'x', now(), now())");
  await client.end();
  const other = new pg.Client({ connectionString: two?.connectionString });
  await other.connect();
  expect((await other.query("select 1 from identity.writer_leases")).rows).toEqual([]);
  await other.end();
  await Promise.all(made.map(({ drop }) => drop()));
  await expect(
    new pg.Client({ connectionString: one?.connectionString }).connect(),
  ).rejects.toThrow("does not exist");
});
