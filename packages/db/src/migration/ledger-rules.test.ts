import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import type { ProjectionRows } from "../projection/rows.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
  await ledger.projection.write(make.batch(1, make.oneOfEach()));
});
afterAll(() => ledger.close());

const APPEND_ONLY = [
  "order_events",
  "fills",
  "fill_keys",
  "signals",
  "risk_decisions",
  "pnl_snapshots",
  "limit_versions",
  "commands",
  "audit_entries",
];
const PARTITIONED = APPEND_ONLY.filter((name) => name !== "fill_keys" && name !== "limit_versions");

describe.each(APPEND_ONLY)("%s", (table) => {
  it("refuses update, delete and truncate by hand", async () => {
    const column = table === "fill_keys" ? "execution_id" : "journal_seq";
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(ledger.pool.query(statement)).rejects.toThrow(
        /is append-only: (UPDATE|DELETE|TRUNCATE) is refused/,
      );
    }
    const { rows } = await ledger.pool.query(`select 1 from ${table}`);
    expect(rows).toHaveLength(1);
  });
});

describe.each(PARTITIONED)("the partition of %s", (table) => {
  it("refuses what its table refuses, when addressed by its own name", async () => {
    const partition = `${table}_2026_11`;
    for (const statement of [
      `update ${partition} set journal_seq = journal_seq`,
      `delete from ${partition}`,
      `truncate ${partition}`,
    ]) {
      await expect(ledger.pool.query(statement)).rejects.toThrow("is append-only");
    }
  });

  it("has the indexes of its table", async () => {
    const { rows } = await ledger.pool.query(
      `select count(*)::int as missing from pg_index i
       where i.indrelid = '${table}'::regclass and not exists (
         select 1 from pg_inherits h join pg_index c on c.indexrelid = h.inhrelid
         where h.inhparent = i.indexrelid and c.indrelid = '${table}_2026_11'::regclass)`,
    );
    expect(rows).toEqual([{ missing: 0 }]);
  });
});

describe("partitions", () => {
  it("are made once, whoever asks and however often at a time", async () => {
    const ask = () => ledger.pool.query("select ensure_month('2027-03-31 23:59:59.999+00')");
    await Promise.all([ask(), ask(), ask()]);
    const { rows } = await ledger.pool.query(
      "select count(*)::int as made from pg_class where relname like '%\\_2027\\_03' and relkind = 'r'",
    );
    expect(rows).toEqual([{ made: PARTITIONED.length }]);
  });

  it("divide months in UTC, whatever the session's time zone", async () => {
    await ledger.pool.query(
      "set timezone to 'America/New_York'; select ensure_month('2027-05-01 00:00:00+00'); reset timezone",
    );
    const { rows } = await ledger.pool.query(
      `select pg_get_expr(relpartbound, oid) as bounds from pg_class where relname = 'fills_2027_05'`,
    );
    expect(rows).toEqual([
      { bounds: "FOR VALUES FROM ('2027-05-01 00:00:00+00') TO ('2027-06-01 00:00:00+00')" },
    ]);
  });
});

describe("a row that breaks an invariant is refused", () => {
  const filled = { filledQuantity: "100", leaves: "0", averagePrice: "165.50" };
  const ended = { status: "canceled", leaves: "0", terminalAt: make.NOON } as const;
  const cases: readonly [string, Partial<ProjectionRows>][] = [
    ["orders_quantity_positive", { orders: [make.order({ quantity: "0", leaves: "0" })] }],
    [
      "orders_leaves_not_negative",
      { orders: [make.order({ ...filled, filledQuantity: "101", leaves: "-1" })] },
    ],
    ["orders_leaves_match", { orders: [make.order({ leaves: "99" })] }],
    ["orders_leaves_match", { orders: [make.order({ ...ended, leaves: "1" })] }],
    ["orders_terminal_has_time", { orders: [make.order({ ...ended, terminalAt: null })] }],
    ["orders_terminal_has_time", { orders: [make.order({ terminalAt: make.NOON })] }],
    [
      "orders_overfill_flagged",
      { orders: [make.order({ ...ended, ...filled, filledQuantity: "101" })] },
    ],
    ["orders_filled_is_complete", { orders: [make.order({ ...ended, status: "filled" })] }],
    [
      "orders_average_price_when_filled",
      { orders: [make.order({ filledQuantity: "1", leaves: "99" })] },
    ],
    ["orders_limit_price_fits_type", { orders: [make.order({ type: "market" })] }],
    ["orders_limit_price_fits_type", { orders: [make.order({ limitPrice: "0" })] }],
    ["orders_stop_price_fits_type", { orders: [make.order({ type: "stop_limit" })] }],
    ["orders_id_length", { orders: [make.order({ clientOrderId: "x".repeat(129) })] }],
    ["orders_account_id_fkey", { orders: [make.order({ accountId: "nobody" })] }],
    ["fills_quantity_positive", { fills: [make.fill({ quantity: "0" })] }],
    ["fills_price_positive", { fills: [make.fill({ price: "0" })] }],
    ["fills_fee_not_negative", { fills: [make.fill({ fee: "-0.01" })] }],
    ["positions_average_price_when_open", { positions: [make.position({ averagePrice: null })] }],
    [
      "positions_flat_costs_nothing",
      { positions: [make.position({ quantity: "0", averagePrice: null })] },
    ],
    ["pnl_snapshots_net_adds_up", { pnlSnapshots: [make.pnlSnapshot({ net: "14.01" })] }],
    [
      "pnl_snapshots_net_within_gross",
      { pnlSnapshots: [make.pnlSnapshot({ netExposure: "-16550.01" })] },
    ],
    ["pnl_snapshots_account_has_equity", { pnlSnapshots: [make.pnlSnapshot({ equity: null })] }],
    ["signals_target_in_range", { signals: [make.signal({ target: 1.01 })] }],
    [
      "risk_decisions_denied_says_why",
      { riskDecisions: [make.riskDecision({ outcome: "denied" })] },
    ],
    ["limit_versions_pkey", { limitVersions: [make.limitVersion()] }],
  ];
  it.each(cases)("%s", async (constraint, rows) => {
    const { seq } = await ledger.projection.checkpoint();
    const placed = Object.entries(rows).map(([table, list]) => [
      table,
      list.map((row) => ({ ...row, journalSeq: seq + 1, recordIndex: 1 })),
    ]);
    const write = ledger.projection.write(make.batch(seq + 1, Object.fromEntries(placed)));
    await expect(write).rejects.toThrow(`"${constraint}"`);
  });

  it("B32 an overfilled order passes once it carries the flag", async () => {
    const { seq } = await ledger.projection.checkpoint();
    const overfilled = make.order({
      ...filled,
      clientOrderId: "il-overfilled",
      status: "filled",
      terminalAt: make.NOON,
      filledQuantity: "101",
      flags: ["overfill"],
      journalSeq: seq + 1,
    });
    await ledger.projection.write(make.batch(seq + 1, { orders: [overfilled] }));
  });
});

describe("history cannot be bent", () => {
  it("D11 an execution is booked once for ever, in whichever month it is reported again", async () => {
    const { seq } = await ledger.projection.checkpoint();
    const again = make.fill({ journalSeq: seq + 1, at: Date.UTC(2027, 3, 1) });
    await expect(ledger.projection.write(make.batch(seq + 1, { fills: [again] }))).rejects.toThrow(
      "fill_keys_pkey",
    );
    const other = { ...again, accountId: "account-2" };
    await ledger.projection.write(make.batch(seq + 1, { fills: [other] }));
  });

  it("an order that has ended never opens again", async () => {
    const { seq } = await ledger.projection.checkpoint();
    const ended = { status: "canceled", leaves: "0", terminalAt: make.NOON } as const;
    const first = make.order({ ...ended, clientOrderId: "il-ended", journalSeq: seq + 1 });
    await ledger.projection.write(make.batch(seq + 1, { orders: [first] }));
    const reopened = make.order({ clientOrderId: "il-ended", journalSeq: seq + 2 });
    await expect(
      ledger.projection.write(make.batch(seq + 2, { orders: [reopened] })),
    ).rejects.toThrow("order il-ended has ended as canceled and never opens again");
    const late = { ...first, flags: ["late_fill"], filledQuantity: "100", averagePrice: "165.50" };
    await ledger.projection.write(
      make.batch(seq + 2, { orders: [{ ...late, journalSeq: seq + 2 }] }),
    );
  });

  it("the checkpoint neither goes back nor disappears", async () => {
    const back = ledger.pool.query("update projection_checkpoint set journal_seq = 0");
    await expect(back).rejects.toThrow("the projection checkpoint only moves forward");
    await expect(ledger.pool.query("delete from projection_checkpoint")).rejects.toThrow(
      "only moves forward",
    );
    const second = ledger.pool.query("insert into projection_checkpoint values (2, 0, '', null)");
    await expect(second).rejects.toThrow("projection_checkpoint_single");
  });

  it("a fencing token neither falls nor disappears", async () => {
    const { pool } = ledger;
    await pool.query("insert into identity.writer_leases values ('a', 5, 'test', now(), now())");
    for (const statement of [
      "update identity.writer_leases set fencing_token = 4",
      "delete from identity.writer_leases",
      "truncate identity.writer_leases",
    ]) {
      await expect(pool.query(statement)).rejects.toThrow("a fencing token only grows");
    }
  });

  it("a person has one of the known roles", async () => {
    const insert = ledger.pool.query(
      `insert into identity."user" (id, name, email, role) values ('u', 'U', 'u@example.com', 'god')`,
    );
    await expect(insert).rejects.toThrow("user_role_known");
  });
});
