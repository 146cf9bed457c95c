import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const SOON = { timeout: 20_000, interval: 50 };

let stage: EdgeStage;

beforeEach(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => expect(await stage.projectedTo()).toBe(seq), SOON);
  await vi.waitFor(async () => expect((await health()).detail).toContain("all rows"), SOON);
});
afterEach(() => stage.close());

async function health(): Promise<{ status: string; detail: string }> {
  const response = await stage.stranger().get("/health/audit-trail");
  return (await response.json()) as { status: string; detail: string };
}

const findings = () =>
  stage.told.flatMap((one) => (one.kind === "finding" ? [`${one.severity} ${one.sentence}`] : []));

/** Changes rows as somebody does who has turned every trigger off. */
const byHand = (text: string) =>
  stage.sql(
    `set session_replication_role = replica; ${text}; set session_replication_role = origin`,
  );

async function untilFound(what: string): Promise<void> {
  await vi.waitFor(() => expect(findings()).toHaveLength(1), SOON);
  expect(findings()[0]).toContain(`critical The audit trail is not what the journal says: ${what}`);
  const { status, detail } = await health();
  expect(status).toBe("down");
  expect(detail).toContain(what);
}

describe("an audit row that was, by hand,", () => {
  test("D12 changed is found by the running product, told once, and red until it is mended", async () => {
    const where = "where journal_seq = 2 and record_index = 0";
    await byHand(`update ledger.audit_entries set payload = payload || '{"forged": 1}' ${where}`);
    await untilFound("entry 2: payload of record 0");
    await byHand(`update ledger.audit_entries set payload = payload - 'forged' ${where}`);
    await vi.waitFor(async () => expect((await health()).status).toBe("ok"), SOON);
    expect(findings()).toHaveLength(1);
  });

  test("D12 deleted is found", async () => {
    await byHand("delete from ledger.audit_entries where journal_seq = 3");
    await untilFound("entry 3: the row of record 0");
  });

  test("D12 added is found, also beyond the newest entry", async () => {
    const rest = "record_index, at, kind, actor, payload, entry_hash, previous_hash";
    await byHand(
      `insert into ledger.audit_entries (journal_seq, ${rest})
       select 900000, ${rest} from ledger.audit_entries where journal_seq = 1 and record_index = 0`,
    );
    await untilFound("entry 900000: a row that no journal entry made");
  });
});

test("an audit trail that grows is compared as it grows, and nothing is found", async () => {
  for (let minute = 0; minute < 5; minute += 1) stage.rig.pass(60_000);
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => expect(await stage.projectedTo()).toBe(seq), SOON);
  await stage.sql("alter schema ledger rename to ledger_away");
  await vi.waitFor(async () => expect((await health()).status).toBe("degraded"), SOON);
  await stage.sql("alter schema ledger_away rename to ledger");
  await vi.waitFor(async () => expect((await health()).status).toBe("ok"), SOON);
  expect(findings()).toEqual([]);
});
