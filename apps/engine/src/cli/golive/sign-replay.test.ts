import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ticker } from "@interlock/core/ids";
import { quantity } from "@interlock/core/number/quantity";
import { afterEach, expect, test } from "vitest";
import { JournalingRig, openJournal } from "../../../test/journaling-rig.ts";
import { settings } from "../../../test/rig.ts";
import { strategiesHash } from "../../golive/running-binding.ts";
import type { EngineStarted, Input } from "../../input.ts";
import { inputCodec } from "../../journal/input-codec.ts";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { journalName } from "../../journal/heads/journal-name.ts";
import { openPlaces } from "../../journal/heads/places/open-places.ts";
import { signHead } from "../../journal/heads/signed-head.ts";
import { latestSnapshot } from "../../journal/snapshot.ts";
import { readTape } from "../../journal/tape/read-tape.ts";
import { replayEvidence } from "./sign-replay.ts";

const BUILD = "b".repeat(64);
const SOURCE = "c".repeat(64);
const PAPER = settings({ environment: "paper" });
const HELD = [{ symbol: ticker("SPY"), quantity: quantity("10"), averagePrice: "100" }];

let folders: string[] = [];
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "replay-"));
  folders.push(folder);
  return folder;
}

/** An engine that records itself, holds ten shares, and has closed them by a person's flatten. */
async function recorder(change: Partial<EngineStarted> = {}): Promise<JournalingRig> {
  const rig = await JournalingRig.open(temporary());
  rig.start({ settings: PAPER, build: SOURCE, ...change });
  rig.snapshot({ positions: HELD });
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

function flatten(rig: JournalingRig): void {
  rig.command({ kind: "kill", mode: "flatten", reason: "drill of the desk", includeStops: false });
  const killId = rig.state.kill?.killId ?? "";
  rig.give({ kind: "venue_swept", killId, openOrders: [], positions: HELD });
}

/** Publishes the head of the journal as it is now, in a folder beside it. */
async function publish(rig: JournalingRig): Promise<void> {
  await rig.snapshotToDisk();
  const { snapshot } = latestSnapshot(rig.folder);
  const key = openHeadKey(rig.folder);
  const [place] = openPlaces(rig.folder, [{ kind: "folder", path: "heads" }], key);
  const { seq = 0, hash = "" } = snapshot ?? {};
  const head = { journal: journalName(rig.folder) ?? "", instance: "abcdef", seq, hash, at: 1 };
  await place?.publish(signHead(head, key.privateKey, key.publicKey), AbortSignal.timeout(5_000));
}

function replayed(dataDir: string, key: ReturnType<typeof openHeadKey> | null) {
  const sources = [join(dataDir, "heads")];
  const heads = { sources, key: key?.publicKey ?? null };
  return replayEvidence(dataDir, { build: BUILD, now: 9, heads });
}

/** What signing a recording ends with. */
async function signed(rig: JournalingRig) {
  await rig.close();
  return replayed(rig.folder, openHeadKey(rig.folder));
}

async function whole(change: Partial<EngineStarted> = {}): Promise<JournalingRig> {
  const rig = await recorder(change);
  flatten(rig);
  return rig;
}

test("a replay of published paper sessions names their engine, account, strategies and days", async () => {
  const rig = await whole();
  await publish(rig);
  expect(await signed(rig)).toMatchObject({
    name: "replay",
    build: BUILD,
    source: SOURCE,
    passed: true,
    value: "1 orders",
    strategies: strategiesHash(PAPER),
    sessions: {
      journal: "abcdef",
      account: "PA1",
      from: "2026-06-16",
      until: "2026-06-16",
      lastSeq: rig.state.journalSeq,
    },
  });
});

test("a replay that decides other orders is signed as failed, with the first that differs", async () => {
  const rig = await recorder();
  // Wished by hand: no rule of this build decides it.
  expect(rig.wish("SPY", 1)).toHaveLength(1);
  await publish(rig);
  const evidence = await signed(rig);
  expect(evidence.passed).toBe(false);
  expect(evidence.sentence).toContain("are not the same: order 1 of 1 is another one");
});

test("a recording of a simulation is no paper session", async () => {
  const rig = await whole({ settings: settings() });
  await publish(rig);
  await expect(signed(rig)).rejects.toThrow(
    /was recorded in sim: only what was measured in paper is inherited/,
  );
});

test.each([
  ["of two builds", { build: BUILD }, /was made by more than one build/],
  ["of two accounts", { accountNumber: "PA2" }, /is of more than one account: PA1, PA2\.$/],
  [
    "of two sets of strategies",
    { settings: { ...PAPER, strategies: PAPER.strategies.slice(1) } },
    /with more than one set of strategies/,
  ],
])("a recording %s is not signed", async (_, again, sentence) => {
  const rig = await whole();
  rig.start({ settings: PAPER, build: SOURCE, ...again });
  await publish(rig);
  await expect(signed(rig)).rejects.toThrow(sentence);
});

test("a recording without an order is not signed", async () => {
  const rig = await recorder();
  await publish(rig);
  await expect(signed(rig)).rejects.toThrow(/records no order\.$/);
});

test("a recording that nobody published is not signed", async () => {
  const rig = await whole();
  await expect(signed(rig)).rejects.toThrow(/is not the one that was published: /);
  await expect(replayed(rig.folder, null)).rejects.toThrow(/--head-key/);
});

test("a recording with orders behind the newest published head is not signed", async () => {
  const rig = await recorder();
  await publish(rig);
  flatten(rig);
  await expect(signed(rig)).rejects.toThrow(/only those up to \d+ are before a head/);
});

test("a recording of which a byte was changed is not signed", async () => {
  const rig = await whole();
  await publish(rig);
  await rig.close();
  const segment = join(rig.folder, "journal", readdirSync(join(rig.folder, "journal"))[0] ?? "");
  const bytes = readFileSync(segment);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(segment, bytes);
  await expect(replayed(rig.folder, openHeadKey(rig.folder))).rejects.toThrow(/does not verify: /);
});

/** Puts a tape in the place of the recording's own: as `write` writes it, by the very inputs that the engine took. */
async function retape(rig: JournalingRig, write: (taped: readonly Input[]) => readonly Input[]) {
  await rig.close();
  const tape = join(rig.folder, "tape");
  const options = { codec: inputCodec, fromSeq: 1, onGap: () => undefined };
  const taped = [...readTape<Input>(tape, options)];
  rmSync(tape, { recursive: true });
  const other = await openJournal(temporary());
  for (const input of write(taped)) other.log.record(input, []);
  await other.log.flushed();
  await other.log.close();
  cpSync(join(other.dataDir, "tape"), tape, { recursive: true });
  return replayed(rig.folder, openHeadKey(rig.folder));
}

/** The flatten is done, and something is journaled after it. */
async function goesOn(): Promise<JournalingRig> {
  const rig = await whole();
  rig.command({ kind: "kill", mode: "halt", reason: "the end of the drill", includeStops: false });
  await publish(rig);
  return rig;
}

test("a recording whose tape was written again as it was is re-decided like the first", async () => {
  expect(await retape(await goesOn(), (taped) => taped)).toMatchObject({ passed: true });
});

test("a tape that was cut after the last order is no replay of what the journal goes on to", async () => {
  const rig = await goesOn();
  const last = rig.entries.findLast(({ records }) =>
    records.some(({ kind }) => kind === "order_approved"),
  );
  const end = last?.input ?? 0;
  const evidence = await retape(rig, (taped) => taped.filter(({ seq }) => seq <= end));
  expect(evidence).toMatchObject({ passed: false });
  expect(evidence.sentence).toMatch(
    new RegExp(`the tape ends at input ${end}, and the journal goes on to ${rig.state.inputSeq}`),
  );
});

test("a tape on which the same order is decided at another input is another recording", async () => {
  const moved = (taped: readonly Input[]) => {
    const at = taped.findIndex(({ body }) => body.kind === "venue_swept");
    const clock = { seq: at + 1, time: taped[at]?.time ?? 0, body: { kind: "clock" } } as const;
    return [...taped.slice(0, at), clock, ...taped.slice(at)].map((one, index) => ({
      ...one,
      seq: index + 1,
    }));
  };
  const evidence = await retape(await goesOn(), moved);
  expect(evidence.passed).toBe(false);
  expect(evidence.sentence).toContain("is another one");
});

test("a tape with another account, other prices or another time than the journal's is another recording", async () => {
  const edits: readonly ((input: Input) => Input)[] = [
    ({ body, ...input }) =>
      body.kind === "engine_started"
        ? { ...input, body: { ...body, accountNumber: "PA9" } }
        : { ...input, body },
    ({ time, ...input }) => ({ ...input, time: input.seq === 1 ? time - 1 : time }),
  ];
  for (const edit of edits) {
    const evidence = await retape(await goesOn(), (taped) => taped.map(edit));
    expect(evidence.passed).toBe(false);
    expect(evidence.sentence).toMatch(/another start|has another time than entry 1,/);
  }
});

test("what was journaled after the newest published head is not among the sessions that are signed for", async () => {
  const rig = await whole();
  await publish(rig);
  const published = rig.state.journalSeq;
  rig.command({ kind: "kill", mode: "halt", reason: "the end of the drill", includeStops: false });
  expect(rig.state.journalSeq).toBeGreaterThan(published);
  expect(await signed(rig)).toMatchObject({ passed: true, sessions: { lastSeq: published } });
});
