import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { watchRevocations } from "../../../watchdog/kill-revocations.ts";
import { SessionEnds } from "../session-ends.ts";
import { SessionBook } from "./session-book.ts";

const dataDir = mkdtempSync(join(tmpdir(), "session-book-"));
let database: TestDatabase;
let pool: DatabasePool;

beforeAll(async () => {
  database = await createTestDatabase();
  const { connectionString } = database;
  pool = createPool({ connectionString, applicationName: "session book", schema: "identity" });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

test("ending all sessions of a person voids their kill tokens, also where no session is left", async () => {
  const book = new SessionBook(pool, new SessionEnds(), dataDir);
  const revokedAt = watchRevocations(dataDir);
  expect(await book.end({ userId: "one", only: "gone" })).toBe(0);
  expect(await book.end({ userId: "one", except: "mine" })).toBe(0);
  expect(revokedAt("one")).toBeNull();
  expect(await book.end({ userId: "two" })).toBe(0);
  expect(revokedAt("two")).toEqual(expect.any(Number));
});
