import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { verifyJournal } from "../../src/journal/verify-journal.ts";
import { buildBundles } from "../processes/bundles.ts";
import { LAST_HOUR, SYMBOLS } from "../processes/markets.ts";
import { Stage } from "../processes/stage.ts";
import { journaled } from "../processes/what-was-journaled.ts";
import { expectEqualBooks } from "./whole-books.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

/** A minute of market in a second. */
const SPEED = 60;
/** From the order to restore until the engine has compared its books with the venue's. */
const RECOVERED_WITHIN_MS = 60_000;

let stage: Stage;
let folder: string;
let newDatabase: TestDatabase;
beforeEach(async () => {
  stage = await Stage.open({ bundles, venueArgs: LAST_HOUR, symbols: SYMBOLS });
  await stage.venue.steer({ speed: SPEED });
  folder = mkdtempSync(join(tmpdir(), "il-drill-"));
  newDatabase = await createTestDatabase();
});
afterEach(async () => {
  await stage.close();
  await newDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line as a person does; throws what it said when it fails. */
function interlock(databaseUrl: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const all = [bundles.cli, ...args, "--data-dir", stage.dataDir];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr));
    });
  });
}

const idsAtVenue = async () =>
  (await stage.venue.truth()).orders.map((order) => order.client_order_id);

async function untilMoreOrders(count: number): Promise<void> {
  const before = (await idsAtVenue()).length;
  await stage.until(`${count} more orders`, async () => {
    return (await idsAtVenue()).length >= before + count;
  });
}

test("D13 a machine that is lost with its disk and database goes on from an older backup with the venue's books, once a person has looked, and no id comes twice", {
  timeout: 180_000,
}, async () => {
  await stage.startEngine();
  await untilMoreOrders(2);
  await interlock(stage.databaseUrl, "backup", "--to", join(folder, "backup"));
  await untilMoreOrders(3);
  await stage.engine.kill();
  const known = await idsAtVenue();
  rmSync(stage.dataDir, { recursive: true });

  const lostAt = performance.now();
  await interlock(newDatabase.connectionString, "restore", "--from", join(folder, "backup"));
  const inBackup = journaled(stage.dataDir, "order_approved").length;
  expect(inBackup).toBeLessThan(known.length);
  const engine = await stage.startEngine({ DATABASE_URL: newDatabase.connectionString });
  const tookMs = performance.now() - lostAt;
  console.log(`Restored, started and compared in ${(tookMs / 1_000).toFixed(1)} s.`);
  expect(tookMs).toBeLessThan(RECOVERED_WITHIN_MS);

  // Nobody has looked yet: it stands halted with equal books, sends nothing, and shows what it cannot explain.
  expect(await engine.status()).toMatchObject({ recovered: true, trading: { state: "halted" } });
  const { state } = await expectEqualBooks(stage);
  expect(await idsAtVenue()).toEqual(known);
  for (const found of Object.values(state.breaks)) {
    expect(found.kind).toBe("external_execution");
    const { breakId } = found;
    const reason = "the engine's own, after the backup";
    const evidenceId = evidenceIdOf(found);
    expect(
      await engine.command({ kind: "adopt_break", breakId, evidenceId, reason }),
    ).toMatchObject({ accepted: true });
  }

  await stage.venue.steer({ paused: false });
  const resumed = await engine.command({ kind: "resume", reason: "the restored books agree" });
  expect(resumed).toMatchObject({ accepted: true });
  await untilMoreOrders(2);
  // An order that the lost engine left working may fill even now: it is shown again, and is nobody else's.
  for (const found of Object.values((await expectEqualBooks(stage)).state.breaks)) {
    expect(found.kind).toBe("external_execution");
    expect(known.filter((id) => found.venue.includes(id))).toHaveLength(1);
  }
  const ids = await idsAtVenue();
  expect(new Set(ids).size).toBe(ids.length);
  const nameOf = (id: string | undefined) => id?.split("-")[1];
  expect(nameOf(ids.at(-1))).not.toBe(nameOf(known[0]));
  const executions = journaled(stage.dataDir, "fill_booked").map(({ fill }) => fill.executionId);
  expect(new Set(executions).size).toBe(executions.length);
  expect(await verifyJournal(stage.dataDir)).toMatchObject({ firstFault: null });
});
