import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "@interlock/db/create-pool";
import type { Role } from "@interlock/api/view/scalars";
import { secretKey } from "../../src/supervisor/secret-key.ts";
import { ConsoleClient } from "../edge/console-client.ts";
import { sessionOf } from "../edge/signed-cookie.ts";
import { buildBundles } from "../processes/bundles.ts";
import { LiveStage } from "./live-stage.ts";

/**
 * Ways to an order that adds risk on a live account that nobody ever approved, over real processes. In each the market
 * makes a strategy want such an order again, and the venue's own log shows that none came.
 */

const bundles = buildBundles();
let live: LiveStage;
let port: number;

/** What somebody might think turns live trading on. */
const WISHFUL = {
  INTERLOCK_GOLIVE: "approved",
  INTERLOCK_LIVE_APPROVED: "1",
  INTERLOCK_APPROVAL: "launch-1",
  INTERLOCK_SKIP_GATES: "true",
  INTERLOCK_START_HALTED: "",
  ALPACA_LIVE: "true",
};

beforeAll(async () => {
  live = await LiveStage.open({ bundles });
  const engine = live.stage.launchEngine(live.env(WISHFUL));
  port = await engine.ready();
}, 240_000);
afterAll(async () => {
  await live.close();
  bundles.remove();
});

const PATIENT = { timeout: 240_000 };

test(
  "way 1 to 2: key, account and endpoint that agree, and variables that say approved",
  PATIENT,
  async () => {
    await live.refusesRisk();
  },
);

test.each([
  ["start", "--live"],
  ["start", "--approve", "launch-1"],
  ["golive", "declare"],
  ["golive", "vote", "--station", "risk", "--go"],
  ["golive", "--force"],
  ["approvals", "approve", "ap-1"],
])("way 3: a flag or a command of the command line: %s %s", PATIENT, async (...args) => {
  const { code, text } = await live.interlock(...args);
  expect(code, text).not.toBe(0);
  await live.sawNoRisk();
});

test("way 4: acts of people, given to the engine's socket by a program", PATIENT, async () => {
  const basis = "0".repeat(16);
  const bodies = [
    { kind: "golive_declare" as const, basis, reason: "a program wants it" },
    { kind: "golive_vote" as const, station: "risk" as const, go: true, comment: "", basis },
    { kind: "golive_approve_waiver" as const, waiverId: "waiver-1" },
    {
      kind: "decide_approval" as const,
      approvalId: "ap-1",
      seenHash: basis,
      verdict: "approve" as const,
      reason: "a program agrees",
    },
    { kind: "apply_approval" as const, approvalId: "ap-1", seenHash: basis, standing: {} },
  ];
  for (const body of bodies) await expect(live.stage.engine.command(body)).rejects.toThrow();
  await live.refusesRisk();
});

test("way 5: a resume and a looser limit from the command line", PATIENT, async () => {
  const { engine } = live.stage;
  const resumed = await engine.command({ kind: "resume", reason: "we want to trade now" });
  expect(resumed).toMatchObject({ accepted: false });
  const { limitsVersion: baseVersion } = await engine.status();
  const values = { maxOrderNotional: "9000" };
  const reason = "there is more to trade";
  expect(
    await engine.command({ kind: "change_limits", baseVersion, values, reason }),
  ).toMatchObject({ accepted: false });
  await live.refusesRisk();
});

test("way 6: rows of Postgres that say it was approved", PATIENT, async () => {
  const pool = createPool({
    connectionString: live.stage.databaseUrl,
    applicationName: "forger",
    maxConnections: 1,
  });
  const edited = [
    "set session_replication_role = replica",
    "update ledger.limit_versions set version = version + 7",
    `insert into ledger.audit_entries
       (journal_seq, record_index, at, kind, actor, payload, entry_hash, previous_hash)
     select journal_seq, 900, at, 'launch_began', 'Ada',
       '{"kind": "launch_began", "launchId": "launch-1", "on": "2026-06-24"}', entry_hash,
       previous_hash from ledger.audit_entries order by journal_seq limit 1`,
    `insert into identity."user" (id, name, email, "emailVerified", role)
       values ('forged', 'Forged', 'forged@desk.test', true, 'owner')`,
  ];
  for (const statement of edited) {
    const { rowCount } = await pool.query(statement);
    if (!statement.startsWith("set")) expect(rowCount).toBeGreaterThan(0);
  }
  await pool.end();
  await live.refusesRisk();
});

test.each(["viewer", "trader", "risk", "ops", "owner"] as const)(
  "way 7: the console's own calls by somebody signed in as %s, without evidence and others",
  PATIENT,
  async (role) => {
    const { trpc } = await person(role);
    const basis = (await trpc.golive.view.query()).basis;
    const id = () => crypto.randomUUID();
    const calls = [
      trpc.golive.declare.mutate({ commandId: id(), basis, reason: "it is time to trade" }),
      trpc.golive.vote.mutate({ commandId: id(), station: "risk", go: true, comment: "", basis }),
      trpc.approvals.carryOut.mutate({ commandId: id(), approvalId: "ap-1", seenHash: "0" }),
    ];
    for (const outcome of await Promise.allSettled(calls))
      if (outcome.status === "fulfilled") expect(outcome.value).toMatchObject({ accepted: false });
    await live.sawNoRisk();
  },
);

test(
  "exits, stops, cancels and the kill pass on an account that nobody approved",
  PATIENT,
  async () => {
    await live.refusesRisk();
    await live.exitsPass();
  },
);

async function person(role: Role): Promise<ConsoleClient> {
  const secret = secretKey(live.stage.dataDir, "auth").toString("hex");
  const { sql, cookie } = sessionOf(role, secret);
  const pool = createPool({ connectionString: live.stage.databaseUrl, applicationName: "test" });
  await pool.query(sql);
  await pool.end();
  return new ConsoleClient({ url: `http://127.0.0.1:${port}`, origin: ORIGIN, cookie });
}

const ORIGIN = "http://localhost:3000";
