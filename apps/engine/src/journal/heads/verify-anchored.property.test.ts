import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Forgery, forge, payloadsOf, reseal, shuffle } from "../test/forger.ts";
import {
  openLog,
  recordEntries,
  removeTemporaryFolders,
  temporaryFolder,
} from "../test/journal-builder.ts";
import { openHeadKey } from "./head-key.ts";
import { journalName } from "./journal-name.ts";
import { openPlaces } from "./places/open-places.ts";
import { signHead } from "./signed-head.ts";
import { type AnchoredVerification, verifyAnchored } from "./verify-anchored.ts";

const ENTRIES = 40;
/** Entries whose heads were published. */
const ANCHORED = [8, 16, 24, 32, 40];

let dir: string;
let copy: string;
let places: string;
beforeAll(async () => {
  [dir, copy, places] = [temporaryFolder(), join(temporaryFolder(), "copy"), temporaryFolder()];
  const key = openHeadKey(dir);
  const [place] = openPlaces(places, [{ kind: "folder", path: "heads" }], key);
  const { log } = await openLog(dir);
  for (const seq of ANCHORED) {
    await recordEntries(log, { from: seq - 7, to: seq });
    const { hash } = log.durable;
    const journal = journalName(dir) ?? "";
    const head = { journal, instance: "i", seq, hash: hash.toString("hex"), at: seq };
    await place?.publish(signHead(head, key.privateKey, key.publicKey), AbortSignal.timeout(5_000));
  }
  await log.close();
});
afterAll(removeTemporaryFolders);

async function verifyAfter(forgery: (folder: string) => void): Promise<AnchoredVerification> {
  rmSync(copy, { recursive: true, force: true });
  cpSync(dir, copy, { recursive: true });
  forgery(copy);
  const key = openHeadKey(dir).publicKey;
  return verifyAnchored(copy, { sources: [join(places, "heads")], key });
}

/** The first entry that is not what it was, counted from 1. */
function firstChanged(forgery: Forgery): number {
  return (forgery.kind === "swap" ? Math.min(forgery.at, forgery.with) : forgery.at) + 1;
}

const at = fc.nat(ENTRIES - 1);
const forgery: fc.Arbitrary<Forgery> = fc.oneof(
  fc.record({ kind: fc.constantFrom("edit", "delete", "insert", "cut"), at }),
  fc.record({ kind: fc.constant("swap"), at, with: at }).filter((swap) => swap.at !== swap.with),
);

describe("W23 a journal held against its published heads", () => {
  it("is sound, anchored to its end, and by whom is said", async () => {
    const { journal, anchor } = await verifyAfter(() => undefined);
    expect(journal.ok).toBe(true);
    expect(anchor).toMatchObject({ ok: true, state: "anchored", seq: 40, notAnchored: 0 });
    expect(anchor.places).toEqual([join(places, "heads")]);
  });

  it("shows each edit, deletion, insertion, swap and cut anywhere, and names the first bad entry", async () => {
    await fc.assert(
      fc.asyncProperty(forgery, async (change) => {
        const { journal, anchor } = await verifyAfter((folder) => shuffle(folder, change));
        const named = journal.firstFault?.seq ?? anchor.firstBadSeq;
        expect(journal.ok && anchor.ok).toBe(false);
        expect(named).toBe(firstChanged(change));
      }),
      { numRuns: 150 },
    );
  });

  it("shows the same when numbers, checksums, chain and head were all made good again", async () => {
    const payloads = payloadsOf(dir);
    await fc.assert(
      fc.asyncProperty(forgery, async (change) => {
        const { journal, anchor } = await verifyAfter((folder) =>
          reseal(folder, forge(payloads, change)),
        );
        const changed = firstChanged(change);
        const before = ANCHORED.findLast((seq) => seq < changed) ?? 0;
        expect(journal.firstFault).toBeNull();
        expect(anchor.ok).toBe(false);
        // A head covers everything up to its entry: the forgery lies after the last one that still fits.
        expect(anchor.firstBadSeq).toBeGreaterThan(before);
        expect(anchor.firstBadSeq).toBeLessThanOrEqual(changed);
      }),
      { numRuns: 150 },
    );
  });

  it("is behind when its end was cut off, also with a head file that says nothing of it", async () => {
    const { journal, anchor } = await verifyAfter((folder) =>
      reseal(folder, payloadsOf(dir).slice(0, 30)),
    );
    expect(journal.ok).toBe(true);
    expect(anchor).toMatchObject({ state: "behind", seq: 24, firstBadSeq: 25 });
    expect(anchor.sentence).toContain("10 entries were cut off its end");
  });

  it("says plainly what a chain alone cannot show when no head is left", async () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(dir, copy, { recursive: true });
    const key = openHeadKey(dir).publicKey;
    const { anchor } = await verifyAnchored(copy, { sources: [], key });
    expect(anchor).toMatchObject({ state: "none", seq: null, notAnchored: 40 });
    expect(anchor.sentence).toContain("A chain alone cannot show");
  });
});
