import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@interlock/db/test-database";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPortFree } from "./port-holder.ts";
import { keepDatabase, postgresFolder } from "./database-keeper.ts";

const WAIT = { timeout: 40_000, interval: 50 };
const LONG = 60_000;

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keep-"));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keep = (databaseUrl: string | null = null) =>
  keepDatabase({ dataDir: folder, databaseUrl }, (sentence) => said.push(sentence));

test("a database server that crashes is started again at the same address, and a close ends it", {
  timeout: LONG,
}, async () => {
  const kept = await keep();
  if (!kept.ok) throw new Error(kept.error);
  const port = Number(new URL(kept.value.url).port);
  const pidFile = join(postgresFolder(folder), "cluster/postmaster.pid");
  process.kill(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "SIGKILL");
  await expect
    .poll(() => said, WAIT)
    .toEqual([
      "The database server ended; it is started again.",
      "The database server runs again.",
    ]);
  expect(await isPortFree(port)).toBe(false);
  await kept.value.close();
  expect(await isPortFree(port)).toBe(true);
  expect(existsSync(pidFile)).toBe(false);
});

test("an existing server is used and left alone", async () => {
  const database = await createTestDatabase();
  const kept = await keep(database.connectionString);
  if (!kept.ok) throw new Error(kept.error);
  expect(kept.value.url).toBe(database.connectionString);
  await kept.value.close();
  expect(await isPortFree(Number(new URL(database.connectionString).port))).toBe(false);
  await database.drop();
});

test("a server that cannot be started is a sentence, not a crash", async () => {
  mkdirSync(join(postgresFolder(folder), "cluster"), { recursive: true });
  writeFileSync(join(postgresFolder(folder), "cluster/PG_VERSION"), "9\n");
  const kept = await keep();
  expect(kept.ok ? "" : kept.error).toMatch(/^PostgreSQL did not start: .+ See \S+server\.log\.$/s);
});
