import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { openProjection, ProjectionGap } from "./open-projection.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

/** Continues wherever the test before has left the ledger. */
async function nextSeq(): Promise<number> {
  return (await ledger.projection.checkpoint()).seq + 1;
}

async function count(table: string): Promise<number> {
  const { rows } = await ledger.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table}`,
  );
  return rows[0]?.n ?? -1;
}

/** Returns the process that waits for a lock in our database, once there is one. */
async function waitingWriter(): Promise<number> {
  for (;;) {
    const { rows } = await ledger.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like 'insert%'`,
    );
    if (rows[0] !== undefined) return rows[0].pid;
  }
}

describe("the checkpoint", () => {
  it("starts at nothing and moves with the rows that it covers", async () => {
    expect(await ledger.projection.checkpoint()).toEqual({ seq: 0, hash: "", at: null });
    await ledger.projection.write(make.batch(1, make.oneOfEach()));
    expect(await ledger.projection.checkpoint()).toEqual({ seq: 1, hash: "hash-1", at: make.NOON });
    for (const table of ["orders", "fills", "audit_entries", "commands", "limit_versions"]) {
      expect(await count(table)).toBe(1);
    }
  });

  it("D06 refuses a batch that was written already, and writes nothing of it", async () => {
    const seq = await nextSeq();
    await ledger.projection.write(make.batch(seq, {}));
    const before = await count("fills");
    const fills = [make.fill({ journalSeq: seq, executionId: "e-again" })];
    await expect(ledger.projection.write(make.batch(seq, { fills }))).rejects.toThrow(
      `The projection stands at journal entry ${seq}; a batch from ${seq} does not continue it.`,
    );
    expect(await count("fills")).toBe(before);
  });

  it("D09 refuses a batch that leaves a gap", async () => {
    await expect(ledger.projection.write(make.batch(7, {}))).rejects.toThrow(ProjectionGap);
  });

  it("refuses a row from outside its batch", async () => {
    const seq = await nextSeq();
    const stray = make.batch(seq, { signals: [make.signal({ journalSeq: seq + 1 })] });
    await expect(ledger.projection.write(stray)).rejects.toThrow(
      `A row of signals comes from journal entry ${seq + 1}, outside its batch ${seq} to ${seq}.`,
    );
  });

  it("D09 refuses entries of another journal by their hash", async () => {
    const seq = await nextSeq();
    const foreign = make.auditEntry({ journalSeq: seq, previousHash: "f".repeat(64) });
    await expect(
      ledger.projection.write(make.batch(seq, { auditEntries: [foreign] })),
    ).rejects.toThrow("the database holds another journal's rows");
  });

  it("D07 lets exactly one of two projectors write the same entries", async () => {
    const seq = await nextSeq();
    const projectors = [openProjection(ledger.pool), openProjection(ledger.pool)];
    const rows = { fills: [make.fill({ journalSeq: seq, executionId: "e-raced" })] };
    const outcomes = await Promise.allSettled(
      projectors.map((one) => one.write(make.batch(seq, rows))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { rows: found } = await ledger.pool.query(
      "select 1 from fills where execution_id = 'e-raced'",
    );
    expect(found).toHaveLength(1);
  });
});

describe("a batch", () => {
  it("is written whole or not at all", async () => {
    const seq = await nextSeq();
    const before = await count("audit_entries");
    const broken = make.batch(seq, {
      auditEntries: [make.auditEntry({ journalSeq: seq, previousHash: `hash-${seq - 1}` })],
      orders: [make.order({ clientOrderId: "il-broken", journalSeq: seq, leaves: "1" })],
    });
    await expect(ledger.projection.write(broken)).rejects.toThrow("orders_leaves_match");
    expect(await count("audit_entries")).toBe(before);
    expect((await ledger.projection.checkpoint()).seq).toBe(seq - 1);
  });

  it("D06 is gone when the connection is cut before the commit, and goes through the next time", async () => {
    const seq = await nextSeq();
    const blocker = await ledger.pool.connect();
    await blocker.query("begin; lock table limit_versions in access exclusive mode");
    const rows = {
      signals: [make.signal({ journalSeq: seq, signalId: "s-cut" })],
      limitVersions: [make.limitVersion({ journalSeq: seq, version: 2 })],
    };
    const write = ledger.projection.write(make.batch(seq, rows));
    const outcome = expect(write).rejects.toThrow();
    const pid = await waitingWriter();
    await ledger.pool.query("select pg_terminate_backend($1)", [pid]);
    await outcome;
    await blocker.query("rollback");
    blocker.release();
    const { rows: left } = await ledger.pool.query(
      "select 1 from signals where signal_id = 's-cut'",
    );
    expect(left).toHaveLength(0);
    expect((await ledger.projection.checkpoint()).seq).toBe(seq - 1);
    await ledger.projection.write(make.batch(seq, rows));
    expect((await ledger.projection.checkpoint()).seq).toBe(seq);
  });

  it("keeps the last of several rows for one order, position or strategy", async () => {
    const seq = await nextSeq();
    const accepted = { status: "accepted", acceptedAt: make.NOON, journalSeq: seq } as const;
    await ledger.projection.write(
      make.batch(seq, {
        orders: [make.order({ journalSeq: seq }), make.order({ ...accepted, venueOrderId: "v-9" })],
        strategies: [make.strategy({ state: "warming" }), make.strategy({ journalSeq: seq })].map(
          (row) => ({
            ...row,
            journalSeq: seq,
          }),
        ),
      }),
    );
    const { rows } = await ledger.pool.query(
      "select status, venue_order_id from orders where client_order_id = 'il-1'",
    );
    expect(rows).toEqual([{ status: "accepted", venue_order_id: "v-9" }]);
  });

  it("makes the partitions of every month that it touches, past ones of late fills included", async () => {
    const seq = await nextSeq();
    const months = [
      Date.UTC(2026, 8, 30, 23, 59, 59, 999),
      Date.UTC(2026, 9, 1),
      Date.UTC(2027, 0, 1),
    ];
    const fills = months.map((at, index) =>
      make.fill({ journalSeq: seq, recordIndex: index, at, executionId: `e-month-${index}` }),
    );
    await ledger.projection.write(make.batch(seq, { fills }));
    const { rows } = await ledger.pool.query<{ partition: string }>(
      "select tableoid::regclass::text as partition from fills where execution_id like 'e-month-%' order by at",
    );
    expect(rows.map(({ partition }) => partition)).toEqual([
      "fills_2026_09",
      "fills_2026_10",
      "fills_2027_01",
    ]);
  });

  it("takes words that Postgres cannot hold, with the offending characters replaced", async () => {
    const seq = await nextSeq();
    const words = 'a "quoted", {braced}\\ word\0 and half \ud800 a pair';
    await ledger.projection.write(
      make.batch(seq, {
        orderEvents: [make.orderEvent({ journalSeq: seq, sentence: words, raw: words })],
        orders: [make.order({ clientOrderId: "il-words", journalSeq: seq, flags: [words] })],
        commands: [make.command({ journalSeq: seq, payload: { [words]: [words] } })],
      }),
    );
    const held = 'a "quoted", {braced}\\ word\uFFFD and half \uFFFD a pair';
    const events = await ledger.pool.query(
      "select sentence, raw from order_events where journal_seq = $1",
      [seq],
    );
    expect(events.rows).toEqual([{ sentence: held, raw: held }]);
    const orders = await ledger.pool.query(
      "select flags from orders where client_order_id = 'il-words'",
    );
    expect(orders.rows).toEqual([{ flags: [held] }]);
    const commands = await ledger.pool.query(
      "select payload from commands where journal_seq = $1",
      [seq],
    );
    expect(commands.rows).toEqual([{ payload: { [held]: [held] } }]);
  });
});

describe("a value that its column cannot hold exactly", () => {
  const cases = [
    ["a price with 7 decimals", { price: "1.0000001" }, "fills.price cannot hold"],
    ["a quantity with 10 decimals", { quantity: "0.0000000001" }, "fills.quantity cannot hold"],
    ["an exponent", { price: "1e3" }, "fills.price cannot hold"],
    ["NaN", { price: "NaN" }, "fills.price cannot hold"],
    ["Infinity", { fee: "Infinity" }, "fills.fee cannot hold"],
    ["more than exact numbers reach", { price: "9007199255" }, "fills.price cannot hold"],
    ["a time before 1990", { at: 0 }, "is not a time"],
    ["a time that is no number", { at: Number.NaN }, "is not a time"],
    ["a fraction of a millisecond", { at: make.NOON + 0.5 }, "is not a time"],
  ] as const;
  it.each(cases)("D15 is refused, never rounded: %s", async (_, given, message) => {
    const seq = await nextSeq();
    const write = ledger.projection.write(
      make.batch(seq, {
        fills: [make.fill({ journalSeq: seq, executionId: "e-unfit", ...given })],
      }),
    );
    await expect(write).rejects.toThrow(message);
    expect(await nextSeq()).toBe(seq);
  });
});
