import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS } from "@interlock/core/time";
import { MORNING, Rig } from "../../test/rig.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import { type EngineState, initialState } from "../state.ts";
import { DailyUpkeep } from "./daily-upkeep.ts";
import { log } from "./log.ts";
import { recover, type Recovered } from "./recover.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";
import { stateHash } from "./state-hash.ts";
import { stateOfSnapshot } from "./state-of-snapshot.ts";

const SOON = { timeout: 5_000, interval: 10 };
const SEGMENT_BYTES = 1 << 20;

let dataDir: string;
let recovered: Recovered;
let durable: (seq: number) => void;

beforeEach(async () => {
  log.level = "silent";
  dataDir = mkdtempSync(join(tmpdir(), "il-keep-"));
  durable = () => undefined;
  recovered = await recoverHere();
});
afterEach(async () => {
  await recovered.opened.log.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function recoverHere(): Promise<Recovered> {
  const found = await recover({
    dataDir,
    segmentBytes: SEGMENT_BYTES,
    onDurable: (seq) => durable(seq),
    onFailure: (error) => {
      throw error;
    },
  });
  if ("refused" in found) throw new Error(found.refused);
  return found;
}

/** Journals what a rig decides, from a start to an adopted account. */
async function journal(rig: Rig = new Rig().ready()): Promise<EngineState> {
  const { log: commitLog } = recovered.opened;
  rig.entries.forEach(({ time, records }, index) => {
    commitLog.record({ seq: index + 1, time, body: { kind: "clock" } }, records);
  });
  await commitLog.flushed();
  return rig.state;
}

describe("recovery", () => {
  test("of nothing is the state before the first record", () => {
    expect(recovered.state).toEqual(initialState());
  });

  test("makes from the journal the state that was journaled", async () => {
    const rig = new Rig().ready();
    await journal(rig);
    await recovered.opened.log.close();
    recovered = await recoverHere();
    expect(recovered.state).toMatchObject({
      accountId: rig.state.accountId,
      portfolio: rig.state.portfolio,
      trading: rig.state.trading,
      journalSeq: rig.entries.length,
    });
    expect(recovered.notes).toEqual([]);
  });

  test("names each thing that it had to pass over", async () => {
    const state = initialState();
    const keeper = keeperOf(state, 1);
    Object.assign(state, await journal());
    await keeper.write();
    await recovered.opened.log.close();
    writeFileSync(
      join(dataDir, "snapshots", readdirSync(join(dataDir, "snapshots"))[0] ?? ""),
      "x",
    );
    rmSync(join(dataDir, "head"), { force: true });
    const segment = readdirSync(join(dataDir, "journal")).at(-1) ?? "";
    writeFileSync(join(dataDir, "journal", segment), "torn", { flag: "a" });
    recovered = await recoverHere();
    expect(recovered.notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/snapshot/),
        expect.stringMatching(/incomplete write/),
      ]),
    );
    expect(recovered.state.accountId).toBe(state.accountId);
  });

  test("knows what limits others agreed to from the journal, where a snapshot of before may not", async () => {
    const keeper = keeperOf(Object.assign(recovered.state, await journal(new Rig().ready())), 1);
    const agreed = recovered.state.limits?.agreed;
    expect(agreed).toBeDefined();
    // As a build wrote it that did not keep it.
    if (recovered.state.limits !== null) Reflect.deleteProperty(recovered.state.limits, "agreed");
    await keeper.write();
    await recovered.opened.log.close();
    const file = join(dataDir, "snapshots", readdirSync(join(dataDir, "snapshots"))[0] ?? "");
    const older = readFileSync(file, "utf8").replace(
      "interlock-snapshot 2",
      "interlock-snapshot 1",
    );
    writeFileSync(file, older);
    recovered = await recoverHere();
    expect(recovered).toMatchObject({ snapshotSeq: 0, state: { limits: { agreed } } });
    expect(recovered.notes).toEqual([expect.stringContaining("the journal tells it anew")]);
  });

  test("is refused while another engine has the folder, with its process", async () => {
    const answer = await recover({
      dataDir,
      segmentBytes: SEGMENT_BYTES,
      onDurable: () => undefined,
      onFailure: () => undefined,
    });
    expect(answer).toEqual({ refused: expect.stringMatching(/in use/) as string });
  });
});

function keeperOf(state: EngineState, everyEntries: number): SnapshotKeeper {
  const { log: commitLog } = recovered.opened;
  return new SnapshotKeeper({
    dataDir,
    state,
    log: commitLog,
    everyEntries,
    lastSeq: recovered.snapshotSeq,
  });
}

describe("snapshots", () => {
  const newest = () => latestSnapshot(dataDir).snapshot;

  test("are written once enough has been journaled, and hold exactly that state", async () => {
    const state = initialState();
    const keeper = keeperOf(state, 3);
    Object.assign(state, await journal());
    const seq = recovered.opened.log.durableSeq;
    keeper.committed(2);
    expect(newest()).toBeNull();
    keeper.committed(seq);
    await expect.poll(() => newest()?.seq, SOON).toBe(seq);
    expect(stateHash(stateOfSnapshot(newest()?.state))).toBe(stateHash(state));
  });

  test("count from the newest one, so that crash after crash leaves no more to apply", async () => {
    await journal();
    await recovered.opened.log.close();
    recovered = await recoverHere();
    const seq = recovered.opened.log.durableSeq;
    keeperOf(recovered.state, seq).committed(seq);
    await expect.poll(() => newest()?.seq, SOON).toBe(seq);
  });

  test("wait while newer entries are on their way to the disk", async () => {
    const state = initialState();
    const keeper = keeperOf(state, 1);
    Object.assign(state, await journal());
    const seq = recovered.opened.log.durableSeq;
    const records = [{ kind: "alert_raised", severity: "warning", sentence: "x" }] as const;
    recovered.opened.log.record({ seq: 99, time: MORNING, body: { kind: "clock" } }, records);
    await keeper.write();
    expect(newest()).toBeNull();
    keeper.committed(seq);
    await recovered.opened.log.flushed();
    expect(newest()).toBeNull();
  });

  test("D05 that cannot be written stop nothing", async () => {
    const state = initialState();
    const keeper = keeperOf(state, 1);
    Object.assign(state, await journal());
    rmSync(join(dataDir, "snapshots"), { recursive: true, force: true });
    writeFileSync(join(dataDir, "snapshots"), "in the way");
    await expect(keeper.write()).resolves.toBeUndefined();
  });

  test("of something else are no state", () => {
    expect(() => stateOfSnapshot({ journalSeq: 1 })).toThrow(/no engine state/);
    expect(() => stateOfSnapshot(null)).toThrow(/no engine state/);
  });
});

describe("a new market day", () => {
  test("begins new segments, and lets inputs past their retention go while records stay", async () => {
    const rig = new Rig().ready();
    const state = structuredClone(rig.state);
    const upkeep = new DailyUpkeep({
      dataDir,
      state,
      log: recovered.opened.log,
      tapeRetentionDays: 0,
    });
    await journal(rig);
    upkeep.committed();
    expect(readdirSync(join(dataDir, "tape"))).toHaveLength(1);
    Object.assign(state, { day: { ...state.day, date: "2026-06-17" }, time: MORNING + DAY_MS });
    upkeep.committed();
    const records = [{ kind: "alert_raised", severity: "warning", sentence: "x" }] as const;
    const { log: commitLog } = recovered.opened;
    commitLog.record({ seq: 50, time: MORNING + DAY_MS, body: { kind: "clock" } }, records);
    await commitLog.flushed();
    expect(readdirSync(join(dataDir, "journal"))).toHaveLength(2);
    Object.assign(state, {
      day: { ...state.day, date: "2026-06-18" },
      time: MORNING + 3 * DAY_MS,
    });
    upkeep.committed();
    expect(readdirSync(join(dataDir, "tape"))).toHaveLength(1);
    expect(readdirSync(join(dataDir, "journal"))).toHaveLength(2);
  });

  test("that is the first of a new journal changes nothing", async () => {
    const state = initialState();
    const rotated: string[] = [];
    const rotating = { rotate: () => rotated.push("rotated") };
    const upkeep = new DailyUpkeep({ dataDir, state, log: rotating, tapeRetentionDays: 7 });
    Object.assign(state, new Rig().ready().state);
    upkeep.committed();
    upkeep.committed();
    expect(rotated).toEqual([]);
  });
});
