import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeSnapshot } from "../../src/journal/snapshot.ts";
import { verifyJournal } from "../../src/journal/verify-journal.ts";
import { stateOfJournal } from "../../src/cli/golive/journal-view.ts";
import type { EngineRecord } from "../../src/record.ts";
import { prepareDataFolder } from "../../src/supervisor/data-folder.ts";
import { EngineProcess } from "../processes/engine-process.ts";
import { buildOf } from "./live-stage.ts";
import { endedWhy, endsAtStart, LiveCases, PATIENT, startIsRefused } from "./live-cases.ts";

/**
 * Ways to an order that adds risk on a live account by an approval that was real once, or somewhere else, over real
 * processes: each changes one thing that it was bound to. The venue's own log shows that no such order came, and what
 * reduces risk passes in every one.
 */

const { open, approved, bundles } = new LiveCases();

test(
  "an approval in force for exactly what runs lets an order pass, and a kill takes everything back",
  PATIENT,
  async () => {
    const live = await approved();
    await live.start();
    await live.untilRiskAtVenue();
    expect(endedWhy(live)).toBe("");
    await live.engineFlattens();
  },
);

test("way 8: another build of the same sources", PATIENT, async () => {
  const engine = bundles.engine.replace(/main\.js$/, "main-other.js");
  copyFileSync(bundles.engine, engine);
  appendFileSync(engine, "// one byte is enough\n");
  const live = await open({ bundles: { ...bundles, engine } });
  await live.journal((journal) => journal.launched(), { build: buildOf(bundles.engine) });
  await endsAtStart(live, `voided: build ${buildOf(bundles.engine).slice(0, 12)}`);
});

test.each([
  ["of the paper class", "PKSIMULATEDVENUE0001", "is not a live key"],
  ["of nobody", "", "ALPACA_API_KEY is missing"],
])("way 13: a key %s", PATIENT, async (_, key, sentence) => {
  const live = await approved();
  await startIsRefused(live, sentence, { ALPACA_API_KEY: key });
  await live.exitsByCommandLine();
});

test("way 18: an approval that a person demoted, and a start after it", PATIENT, async () => {
  const live = await approved();
  await live.start();
  await live.untilRiskAtVenue();
  const { code, text } = await live.interlock("golive", "demote", "--reason", "it slips too much");
  expect(code, text).toBe(0);
  await live.stage.engine.kill();
  // What left while the approval was in force is no concern of the next start.
  await live.setAside();
  await live.start();
  expect(endedWhy(live)).toContain("demoted");
  await live.refusesRisk();
  await live.engineFlattens();
  await live.sawNoRisk();
});

test("way 19: the backup of an approved journal, restored", PATIENT, async () => {
  const live = await approved();
  const folder = mkdtempSync(join(tmpdir(), "il-backup-"));
  const backup = join(folder, "backup");
  expect(await live.interlock("backup", "--to", backup, "--no-database")).toMatchObject({
    code: 0,
  });
  rmSync(live.stage.dataDir, { recursive: true });
  expect(await live.interlock("restore", "--from", backup)).toMatchObject({ code: 0 });
  rmSync(folder, { recursive: true });
  await live.start();
  expect(endedWhy(live)).toContain("voided: journal abcdef");
  await live.exitsPass();
});

test("way 20: a journal in which a byte of another's approval was written", PATIENT, async () => {
  const live = await approved();
  const { dataDir } = live.stage;
  const [segment = ""] = readdirSync(join(dataDir, "journal")).filter(
    (name) => !name.startsWith("."),
  );
  const file = join(dataDir, "journal", segment);
  const bytes = readFileSync(file);
  const at = bytes.indexOf("launch_declared");
  expect(at).toBeGreaterThan(0);
  bytes[at] = "L".charCodeAt(0);
  writeFileSync(file, bytes);
  await startIsRefused(live, /journal/i);
  await live.exitsByCommandLine();
});

test(
  "way 21: the approval of another journal, replayed into this one's chain",
  PATIENT,
  async () => {
    const live = await open();
    // The same account, build, configuration, limits and strategies: only the journal is another one.
    const other = live.rig({ instance: "zzzzzz" }).launched();
    const records = other.records.filter(({ kind }) => kind.startsWith("launch_"));
    expect(records.map(({ kind }) => kind)).toEqual(["launch_declared", "launch_began"]);
    await live.journal((journal) => {
      journal.allGreen();
      journal.forge(records);
    });
    await endsAtStart(live, "voided: journal zzzzzz was approved and abcdef runs");
  },
);

test(
  "way 22: a snapshot into which somebody wrote the approval of another engine",
  PATIENT,
  async () => {
    const live = await open();
    await live.journal((journal) => journal.sessions(1));
    const { dataDir } = live.stage;
    const { lastSeq: seq, lastHash: hash } = await verifyJournal(dataDir);
    const { golive } = live.rig().launched().state;
    const forged = { seq, hash, state: { ...stateOfJournal(dataDir), golive } };
    expect(await writeSnapshot(dataDir, forged)).toMatchObject({ ok: true });
    await endsAtStart(live, "no entry of the journal shows it");
  },
);

test("way 23: a rehearsal of a simulation, its journal opened as live", PATIENT, async () => {
  const live = await open();
  // As if the simulation had had the same account, build, configuration, limits and strategies.
  const records = live.rig().launched().records.map(asRehearsal);
  await live.journal((journal) => {
    journal.allGreen();
    journal.forge(records.filter(({ kind }) => kind.startsWith("launch_")));
  });
  await endsAtStart(live, "voided: it was a rehearsal");
});

test(
  "way 24: a second engine on a copy of the approved journal, beside the first",
  PATIENT,
  async () => {
    const live = await approved();
    await live.start();
    const copy = mkdtempSync(join(tmpdir(), "il-copy-"));
    prepareDataFolder(copy);
    // The head first: the first engine writes on, and a head newer than its log is a lost tail.
    for (const part of ["head", "keys", "journal"])
      cpSync(join(live.stage.dataDir, part), join(copy, part), { recursive: true });
    const env = { ...live.stage.variables(), ...live.env() };
    const second = EngineProcess.launch({ bundle: bundles.engine, dataDir: copy, env }).program;
    expect((await second.ended).code).not.toBe(0);
    expect(`${second.lastWords()} ${second.stdout.join(" ")}`).toContain(
      "is written by another engine",
    );
    rmSync(copy, { recursive: true });
    await live.exitsPass();
  },
);

function asRehearsal(record: EngineRecord): EngineRecord {
  if (record.kind !== "launch_declared") return record;
  return { ...record, launch: { ...record.launch, rehearsal: true } };
}
