import { describe, expect, test } from "vitest";
import type { VerificationView } from "@interlock/api/view/audit-view";
import { MINUTE_MS } from "@interlock/core/time";
import { trailEvidence } from "./trail-evidence.ts";

const NOW = 1_000 * MINUTE_MS;
const good = { ok: true, sentence: "good" };
const SOUND: VerificationView = {
  state: "sound",
  by: "Ada",
  startedAt: NOW,
  endedAt: NOW + 1_000,
  from: 1,
  to: 90,
  checked: 90,
  total: 90,
  links: good,
  content: good,
  anchored: good,
  firstBadSeq: null,
  lastSeq: 90,
  lastHash: "h",
  notes: [],
};
const WHOLE = { ranged: false, anchor: { at: NOW, notAnchored: 0 } };

describe("what a verification says for going live", () => {
  test("a sound verification of the whole trail is evidence", () => {
    expect(trailEvidence(SOUND, WHOLE)).toMatchObject({ name: "audit_chain", passed: true });
  });

  test("one of a range is none, even of a range that begins with the first entry", () => {
    expect(trailEvidence({ ...SOUND, to: 3 }, { ...WHOLE, ranged: true })).toBeNull();
    expect(trailEvidence(SOUND, { ...WHOLE, ranged: true })).toBeNull();
  });

  test("the end of the trail may lack a head for 15 minutes and no longer", () => {
    const since = (age: number) =>
      trailEvidence(SOUND, { ranged: false, anchor: { at: NOW - age, notAnchored: 4 } });
    expect(since(15 * MINUTE_MS)).toMatchObject({ passed: true });
    expect(since(16 * MINUTE_MS)).toMatchObject({
      passed: false,
      sentence: expect.stringContaining(
        "4 entries are not anchored: the newest head is 16 minutes",
      ),
    });
  });

  test("an old head vouches as long as no entry follows it", () => {
    const anchor = { at: NOW - 60 * MINUTE_MS, notAnchored: 0 };
    expect(trailEvidence(SOUND, { ranged: false, anchor })).toMatchObject({ passed: true });
  });

  test("a trail that was never anchored is not proven", () => {
    const anchor = { at: null, notAnchored: 90 };
    const bare = { ...SOUND, anchored: { ok: false, sentence: "not anchored" } };
    expect(trailEvidence(bare, { ranged: false, anchor })).toMatchObject({ passed: false });
  });
});
