import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../src/test-database.ts";
import { differenceToSchema } from "./schema-engine.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe("the migrations", () => {
  it("make exactly the Prisma schema", async () => {
    expect(await differenceToSchema(database.connectionString)).toEqual({
      same: true,
      sql: "-- This is an empty migration.\n",
    });
  });
});

describe("a schema that drifted is noticed, with the SQL that mends it", () => {
  const drifts = [
    ["alter table ledger.fills alter column fee type numeric(20,2)", 'ALTER COLUMN "fee"'],
    ["alter table ledger.orders add column note text", 'DROP COLUMN "note"'],
    ["drop index identity.session_token_key", 'CREATE UNIQUE INDEX "session_token_key"'],
    ["alter type ledger.side add value 'sideways'", '"side_new"'],
  ] as const;
  it.each(drifts)("%s", async (change, mend) => {
    await run(change);
    const { same, sql } = await differenceToSchema(database.connectionString);
    expect(same).toBe(false);
    expect(sql).toContain(mend);
  });
});
