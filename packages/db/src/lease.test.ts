import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPool } from "./create-pool.ts";
import { acquireLease, type Lease, type LeaseAnswer } from "./lease.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
/** Two writers, each with connections of its own. */
let first: pg.Pool;
let second: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  const { connectionString } = database;
  first = createPool({ connectionString, applicationName: "first" });
  second = createPool({ connectionString, applicationName: "second" });
});
afterAll(async () => {
  await first.end();
  await second.end();
  await database.drop();
});

let accountId = "";
let accounts = 0;
beforeEach(() => {
  accounts += 1;
  accountId = `account-${accounts}`;
});

const TTL_MS = 30_000;

function acquired(answer: LeaseAnswer): Lease {
  if (answer.kind !== "acquired") throw new Error(`held by ${answer.holder}`);
  return answer.lease;
}

/** Lets the lease lapse by the database's clock, as if its holder had been silent for long. */
async function lapse(): Promise<void> {
  await first.query(
    "update identity.writer_leases set expires_at = clock_timestamp() - interval '1 ms' where account_id = $1",
    [accountId],
  );
}

describe("a lease", () => {
  it("is held by one writer at a time, and says by whom", async () => {
    const lease = acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    expect(lease.isHeld()).toBe(true);
    const refused = await acquireLease(second, { accountId, holder: "two", ttlMs: TTL_MS });
    expect(refused).toMatchObject({ kind: "held", holder: "one", token: lease.token });
    expect(refused.kind === "held" && refused.remainingMs).toBeLessThanOrEqual(TTL_MS);
    expect(refused.kind === "held" && refused.remainingMs).toBeGreaterThan(TTL_MS / 2);
  });

  it("goes to exactly one of many that ask at once", async () => {
    const asked = Array.from({ length: 10 }, (_, n) =>
      acquireLease(n % 2 === 0 ? first : second, { accountId, holder: `h${n}`, ttlMs: TTL_MS }),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "acquired")).toHaveLength(1);
  });

  it("passes on after release, with a higher token", async () => {
    const one = acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    await one.release();
    expect(one.isHeld()).toBe(false);
    const two = acquired(await acquireLease(second, { accountId, holder: "two", ttlMs: TTL_MS }));
    expect(two.token).toBe(one.token + 1);
    await one.release();
    expect(await two.renew()).toBe(true);
  });

  it("C15 passes on after it lapsed, and the former holder cannot renew it", async () => {
    const one = acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    await lapse();
    const two = acquired(await acquireLease(second, { accountId, holder: "two", ttlMs: TTL_MS }));
    expect(two.token).toBeGreaterThan(one.token);
    expect(await one.renew()).toBe(false);
    expect(one.isHeld()).toBe(false);
    expect(two.isHeld()).toBe(true);
  });

  it("that lapsed is not revived by its holder, even if nobody took it: the way back is a new token", async () => {
    const one = acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    await lapse();
    expect(await one.renew()).toBe(false);
    const again = acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    expect(again.token).toBe(one.token + 1);
  });

  it("of one account has nothing to do with another's", async () => {
    acquired(await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS }));
    const other = { accountId: `${accountId}-other`, holder: "two", ttlMs: TTL_MS };
    expect((await acquireLease(second, other)).kind).toBe("acquired");
  });
});

describe("a holder's own deadline", () => {
  function clocksAt(start: number) {
    const now = { monotonic: start, wall: 1_000_000 + start };
    return { now, clocks: { monotonicMs: () => now.monotonic, wallMs: () => now.wall } };
  }

  it("ends the lease without asking anyone", async () => {
    const { now, clocks } = clocksAt(500);
    const request = { accountId, holder: "one", ttlMs: TTL_MS, clocks };
    const lease = acquired(await acquireLease(first, request));
    now.monotonic += TTL_MS - 1;
    now.wall += TTL_MS - 1;
    expect(lease.isHeld()).toBe(true);
    now.monotonic += 1;
    expect(lease.isHeld()).toBe(false);
    expect(await lease.renew()).toBe(false);
  });

  it("moves with every renewal", async () => {
    const { now, clocks } = clocksAt(0);
    const lease = acquired(
      await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS, clocks }),
    );
    for (let round = 0; round < 3; round += 1) {
      now.monotonic += TTL_MS / 2;
      now.wall += TTL_MS / 2;
      expect(await lease.renew()).toBe(true);
      expect(lease.remainingMs()).toBe(TTL_MS);
    }
  });

  it("C14 is not fooled by a machine that was suspended, when only the wall clock moved on", async () => {
    const { now, clocks } = clocksAt(0);
    const lease = acquired(
      await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS, clocks }),
    );
    now.wall += TTL_MS;
    expect(lease.isHeld()).toBe(false);
  });

  it("T02 is not moved out by a wall clock that was set back", async () => {
    const { now, clocks } = clocksAt(0);
    const lease = acquired(
      await acquireLease(first, { accountId, holder: "one", ttlMs: TTL_MS, clocks }),
    );
    now.wall -= 3_600_000;
    now.monotonic += TTL_MS;
    expect(lease.isHeld()).toBe(false);
  });

  it("holds on while Postgres does not answer, and no longer", async () => {
    const { now, clocks } = clocksAt(0);
    const pool = createPool({
      connectionString: database.connectionString,
      applicationName: "gone",
    });
    const lease = acquired(
      await acquireLease(pool, { accountId, holder: "one", ttlMs: TTL_MS, clocks }),
    );
    await pool.end();
    await expect(lease.renew()).rejects.toThrow();
    expect(lease.isHeld()).toBe(true);
    now.monotonic += TTL_MS;
    expect(lease.isHeld()).toBe(false);
  });
});
