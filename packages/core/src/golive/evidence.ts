import type { UnixMs } from "../time.ts";
import type { RecordedSessions } from "./recorded-sessions.ts";

/**
 * What somebody or something measured, that bears on whether live trading may begin. It is journaled as it came: a gate
 * only reads it, and nobody types a verdict. Plain data.
 */
export interface Evidence {
  /** What was measured, e.g. "crash_drill"; the newest of a name counts. */
  readonly name: EvidenceName;
  readonly measuredAt: UnixMs;
  /** The build that it is about; empty where it is about none. */
  readonly build: string;
  readonly passed: boolean;
  /** The measured value as people read it, e.g. "22 sessions, 184 fills". */
  readonly value: string;
  /** Hash of the strategies that it was measured with; absent where it is about none, or nobody said. */
  readonly strategies?: string;
  /** What was seen, in a sentence. */
  readonly sentence: string;
  /** Who measured it: a person, a key that signed it, or the engine. */
  readonly by: string;
  /** Where it can be looked up, e.g. the hash of an attestation or the id of a kill. */
  readonly source: string;
  /** People it names, e.g. who built what was tested; absent where none. */
  readonly people?: readonly string[];
  /** Ids of the people who built what was tested, as the desk knows them; a changed name changes nothing. */
  readonly builders?: readonly string[];
  /** The names that the desk knew them by when this was taken, in the same order; absent where it knew of none. */
  readonly builderNames?: readonly string[];
  /** The sessions that it was measured in, or that were decided again; absent where nobody said. */
  readonly sessions?: RecordedSessions;
}

/** Everything that is ever measured for a gate. A runbook has its own name each. */
export type EvidenceName = (typeof FIXED_EVIDENCE)[number] | `runbook:${string}`;

const FIXED_EVIDENCE = [
  "paper_record",
  "backtest",
  "drift",
  "reconciliation",
  "breakers",
  "kill_halt",
  "kill_cancel",
  "kill_flatten",
  "crash_drill",
  "stream_drill",
  "limits",
  "execution_quality",
  "alerts",
  "account",
  "venue_key",
  "feed",
  "tests",
  "benchmark",
  "clock",
  "disk",
  "database",
  "restore_drill",
  "audit_chain",
  "replay",
] as const;

/** The newest evidence of each name. */
export type EvidenceBook = Readonly<Partial<Record<EvidenceName, Evidence>>>;

/** What no part of the engine measures by itself, and who does. */
const MEASURED_ELSEWHERE: Readonly<Partial<Record<EvidenceName, string>>> = {
  backtest:
    "made for the running build by ./interlock backtest --check --report FILE, and signed by ./interlock attest --sign",
  tests: "signed by ./interlock attest --sign of what npm test wrote for the running build",
  benchmark:
    "signed by ./interlock attest --sign of what npm run bench wrote for the running build",
};

/** Names a measurement that is missing, with the way to it where the engine does not measure it by itself. */
export function howMeasured(name: EvidenceName): string {
  const way = MEASURED_ELSEWHERE[name];
  return way === undefined ? name : `${name} (${way})`;
}

/** Tells whether a text names something that is measured. */
export function isEvidenceName(text: string): text is EvidenceName {
  return FIXED_EVIDENCE.some((name) => name === text) || /^runbook:[a-z][a-z-]{1,63}$/.test(text);
}

/** Runbooks that somebody must have read before live trading begins; each is a page of docs/runbooks. */
export const RUNBOOKS = ["kill-switch", "live-demotion", "broker-outage", "restore"] as const;
