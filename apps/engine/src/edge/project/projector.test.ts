import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const SOON = { timeout: 10_000, interval: 20 };

let stage: EdgeStage;
let owner: ConsoleClient;

beforeEach(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  owner = await stage.signIn();
  await projected();
});
afterEach(() => stage.close());

/** Waits until the database holds everything journaled. */
async function projected(): Promise<void> {
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => expect(await stage.projectedTo()).toBe(seq), SOON);
}

const takeLedgerAway = () => stage.sql("alter schema ledger rename to ledger_away");
const bringLedgerBack = () => stage.sql("alter schema ledger_away rename to ledger");

async function databaseHealth(): Promise<{ status: string; detail: string }> {
  const response = await stage.stranger().get("/health/database");
  return (await response.json()) as { status: string; detail: string };
}

async function auditKinds(): Promise<unknown[]> {
  const rows = await stage.sql(
    "select kind from ledger.audit_entries order by journal_seq, record_index",
  );
  return rows.map(({ kind }) => kind);
}

test("the database holds every record once, also after it was away for a while", async () => {
  await takeLedgerAway();
  stage.rig.pass(60_000);
  await expect.poll(async () => (await databaseHealth()).status, SOON).toBe("down");
  stage.rig.pass(60_000);
  await bringLedgerBack();
  await projected();
  expect(await auditKinds()).toEqual(stage.rig.records.map(({ kind }) => kind));
  await expect.poll(async () => (await databaseHealth()).status, SOON).toBe("ok");
});

test("D02 the lag that stops new risk grows while the database is away, and is gone when it has caught up", async () => {
  const lag = () => stage.told.findLast((message) => message.kind === "projection_lag")?.lagMs;
  await takeLedgerAway();
  stage.rig.pass(60_000);
  await expect.poll(lag, SOON).toBeGreaterThan(500);
  await bringLedgerBack();
  await expect.poll(lag, SOON).toBe(0);
});

test("without the database a console still sees, kills, and is told what it cannot have", async () => {
  await takeLedgerAway();
  const history = owner.trpc.orders.list.query({ tab: "history" });
  await expect(history).rejects.toThrow(/The database does not answer.*kill switch.*try again/);
  await expect(owner.trpc.orders.fills.query({ symbol: "SPY" })).rejects.toThrow(/database/);
  expect((await owner.trpc.orders.fills.query({})).rows).toMatchObject([{ executionId: "x1" }]);
  expect((await owner.trpc.orders.list.query({ tab: "today" })).rows).toHaveLength(1);
  const kill = { commandId: randomUUID(), mode: "halt" } as const;
  expect(await owner.trpc.kill.engage.mutate(kill)).toMatchObject({ accepted: true });
  await bringLedgerBack();
});

test("a database that is back counts as well at once, though nothing new was journaled", async () => {
  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  await takeLedgerAway();
  await stage.startEdge();
  await expect.poll(async () => (await databaseHealth()).status, SOON).toBe("down");
  await bringLedgerBack();
  await expect.poll(databaseHealth, SOON).toMatchObject({
    status: "ok",
    detail: "0 ms behind the journal",
  });
});

test("a database with another journal's rows is not written to, and the way out is said once", async () => {
  // The guard that lets a checkpoint only move forward has to look away for this.
  await stage.sql(
    `set session_replication_role = replica;
     update ledger.projection_checkpoint set entry_hash = '${"f".repeat(64)}'`,
  );
  const before = await auditKinds();
  stage.rig.pass(60_000);
  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  await stage.startEdge();
  await expect.poll(async () => (await databaseHealth()).detail, SOON).toMatch(/another journal/);
  const { detail } = await databaseHealth();
  expect(detail.match(/interlock db rebuild/g)).toHaveLength(1);
  expect(await auditKinds()).toEqual(before);
  // Ahead of everything journaled: nothing would be missed, and nothing of this journal would ever be written.
  await stage.sql("update ledger.projection_checkpoint set journal_seq = 100000");
  await expect
    .poll(async () => (await databaseHealth()).detail, SOON)
    .toMatch(/another journal up to its entry 100000.*interlock db rebuild/);
  expect((await databaseHealth()).status).toBe("down");
});
