import type { TrackRecord } from "@interlock/core/golive/track-record";
import { isoDate } from "@interlock/core/market/civil-date";
import { DAY_MS } from "@interlock/core/time";
import { beforeEach, expect, test } from "vitest";
import { BUILD, GoLiveRig, liveSettings, PAPER, statement } from "../../test/golive-rig.ts";
import { settings } from "../../test/rig.ts";
import { standingEvidence } from "./standing-evidence.ts";

let rig: GoLiveRig;

beforeEach(() => {
  rig = new GoLiveRig();
});

const book = () => standingEvidence(rig.state, rig.time);

/** An engine in paper whose track record says what a test wants of it. */
function paper(change: Partial<TrackRecord> = {}): void {
  rig.ready({ settings: settings({ environment: "paper", orderOffsetBps: 4 }), build: BUILD });
  const { track } = rig.state.golive;
  if (track === null) throw new Error("the rig keeps no track record");
  rig.state.golive = { ...rig.state.golive, track: { ...track, ...change } };
}

/** Market days on which the books agreed, with what a test wants otherwise of each. */
function agreedDays(count: number, change: Partial<TrackRecord["days"][number]> = {}) {
  const dates = ["2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12"];
  const day = { fills: 1, agreed: 1, breaks: 0, trips: 0 };
  return dates.slice(0, count).map((date) => ({ date: isoDate(date), ...day, ...change }));
}

test("a track record passes with enough sessions and fills, and says what is lacking with fewer", () => {
  paper({ days: agreedDays(5), sessions: 19, fills: 100 });
  expect(book().paper_record).toMatchObject({ passed: true, value: "20 sessions, 100 fills" });
  paper({ days: agreedDays(5), sessions: 18, fills: 500 });
  expect(book().paper_record).toMatchObject({
    passed: false,
    sentence: "This version has 19 sessions, 500 fills in paper; 20 and 100 are asked for.",
  });
  paper({ days: agreedDays(5), sessions: 40, fills: 99 });
  expect(book().paper_record?.passed).toBe(false);
});

test("one breaker that tripped on any day of the version fails it", () => {
  paper({ days: agreedDays(5) });
  expect(book().breakers).toMatchObject({ passed: true, value: "0 trips" });
  paper({ days: [...agreedDays(1, { trips: 1 }), ...agreedDays(5).slice(1)] });
  expect(book().breakers).toMatchObject({ passed: false, value: "1 trips" });
});

test("the model is compared only over days that traded, and too few of them do not pass", () => {
  paper({ days: agreedDays(5) });
  expect(book().drift).toBeUndefined();
  paper({ days: agreedDays(5, { traded: 10_000, excess: 5 }) });
  expect(book().drift).toMatchObject({ passed: true, value: "5.0 bps over 5 days" });
  paper({ days: agreedDays(5, { traded: 10_000, excess: 5.1 }) });
  expect(book().drift?.passed).toBe(false);
  paper({ days: agreedDays(4, { traded: 10_000, excess: 0 }) });
  expect(book().drift).toMatchObject({ passed: false, value: "0.0 bps over 4 days" });
});

test("slippage is judged from twenty orders on, by one and a half times the model", () => {
  const days = agreedDays(1);
  paper({ days, slippageBps: Array.from({ length: 19 }, () => 1) });
  expect(book().execution_quality).toBeUndefined();
  paper({ days, slippageBps: Array.from({ length: 20 }, () => 6) });
  expect(book().execution_quality).toMatchObject({
    passed: true,
    sentence: "95 % of 20 orders slipped 6.0 bps or less; 6.0 bps are allowed.",
  });
  paper({ days, slippageBps: Array.from({ length: 20 }, () => 6.1) });
  expect(book().execution_quality?.passed).toBe(false);
});

test("in live nothing is measured as a track record of paper", () => {
  rig.live().sessions(1);
  expect(rig.state.golive.track?.days.length).toBeGreaterThan(0);
  const { paper_record, breakers, drift, execution_quality } = book();
  expect([paper_record, breakers, drift, execution_quality]).toEqual(Array(4).fill(undefined));
});

const DRILL = { killId: "k1", scope: "everything", by: "Ada", at: 5, orders: 0, build: BUILD };

test("a kill drill passes only when its gate was measured, was quick, and the kill was proven", () => {
  rig.ready();
  rig.state.drills = [
    { ...DRILL, mode: "halt", gateMs: 500, provenMs: null },
    { ...DRILL, mode: "cancel", gateMs: 20, provenMs: null },
    { ...DRILL, mode: "flatten", gateMs: null, provenMs: 900 },
  ];
  expect(book()).toMatchObject({
    kill_halt: { passed: true, source: "k1", build: BUILD },
    kill_cancel: {
      passed: false,
      sentence: "The drill of cancel by Ada closed the gate in 20 ms, and was never proven.",
    },
    kill_flatten: { passed: false, value: "flatten: gate not measured" },
  });
});

test("the latest drill of the whole account counts: one of a part, or an older one, does not stand for it", () => {
  rig.ready();
  rig.state.drills = [
    { ...DRILL, mode: "halt", gateMs: 10, provenMs: null },
    { ...DRILL, mode: "halt", gateMs: 501, provenMs: null, killId: "k2" },
    { ...DRILL, mode: "halt", gateMs: 10, provenMs: null, scope: "SPY" },
    { ...DRILL, mode: "cancel", gateMs: 10, provenMs: 20, scope: "SPY" },
  ];
  expect(book().kill_halt).toMatchObject({ passed: false, source: "k2" });
  expect(book().kill_cancel).toBeUndefined();
});

test("before the first comparison with the venue nothing is said of the account or its books", () => {
  rig.start();
  const { account, reconciliation } = book();
  expect([account, reconciliation]).toEqual([undefined, undefined]);
});

test("one break in the latest five sessions fails the books, and so do fewer sessions", () => {
  paper({ days: agreedDays(5) });
  expect(book().reconciliation).toMatchObject({ passed: true, value: "0 breaks in 5 sessions" });
  paper({ days: agreedDays(4) });
  expect(book().reconciliation?.passed).toBe(false);
  paper({ days: [...agreedDays(1, { breaks: 1 }), ...agreedDays(5).slice(1)] });
  expect(book().reconciliation).toMatchObject({ passed: false, value: "1 breaks in 5 sessions" });
});

function hold(source: "venue_account" | "venue_clock", reason: string): void {
  const held = { source, state: "reducing", reason, at: rig.time, by: null } as const;
  rig.state.trading = { ...rig.state.trading, state: "reducing", holds: [held] };
}

test("an account that the venue blocks fails, with the venue's reason", () => {
  rig.ready();
  expect(book().account).toMatchObject({ passed: true, value: "PA1: active" });
  hold("venue_account", "the venue has blocked trading");
  expect(book().account).toMatchObject({
    passed: false,
    value: "PA1: blocked",
    sentence: "Account PA1: the venue has blocked trading.",
  });
});

test("a clock that is held fails whatever the host measured before", () => {
  rig.ready();
  rig.measure("clock");
  expect(book().clock?.passed).toBe(true);
  rig.time += 1;
  hold("venue_clock", "it is 3 s apart");
  expect(book().clock).toMatchObject({
    passed: false,
    sentence: "The clock cannot be trusted: it is 3 s apart.",
  });
});

test("a key of the other class fails at once, and one of the right class after 90 days", () => {
  rig.live();
  expect(book().venue_key).toMatchObject({ passed: true });
  rig.time += 90 * DAY_MS;
  expect(book().venue_key).toMatchObject({
    passed: false,
    value: "live key 0123456789ab, 90 days",
  });
  rig = new GoLiveRig().live({ venueKey: { fingerprint: "0123456789ab", keyClass: "paper" } });
  expect(book().venue_key?.passed).toBe(false);
  expect(book().venue_key?.sentence).toMatch(/, and the account needs a live key\.$/);
});

test("a database behind the journal fails until it has caught up", () => {
  rig.ready();
  expect(book().database).toMatchObject({ passed: true, value: "current" });
  rig.state.projectionLagging = true;
  expect(book().database).toMatchObject({ passed: false, value: "behind" });
});

test("limits beyond the production ceiling fail with the line, and those of the configuration without one", () => {
  rig.live();
  expect(book().limits).toMatchObject({
    passed: false,
    sentence: "Version 1 is the configuration's: no person has put limits in force yet.",
  });
  rig.tighten();
  expect(book().limits).toMatchObject({ passed: true });
  const most = rig.state.limits?.values.maxOpenOrders ?? 0;
  const productionCeilings = { ...settings().limitCeilings, maxOpenOrders: most - 1 };
  rig.state.settings = liveSettings({ productionCeilings });
  expect(book().limits?.passed).toBe(false);
  expect(book().limits?.sentence).toMatch(
    new RegExp(`beyond the production ceiling: \\S+ ${most} above ${most - 1}\\.$`),
  );
});

test("in live a feed other than the one that paper traded on fails, by both names", () => {
  rig.live();
  expect(book().feed).toBeUndefined();
  rig.say(PAPER.sign(statement(["feed"])));
  expect(book().feed?.passed).toBe(true);
  rig.say(PAPER.sign(statement(["feed"], { value: "another" })));
  expect(book().feed).toMatchObject({
    passed: false,
    sentence: `Paper traded on another, and ${liveSettings().feed} is configured here.`,
  });
});

test("in paper the feed is the one that is traded on", () => {
  paper({ days: agreedDays(1), feed: "iex" });
  expect(book().feed).toMatchObject({ passed: true, value: "iex" });
});
