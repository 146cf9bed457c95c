import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { beginMove, markMoved } from "@interlock/db/retention/ledger-moves";
import { archiveBefore, attachAgain } from "../../../test/archived-month.ts";
import { forge, forgerPool } from "../../../test/recorded-ledger.ts";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { leaveNote } from "../noted/left-notes.ts";
import { beginNote } from "../noted/unfinished-notes.ts";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { verifyExport } from "../../journal/export/verify-export.ts";
import type { PersonEvent } from "../../records/person-record.ts";
import { forgeEntry, segmentPaths } from "../../journal/test/journal-builder.ts";

const SOON = { timeout: 20_000, interval: 50 };

const FROM = { session: "s-0f3a99c1", ip: "203.0.113.77", device: 'Firefox "ESR" \\ Linux' };
const ROLE_CHANGED: PersonEvent = {
  event: "role_changed",
  by: "Ada",
  byId: "u-1f0c7a52",
  role: "owner",
  about: "Bo",
  from: FROM,
  detail: "trader instead of viewer",
};
const NOT_LET_IN: PersonEvent = {
  ...{ event: "sign_in_failed", by: "grace@example.com", byId: null, role: null, about: null },
  ...{ from: { ip: "198.51.100.9" }, detail: "" },
};

let stage: EdgeStage;
let owner: ConsoleClient;
let lastSeq: number;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  stage.rig.give({ kind: "person_event", noted: ROLE_CHANGED });
  stage.rig.give({ kind: "person_event", noted: NOT_LET_IN });
  stage.rig.command({ kind: "kill", mode: "halt", reason: "odd prices", includeStops: false });
  await stage.startEdge();
  owner = await stage.signIn();
  lastSeq = await stage.rig.durable();
  await vi.waitFor(async () => expect(await stage.projectedTo()).toBe(lastSeq), SOON);
});
afterAll(() => stage.close());

/** Changes rows as somebody does who has turned every trigger off. */
const byHand = (text: string) =>
  stage.sql(
    `set session_replication_role = replica; ${text}; set session_replication_role = origin`,
  );

const findings = () =>
  stage.told.flatMap((one) => (one.kind === "finding" ? [`${one.severity} ${one.sentence}`] : []));

describe("the audit trail over HTTP", () => {
  test("shows who did what, to what, why and with which proof, newest first", async () => {
    const { rows } = await owner.trpc.audit.list.query({ group: "people" });
    expect(rows[0]).toMatchObject({
      kind: "command_answered",
      action: "kill",
      reason: "odd prices",
      proof: "same",
      environment: "sim",
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      requestId: expect.any(String),
    });
    const seqs = rows.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
  });

  test("finds by actor, action, symbol, entry and text, and pages by the index without a gap", async () => {
    const all = await owner.trpc.audit.list.query({ group: "all", limit: 500 });
    const paged = [];
    let cursor: string | null = null;
    do {
      const query = { group: "all", limit: 7, cursor } as const;
      const page: typeof all = await owner.trpc.audit.list.query(query);
      paged.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all.rows);
    const count = async (query: object) =>
      (await owner.trpc.audit.list.query({ group: "all", limit: 500, ...query })).rows.length;
    expect(await count({ symbol: "SPY" })).toBeGreaterThan(3);
    expect(await count({ symbol: "SPY" })).toBeLessThan(all.rows.length);
    expect(await count({ action: "kill" })).toBeGreaterThanOrEqual(2);
    expect(await count({ text: "odd PRICES" })).toBeGreaterThanOrEqual(1);
    expect(await count({ text: "no_such%thing" })).toBe(0);
    expect(await count({ seq: 1 })).toBe(all.rows.filter(({ seq }) => seq === 1).length);
    expect(await count({ actor: "nobody of that name" })).toBe(0);
  });

  test("a row that was changed, added or taken away in Postgres is shown as such", async () => {
    const where = "where journal_seq = 2 and record_index = 0";
    await byHand(`update ledger.audit_entries set payload = payload || '{"forged": 1}' ${where}`);
    const changed = await owner.trpc.audit.get.query({ seq: 2, index: 0 });
    expect(changed).toMatchObject({ proof: "changed", why: expect.stringContaining("payload") });
    expect(changed.stored).toContain("forged");
    expect(changed.journaled).not.toContain("forged");
    await byHand(`update ledger.audit_entries set payload = payload - 'forged' ${where}`);
    expect(await owner.trpc.audit.get.query({ seq: 2, index: 0 })).toMatchObject({ proof: "same" });

    const rest = "at, kind, actor, payload, entry_hash, previous_hash";
    await byHand(
      `insert into ledger.audit_entries (journal_seq, record_index, ${rest})
       select 2, 77, ${rest} from ledger.audit_entries ${where}`,
    );
    const { rows } = await owner.trpc.audit.list.query({ group: "all", seq: 2 });
    expect(rows.find(({ index }) => index === 77)).toMatchObject({ proof: "stray" });
    await byHand("delete from ledger.audit_entries where journal_seq = 2 and record_index = 77");

    await byHand(
      "create table ledger.kept as select * from ledger.audit_entries where journal_seq = 3",
    );
    await byHand("delete from ledger.audit_entries where journal_seq = 3");
    const gone = await owner.trpc.audit.get.query({ seq: 3, index: 0 });
    expect(gone).toMatchObject({ why: expect.stringContaining("no row of this record") });
    await byHand(
      "insert into ledger.audit_entries select * from ledger.kept; drop table ledger.kept",
    );
  });

  test("a record of an archived month is told from the journal, and its row must be there once the month is put back", async () => {
    const pool = forgerPool(stage.databaseUrl);
    try {
      const ledger = { pool, dataDir: stage.dataDir };
      const get = () => owner.trpc.audit.get.query({ seq: 3, index: 0 });
      await archiveBefore(ledger, "2026-07");
      expect(await get()).toMatchObject({
        proof: "unchecked",
        why: expect.stringContaining("2026-06 are archived in files"),
      });
      await attachAgain(ledger, "2026-06");
      expect(await get()).toMatchObject({ proof: "same" });
      const row = "from audit_entries where journal_seq = 3";
      await forge(pool, `create table kept_3 as select * ${row}`, `delete ${row}`);
      expect(await get()).toMatchObject({
        proof: "changed",
        why: expect.stringContaining("no row of this record"),
      });
      await forge(pool, "insert into audit_entries select * from kept_3", "drop table kept_3");
    } finally {
      // The note of it is for another test.
      rmSync(join(stage.dataDir, "notes"), { recursive: true, force: true });
      await pool.end();
    }
  });

  test("a viewer sees what was done and not from where, and the hashes as they are", async () => {
    await stage.sql(`update identity."user" set role = 'viewer'`);
    const viewer = await stage.signIn("viewer");
    const [entry] = (await viewer.trpc.audit.list.query({ group: "people" })).rows;
    expect(entry).toMatchObject({ ip: null, device: null, session: null });
    const { seq = 0, index = 0, hash = "" } = entry ?? {};
    const detail = await viewer.trpc.audit.get.query({ seq, index });
    expect(detail).toMatchObject({ redacted: true, hash, proof: "same" });
    expect(detail.stored).toContain('"userId": "(hidden)"');
    await expect(
      viewer.trpc.audit.export.mutate({ range: { from: 1, to: 2 }, format: "jsonl" }),
    ).rejects.toThrow("This needs the role");
    await stage.signIn("owner");
  });

  test("a viewer finds by text what they see alone: no probe, whole or in part, tells what is hidden", async () => {
    const found = async (client: ConsoleClient, text: string) =>
      (await client.trpc.audit.list.query({ group: "all", limit: 500, text })).rows;
    const secrets = [...Object.values(FROM), "u-1f0c7a52", "grace@example.com", "198.51.100.9"];
    const probes = secrets.flatMap((secret) => [secret, secret.slice(0, 5), secret.slice(-6)]);
    for (const probe of probes) {
      const text = JSON.stringify(probe).slice(1, -1);
      expect((await found(owner, text)).length, probe).toBeGreaterThan(0);
    }
    await stage.sql(`update identity."user" set role = 'viewer'`);
    const viewer = await stage.signIn("viewer");
    for (const probe of probes) {
      const text = JSON.stringify(probe).slice(1, -1);
      expect(await found(viewer, text), probe).toEqual([]);
      const byActor = await viewer.trpc.audit.list.query({ group: "all", actor: probe });
      expect(byActor.rows, probe).toEqual([]);
    }
    const [seen] = await found(viewer, "trader instead of viewer");
    expect(seen).toMatchObject({ kind: "person_noted", sentence: expect.stringContaining("Bo") });
    const all = await viewer.trpc.audit.list.query({ group: "all", limit: 500 });
    const shown = JSON.stringify(all.rows);
    for (const secret of secrets) expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
    const live = JSON.stringify(await viewer.trpc.live.snapshot.query());
    for (const secret of secrets) expect(live).not.toContain(JSON.stringify(secret).slice(1, -1));
    await stage.signIn("owner");
  });

  test("an export holds every entry letter for letter, verifies elsewhere, and is journaled", async () => {
    const { files } = await owner.trpc.audit.export.mutate({
      range: { from: 2, to: lastSeq },
      format: "jsonl",
    });
    const folder = mkdtempSync(join(tmpdir(), "il-export-"));
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    const key = openHeadKey(stage.dataDir).publicKey;
    const verified = await verifyExport(folder, { sources: [], key });
    expect(verified).toMatchObject({ ok: true, from: 2, to: lastSeq, entries: lastSeq - 1 });
    rmSync(folder, { recursive: true });
    expect(stage.told).toContainEqual({
      kind: "person_event",
      noted: expect.objectContaining({
        event: "export_made",
        detail: `entries 2 to ${lastSeq} as jsonl`,
      }),
    });
  });

  test("what the command line took out is journaled by the engine that runs, and its note is then gone", async () => {
    const left = { event: "export_made", by: "root", detail: "entries 1 to 2 as csv" } as const;
    leaveNote(stage.dataDir, left);
    const notes = () => readdirSync(join(stage.dataDir, "notes"));
    expect(notes()).toHaveLength(1);
    const noted = { ...left, byId: "cli", role: "owner", about: null, from: {} };
    await vi.waitFor(
      () => expect(stage.told).toContainEqual({ kind: "person_event", noted }),
      SOON,
    );
    expect(notes()).toHaveLength(1);
    stage.rig.give({ kind: "person_event", noted });
    lastSeq = await stage.rig.durable();
    await vi.waitFor(() => expect(notes()).toEqual([]), SOON);
    const told = stage.told.filter((one) => one.kind === "person_event" && one.noted.by === "root");
    expect(told).toHaveLength(1);
  });

  test("what a command that was killed moved is journaled by the engine that runs, and what it did not is not", async () => {
    const pool = forgerPool(stage.databaseUrl);
    const by = "killed";
    const month = "2019-01";
    const note = { event: "ledger_archived", by, detail: "its rows" } as const;
    for (const id of ["undone", "moved"]) await beginMove(pool, id, month);
    await markMoved(pool, "moved");
    beginNote(stage.dataDir, { id: "undone", month }, { ...note, detail: "nothing" });
    beginNote(stage.dataDir, { id: "moved", month }, note);
    await pool.end();
    const told = () =>
      stage.told.flatMap((one) =>
        one.kind === "person_event" && one.noted.by === by ? [one.noted] : [],
      );
    await vi.waitFor(() => expect(told()).toHaveLength(1), SOON);
    const [noted] = told();
    expect(noted).toMatchObject(note);
    if (noted === undefined) throw new Error("no note");
    stage.rig.give({ kind: "person_event", noted });
    lastSeq = await stage.rig.durable();
    await vi.waitFor(() => expect(readdirSync(join(stage.dataDir, "notes"))).toEqual([]), SOON);
    expect(told()).toHaveLength(1);
  });

  test("W23 a verification gives three verdicts, and a changed byte its first bad entry and an alarm", async () => {
    const ended = async () => {
      await owner.trpc.audit.verify.mutate({});
      return vi.waitFor(async () => {
        const view = await owner.trpc.audit.verification.query();
        expect(view.state).not.toBe("running");
        return view;
      }, SOON);
    };
    const alarm = () => findings().filter((one) => one.includes("did not verify"));
    const anchoredTo = () => stage.told.findLast((one) => one.kind === "head_anchored")?.seq;
    await vi.waitFor(() => expect(anchoredTo()).toBeGreaterThan(0), SOON);
    const sound = await ended();
    expect(sound).toMatchObject({
      state: "sound",
      links: { ok: true },
      content: { ok: true },
      anchored: {
        ok: true,
        sentence: expect.stringContaining(`anchored up to entry ${anchoredTo()}`),
      },
      firstBadSeq: null,
      lastSeq,
    });
    expect(alarm()).toEqual([]);
    forgeEntry(segmentPaths(stage.dataDir)[0] ?? "", 3);
    const faulty = await ended();
    expect(faulty).toMatchObject({ state: "faulty", links: { ok: false }, firstBadSeq: 4 });
    await vi.waitFor(() => expect(alarm()).toHaveLength(1), SOON);
    expect(alarm()[0]).toMatch(/^critical The audit trail did not verify: first bad entry 4: /);
  });
});
