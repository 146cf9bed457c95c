import { DAY_MS, MINUTE_MS, SECOND_MS } from "../time.ts";
import { type EvidenceName, RUNBOOKS } from "./evidence.ts";

/** Who answers for a gate, and says go or no-go for their part. */
export const STATIONS = ["strategy", "risk", "ops", "data"] as const;
export type Station = (typeof STATIONS)[number];

/** Names of the gates, in the order in which they are shown. */
export type GateId = `G${number}`;

/** One gate: what must have been measured, how lately, and on what. */
export interface Gate {
  readonly id: GateId;
  readonly name: string;
  /** What must hold, as people read it. */
  readonly threshold: string;
  /** All of these must have passed. */
  readonly needs: readonly EvidenceName[];
  /** How long a measurement is good, in ms of trading time; null: while the build and limits stay. */
  readonly ttlMs: number | null;
  /** `build`: measured on the running build; `version`: on it, or on one whose replay was identical; `any`. */
  readonly measuredOn: "build" | "version" | "any";
  readonly waivable: boolean;
  readonly owner: Station;
}

/** Thresholds that the measurements are judged by; the sentences of the table name the same numbers. */
export const THRESHOLDS = {
  sessions: 20,
  fills: 100,
  cleanSessions: 5,
  killGateMs: 500,
  streamHaltMs: 5 * SECOND_MS,
  slippageFactor: 1.5,
  driftBps: 5,
  driftDays: 5,
  driftDaysKept: 20,
  keyAgeMs: 90 * DAY_MS,
  clockSkewMs: 250,
  diskShare: 0.2,
} as const;

/**
 * Everything that must be true before live trading begins (console.md §8.8). What was never measured is unknown, and
 * counts as red; so does what is too old.
 */
export const GATES: readonly Gate[] = [
  gate("G1", "Paper track record", {
    threshold: `at least ${THRESHOLDS.sessions} sessions and ${THRESHOLDS.fills} fills on this version, no breaker tripped unintended`,
    needs: ["paper_record", "breakers"],
    ttlMs: 30 * DAY_MS,
    measuredOn: "version",
    waivable: true,
    owner: "strategy",
  }),
  gate("G2", "Backtest integrity", {
    threshold: "look-ahead and recursion checks pass, costs on",
    needs: ["backtest"],
    ttlMs: null,
    measuredOn: "version",
    owner: "strategy",
  }),
  gate("G3", "Paper against backtest", {
    threshold: `daily P&L within ${THRESHOLDS.driftBps} bps of the model's on what was traded, over at least ${THRESHOLDS.driftDays} days`,
    needs: ["drift"],
    ttlMs: 7 * DAY_MS,
    measuredOn: "version",
    waivable: true,
    owner: "strategy",
  }),
  gate("G4", "Reconciliation", {
    threshold: `no break in ${THRESHOLDS.cleanSessions} sessions`,
    needs: ["reconciliation"],
    ttlMs: DAY_MS,
    owner: "ops",
  }),
  gate("G5", "Kill drill", {
    threshold: `halt, cancel and flatten proven, gate within ${THRESHOLDS.killGateMs} ms`,
    needs: ["kill_halt", "kill_cancel", "kill_flatten"],
    ttlMs: 7 * DAY_MS,
    owner: "risk",
  }),
  gate("G6", "Crash drill", {
    threshold: "state restored, no order sent twice",
    needs: ["crash_drill"],
    ttlMs: 14 * DAY_MS,
    owner: "ops",
  }),
  gate("G7", "Stream-loss drill", {
    threshold: `new risk stops within ${THRESHOLDS.streamHaltMs / SECOND_MS} s, and the books agree after it`,
    needs: ["stream_drill"],
    ttlMs: 14 * DAY_MS,
    owner: "data",
  }),
  gate("G8", "Limits", {
    threshold:
      "within the production ceiling, put in force by a person, no looser than what was agreed",
    needs: ["limits"],
    ttlMs: null,
    owner: "risk",
  }),
  gate("G9", "Execution quality", {
    threshold: `95 % of slippage within ${THRESHOLDS.slippageFactor} × the model`,
    needs: ["execution_quality"],
    ttlMs: 7 * DAY_MS,
    measuredOn: "version",
    waivable: true,
    owner: "strategy",
  }),
  gate("G10", "Alerts", {
    threshold: "a critical test alert acknowledged on 2 channels",
    needs: ["alerts"],
    ttlMs: DAY_MS,
    owner: "ops",
  }),
  gate("G11", "Account", {
    threshold: "active, nothing blocked, the pinned id",
    needs: ["account"],
    ttlMs: 5 * MINUTE_MS,
    owner: "ops",
  }),
  gate("G12", "Key", {
    threshold: "of the class of the account, in use for less than 90 days",
    needs: ["venue_key"],
    ttlMs: DAY_MS,
    owner: "ops",
  }),
  gate("G13", "Market data", {
    threshold: "the feed that was traded on in paper",
    needs: ["feed"],
    ttlMs: DAY_MS,
    waivable: true,
    owner: "data",
  }),
  gate("G14", "Build", {
    threshold: "every test and benchmark of the running build, signed by CI",
    needs: ["tests", "benchmark"],
    ttlMs: null,
    measuredOn: "build",
    owner: "strategy",
  }),
  gate("G15", "Host", {
    threshold: `clock within ${THRESHOLDS.clockSkewMs} ms, disk free, database current`,
    needs: ["clock", "disk", "database"],
    ttlMs: DAY_MS,
    owner: "ops",
  }),
  gate("G16", "Audit trail", {
    threshold: "verified to the head and anchored",
    needs: ["audit_chain"],
    ttlMs: DAY_MS,
    owner: "ops",
  }),
  gate("G17", "Backup", {
    threshold: "restored from a backup, and the books agreed",
    needs: ["restore_drill"],
    ttlMs: 30 * DAY_MS,
    waivable: true,
    owner: "ops",
  }),
  gate("G18", "Runbooks", {
    threshold: `read: ${RUNBOOKS.join(", ")}`,
    needs: RUNBOOKS.map((name) => `runbook:${name}` as const),
    ttlMs: 90 * DAY_MS,
    owner: "risk",
  }),
];

type Terms = Pick<Gate, "threshold" | "needs" | "ttlMs" | "owner"> &
  Partial<Pick<Gate, "measuredOn" | "waivable">>;

function gate(id: GateId, name: string, terms: Terms): Gate {
  return { id, name, measuredOn: "any", waivable: false, ...terms };
}

/** Returns the gate of a name; undefined where there is none. */
export function gateOf(id: string): Gate | undefined {
  return GATES.find((one) => one.id === id);
}
