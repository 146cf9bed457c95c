import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { acquireLease } from "@interlock/db/lease";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { LeaseKeeper } from "./lease-keeper.ts";
import { log } from "./log.ts";

const SOON = { timeout: 8_000, interval: 10 };
const TIMING = { ttlMs: 400, renewMs: 80 };

let database: TestDatabase;
let pool: DatabasePool;
const keepers: LeaseKeeper[] = [];

beforeEach(async () => {
  log.level = "silent";
  database = await createTestDatabase();
  const { connectionString } = database;
  pool = createPool({ connectionString, applicationName: "test of the lease" });
});
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.stop();
  await pool.end();
  await database.drop();
});

/** A keeper and what it has told. */
function keep(holder: string, timing = TIMING) {
  const told: string[] = [];
  const keeper = new LeaseKeeper({
    pool,
    accountId: "account",
    holder,
    onChange: (held, reason) => told.push(held ? "held" : reason),
    onTakenOver: () => told.push("taken over"),
    timing,
  });
  keepers.push(keeper);
  return { keeper, told };
}

describe("one account, one writer", () => {
  test("the first engine holds the account for as long as it renews", async () => {
    const { keeper, told } = keep("first");
    expect(keeper.isHeld()).toBe(false);
    keeper.start();
    await keeper.settled();
    expect(keeper.isHeld()).toBe(true);
    const first = await expiry();
    await expect.poll(expiry, SOON).toBeGreaterThan(first + TIMING.ttlMs);
    expect(keeper.isHeld()).toBe(true);
    expect(told).toEqual(["held"]);
  });

  test("a second one gets it as soon as the first has given it up", async () => {
    const first = keep("first", { ttlMs: 60_000, renewMs: 50 });
    const second = keep("second", { ttlMs: 60_000, renewMs: 50 });
    first.keeper.start();
    await first.keeper.settled();
    second.keeper.start();
    await expect.poll(async () => (await lease())?.holder, SOON).toBe("first");
    expect(second.keeper.isHeld()).toBe(false);
    await first.keeper.stop();
    await expect.poll(() => second.keeper.isHeld(), SOON).toBe(true);
    expect(second.told).toEqual(["held"]);
  });

  test("settles without it when somebody else lives", async () => {
    await acquireLease(pool, { accountId: "account", holder: "other", ttlMs: 60_000 });
    const { keeper } = keep("late");
    keeper.start();
    await keeper.settled();
    expect(keeper.isHeld()).toBe(false);
  });

  test("an engine that was taken over is told to end", async () => {
    const { keeper, told } = keep("first");
    keeper.start();
    await keeper.settled();
    await pool.query("update identity.writer_leases set expires_at = now()");
    const taken = await acquireLease(pool, {
      accountId: "account",
      holder: "other",
      ttlMs: 60_000,
    });
    expect(taken.kind).toBe("acquired");
    await expect.poll(() => told, SOON).toContain("taken over");
    expect(keeper.isHeld()).toBe(false);
  });

  test("while Postgres is away the lease lapses by our own clock, and is taken again when it is back", async () => {
    const { keeper, told } = keep("first");
    keeper.start();
    await keeper.settled();
    await pool.query("alter schema identity rename to identity_away");
    await expect.poll(() => keeper.isHeld(), SOON).toBe(false);
    await expect
      .poll(() => told.at(-1), SOON)
      .toMatch(/^Postgres does not answer: .*does not exist/);
    await pool.query("alter schema identity_away rename to identity");
    await expect.poll(() => told.at(-1), SOON).toBe("held");
  });

  test("a stop that overtakes the first request leaves no lease behind", async () => {
    const { keeper, told } = keep("first", { ttlMs: 60_000, renewMs: 1_000 });
    keeper.start();
    await keeper.stop();
    const next = await acquireLease(pool, { accountId: "account", holder: "next", ttlMs: 1_000 });
    expect(next.kind).toBe("acquired");
    expect(told).toEqual([]);
  });

  test("a stop goes on although Postgres cannot be told", async () => {
    const { keeper } = keep("first");
    keeper.start();
    await keeper.settled();
    await pool.query("alter schema identity rename to identity_away");
    await expect(keeper.stop()).resolves.toBeUndefined();
    expect(keeper.isHeld()).toBe(false);
  });
});

async function lease(): Promise<
  { readonly holder: string; readonly expires_at: Date } | undefined
> {
  const found = await pool.query("select holder, expires_at from identity.writer_leases");
  return found.rows[0] as { holder: string; expires_at: Date } | undefined;
}

async function expiry(): Promise<number> {
  return (await lease())?.expires_at.getTime() ?? 0;
}
