import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { killServer, serverProcesses } from "../../test/database-crash.ts";
import { openDatabase } from "../open-database.ts";
import { startEmbeddedPostgres, stopEmbeddedPostgres } from "./start-embedded-postgres.ts";

/** One cluster for the whole file: every test finds it stopped, as the one before left it. */
const dataDir = mkdtempSync(join(tmpdir(), "interlock-pg-"));
const cluster = join(dataDir, "cluster");
chmodSync(dataDir, 0o755);
afterEach(() => stopEmbeddedPostgres(dataDir));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows }: { rows: unknown[] } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}

/** Occupies a port until closed. */
async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

describe("startEmbeddedPostgres", () => {
  it("makes one cluster when several ask at once, even after an attempt that was killed midway", async () => {
    mkdirSync(join(dataDir, "cluster.new"));
    writeFileSync(join(dataDir, "cluster.new", "PG_VERSION"), "18\n");
    writeFileSync(join(dataDir, "start.lock"), "2147483646\n");
    const servers = await Promise.all([1, 2, 3].map(() => startEmbeddedPostgres({ dataDir })));
    expect(servers.filter(({ attached }) => !attached)).toHaveLength(1);
    expect(new Set(servers.map(({ connectionString }) => connectionString)).size).toBe(1);
    expect((await startEmbeddedPostgres({ dataDir })).attached).toBe(true);
  });

  it("C16 listens on the loopback interface only, syncs every commit, and asks for a password", async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    const settings = await query(
      server.connectionString,
      `select name, setting from pg_settings where name in
       ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') order by name`,
    );
    expect(settings).toEqual([
      { name: "data_checksums", setting: "on" },
      { name: "fsync", setting: "on" },
      { name: "full_page_writes", setting: "on" },
      { name: "listen_addresses", setting: "127.0.0.1" },
      { name: "synchronous_commit", setting: "on" },
    ]);
    const stranger = new URL(server.connectionString);
    stranger.password = "guess";
    await expect(query(stranger.href, "select 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  it("stops cleanly, keeps what was written, and comes back on the same port", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.connectionString, "create table if not exists kept as select 42 as answer");
    await first.stop();
    await expect(query(first.connectionString, "select 1")).rejects.toThrow("ECONNREFUSED");
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second).toMatchObject({ attached: false, connectionString: first.connectionString });
    expect(await query(second.connectionString, "select answer from kept")).toEqual([
      { answer: 42 },
    ]);
    expect(readFileSync(join(dataDir, "server.log"), "utf8")).not.toContain("automatic recovery");
  });

  it("recognizes its server through a link to the folder", async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    const link = `${dataDir}-link`;
    symlinkSync(dataDir, link);
    const linked = await startEmbeddedPostgres({ dataDir: link });
    rmSync(link);
    expect(linked).toMatchObject({ attached: true, connectionString: server.connectionString });
  });

  it("takes another port when its own was taken meanwhile", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await first.stop();
    const intruder = await occupy(first.port);
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.port).not.toBe(first.port);
    expect(await query(second.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
    await new Promise((resolve) => intruder.close(resolve));
  });

  it("comes back after every one of its processes was killed", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.connectionString, "create table if not exists kept as select 42 as answer");
    await killServer(cluster);
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second).toMatchObject({ attached: false, connectionString: first.connectionString });
    expect(await query(second.connectionString, "select answer from kept")).toEqual([
      { answer: 42 },
    ]);
  });

  it("comes back after its main process alone was killed", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const busy = new pg.Client({ connectionString: first.connectionString });
    busy.on("error", () => undefined);
    await busy.connect();
    const ended = expect(busy.query("select pg_sleep(30)")).rejects.toThrow();
    process.kill(serverProcesses(cluster)[0] ?? 0, "SIGKILL");
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.attached).toBe(false);
    await ended;
  });

  it("is not stopped by a lock file whose process id now belongs to somebody else", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await killServer(cluster);
    const file = join(cluster, "postmaster.pid");
    const [, ...rest] = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, [process.pid, ...rest].join("\n"));
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second).toMatchObject({ attached: false, connectionString: first.connectionString });
  });
});

describe("openDatabase without DATABASE_URL", () => {
  it("starts the embedded server, makes the database and migrates it; the second time nothing is left to do", async () => {
    const first = await openDatabase({ dataDir });
    expect(first.applied.length).toBeGreaterThan(0);
    expect(new URL(first.connectionString).pathname).toBe("/interlock");
    const second = await openDatabase({ dataDir, databaseUrl: "" });
    expect(second).toMatchObject({ connectionString: first.connectionString, applied: [] });
    expect(second.embedded?.attached).toBe(true);
  });
});

describe("a server that cannot start says why in one sentence", () => {
  it("when the folder cannot be made", async () => {
    const file = join(dataDir, "a-file");
    writeFileSync(file, "");
    await expect(startEmbeddedPostgres({ dataDir: join(file, "db") })).rejects.toThrow(
      /^Cannot make the database folder .*\/a-file\/db: ENOTDIR.* Choose a writable one\.$/,
    );
  });

  it("when the cluster was made by another PostgreSQL", async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    await server.stop();
    const versionFile = join(cluster, "PG_VERSION");
    const version = readFileSync(versionFile, "utf8");
    writeFileSync(versionFile, "12\n");
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /^PostgreSQL did not start: .*incompatible.* See .*server\.log\.$/,
    );
    writeFileSync(versionFile, version);
  });

  it("when its password was taken away", async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    await query(server.connectionString, "alter role interlock password 'changed'");
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow("refuses its own password");
  });
});
