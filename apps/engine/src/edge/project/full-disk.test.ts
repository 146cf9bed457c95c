import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const SOON = { timeout: 20_000, interval: 50 };

let stage: EdgeStage;

beforeEach(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  await projected();
});
afterEach(() => stage.close());

async function projected(): Promise<void> {
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => expect(await stage.projectedTo()).toBe(seq), SOON);
}

/**
 * Has the server refuse every row with its own error for a full disk, 53100, while questions go on being answered, as
 * they do on a full disk. A disk of its own that could be filled needs rights that a test has not everywhere.
 */
const fillDisk = () =>
  stage.sql(`
    create function ledger.no_space() returns trigger language plpgsql as $$ begin
      raise exception using errcode = '53100', message = 'could not extend file: No space left on device';
    end $$;
    create trigger no_space before insert on ledger.audit_entries
      for each statement execute function ledger.no_space()`);
const freeDisk = () => stage.sql("drop function ledger.no_space() cascade");

const lagTold = () =>
  stage.told.findLast((message) => message.kind === "projection_lag")?.lagMs ?? 0;

test("D05 a full disk of Postgres takes no new risk, lets a kill and its cancels through, and mends itself", async () => {
  const { rig } = stage;
  await fillDisk();
  rig.pass(60_000);
  await vi.waitFor(() => expect(lagTold()).toBeGreaterThan(1_500), SOON);
  const health = await (await stage.stranger().get("/health/database")).json();
  expect(health).toMatchObject({
    status: "down",
    detail: expect.stringContaining("No space left"),
  });

  const limit = rig.state.limits?.values.maxProjectionLagMs ?? 0;
  rig.give({ kind: "projection_lag", lagMs: limit + lagTold() });
  rig.quote("IBM", "200.00", "200.02");
  expect(rig.wish("IBM", 1)).toEqual([]);
  expect(
    rig
      .told("order_denied")
      .at(-1)
      ?.denials.map(({ code }) => code),
  ).toContain("projection_lag");
  rig.command({ kind: "kill", mode: "flatten", includeStops: true, reason: "the disk is full" });
  expect(rig.state.kill?.stage).not.toBe(undefined);
  expect(rig.asked("sweep_venue").length).toBeGreaterThan(0);
  expect(rig.told("command_answered").at(-1)).toMatchObject({ accepted: true });

  await freeDisk();
  await projected();
  await expect.poll(lagTold, SOON).toBe(0);
  const kinds = await stage.sql(
    "select kind from ledger.audit_entries order by journal_seq, record_index",
  );
  expect(kinds.map(({ kind }) => kind)).toEqual(rig.records.map(({ kind }) => kind));
});
