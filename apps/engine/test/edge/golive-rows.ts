import type { Evidence } from "@interlock/core/golive/evidence";
import type { Launch } from "@interlock/core/golive/launch";
import { isoDate } from "@interlock/core/market/civil-date";
import { NO_LEVELS } from "@interlock/core/risk/levels/limit-levels";
import { MORNING, settings } from "../rig.ts";

const evidence: Evidence = {
  name: "disk",
  measuredAt: MORNING,
  build: "",
  passed: true,
  value: "61 % free",
  sentence: "61 % of the disk is free.",
  by: "the host",
  source: "host",
};

const by = { userId: "u1", name: "Ada" };

const launch: Omit<Launch, "declaredSeq"> = {
  launchId: "launch-1",
  binding: {
    journal: "abcdef",
    accountId: "account",
    build: "b".repeat(64),
    configHash: "c".repeat(64),
    limitsVersion: 4,
    strategies: {},
  },
  covered: { values: settings().limitDefaults, levels: NO_LEVELS },
  director: by,
  stations: { risk: "Ben" },
  fourEyes: true,
  rehearsal: false,
  approvalId: null,
  declaredAt: MORNING,
  goAt: MORNING + 60_000,
  expiresAt: MORNING + 120_000,
  stage: "counting",
  launchedOn: null,
  endedAt: null,
  endedWhy: "",
};

const waiver = {
  waiverId: "waiver-1",
  gate: "G3" as const,
  reason: "the sample is small",
  by,
  askedAt: MORNING,
  expiresAt: MORNING + 60_000,
  approvedBy: null,
};

const vote = {
  station: "ops" as const,
  go: false,
  comment: "the disk fills",
  by: { ...by, role: "owner" },
  at: MORNING,
  basis: "00",
};

const drill = {
  drill: "stream_loss" as const,
  by: "Ada",
  begunAt: MORNING,
  fillsBooked: 0,
  positions: {},
  orders: 0,
  heldAt: null,
};

/** Records on the way to live trading, each with its weight and its sentence in the feed. */
export const GOLIVE_ROWS = {
  evidence_noted: [{ evidence }, "info", "Evidence disk: 61 % of the disk is free."],
  station_voted: [{ vote }, "info", "Ada says NO-GO for the station ops: the disk fills"],
  votes_cleared: [{ why: "a gate changed" }, "warning", "All votes were cleared: a gate changed."],
  gate_opened: [
    { gate: "G3" as const, evidence: "0".repeat(16), by },
    "info",
    "Ada opened the evidence of G3.",
  ],
  gate_waiver_asked: [{ waiver }, "info", "Ada asks to waive G3: the sample is small"],
  gate_waiver_approved: [{ waiverId: "waiver-1", by }, "warning", "Ada agreed to waiver-1."],
  launch_declared: [
    { launch },
    "critical",
    "Ada declared launch-1 for build bbbbbbbbbbbb, configuration cccccccccccc, limits version 4.",
  ],
  launch_began: [
    { launchId: "launch-1", on: isoDate("2026-06-16") },
    "critical",
    "launch-1 is in force since 2026-06-16.",
  ],
  launch_followed: [
    { launchId: "launch-1", limitsVersion: 5, why: "they are no looser" },
    "info",
    "launch-1 holds for limits version 5: they are no looser.",
  ],
  launch_ended: [
    { launchId: "launch-1", stage: "demoted" as const, why: "it slips", by: "Ada" },
    "critical",
    "launch-1 is demoted: it slips.",
  ],
  rehearsal_closed: [
    { launchId: "launch-1", by: "Ada" },
    "info",
    "Ada closed the rehearsal launch-1.",
  ],
  drill_began: [{ drill }, "warning", "Ada began the drill stream loss."],
  drill_held: [{ at: MORNING }, "info", "The drill stopped new risk."],
  venue_key_seen: [
    { fingerprint: "0123456789ab", keyClass: "paper" },
    "info",
    "The paper key 0123456789ab is in use.",
  ],
} as const;
