import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { prepareAppRole } from "./app-role.ts";

let ledger: TestLedger;
let role: string;
beforeAll(async () => {
  ledger = await openTestLedger();
  role = new URL((await prepareAppRole(ledger.connectionString)) ?? "").username;
});
afterAll(async () => {
  await ledger.pool.query(`drop owned by "${role}"; drop role "${role}"`);
  await ledger.close();
});

const ALL = ["select", "insert", "update", "delete", "truncate", "references", "trigger"];

/** What the role may do with each table of a schema, partitions left out. */
async function tableRights(schema: string): Promise<Record<string, string>> {
  const { rows } = await ledger.pool.query<{ table: string; rights: string }>(
    `select c.relname as table, coalesce((
       select string_agg(r, ' ' order by o) from unnest($3::text[]) with ordinality as u(r, o)
       where has_table_privilege($1::name, c.oid, r)), '') as rights
     from pg_class c where c.relnamespace = $2::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
       and not c.relispartition order by 1`,
    [role, schema, ALL],
  );
  return Object.fromEntries(rows.map(({ table, rights }) => [table, rights]));
}

async function may(question: string): Promise<unknown> {
  const { rows } = await ledger.pool.query<{ answer: unknown }>(`select ${question} as answer`, [
    role,
  ]);
  return rows[0]?.answer;
}

const GROWS = "select insert";
const FOLLOWS = "select insert update";

describe("all that the product's own role may do", () => {
  it("in the ledger: what only grows is read and added to, and what follows the journal is written over", async () => {
    expect(await tableRights("ledger")).toEqual({
      accounts: FOLLOWS,
      audit_entries: GROWS,
      commands: GROWS,
      fill_keys: GROWS,
      fills: GROWS,
      limit_versions: GROWS,
      order_events: GROWS,
      orders: FOLLOWS,
      pnl_snapshots: GROWS,
      positions: FOLLOWS,
      projection_checkpoint: FOLLOWS,
      risk_decisions: GROWS,
      signals: GROWS,
      strategies: FOLLOWS,
      strategy_positions: FOLLOWS,
    });
  });

  it("with people and sessions: rows alone, never a table", async () => {
    const rights = Object.values(await tableRights("identity"));
    expect(rights.length).toBeGreaterThan(8);
    expect(new Set(rights)).toEqual(new Set(["select insert update delete"]));
  });

  it.each([
    "has_schema_privilege($1::name, 'ledger', 'create')",
    "has_schema_privilege($1::name, 'identity', 'create')",
    "has_database_privilege($1::name, current_database(), 'create')",
    "has_database_privilege($1::name, current_database(), 'temporary')",
    "(select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles where rolname = $1)",
    "exists (select 1 from pg_auth_members where member = $1::text::regrole)",
    "exists (select 1 from pg_class where relowner = $1::text::regrole)",
    "exists (select 1 from pg_proc where proowner = $1::text::regrole)",
  ])("never: %s", async (question) => {
    expect(await may(question)).toBe(false);
  });

  it("by functions with the owner's rights: to make months, and nobody else may", async () => {
    const { rows } = await ledger.pool.query(
      `select p.proname as name, has_function_privilege($1::name, p.oid, 'execute') as ours,
         exists (select 1 from aclexplode(p.proacl) where grantee = 0) as anybody
       from pg_proc p where p.prosecdef and p.pronamespace in ('ledger'::regnamespace, 'identity'::regnamespace)`,
      [role],
    );
    expect(rows).toEqual([{ name: "ensure_month", ours: true, anybody: false }]);
  });
});
