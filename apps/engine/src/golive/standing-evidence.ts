import type { Evidence, EvidenceBook, EvidenceName } from "@interlock/core/golive/evidence";
import { THRESHOLDS } from "@interlock/core/golive/gate-table";
import {
  comparedDays,
  p95,
  sessionsDone,
  trackingError,
  type TrackRecord,
} from "@interlock/core/golive/track-record";
import { compareLimits } from "@interlock/core/risk/check-limits";
import { marketDay } from "@interlock/core/market/calendar";
import { DAY_MS, type UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { unagreedLines } from "./agreed-limits.ts";

/** Slippage is judged from so many orders on. */
const SLIPPAGE_ORDERS = 20;

/**
 * Returns the newest evidence of everything: what was noted in the journal, and what its other records say already.
 * Nothing is kept twice: a kill drill is evidence by its own receipt, the track record by the fills.
 */
export function standingEvidence(state: EngineState, now: UnixMs): EvidenceBook {
  const book: Partial<Record<EvidenceName, Evidence>> = { ...state.golive.evidence };
  const derived = [
    ...trackEvidence(state, now),
    ...drillEvidence(state),
    ...accountEvidence(state, now),
    limitsEvidence(state),
  ];
  for (const one of derived) {
    if (one === null) continue;
    const noted = book[one.name];
    if (noted === undefined || noted.measuredAt <= one.measuredAt) book[one.name] = one;
  }
  return { ...book, ...feedEvidence(state, book) };
}

type Told = Pick<Evidence, "name" | "measuredAt" | "passed" | "value" | "sentence"> &
  Partial<Evidence>;

function told(evidence: Told): Evidence {
  return { build: "", by: "the engine", source: "journal", ...evidence };
}

/** In live there is no track record of its own: paper's is imported, signed. */
function trackEvidence(state: EngineState, now: UnixMs): readonly (Evidence | null)[] {
  const { track } = state.golive;
  const last = track?.days.at(-1);
  if (track === null || last === undefined) return [];
  const measuredAt = Math.min(now, marketDay(last.date)?.closeAt ?? now);
  const { build, strategies, since = last.date } = track;
  const sessions = {
    journal: state.instance,
    account: state.accountNumber,
    from: since,
    until: last.date,
    lastSeq: state.journalSeq,
  };
  const of = { build, strategies, measuredAt, sessions };
  if (track.environment === "live") return [];
  return [
    paperRecord(track, of, now),
    trips(track, of),
    drift(track, of),
    slippage(state, track, of),
  ];
}

type Of = Pick<Evidence, "build" | "strategies" | "measuredAt" | "sessions">;

function paperRecord(track: TrackRecord, of: Of, now: UnixMs): Evidence {
  const sessions = sessionsDone(track, now);
  const value = `${sessions} sessions, ${track.fills} fills`;
  const passed = sessions >= THRESHOLDS.sessions && track.fills >= THRESHOLDS.fills;
  return told({
    ...of,
    name: "paper_record",
    passed,
    value,
    sentence: `This version has ${value} in ${track.environment}; ${THRESHOLDS.sessions} and ${THRESHOLDS.fills} are asked for.`,
  });
}

function trips({ days }: TrackRecord, of: Of): Evidence {
  const count = days.reduce((sum, day) => sum + day.trips, 0);
  const sentence = `Breakers tripped ${count} times on ${days.length} days of this version.`;
  return told({ ...of, name: "breakers", passed: count === 0, value: `${count} trips`, sentence });
}

function drift(track: TrackRecord, of: Of): Evidence | null {
  const error = trackingError(track, THRESHOLDS.driftDaysKept);
  if (error === null) return null;
  const { days, bps } = error;
  const passed = days >= THRESHOLDS.driftDays && bps <= THRESHOLDS.driftBps;
  const value = `${bps.toFixed(1)} bps over ${days} ${days === 1 ? "day" : "days"}`;
  const sentence = `The same decisions filled by the model differ by ${value} of what was traded; ${THRESHOLDS.driftBps} bps over ${THRESHOLDS.driftDays} days are asked for.`;
  return told({ ...of, name: "drift", passed, value, sentence });
}

function slippage(state: EngineState, { slippageBps }: TrackRecord, of: Of): Evidence | null {
  const high = p95(slippageBps);
  const model = state.settings?.orderOffsetBps ?? 0;
  if (high === null || slippageBps.length < SLIPPAGE_ORDERS) return null;
  const limit = model * THRESHOLDS.slippageFactor;
  return told({
    ...of,
    name: "execution_quality",
    passed: high <= limit,
    value: `p95 ${high.toFixed(1)} bps of ${slippageBps.length} orders`,
    sentence: `95 % of ${slippageBps.length} orders slipped ${high.toFixed(1)} bps or less; ${limit.toFixed(1)} bps are allowed.`,
  });
}

/** The latest rehearsal of each mode of the kill switch, of the whole account. */
function drillEvidence({ drills }: EngineState): readonly Evidence[] {
  return (["halt", "cancel", "flatten"] as const).flatMap((mode) => {
    const drill = drills.findLast((one) => one.mode === mode && one.scope === "everything");
    if (drill === undefined) return [];
    const { gateMs, provenMs, at, by, killId, build = "" } = drill;
    const quick = gateMs !== null && gateMs <= THRESHOLDS.killGateMs;
    const proven = mode === "halt" || provenMs !== null;
    const gate = gateMs === null ? "not measured" : `${gateMs.toFixed(0)} ms`;
    const value = `${mode}: gate ${gate}`;
    const sentence = `The drill of ${mode} by ${by} closed the gate in ${gate}${proven ? "" : ", and was never proven"}.`;
    const made = { build, by, source: killId, measuredAt: at };
    return [told({ ...made, name: `kill_${mode}`, passed: quick && proven, value, sentence })];
  });
}

function accountEvidence(state: EngineState, now: UnixMs): readonly (Evidence | null)[] {
  const lag = database(state, now);
  return [reconciled(state), account(state), venueKey(state, now), clockHold(state, now), lag];
}

function reconciled({ golive, breaks, reconciliation }: EngineState): Evidence | null {
  if (golive.track === null || reconciliation === null) return null;
  const days = comparedDays(golive.track, THRESHOLDS.cleanSessions);
  const agreed = days.filter((day) => day.agreed > 0).length;
  const found = days.reduce((sum, day) => sum + day.breaks, 0);
  const open = Object.keys(breaks).length;
  const passed = agreed >= THRESHOLDS.cleanSessions && found === 0 && open === 0;
  const value = `${found} breaks in ${agreed} sessions`;
  return told({
    name: "reconciliation",
    measuredAt: reconciliation.at,
    passed,
    value,
    sentence: `There were ${value}, and ${open} are open; ${THRESHOLDS.cleanSessions} sessions without one are asked for.`,
  });
}

/** Holds by which the venue says that the account may not trade, or that it does not answer. */
const ACCOUNT_HOLDS = ["venue_account", "account_stale", "venue_key"];

function account({ reconciliation, trading, accountNumber }: EngineState): Evidence | null {
  if (reconciliation === null) return null;
  const held = trading.holds.find(({ source }) => ACCOUNT_HOLDS.includes(source));
  const passed = held === undefined;
  const sentence = passed
    ? `Account ${accountNumber} answers, is the pinned one, and nothing is blocked.`
    : `Account ${accountNumber}: ${held.reason}.`;
  const value = `${accountNumber}: ${passed ? "active" : "blocked"}`;
  return told({ name: "account", measuredAt: reconciliation.at, passed, value, sentence });
}

function venueKey({ golive, settings }: EngineState, now: UnixMs): Evidence | null {
  const { key } = golive;
  if (key === null || settings === null) return null;
  const wanted = settings.environment === "live" ? "live" : "paper";
  const days = Math.floor((now - key.since) / DAY_MS);
  const fits = key.keyClass === wanted;
  const passed = fits && now - key.since < THRESHOLDS.keyAgeMs;
  const value = `${key.keyClass} key ${key.fingerprint}, ${days} days`;
  const sentence = `The ${key.keyClass} key ${key.fingerprint} has been in use here for ${days} days${fits ? "" : `, and the account needs a ${wanted} key`}.`;
  return told({ name: "venue_key", measuredAt: now, passed, value, sentence });
}

/** The projection follows the journal: while it does, everything that is shown and audited is there. */
function database({ projectionLagging }: EngineState, now: UnixMs): Evidence {
  const passed = !projectionLagging;
  const value = passed ? "current" : "behind";
  const sentence = passed
    ? "The database follows the journal."
    : "The database is behind the journal by more than its limit.";
  return told({ name: "database", measuredAt: now, passed, value, sentence });
}

/** What the host measured counts only while nothing holds trading for the clock. */
function clockHold({ trading }: EngineState, now: UnixMs): Evidence | null {
  const held = trading.holds.find(({ source }) => source === "venue_clock");
  if (held === undefined) return null;
  const sentence = `The clock cannot be trusted: ${held.reason}.`;
  return told({ name: "clock", measuredAt: now, passed: false, value: "apart", sentence });
}

function limitsEvidence(state: EngineState): Evidence | null {
  const { limits, settings } = state;
  if (limits === null || settings === null) return null;
  const ceilings = settings.productionCeilings ?? settings.limitCeilings;
  const beyond = compareLimits(ceilings, limits.values).filter(
    ({ direction }) => direction === "looser",
  );
  const byPerson = limits.by !== "configuration";
  const value = `version ${limits.version} by ${limits.by}`;
  const lines = beyond.map(({ field, after, before }) => `${field.key} ${after} above ${before}`);
  const unagreed = unagreedLines(state);
  const sentence =
    beyond.length > 0
      ? `Version ${limits.version} is beyond the production ceiling: ${lines.join("; ")}.`
      : unagreed.length > 0
        ? `Version ${limits.version} by ${limits.by} is looser than what others agreed to: ${unagreed.join("; ")}.`
        : byPerson
          ? `Version ${limits.version} by ${limits.by} is within the production ceiling in every line, and no looser than what was agreed.`
          : `Version ${limits.version} is the configuration's: no person has put limits in force yet.`;
  const passed = beyond.length === 0 && unagreed.length === 0 && byPerson;
  const source = `limits version ${limits.version}`;
  return told({ name: "limits", measuredAt: limits.changedAt, passed, value, sentence, source });
}

/** In paper the feed is the one traded on; in live it must be the one that paper's signed record names. */
function feedEvidence({ settings, golive }: EngineState, book: EvidenceBook): EvidenceBook {
  const { track } = golive;
  if (settings === null) return {};
  if (settings.environment !== "live" && track !== null && track.days.length > 0) {
    const sentence = `Paper trades on the feed ${track.feed}.`;
    const measuredAt = book.paper_record?.measuredAt ?? 0;
    return { feed: told({ name: "feed", measuredAt, passed: true, value: track.feed, sentence }) };
  }
  const { feed } = book;
  if (feed === undefined || feed.value === settings.feed) return {};
  const sentence = `Paper traded on ${feed.value}, and ${settings.feed} is configured here.`;
  return { feed: { ...feed, passed: false, sentence } };
}
