import fc from "fast-check";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { DatabaseClient } from "@interlock/db/in-transaction";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { MONTHLY_TABLES, type Month, type MonthlyTable } from "@interlock/db/retention/month";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachAgain } from "../../../../test/archived-month.ts";
import { type RecordedLedger, recordLedger } from "../../../../test/recorded-ledger.ts";
import { openHeadKey } from "../../../journal/heads/head-key.ts";
import { archiveMonth, planRetention } from "./retain-ledger.ts";

const MONTHS = ["2026-06", "2026-07", "2026-08"];
const AFTER_ALL = "2027-01";

let ledger: RecordedLedger;
let folder: string;
let pool: DatabasePool;
let lastSeq: number;
/** The columns of each table, with an expression that changes one. */
const changes = new Map<MonthlyTable, readonly Change[]>();

interface Change {
  readonly column: string;
  readonly to: string;
}

beforeAll(async () => {
  ledger = await recordLedger((rig) => void rig.tradeMonths());
  ({ folder, pool, lastSeq } = ledger);
  for (const table of MONTHLY_TABLES) {
    changes.set(table, await changesOf(table));
    await pool.query(`create table public.kept_${table} as table ${table}`);
  }
});
afterAll(() => ledger.close());

/** A value of the column's type that it does not have. Its time stays, so that its month does. */
async function changesOf(table: MonthlyTable): Promise<readonly Change[]> {
  const found = await pool.query<{ column: string; type: string; udt: string }>(
    `select column_name as column, data_type as type, udt_name as udt from information_schema.columns
     where table_schema = 'ledger' and table_name = $1 and column_name <> 'at'`,
    [table],
  );
  return found.rows.map(({ column, type, udt }) => {
    const other: Readonly<Record<string, string>> = {
      text: `coalesce(${column}, '') || 'x'`,
      boolean: `not ${column}`,
      jsonb: `jsonb_build_array(${column})`,
      ARRAY: `${column} || 'x'::text`,
      "USER-DEFINED": `(select e from unnest(enum_range(null::${udt})) e where e is distinct from ${column} limit 1)`,
      "timestamp with time zone": `coalesce(${column}, '2026-01-01'::timestamptz) + interval '1 ms'`,
    };
    return { column, to: other[type] ?? `coalesce(${column}, 0) + 0.000001::${udt}` };
  });
}

interface Tamper {
  readonly table: MonthlyTable;
  readonly month: Month;
  readonly way: "edit" | "delete" | "insert";
  /** Which row and, of an edit, which column. */
  readonly row: number;
  readonly column: number;
}

/** Does to the ledger what a superuser can: past every trigger. What a constraint refuses is not done. */
async function forge(...statements: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement).catch(() => undefined);
  } finally {
    client.release(true);
  }
}

function statementOf({ table, month, way, row, column }: Tamper): string {
  const own = changes.get(table) ?? [];
  const within = `at >= '${month}-01Z' and at < '${month}-01Z'::timestamptz + interval '1 month'`;
  const chosen = `ctid = (select ctid from ${table} where ${within} order by journal_seq, record_index
    offset ${row} % greatest(1, (select count(*) from ${table} where ${within})) limit 1)`;
  if (way === "delete") return `delete from ${table} where ${chosen} and ${within}`;
  const change = own[column % own.length];
  if (way === "edit")
    return `update ${table} set ${change?.column} = ${change?.to} where ${chosen} and ${within}`;
  const names = ["at", ...own.map((one) => one.column)];
  const values = names.map((name) => {
    if (name === "record_index") return "record_index + 90";
    return name === "execution_id" ? "execution_id || 'y'" : name;
  });
  return `insert into ${table} (${names}) select ${values} from ${table} where ${chosen} and ${within}`;
}

/** Every row of each month, as text. */
async function everything(): Promise<ReadonlyMap<Month, readonly string[]>> {
  const each = MONTHLY_TABLES.map(
    (table) => `select '${table}' as name, to_char(at at time zone 'utc', 'YYYY-MM') as month,
      journal_seq, record_index, t::text as row from ${table} t`,
  );
  const { rows } = await pool.query<{ name: string; month: string; row: string }>(
    `${each.join(" union all ")} order by name, journal_seq, record_index, row`,
  );
  const of = (month: Month) => rows.filter((row) => row.month === month);
  return new Map(
    MONTHS.map((month) => [month, of(month).map(({ name, row }) => `${name} ${row}`)]),
  );
}

async function putBack(): Promise<void> {
  await forge(
    ...MONTHLY_TABLES.flatMap((table) => [
      `delete from ${table}`,
      `insert into ${table} select * from public.kept_${table}`,
    ]),
  );
}

/** Archives what may go, after somebody tampered once more; what stays is returned. */
async function retain(client: DatabaseClient, meanwhile: readonly Tamper[]): Promise<Set<Month>> {
  const plan = await planRetention(client, AFTER_ALL, { dataDir: folder, anchoredSeq: lastSeq });
  await forge(...meanwhile.map(statementOf));
  const hands = {
    dataDir: folder,
    anchoredSeq: lastSeq,
    key: openHeadKey(folder),
    by: "t",
    now: () => 0,
  };
  const stayed = new Set<Month>();
  for (const due of plan.due) {
    const gone = archiveMonth({ client, expected: plan.expected, due }, hands);
    // One that was refused is tried all the same: nothing but its own rows decides.
    await gone.catch(() => stayed.add(due.month));
    if (due.refusal !== "") expect(stayed).toContain(due.month);
  }
  return stayed;
}

const tamper: fc.Arbitrary<Tamper> = fc.record({
  table: fc.constantFrom(...MONTHLY_TABLES),
  month: fc.constantFrom(...MONTHS),
  way: fc.constantFrom("edit", "delete", "insert"),
  row: fc.nat(1_000),
  column: fc.nat(1_000),
});

test("a month leaves the database exactly when each row of each table is what the journal says, and comes back the same", {
  timeout: 240_000,
}, async () => {
  const sound = await everything();
  let tampered = 0;
  for (const table of MONTHLY_TABLES)
    for (const month of MONTHS)
      expect(sound.get(month)?.filter((row) => row.startsWith(`${table} `))).not.toEqual([]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(tamper, { maxLength: 2 }),
      fc.array(tamper, { maxLength: 1 }),
      async (before, meanwhile) => {
        await forge(...before.map(statementOf));
        const client = await pool.connect();
        const stayed = await retain(client, meanwhile).finally(() => client.release(true));
        const left = await everything();
        const present = await presentMonths(pool);
        for (const month of MONTHS) {
          const isSound = JSON.stringify(left.get(month)) === JSON.stringify(sound.get(month));
          expect(stayed.has(month)).toBe(present.includes(month));
          // What is still there is either whole and tampered with, or was never touched.
          if (stayed.has(month)) expect(isSound).toBe(false);
          if (stayed.has(month)) tampered += 1;
          else await attachAgain({ pool, dataDir: folder }, month);
        }
        const again = await everything();
        for (const month of MONTHS)
          expect(again.get(month)).toEqual((stayed.has(month) ? left : sound).get(month));
        await putBack();
        expect(await everything()).toEqual(sound);
      },
    ),
    { numRuns: 12 },
  );
  expect(tampered).toBeGreaterThan(0);
});

test("a month is vouched for only when a head covers its last row, also that of a fill that was booked months later", async () => {
  const client = await pool.connect();
  const ground = { dataDir: folder, anchoredSeq: lastSeq - 1 };
  const { due } = await planRetention(client, AFTER_ALL, ground).finally(() =>
    client.release(true),
  );
  expect(due.filter(({ refusal }) => refusal === "").map(({ month }) => month)).toEqual([
    "2026-07",
  ]);
  expect(due.every(({ isSound }) => isSound)).toBe(true);
});
