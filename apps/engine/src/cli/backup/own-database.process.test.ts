import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { stopEmbeddedPostgres } from "@interlock/db/embedded/start-embedded-postgres";
import { openDatabase } from "@interlock/db/open-database";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import { commandLine } from "../test/command-line.ts";

let root: string;
beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "");
  root = mkdtempSync(join(tmpdir(), "own-database-"));
  // As root the server runs as another user.
  chmodSync(root, 0o755);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const name of ["source", "restored"])
    if (existsSync(join(root, name))) await stopEmbeddedPostgres(postgresFolder(join(root, name)));
  rmSync(root, { recursive: true, force: true });
});

/** Asks the database of a data folder, which is started for it and stopped. */
async function ask(dataDir: string, text: string): Promise<unknown[]> {
  const database = await openDatabase({ dataDir: postgresFolder(dataDir) });
  const { connectionString } = database;
  const pool = createPool({ connectionString, applicationName: "test", maxConnections: 1 });
  try {
    return (await pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await pool.end();
    await database.embedded?.stop();
  }
}

test("a data folder with a database of its own is backed up and restored with its people, while nothing runs", async () => {
  const source = join(root, "source");
  const rig = (await RecordedRig.open(source)).tradeABit();
  await rig.close();
  await ask(
    source,
    `insert into identity."user" (id, name, email, "emailVerified", role) values ('u1', 'Ada', 'ada@example.org', true, 'owner')`,
  );
  const to = join(root, "backup");
  const backup = await commandLine("backup", "--to", to, "--data-dir", source);
  expect(backup).toMatchObject({ code: 0, stderr: "" });
  const restored = join(root, "restored");
  const restore = await commandLine("restore", "--from", to, "--data-dir", restored);
  expect(restore).toMatchObject({ code: 0, stderr: "" });
  expect(await ask(restored, `select name from identity."user"`)).toEqual([{ name: "Ada" }]);
  expect(await commandLine("verify-audit", "--no-database", "--data-dir", restored)).toMatchObject({
    code: 0,
  });
});
