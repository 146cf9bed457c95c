import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { wasSkipped } from "@interlock/core/risk/check-bits";
import { CHECK_ORDER } from "@interlock/core/risk/check-order";
import { formatLimits } from "@interlock/core/risk/limit-text";
import { readJournal } from "../src/journal/read-journal.ts";
import type { EngineRecord } from "../src/record.ts";
import { expectWholeBooks } from "./faults/whole-books.ts";
import { buildBundles } from "./processes/bundles.ts";
import { EmbeddedDatabase } from "./processes/embedded-database.ts";
import type { EngineStatus } from "./processes/engine-process.ts";
import { LAST_HOUR, SYMBOLS } from "./processes/markets.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

/** A minute of market in a second: time to see what happens, and a signal nearly every second. */
const SPEED = 60;
const LAG_MS_MAX = 1_500;

let database: EmbeddedDatabase;
let stage: Stage;
beforeEach(async () => {
  database = await EmbeddedDatabase.start();
  stage = await Stage.open({
    bundles,
    venueArgs: LAST_HOUR,
    symbols: SYMBOLS,
    databaseUrl: database.connectionString,
  });
  await stage.venue.steer({ speed: SPEED });
});
afterEach(async () => {
  await stage.close();
  await database.remove();
});

/** Starts the engine, tightens the limit of the lag, and waits until it holds something. */
async function startTrading(): Promise<void> {
  const engine = await stage.startEngine();
  const inForce = journaled(stage.dataDir, "limits_changed").at(-1);
  if (inForce === undefined) throw new Error("no limits are in force");
  const answer = await engine.command({
    kind: "change_limits",
    baseVersion: inForce.version,
    values: { ...formatLimits(inForce.limits), maxProjectionLagMs: String(LAG_MS_MAX) },
    reason: "",
  });
  expect(answer).toMatchObject({ accepted: true });
  await untilStatus("a position", ({ positions }) => positions.length > 0);
}

function untilStatus(what: string, holds: (status: EngineStatus) => boolean): Promise<unknown> {
  return stage.until(what, async () => holds(await stage.engine.status()));
}

const denied = (code: string) => (status: EngineStatus) =>
  (status.today.deniedByCode[code] ?? 0) > 0;

/** Orders that were approved while the database was known to lag, although they added risk. */
function risksTakenWhileLagging(): string[] {
  const check = CHECK_ORDER.indexOf("projection_lag");
  const taken: string[] = [];
  let lagging = false;
  for (const { records } of readJournal<EngineRecord>(stage.dataDir, 1)) {
    for (const record of records) {
      if (record.kind === "projection_lag_changed") lagging = record.lagging;
      if (record.kind !== "order_approved" || !lagging) continue;
      // The check does not apply to what reduces risk.
      if (!wasSkipped(record.measures, check)) taken.push(record.intent.clientOrderId);
    }
  }
  return taken;
}

async function finishDay(): Promise<void> {
  await stage.venue.steer({ speed: "max" });
  await stage.untilDayIsOver();
  const summary = await stage.summary();
  expect(summary.agrees, summary.text).toBe(true);
  await expectWholeBooks(stage);
}

describe("while Postgres is away", { timeout: 600_000 }, () => {
  test("D02 K02 no new risk is taken, a kill works and is proven by the venue; afterwards everything is in the database", async () => {
    await startTrading();
    await database.stop();
    await untilStatus("a denial for the lag", denied("projection_lag"));
    const { accepted } = await stage.engine.command({
      kind: "kill",
      mode: "flatten",
      reason: "the database is away",
      includeStops: true,
    });
    expect(accepted).toBe(true);
    await untilStatus("a proven kill", ({ kill }) => kill?.stage === "proven");
    expect(await stage.venue.truth()).toMatchObject({ open_orders: 0, positions: [] });
    await untilStatus(
      "a lapsed lease",
      ({ connections }) => connections["account_lease"] === false,
    );
    await database.startAgain();
    await untilStatus("the lease", ({ connections }) => connections["account_lease"] === true);
    const resumed = await stage.engine.command({ kind: "resume", reason: "the database is back" });
    expect(resumed).toMatchObject({ accepted: true });
    await finishDay();
    expect(risksTakenWhileLagging()).toEqual([]);
  });

  test("D16 and silent instead of gone, no new risk is taken either, a halt is taken at once, and nothing is lost", async () => {
    await startTrading();
    database.freeze();
    await untilStatus("a denial for the lag", denied("projection_lag"));
    await untilStatus(
      "a lapsed lease",
      ({ connections }) => connections["account_lease"] === false,
    );
    await untilStatus("a denial without the lease", denied("symbol_permission"));
    const halt = { kind: "kill", mode: "halt", reason: "silence", includeStops: false } as const;
    expect(await stage.engine.command(halt)).toMatchObject({ accepted: true });
    expect(await stage.engine.status()).toMatchObject({ trading: { state: "halted" } });
    database.thaw();
    await untilStatus("the lease", ({ connections }) => connections["account_lease"] === true);
    expect(
      await stage.engine.command({ kind: "resume", reason: "it answers again" }),
    ).toMatchObject({
      accepted: true,
    });
    await finishDay();
    expect(risksTakenWhileLagging()).toEqual([]);
  });

  test("D01 an engine that is killed starts all the same, takes no new risk, and trades once it is back", async () => {
    await startTrading();
    await database.stop();
    await stage.engine.kill();
    await stage.startEngine();
    expect(await stage.engine.status()).toMatchObject({ recovered: true });
    await untilStatus("a denial", denied("symbol_permission"));
    const before = (await stage.engine.status()).today.orders;
    await database.startAgain();
    await untilStatus("an order", ({ today }) => today.orders > before);
    await finishDay();
    expect(risksTakenWhileLagging()).toEqual([]);
  });
});
