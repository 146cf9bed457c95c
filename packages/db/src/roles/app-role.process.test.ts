import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  stopEmbeddedPostgres,
  startEmbeddedPostgres,
} from "../embedded/start-embedded-postgres.ts";
import { migrate } from "../migration/migrate.ts";
import { prepareAppRole } from "./app-role.ts";

const dataDir = mkdtempSync(join(tmpdir(), "trusting-postgres-"));
let client: pg.Client;
let withPassword: string;

beforeAll(async () => {
  ({ connectionString: withPassword } = await startEmbeddedPostgres({ dataDir }));
  await migrate(withPassword);
  client = new pg.Client({ connectionString: withPassword });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await stopEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

const roles = async (): Promise<readonly string[]> => {
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname like 'interlock_app%'",
  );
  return rows.map(({ rolname }) => rolname);
};

it("no role is made of whose password anybody could work out: where the owner gives none", async () => {
  const { rows } = await client.query<{ path: string }>(
    "select current_setting('hba_file') as path",
  );
  writeFileSync(rows[0]?.path ?? "", "host all all 127.0.0.1/32 trust\n");
  await client.query("select pg_reload_conf()");
  const bare = new URL(withPassword);
  bare.password = "";
  const letIn = async () => {
    const stranger = new pg.Client({ connectionString: bare.href });
    return stranger.connect().then(
      () => stranger.end().then(() => true),
      () => false,
    );
  };
  await expect.poll(letIn, { timeout: 10_000, interval: 50 }).toBe(true);
  expect(await prepareAppRole(bare.href)).toBeNull();
  expect(await roles()).toEqual([]);
  expect(await prepareAppRole(withPassword)).toContain("interlock_app_");
  expect(await roles()).toHaveLength(1);
  // Made by a start that had a secret, or a password that could be worked out: nobody enters by it any more.
  expect(await prepareAppRole(bare.href)).toBeNull();
  const { rows: entries } = await client.query(
    "select rolcanlogin, rolpassword from pg_authid where rolname like 'interlock_app%'",
  );
  expect(entries).toEqual([{ rolcanlogin: false, rolpassword: null }]);
});
