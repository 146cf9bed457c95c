import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { acquireLease } from "@interlock/db/lease";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { LeaseKeeper } from "./lease-keeper.ts";
import { log } from "../log.ts";

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

/** A keeper, what it has told, and how it is started. */
function keep(home: string, timing = TIMING) {
  const told: string[] = [];
  const keeper = new LeaseKeeper({
    pool,
    accountId: "account",
    home,
    process: "process 1",
    timing,
  });
  keepers.push(keeper);
  const start = () =>
    keeper.start({
      onChange: (held, reason) => told.push(held ? "held" : reason),
      onTaken: (by) => told.push(`taken by ${by}`),
    });
  return { keeper, told, start };
}

function take(holder: string, ttlMs = 60_000) {
  return acquireLease(pool, { accountId: "account", holder, ttlMs });
}

describe("one account, one writer", () => {
  test("the first engine holds the account for as long as it renews", async () => {
    const { keeper, told, start } = keep("first");
    expect(keeper.standing()).not.toBe("only");
    start();
    await keeper.settled();
    expect(keeper.standing()).toBe("only");
    const first = await expiry();
    await expect.poll(expiry, SOON).toBeGreaterThan(first + TIMING.ttlMs);
    expect(keeper.standing()).toBe("only");
    expect(told).toEqual(["held"]);
  });

  test("a second one gets it as soon as the first has given it up", async () => {
    const first = keep("first", { ttlMs: 60_000, renewMs: 50 });
    const second = keep("second", { ttlMs: 60_000, renewMs: 50 });
    first.start();
    await first.keeper.settled();
    second.start();
    await expect.poll(async () => (await lease())?.holder, SOON).toBe("first (process 1)");
    expect(second.keeper.standing()).not.toBe("only");
    await first.keeper.stop();
    await expect.poll(() => second.keeper.standing() === "only", SOON).toBe(true);
    expect(second.told).toEqual(["taken by first (process 1)", "held"]);
  });

  test("settles without it when somebody else lives", async () => {
    await acquireLease(pool, { accountId: "account", holder: "other", ttlMs: 60_000 });
    const { keeper, start } = keep("late");
    start();
    await keeper.settled();
    expect(keeper.standing()).not.toBe("only");
  });

  test("an engine that was taken over is told by whom, and knows it until the lease is its own again", async () => {
    const { keeper, told, start } = keep("first");
    start();
    await keeper.settled();
    await pool.query("update identity.writer_leases set expires_at = now()");
    const taken = await acquireLease(pool, {
      accountId: "account",
      holder: "other",
      ttlMs: 60_000,
    });
    expect(taken.kind).toBe("acquired");
    await expect.poll(() => told, SOON).toContain("taken by other");
    expect(keeper.standing()).toBe("another");
    await pool.query("update identity.writer_leases set expires_at = now()");
    await expect.poll(() => told.at(-1), SOON).toBe("held");
    expect(keeper.standing()).toBe("only");
  });

  test("an engine that never held it knows the other one, too, also while Postgres is away", async () => {
    await take("other (process 9)");
    const { keeper, told, start } = keep("late");
    start();
    await expect.poll(() => told, SOON).toEqual(["taken by other (process 9)"]);
    await pool.query("alter schema identity rename to identity_away");
    expect(await keeper.claim()).toMatchObject({ holder: "other (process 9)" });
    expect(keeper.standing()).toBe("another");
    await pool.query("alter schema identity_away rename to identity");
  });

  test("while Postgres is away the lease lapses by our own clock, and is taken again when it is back", async () => {
    const { keeper, told, start } = keep("first");
    start();
    await keeper.settled();
    await pool.query("alter schema identity rename to identity_away");
    await expect.poll(() => keeper.standing() === "only", SOON).toBe(false);
    await expect
      .poll(() => told.at(-1), SOON)
      .toMatch(/^Postgres does not answer: .*does not exist/);
    await pool.query("alter schema identity_away rename to identity");
    await expect.poll(() => told.at(-1), SOON).toBe("held");
  });

  test("a stop that overtakes the first request leaves no lease behind", async () => {
    const { keeper, told, start } = keep("first", { ttlMs: 60_000, renewMs: 1_000 });
    start();
    await keeper.stop();
    const next = await acquireLease(pool, { accountId: "account", holder: "next", ttlMs: 1_000 });
    expect(next.kind).toBe("acquired");
    expect(told).toEqual([]);
  });

  test("a stop goes on although Postgres cannot be told", async () => {
    const { keeper, start } = keep("first");
    start();
    await keeper.settled();
    await pool.query("alter schema identity rename to identity_away");
    await expect(keeper.stop()).resolves.toBeUndefined();
    expect(keeper.standing()).not.toBe("only");
  });
});

describe("a start claims the account", () => {
  test("at once when it is free", async () => {
    const { keeper, told, start } = keep("first");
    expect(await keeper.claim()).toBeNull();
    expect(keeper.standing()).toBe("only");
    start();
    expect(told).toEqual(["held"]);
  });

  test("from an engine that has just died elsewhere, as soon as its lease has lapsed", async () => {
    await take("other (process 9)", 300);
    expect(await keep("first").keeper.claim()).toBeNull();
  });

  test("in vain while another engine holds it, and says which and for how long", async () => {
    await take("other (process 9)");
    const { keeper } = keep("first");
    const other = await keeper.claim();
    expect(other?.holder).toBe("other (process 9)");
    expect(other?.remainingMs).toBeGreaterThan(50_000);
    expect(keeper.standing()).toBe("another");
  });

  test("without waiting for the lease of a process that died in the same folder", async () => {
    await take("first (process 9)", 300);
    const { keeper, told, start } = keep("first");
    expect(await keeper.claim()).toBeNull();
    expect(keeper.standing()).toBe("unsure");
    start();
    await expect.poll(() => told, SOON).toEqual(["held"]);
  });

  test("and takes a lease of its own folder for another's when that one goes on renewing it", async () => {
    await take("first (process 9)");
    const { keeper, told, start } = keep("first");
    await keeper.claim();
    start();
    await expect.poll(() => told, SOON).toEqual(["taken by first (process 9)"]);
  });

  test("while Postgres is silent it is not another's: closing stays possible", async () => {
    await pool.query("alter schema identity rename to identity_away");
    const { keeper } = keep("first");
    expect(await keeper.claim()).toBeNull();
    expect(keeper.standing()).toBe("unsure");
    await pool.query("alter schema identity_away rename to identity");
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
