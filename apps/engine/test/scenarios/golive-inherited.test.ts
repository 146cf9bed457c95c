import type { Evidence } from "@interlock/core/golive/evidence";
import { newYorkDate } from "@interlock/core/market/calendar";
import { expect, test } from "vitest";
import { gateReadings } from "../../src/golive/gate-readings.ts";
import { CI, GoLiveRig, PAPER, statement } from "../golive-rig.ts";

/** What a build inherits of another one's paper record by a replay, and what not. */

const day = (of: number) => newYorkDate(Date.UTC(2026, 5, of, 15));

const DAYS = { journal: "paper1", account: "PA1", from: day(1), until: day(26) };
const RECORDED = { ...DAYS, lastSeq: 9_000 };

const OTHER = "c".repeat(64);
const REPLAYED = { source: OTHER, sessions: RECORDED };

test.each<[string, Partial<Evidence>, RegExp]>([
  ["that says of no session", { source: OTHER }, /does not say which sessions/],
  [
    "of another engine",
    { ...REPLAYED, sessions: { ...RECORDED, journal: "other1" } },
    /is of engine other1 on account PA1, and it was measured by engine paper1/,
  ],
  [
    "of another account",
    { ...REPLAYED, sessions: { ...RECORDED, account: "PA2" } },
    /on account PA2/,
  ],
  [
    "that begins a day later",
    { ...REPLAYED, sessions: { ...RECORDED, from: day(2) } },
    /is of 2026-06-02 to 2026-06-26, and it was measured from 2026-06-01 to 2026-06-26/,
  ],
  [
    "that ends a day earlier",
    { ...REPLAYED, sessions: { ...RECORDED, until: day(25) } },
    /is of 2026-06-01 to 2026-06-25/,
  ],
  [
    "of half of the last day",
    { ...REPLAYED, sessions: { ...RECORDED, lastSeq: 8_999 } },
    /ends at entry 8999 of the journal, and it was measured up to entry 9000/,
  ],
  [
    "that does not say how far it goes",
    { ...REPLAYED, sessions: DAYS },
    /does not say up to which entry of the journal it decided again/,
  ],
  ["of other strategies", { ...REPLAYED, strategies: "e".repeat(64) }, /other strategies/],
  ["that decided other orders", { ...REPLAYED, passed: false }, /decided other orders/],
  [
    "of another build",
    { ...REPLAYED, source: "d".repeat(64) },
    /another build than the one that runs\.$/,
  ],
])("a replay %s inherits nothing of the paper record", (_, change, sentence) => {
  const rig = new GoLiveRig().live();
  const paper = { build: OTHER, measuredAt: rig.time, sessions: RECORDED };
  rig.say(PAPER.sign(statement(["paper_record", "breakers"], paper)));
  rig.say(CI.sign(statement(["replay"], change)));
  const reading = gateReadings(rig.state, rig.time).find(({ gate }) => gate.id === "G1");
  expect(reading?.verdict).toBe("red");
  expect(reading?.sentence).toMatch(sentence);
});

test("a paper record that does not say in which sessions it was made is inherited by no replay", () => {
  const rig = new GoLiveRig().live();
  const paper = { build: OTHER, measuredAt: rig.time };
  rig.say(PAPER.sign(statement(["paper_record", "breakers"], paper)));
  rig.say(CI.sign(statement(["replay"], { source: OTHER, sessions: RECORDED })));
  expect(rig.gate("G1")).toBe("red");
});

test("a build whose replay decided the same inherits the paper record, and nothing that is about the build", () => {
  const rig = new GoLiveRig().live();
  rig.say(
    PAPER.sign(
      statement(["paper_record", "breakers"], {
        build: OTHER,
        measuredAt: rig.time,
        sessions: { ...RECORDED, from: day(2) },
      }),
    ),
  );
  rig.say(CI.sign(statement(["tests", "benchmark"], { build: OTHER })));
  expect([rig.gate("G1"), rig.gate("G14")]).toEqual(["red", "red"]);
  rig.say(CI.sign(statement(["replay"], { source: OTHER, sessions: RECORDED })));
  expect([rig.gate("G1"), rig.gate("G14")]).toEqual(["green", "red"]);
});
