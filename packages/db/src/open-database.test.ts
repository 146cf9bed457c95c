import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, openDatabaseAsItIs } from "./open-database.ts";
import { createEmptyDatabase, type TestDatabase } from "./test-database.ts";

let server: TestDatabase;
const dataDir = mkdtempSync(join(tmpdir(), "interlock-unused-"));
beforeAll(async () => {
  server = await createEmptyDatabase();
});
afterAll(async () => {
  await server.drop();
  rmSync(dataDir, { recursive: true });
});

function withDatabase(name: string): string {
  const url = new URL(server.connectionString);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase("postgres") });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe("openDatabaseAsItIs", () => {
  it("makes no database, no schema and no server where there is none, and says what is missing", async () => {
    const databaseUrl = withDatabase("never_made");
    const refusal = "does not have the schema of this build (it was never migrated)";
    await expect(openDatabaseAsItIs({ databaseUrl, dataDir })).rejects.toThrow(refusal);
    await expect(openDatabaseAsItIs({ databaseUrl, dataDir })).rejects.toThrow(refusal);
    await expect(openDatabaseAsItIs({ dataDir })).rejects.toThrow("There is no database in");
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it("opens one that has this build's schema", async () => {
    const databaseUrl = withDatabase("made_before");
    await openDatabase({ databaseUrl, dataDir });
    const opened = await openDatabaseAsItIs({ databaseUrl, dataDir });
    expect(opened).toEqual({ connectionString: databaseUrl, embedded: null });
    await run("drop database made_before");
  });
});

describe("openDatabase with DATABASE_URL", () => {
  it("makes the database if it is absent, migrates it, and starts no server", async () => {
    const databaseUrl = withDatabase("made by the test");
    const opened = await openDatabase({ databaseUrl, dataDir });
    expect(opened).toMatchObject({ connectionString: databaseUrl, embedded: null });
    expect(opened.applied.length).toBeGreaterThan(0);
    expect((await openDatabase({ databaseUrl, dataDir })).applied).toEqual([]);
    await run('drop database "made by the test"');
  });

  it("can be called by several processes at once", async () => {
    const databaseUrl = withDatabase("raced_for");
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl, dataDir })));
    expect(opened.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    await run("drop database raced_for");
  });

  it("C16 refuses a server that acknowledges commits before they are on disk", async () => {
    const name = new URL(server.connectionString).pathname.slice(1);
    await run(`alter database ${name} set synchronous_commit to off`);
    await expect(openDatabase({ databaseUrl: server.connectionString, dataDir })).rejects.toThrow(
      "The database server has synchronous_commit = off and may lose committed orders in a crash: set it to on.",
    );
    await run(`alter database ${name} reset synchronous_commit`);
  });

  it.each(["localhost:5432", "mysql://a@b/c", "postgres://host-without-database", "not a url"])(
    "says how an address must look: %s",
    async (databaseUrl) => {
      await expect(openDatabase({ databaseUrl, dataDir })).rejects.toThrow(
        "DATABASE_URL must look like postgres://user:password@host:5432/interlock; what is set does not.",
      );
    },
  );

  it("says which server cannot be reached, and never the password", async () => {
    const databaseUrl = "postgres://someone:secret@127.0.0.1:9/interlock";
    await expect(openDatabase({ databaseUrl, dataDir })).rejects.toThrow(
      /^The database at 127\.0\.0\.1:9\/interlock cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:9\.$/,
    );
  });
});
